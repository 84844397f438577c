"""What is shown of a passage: its text with the words of the question marked, whole or as a short cut-out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from kb.search.analysis import Pattern, Standing, by_word, patterns_of, standing
from kb.search.nearness import windows
from kb.search.tree import Asked, Near, Node, Phrase, Word, asked_for

LENGTH = 240
KEPT_QUESTIONS = 1000
KEPT_WORDINGS = 8

_SPACES = re.compile(r"\s+")
_BETWEEN_SPACES = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, and whether it is to be marked."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class _Match:
    """Where something asked for stands in the text; `term` tells which, `place` at which position."""

    start: int
    end: int
    term: int
    place: int = 0


class _Text:
    """The positions of a text and where each key stands: the vocabulary that a question is worded for here."""

    def __init__(self, text: str) -> None:
        self._standing = standing(text)
        self._keys = frozenset[str]().union(*(keys for _, _, keys in self._standing))

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def beginning(self, prefix: str) -> Iterable[str]:
        return sorted(key for key in self._keys if key.startswith(prefix))

    def meeting(self, pattern: Pattern, term: int) -> Iterator[_Match]:
        """Gives where the keys of `pattern` stand side by side."""
        first = frozenset(pattern[0])
        for place, (at, token, keys) in enumerate(self._standing):
            if first.isdisjoint(keys) or not self._follow(pattern, place):
                continue
            end_at, last, _ = self._standing[place + len(pattern) - 1]
            for key in first & keys:
                yield _Match(at + token.start, end_at + (last.wide_end if key in last.wide else last.end), term, place)

    def _follow(self, pattern: Pattern, place: int) -> bool:
        """Tells whether the rest of `pattern` stands behind `place`."""
        following = self._standing[place + 1 : place + len(pattern)]
        return len(following) == len(pattern) - 1 and all(
            not keys.isdisjoint(wanted) for (_, _, keys), wanted in zip(following, pattern[1:], strict=True)
        )


class _Heard:
    """A text that remembers which keys it was asked for, and what it answered."""

    def __init__(self, text: _Text) -> None:
        self._text = text
        self.answers: list[tuple[str, bool]] = []
        self.was_listed = False

    def __contains__(self, key: object) -> bool:
        answer = key in self._text
        self.answers.append((str(key), answer))
        return answer

    def beginning(self, prefix: str) -> Iterable[str]:
        self.was_listed = True
        return self._text.beginning(prefix)


_Wordings = list[tuple[tuple[tuple[str, bool], ...], tuple[Pattern, ...]]]


@lru_cache(KEPT_QUESTIONS)
def _wordings(_: Word | Phrase) -> _Wordings:
    """Gives the wordings of a part of a question that are known: what texts answered, and what it came to."""
    return []


def _known_wording(part: Word, standing_in: list[Standing]) -> tuple[Pattern, ...] | None:
    """Gives what a word asks for in a text, if another text that gave the same answers was asked before."""
    for answers, patterns in _wordings(part):
        told = frozenset(key for key, _ in answers)
        there = frozenset[str]().union(*(keys for _, keys in standing_in if not keys.isdisjoint(told)))
        if all((key in there) is answer for key, answer in answers):
            return patterns
    return None


def _worded(part: Word | Phrase, shown: _Text) -> tuple[Pattern, ...]:
    """Gives what `part` asks for in a text; worded once for all texts that give the same answers."""
    known = _wordings(part)
    for answers, patterns in known:
        if all((key in shown) is answer for key, answer in answers):
            return patterns
    heard = _Heard(shown)
    patterns = patterns_of(part, heard)
    if not heard.was_listed and len(known) < KEPT_WORDINGS:
        known.append((tuple(heard.answers), patterns))
    return patterns


def mark(text: str, node: Node) -> tuple[Piece, ...]:
    """Gives the whole of `text` in pieces, what `node` asks for marked; phrases are marked as one.

    Of words asked for near one another those are marked that are.
    """
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
    quick = _of_words(text, tuple(dict.fromkeys(asked_for(node))))
    return _of_all(text, node) if quick is None else quick


def _of_words(text: str, asked: tuple[Asked, ...]) -> list[_Match] | None:
    """Gives the places of plain words; None where something else is asked for, or how a word is worded is not known.

    Only the words of the text that have a key asked for are looked at: a tenth of the time.
    """
    plain = [each for each in asked if isinstance(each, Word) and not each.prefix and each.text.isalpha()]
    if len(plain) < len(asked):
        return None
    words, standing_in = by_word(text)
    terms: dict[tuple[Pattern, ...], int] = {}
    for each in plain:
        patterns = _known_wording(each, standing_in)
        if patterns is None or any(len(pattern) != 1 for pattern in patterns):
            return None
        terms.setdefault(patterns, len(terms))
    wanted = [(term, frozenset(pattern[0])) for patterns, term in terms.items() for pattern in patterns]
    any_of_them = frozenset[str]().union(*(keys for _, keys in wanted))
    places = [place for place, (_, keys) in enumerate(standing_in) if not keys.isdisjoint(any_of_them)]
    return sorted(_in_words(standing_in, _offsets(text, words, places), wanted), key=_by_place)


def _in_words(
    standing_in: list[Standing], offsets: dict[int, int], wanted: list[tuple[int, frozenset[str]]]
) -> set[_Match]:
    matches = set()
    for place, offset in offsets.items():
        for at, token, keys in standing_in[place][0]:
            for term, asked in wanted:
                for key in asked & keys:
                    end = token.wide_end if key in token.wide else token.end
                    matches.add(_Match(offset + at + token.start, offset + at + end, term))
    return matches


def _offsets(text: str, words: list[str], places: list[int]) -> dict[int, int]:
    """Gives where some of the words of a text begin."""
    if not places:
        return {}
    starts = list(accumulate((len(word) + 1 for word in words), initial=0))
    if starts[-1] != len(text) + 1:  # not one space between all
        starts = [word.start() for word in _BETWEEN_SPACES.finditer(text)]
    return {place: starts[place] for place in places}


def _by_place(match: _Match) -> tuple[int, int, int]:
    return match.start, match.end, match.term


def _of_all(text: str, node: Node) -> list[_Match]:
    """Gives the places of all that `node` asks for, by analysing the whole text."""
    shown = _Text(text)
    terms: dict[tuple[Pattern, ...], int] = {}
    matches: set[_Match] = set()
    for asked in asked_for(node):
        parts = asked.parts if isinstance(asked, Near) else (asked,)
        worded = [_worded(part, shown) for part in parts]
        numbers = [terms.setdefault(patterns, len(terms)) for patterns in worded]
        met = [
            [match for pattern in patterns for match in shown.meeting(pattern, term)]
            for patterns, term in zip(worded, numbers, strict=True)
        ]
        matches.update(_near(met, asked.width) if isinstance(asked, Near) else met[0])
    return sorted(matches, key=_by_place)


def _near(met: list[list[_Match]], width: int) -> Iterator[_Match]:
    """Gives those of the matches of several parts that stand in a window with all of them."""
    starts = windows([{match.place for match in each} for each in met], width)
    for match in (match for each in met for match in each):
        if bisect_left(starts, match.place - width) < bisect_right(starts, match.place):
            yield match


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
