"""A sentence that an address points to, /gradivo/12/clen-3?poudari=…, marked where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from flask import request

from kb.library import Piece, Reading
from kb.library.values import ShownPassage
from kb.web.questions import one_line

LONGEST = 600
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Pointed:
    """Passages with the sentence marked that `asked` tells, and the anchor of the one that has it, "" for none."""

    asked: str
    anchor: str
    passages: tuple[ShownPassage, ...]


def pointed(reading: Reading) -> Pointed:
    """Gives the passages that are read with the sentence marked that the present address points to."""
    asked = one_line(request.args.get("poudari", "")[:LONGEST])
    if len(asked) < SHORTEST:
        return Pointed("", "", reading.passages)
    pattern = re.compile(r"\s+".join(map(re.escape, asked.split())), re.IGNORECASE)
    for at, each in enumerate(reading.passages):
        if found := pattern.search("".join(piece.text for piece in each.pieces)):
            marked = replace(each, pieces=tuple(_with_mark(each.pieces, *found.span())))
            passages = (*reading.passages[:at], marked, *reading.passages[at + 1 :])
            return Pointed(asked, each.stored.passage.locator.anchor, passages)
    return Pointed(asked, "", reading.passages)


def _with_mark(pieces: Iterable[Piece], start: int, end: int) -> Iterator[Piece]:
    """Gives the pieces cut at `start` and `end` of their text, those between marked."""
    for piece in pieces:
        length = len(piece.text)
        first, last = min(max(start, 0), length), min(max(end, 0), length)
        for text, marked in (
            (piece.text[:first], piece.marked),
            (piece.text[first:last], True),
            (piece.text[last:], piece.marked),
        ):
            if text:
                yield replace(piece, text=text, marked=marked)
        start, end = start - length, end - length
