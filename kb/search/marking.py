"""Where what a question asks for stands in a text, so that it can be marked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice, starmap, takewhile
from typing import NamedTuple, TypeGuard

from kb.search.analysis import Pattern, standing
from kb.search.nearness import windows
from kb.search.once import once
from kb.search.patterns import patterns_of
from kb.search.spoken import Placed, Spoken
from kb.search.tree import Asked, Near, Node, Phrase, Word, asked_for
from kb.search.wording import Heard, Run, end_of, places_in, worded

KEPT_QUESTIONS = 1000
KEPT_WORDINGS = 8

_Answered = tuple[tuple[tuple[str, bool], ...], tuple[Pattern, ...]]


class Match(NamedTuple):
    """Where something asked for stands in the text; `term` tells which, `place` at which position."""

    start: int
    end: int
    term: int
    place: int = 0


def matches(text: str, node: Node) -> list[Match]:
    """Gives the places of all that `node` asks for, by start; what it excludes is not looked for."""
    asked, plain = _asked(node)
    return _of_words(text, plain) if len(plain) == len(asked) else sorted(_of_all(text, asked))


@lru_cache(KEPT_QUESTIONS)
def _asked(node: Node) -> tuple[tuple[Asked, ...], tuple[Word | Phrase, ...]]:
    """Gives all that a question asks for, each once, and what of that are words of letters."""
    asked = tuple(dict.fromkeys(asked_for(node)))
    return asked, tuple(each for each in asked if _is_plain(each))


def _is_plain(asked: Asked) -> TypeGuard[Word | Phrase]:
    """Tells whether only words of letters are asked for: nothing that has those of a text for keys spans a space."""
    match asked:
        case Word(text):
            return text.isalpha()
        case Phrase(words):
            return all(map(str.isalpha, words))
    return False


# --- word by word


def _of_words(text: str, asked: tuple[Word | Phrase, ...]) -> list[Match]:
    """Gives the places of words and phrases of letters; only the words of the text that have a key are looked at."""
    spoken = Spoken(text)
    wording, placed = worded(asked, spoken)
    found = list(starmap(Match, places_in(placed, wording, spoken.known))) if wording.alone else []
    if wording.runs:
        side_by_side = (_side_by_side(spoken, run, placed) for run in wording.runs)
        found = sorted({*found, *chain.from_iterable(side_by_side)})
    return found


def _side_by_side(spoken: Spoken, run: Run, placed: Iterable[Placed]) -> Iterator[Match]:
    """Gives where the keys of a pattern stand side by side, beginning in some of the words.

    What was found for some words side by side is found wherever else these stand so.
    """
    standing, count, found = spoken.known.standing, len(run.pattern), run.found
    for start, word in placed:
        if not run.begins_in(word, standing[word]):
            continue
        words = spoken.words_from(start, count)
        told = found.get(words) if words else None
        if told is None:
            told = tuple((first - start, last - start) for first, last in _met_from(spoken, run, start, word))
            if words and all(map(standing.get, words)):  # else more words were looked at than these
                run.keep(words, told)
        for first, last in told:
            yield Match(start + first, start + last, run.term)


def _met_from(spoken: Spoken, run: Run, start: int, word: str) -> Iterator[tuple[int, int]]:
    """Gives where the keys of a pattern stand side by side, beginning in one word."""
    first, *rest = run.keys
    pattern = run.pattern
    for skipped, (_, _, keys) in enumerate(spoken.known.standing[word]):
        if first.isdisjoint(keys):
            continue
        met = list(islice(spoken.behind(start), skipped, skipped + len(pattern)))
        if len(met) == len(pattern) and not any(map(frozenset.isdisjoint, rest, (each for _, _, each in met[1:]))):
            (begin, token, _), (end, last, _) = met[0], met[-1]
            for key in first & keys:
                yield begin + token.start, end + end_of(last, key)


# --- over the whole text


class _Text:
    """The positions of a text and where each key stands: the vocabulary that a question is worded for here."""

    def __init__(self, text: str) -> None:
        self._standing = standing(text)
        self._keys_at = [keys for _, _, keys in self._standing]
        self._there = frozenset[str]().union(*self._keys_at)

    def __contains__(self, key: object) -> bool:
        return key in self._there

    def beginning(self, prefix: str) -> Iterable[str]:
        first = bisect_left(self._keys, prefix)
        return takewhile(lambda key: key.startswith(prefix), islice(self._keys, first, None))

    @once
    def _keys(self) -> list[str]:
        return sorted(self._there)

    def _places(self, key: str) -> list[int]:
        """Gives where a key stands; few keys of a text are asked for, so that no list is kept of all of them."""
        return [place for place, keys in enumerate(self._keys_at) if key in keys] if key in self._there else []

    def meeting(self, pattern: Pattern, term: int) -> Iterator[Match]:
        """Gives where the keys of `pattern` stand side by side."""
        for key in dict.fromkeys(pattern[0]):
            for place in self._places(key):
                if self._follow(pattern, place):
                    at, token, _ = self._standing[place]
                    end_at, last, _ = self._standing[place + len(pattern) - 1]
                    yield Match(at + token.start, end_at + end_of(last, key), term, place)

    def _follow(self, pattern: Pattern, place: int) -> bool:
        """Tells whether the rest of `pattern` stands behind `place`."""
        following = self._keys_at[place + 1 : place + len(pattern)]
        return len(following) == len(pattern) - 1 and not any(map(frozenset.isdisjoint, following, pattern[1:]))


def _of_all(text: str, asked: Iterable[Asked]) -> set[Match]:
    """Gives the places of all that `node` asks for, by analysing the whole text."""
    shown = _Text(text)
    terms: dict[tuple[Pattern, ...], int] = {}
    found: set[Match] = set()
    for each in asked:
        parts = each.parts if isinstance(each, Near) else (each,)
        wordings = [_patterns(part, shown) for part in parts]
        numbers = [terms.setdefault(patterns, len(terms)) for patterns in wordings]
        met = [
            [match for pattern in patterns for match in shown.meeting(pattern, term)]
            for patterns, term in zip(wordings, numbers, strict=True)
        ]
        found.update(_near(met, each.width) if isinstance(each, Near) else met[0])
    return found


def _patterns(part: Word | Phrase, text: _Text) -> tuple[Pattern, ...]:
    """Gives what a part of a question asks for in a text; worded once for all texts that answer alike."""
    known = _wordings(part)
    for answers, patterns in known:
        if all((key in text) is answer for key, answer in answers):
            return patterns
    heard = Heard(text)
    patterns = patterns_of(part, heard)
    if not heard.beginnings and len(known) < KEPT_WORDINGS:
        known.append((tuple((key, key in text) for key in heard.keys), patterns))
    return patterns


@lru_cache(KEPT_QUESTIONS)
def _wordings(_: Word | Phrase) -> list[_Answered]:
    """Gives the wordings of a part of a question that are known: what texts answered, and what it came to."""
    return []


def _near(met: list[list[Match]], width: int) -> Iterator[Match]:
    """Gives those of the matches of several parts that stand in a window with all of them."""
    starts = windows([{match.place for match in each} for each in met], width)
    for match in (match for each in met for match in each):
        if bisect_left(starts, match.place - width) < bisect_right(starts, match.place):
            yield match
