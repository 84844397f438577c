"""What is shown of a passage: its text with the words of the question marked, whole or as a short cut-out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from kb.search.analysis import Pattern, Token, patterns_of, tokens
from kb.search.tree import Node, asked_for

LENGTH = 240

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, and whether it is to be marked."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class _Match:
    """Where something asked for stands in the text; `term` tells which."""

    start: int
    end: int
    term: int


class _OwnKeys:
    """The vocabulary of one text: what a question is worded for where the text is shown."""

    def __init__(self, keys: Collection[str]) -> None:
        self._keys = keys

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def beginning(self, prefix: str) -> Iterable[str]:
        return sorted(key for key in self._keys if key.startswith(prefix))


def mark(text: str, node: Node) -> tuple[Piece, ...]:
    """Gives the whole of `text` in pieces, what `node` asks for marked; phrases are marked as one."""
    return tuple(_pieces(text, _matches(text, node), 0, len(text)))


def snippet(text: str, node: Node, *, length: int = LENGTH) -> tuple[Piece, ...]:
    """Gives about `length` characters of `text`, those with most of the words asked for, marked.

    Cuts fall between words and show as «…»; line ends and runs of spaces become one space. The beginning of the
    text where nothing of `node` stands in it.
    """
    matches = _matches(text, node)
    start, end = _window(text, matches, length)
    within = [match for match in matches if start <= match.start and match.end <= end]
    pieces = [Piece(_SPACES.sub(" ", piece.text), piece.marked) for piece in _pieces(text, within, start, end)]
    return tuple(_trimmed(pieces, cut_before=bool(text[:start].strip()), cut_after=bool(text[end:].strip())))


def _matches(text: str, node: Node) -> list[_Match]:
    """Gives the places of all that `node` asks for, by start; what it excludes is not looked for."""
    found = tokens(text)
    places: dict[str, list[int]] = {}
    for place, token in enumerate(found):
        for key in (*token.keys, *token.wide):
            places.setdefault(key, []).append(place)
    matches: list[_Match] = []
    own = _OwnKeys(places)
    for term, patterns in enumerate(dict.fromkeys(patterns_of(each, own) for each in asked_for(node))):
        for pattern in patterns:
            matches.extend(_meeting(pattern, found, places, term))
    return sorted(matches, key=lambda match: (match.start, match.end))


def _meeting(pattern: Pattern, found: list[Token], places: dict[str, list[int]], term: int) -> Iterator[_Match]:
    for key in pattern[0]:
        for place in places.get(key, ()):
            last = place + len(pattern) - 1
            if last < len(found) and all(
                not set(wanted).isdisjoint((*found[place + step].keys, *found[place + step].wide))
                for step, wanted in enumerate(pattern[1:], 1)
            ):
                end = found[last].wide_end if key in found[last].wide else found[last].end
                yield _Match(found[place].start, end, term)


def _window(text: str, matches: list[_Match], length: int) -> tuple[int, int]:
    """Gives start and end of the best cut-out: most different terms, then most matches, then earliest."""
    if len(text) <= length:
        return 0, len(text)
    first, last = _best_run(matches, length)
    if last < 0:
        return 0, _word_end(text, length)
    begin, finish = matches[first].start, max(match.end for match in matches[first : last + 1])
    start = max(0, min(begin - (length - (finish - begin)) // 2, len(text) - length))
    start = min(start, begin)
    return _word_start(text, start, begin), max(finish, _word_end(text, start + length))


def _best_run(matches: list[_Match], length: int) -> tuple[int, int]:
    """Gives the first and last of the matches that make the best cut-out, by a window that slides over them."""
    best, best_run = (0, 0), (0, -1)
    counts: dict[int, int] = {}
    first = 0
    for last, match in enumerate(matches):
        counts[match.term] = counts.get(match.term, 0) + 1
        while first < last and match.end - matches[first].start > length:
            counts[matches[first].term] -= 1
            if not counts[matches[first].term]:
                del counts[matches[first].term]
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


def _pieces(text: str, matches: list[_Match], start: int, end: int) -> Iterator[Piece]:
    place = start
    for first, last in _merged(matches):
        if first > place:
            yield Piece(text[place:first])
        yield Piece(text[first:last], marked=True)
        place = last
    if place < end:
        yield Piece(text[place:end])


def _merged(matches: list[_Match]) -> list[tuple[int, int]]:
    """Gives the runs of the matches, those that overlap as one."""
    runs: list[tuple[int, int]] = []
    for match in matches:
        if runs and match.start < runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], match.end))
        else:
            runs.append((match.start, match.end))
    return runs


def _trimmed(pieces: list[Piece], *, cut_before: bool, cut_after: bool) -> Iterator[Piece]:
    if not pieces:
        return
    first = Piece(pieces[0].text.lstrip(), pieces[0].marked)
    pieces = [first, *pieces[1:]]
    pieces[-1] = Piece(pieces[-1].text.rstrip(), pieces[-1].marked)
    if cut_before:
        pieces.insert(0, Piece("… "))
    if cut_after:
        pieces.append(Piece(" …"))
    yield from (piece for piece in _fused(pieces) if piece.text)


def _fused(pieces: list[Piece]) -> list[Piece]:
    """Gives the pieces with neighbours of one sort made one."""
    fused: list[Piece] = []
    for piece in pieces:
        if fused and fused[-1].marked == piece.marked:
            fused[-1] = Piece(fused[-1].text + piece.text, piece.marked)
        else:
            fused.append(piece)
    return fused
