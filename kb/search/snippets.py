"""What is shown of a passage: its text with the words of the question marked, whole or as a short cut-out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import starmap

from kb.search.marking import Match, matches
from kb.search.tree import Node

LENGTH = 240

_SPACES = re.compile(r"\s+")

_Pair = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, and whether it is to be marked."""

    text: str
    marked: bool = False


def mark(text: str, node: Node) -> tuple[Piece, ...]:
    """Gives the whole of `text` in pieces, what `node` asks for marked; phrases are marked as one.

    Of words asked for near one another those are marked that are.
    """
    return tuple(starmap(Piece, _pieces(text, matches(text, node), 0, len(text))))


def snippet(text: str, node: Node, *, length: int = LENGTH) -> tuple[Piece, ...]:
    """Gives about `length` characters of `text`, those with most of the words asked for, marked.

    Cuts fall between words and show as «…»; line ends and runs of spaces become one space. The beginning of the
    text where nothing of `node` stands in it.
    """
    found = matches(text, node)
    start, end = _window(text, found, length)
    within = [match for match in found if start <= match.start and match.end <= end]
    pieces = list(_pieces(text, within, start, end))
    if not _is_even(text[start:end]):
        pieces = [(_SPACES.sub(" ", said), marked) for said, marked in pieces]
    return tuple(
        starmap(Piece, _trimmed(pieces, cut_before=bool(text[:start].strip()), cut_after=bool(text[end:].strip())))
    )


def _is_even(cut: str) -> bool:
    """Tells whether one space at most, and nothing else that is blank, stands between words."""
    return cut.isprintable() and "  " not in cut


def _window(text: str, found: list[Match], length: int) -> tuple[int, int]:
    """Gives start and end of the best cut-out: most different terms, then most matches, then earliest."""
    if len(text) <= length:
        return 0, len(text)
    first, last = _best_run(found, length)
    if last < 0:
        return 0, _word_end(text, length)
    begin, finish = found[first].start, max(match.end for match in found[first : last + 1])
    start = max(0, min(begin - (length - (finish - begin)) // 2, len(text) - length))
    start = min(start, begin)
    return _word_start(text, start, begin), max(finish, _word_end(text, start + length))


def _best_run(found: list[Match], length: int) -> tuple[int, int]:
    """Gives the first and last of the matches that make the best cut-out, by a window that slides over them."""
    best, best_run = (0, 0), (0, -1)
    counts: dict[int, int] = {}
    first = 0
    for last, match in enumerate(found):
        counts[match.term] = counts.get(match.term, 0) + 1
        while first < last and match.end - found[first].start > length:
            counts[found[first].term] -= 1
            if not counts[found[first].term]:
                del counts[found[first].term]
            first += 1
        worth = (len(counts), last - first + 1)
        if worth > best:
            best, best_run = worth, (first, last)
    return best_run


def _word_start(text: str, place: int, limit: int) -> int:
    """Gives the first place from `place` up to `limit` where a word begins."""
    while 0 < place < limit and not (text[place - 1].isspace() and not text[place].isspace()):
        place += 1
    return place


def _word_end(text: str, place: int) -> int:
    """Gives the last place up to `place` where a word ends; `place` itself in a text without spaces."""
    if place >= len(text):
        return len(text)
    back = place
    while back > 0 and not text[back].isspace():
        back -= 1
    return back or place


def _pieces(text: str, found: list[Match], start: int, end: int) -> Iterator[_Pair]:
    place = start
    for first, last in _merged(found):
        if first > place:
            yield text[place:first], False
        yield text[first:last], True
        place = last
    if place < end:
        yield text[place:end], False


def _merged(found: list[Match]) -> list[tuple[int, int]]:
    """Gives the runs of the matches, those that overlap as one."""
    runs: list[tuple[int, int]] = []
    for match in found:
        if runs and match.start < runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], match.end))
        else:
            runs.append((match.start, match.end))
    return runs


def _trimmed(pieces: list[_Pair], *, cut_before: bool, cut_after: bool) -> list[_Pair]:
    """Gives the pieces without blanks at either end, with «…» where the text was cut."""
    if not pieces:
        return []
    pieces[0] = pieces[0][0].lstrip(), pieces[0][1]
    pieces[-1] = pieces[-1][0].rstrip(), pieces[-1][1]
    before, after = [("… ", False)] if cut_before else [], [(" …", False)] if cut_after else []
    return [each for each in _fused([*before, *pieces, *after]) if each[0]]


def _fused(pieces: list[_Pair]) -> list[_Pair]:
    """Gives the pieces with neighbours of one sort made one."""
    fused: list[_Pair] = []
    for said, marked in pieces:
        if fused and fused[-1][1] == marked:
            fused[-1] = fused[-1][0] + said, marked
        else:
            fused.append((said, marked))
    return fused
