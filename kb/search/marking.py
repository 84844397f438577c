"""Where what a question asks for stands in a text, so that it can be marked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import islice, takewhile
from typing import NamedTuple, TypeGuard

from kb.search.analysis import Pattern, Token, Vocabulary, standing
from kb.search.nearness import windows
from kb.search.patterns import patterns_of
from kb.search.spoken import Spoken
from kb.search.tree import Asked, Near, Node, Phrase, Word, asked_for

KEPT_QUESTIONS = 1000
KEPT_WORDINGS = 8


class Match(NamedTuple):
    """Where something asked for stands in the text; `term` tells which, `place` at which position."""

    start: int
    end: int
    term: int
    place: int = 0


def matches(text: str, node: Node) -> list[Match]:
    """Gives the places of all that `node` asks for, by start; what it excludes is not looked for."""
    asked = tuple(dict.fromkeys(asked_for(node)))
    plain = [each for each in asked if _is_plain(each)]
    found = _of_words(text, plain) if len(plain) == len(asked) else _of_all(text, asked)
    return sorted(found, key=_by_place)


def _by_place(match: Match) -> tuple[int, int, int]:
    return match.start, match.end, match.term


def _is_plain(asked: Asked) -> TypeGuard[Word | Phrase]:
    """Tells whether only words of letters are asked for: nothing that has those of a text for keys spans a space."""
    match asked:
        case Word(text):
            return text.isalpha()
        case Phrase(words):
            return all(map(str.isalpha, words))
    return False


# --- how a question is worded for a text


class _Heard:
    """A text that remembers which keys it was asked for, and what it answered."""

    def __init__(self, text: Vocabulary) -> None:
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


_Patterns = tuple[Pattern, ...]
_Wordings = list[tuple[tuple[tuple[str, bool], ...], _Patterns]]


@lru_cache(KEPT_QUESTIONS)
def _wordings(_: Word | Phrase) -> _Wordings:
    """Gives the wordings of a part of a question that are known: what texts answered, and what it came to."""
    return []


def _worded(part: Word | Phrase, text: Vocabulary) -> _Patterns:
    """Gives what `part` asks for in a text; worded once for all texts that give the same answers."""
    known = _wordings(part)
    for answers, patterns in known:
        if all((key in text) is answer for key, answer in answers):
            return patterns
    heard = _Heard(text)
    patterns = patterns_of(part, heard)
    if not heard.was_listed and len(known) < KEPT_WORDINGS:
        known.append((tuple(dict.fromkeys(heard.answers)), patterns))
    return patterns


# --- word by word


def _of_words(text: str, asked: Iterable[Word | Phrase]) -> set[Match]:
    """Gives the places of words and phrases of letters; only the words of the text that have a key are looked at."""
    spoken = Spoken(text)
    terms: dict[_Patterns, int] = {}
    for part in asked:
        terms.setdefault(_worded(part, spoken), len(terms))
    alone: dict[str, list[int]] = {}
    found: set[Match] = set()
    for patterns, term in terms.items():
        for pattern in patterns:
            if len(pattern) > 1:
                found.update(_side_by_side(spoken, pattern, term))
                continue
            for key in pattern[0]:
                alone.setdefault(key, []).append(term)
    found.update(_alone(spoken, alone))
    return found


def _alone(spoken: Spoken, terms: dict[str, list[int]]) -> Iterator[Match]:
    """Gives the positions that have a key, by the terms that each key belongs to."""
    wanted = terms.keys()
    for number in spoken.having(wanted):
        start, standing_in = spoken.standing(number)
        for at, token, keys in standing_in:
            for key in wanted & keys:
                for term in terms[key]:
                    yield Match(start + at + token.start, start + at + _end_of(token, key), term)


def _side_by_side(spoken: Spoken, pattern: Pattern, term: int) -> Iterator[Match]:
    """Gives where the keys of a pattern stand side by side."""
    first, *rest = map(frozenset, pattern)
    for number in _begins(spoken, pattern):
        for skipped, (_, _, keys) in enumerate(spoken.standing(number)[1]):
            if first.isdisjoint(keys):
                continue
            run = list(islice(spoken.behind(number), skipped, skipped + len(pattern)))
            if len(run) == len(pattern) and not any(map(frozenset.isdisjoint, rest, (each for _, _, each in run[1:]))):
                (begin, token, _), (end, last, _) = run[0], run[-1]
                for key in first & keys:
                    yield Match(begin + token.start, end + _end_of(last, key), term)


def _begins(spoken: Spoken, pattern: Pattern) -> list[int]:
    """Gives the words in which a pattern may begin; none where the text does not have the rest of it."""
    return spoken.having(pattern[0]) if all(any(key in spoken for key in keys) for keys in pattern) else []


def _end_of(token: Token, key: str) -> int:
    return token.wide_end if key in token.wide else token.end


# --- over the whole text


class _Text:
    """The positions of a text and where each key stands: the vocabulary that a question is worded for here."""

    def __init__(self, text: str) -> None:
        self._standing = standing(text)
        self._places: dict[str, list[int]] = {}
        for place, (_, _, keys) in enumerate(self._standing):
            for key in keys:
                self._places.setdefault(key, []).append(place)

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def beginning(self, prefix: str) -> Iterable[str]:
        first = bisect_left(self._keys, prefix)
        return takewhile(lambda key: key.startswith(prefix), islice(self._keys, first, None))

    @cached_property
    def _keys(self) -> list[str]:
        return sorted(self._places)

    def meeting(self, pattern: Pattern, term: int) -> Iterator[Match]:
        """Gives where the keys of `pattern` stand side by side."""
        for key in dict.fromkeys(pattern[0]):
            for place in self._places.get(key, ()):
                if self._follow(pattern, place):
                    at, token, _ = self._standing[place]
                    end_at, last, _ = self._standing[place + len(pattern) - 1]
                    yield Match(at + token.start, end_at + _end_of(last, key), term, place)

    def _follow(self, pattern: Pattern, place: int) -> bool:
        """Tells whether the rest of `pattern` stands behind `place`."""
        following = self._standing[place + 1 : place + len(pattern)]
        return len(following) == len(pattern) - 1 and all(
            not keys.isdisjoint(wanted) for (_, _, keys), wanted in zip(following, pattern[1:], strict=True)
        )


def _of_all(text: str, asked: Iterable[Asked]) -> set[Match]:
    """Gives the places of all that `node` asks for, by analysing the whole text."""
    shown = _Text(text)
    terms: dict[tuple[Pattern, ...], int] = {}
    found: set[Match] = set()
    for each in asked:
        parts = each.parts if isinstance(each, Near) else (each,)
        worded = [_worded(part, shown) for part in parts]
        numbers = [terms.setdefault(patterns, len(terms)) for patterns in worded]
        met = [
            [match for pattern in patterns for match in shown.meeting(pattern, term)]
            for patterns, term in zip(worded, numbers, strict=True)
        ]
        found.update(_near(met, each.width) if isinstance(each, Near) else met[0])
    return found


def _near(met: list[list[Match]], width: int) -> Iterator[Match]:
    """Gives those of the matches of several parts that stand in a window with all of them."""
    starts = windows([{match.place for match in each} for each in met], width)
    for match in (match for each in met for match in each):
        if bisect_left(starts, match.place - width) < bisect_right(starts, match.place):
            yield match
