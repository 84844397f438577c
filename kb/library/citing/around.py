"""The sentence around a citation, as it is shown in lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kb.search.snippets import Piece

AROUND = 120
"""Characters shown on either side of a citation, fewer where its sentence ends."""

_ENDS = re.compile(r"(?<![( ]\w)(?<!\b(?:[Uu]r|št|čl|tč|oz|dr))(?<!odl)(?<!odst)[.;!?]\s{1,3}(?=[(»„]{0,2}[A-ZČŠŽ])|\n")
_SPACES = re.compile(r"\s+")


def around(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """Gives the sentence around the first of some spans, AROUND characters to either side at most; spans are marked.

    >>> [piece.text for piece in around("Uvod. Po 12. členu ZORed sme. Konec.", [(9, 24)])]
    ['… Po ', '12. členu ZORed', ' sme. …']
    """
    start, end = spans[0]
    before, after = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
    begin = start - len(before) + _begin(before, is_cut=start > AROUND)
    finish = end + _finish(after, is_cut=end + AROUND < len(text))
    pieces = [Piece("… ")] if text[:begin].strip() else []
    at = begin
    for first, last in sorted(set(spans)):
        if first >= at and last <= finish:
            pieces += [Piece(_flat(text[at:first])), Piece(_flat(text[first:last]), marked=True)]
            at = last
    pieces.append(Piece(_flat(text[at:finish]).rstrip()))
    pieces += [Piece(" …")] if text[finish:].strip() else []
    return tuple(_joined(piece for piece in pieces if piece.text))


def _begin(before: str, *, is_cut: bool) -> int:
    ends = [found.end() for found in _ENDS.finditer(before)]
    if ends:
        return ends[-1]
    return before.find(" ") + 1 if is_cut else 0


def _finish(after: str, *, is_cut: bool) -> int:
    end = _ENDS.search(after)
    if end:
        return end.start() + 1
    return (after.rfind(" ") if " " in after else len(after)) if is_cut else len(after)


def _flat(text: str) -> str:
    return _SPACES.sub(" ", text)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for marked, run in groupby(pieces, key=lambda piece: piece.marked):
        yield Piece("".join(piece.text for piece in run), marked)
