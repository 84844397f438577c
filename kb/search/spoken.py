"""A text as its words between spaces: which keys it has, and in which of its words, without analysing it.

Most words of a text were met in other texts. What stands in a word is therefore kept, and so is which words have a key;
whether a text has a key is then a look into a set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import accumulate

from kb.search.analysis import Standing, StandingIn, Token, word_standing

CACHED_WORDS, CACHED_LETTERS = 30_000, 1_000_000
CACHED_BEGINNINGS = 1_000
SHELF = 3


class Words:
    """The words that were met: what stands in each, and which of them have a key. Words are only added."""

    def __init__(self, standing_in: StandingIn) -> None:
        self._standing_in = standing_in
        self.standing: dict[str, Standing] = {}
        self._letters = 0
        self._having: dict[str, list[str]] = {}
        self._shelves: dict[str, list[str]] = {}
        self._found: dict[str, tuple[int, list[str]]] = {}

    def meet(self, words: frozenset[str]) -> None:
        """Adds the words that are new."""
        if not self.standing.keys() >= words:
            for word in words.difference(self.standing):
                self._add(word)

    @property
    def are_many(self) -> bool:
        """Tells whether it is time to forget them and begin again."""
        return len(self.standing) > CACHED_WORDS or self._letters > CACHED_LETTERS

    def having(self, key: str) -> Sequence[str]:
        """Gives the words that have a key."""
        return self._having.get(key, ())

    def beginning(self, prefix: str) -> Sequence[str]:
        """Gives the keys that begin so, in any order."""
        if len(prefix) < SHELF:
            return [key for key in tuple(self._having) if key.startswith(prefix)]
        shelf = self._shelves.get(prefix[:SHELF], [])
        count = len(shelf)
        looked_at, found = self._found.get(prefix, (0, []))
        if looked_at < count:
            if len(self._found) > CACHED_BEGINNINGS:
                self._found = {}
            found = [*found, *(key for key in shelf[looked_at:count] if key.startswith(prefix))]
            self._found[prefix] = count, found
        return found

    def _add(self, word: str) -> None:
        standing = self._standing_in(word)
        self._letters += len(word)
        for key in frozenset[str]().union(*(keys for _, _, keys in standing)):
            if key not in self._having:
                self._shelves.setdefault(key[:SHELF], []).append(key)
            self._having.setdefault(key, []).append(word)
        self.standing[word] = standing  # last, so that other threads do not take it for known before it is


@cache
def _kept(standing_in: StandingIn) -> list[Words]:
    return [Words(standing_in)]


def _known(text: str) -> Words:
    """Gives the words that texts like this one have, all forgotten when they come to many."""
    kept = _kept(word_standing(text))
    if kept[0].are_many:
        kept[0] = Words(word_standing(text))
    return kept[0]


class Spoken:
    """A text by its words: the vocabulary that a question is worded for here."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known = _known(text)
        self._words = text.split()
        self._different = frozenset(self._words)
        self._known.meet(self._different)

    def __contains__(self, key: object) -> bool:
        """Tells whether the text has a key."""
        return not self._different.isdisjoint(self._known.having(str(key)))

    def beginning(self, prefix: str) -> Iterable[str]:
        """Gives the keys of the text that begin so, in alphabetical order."""
        return sorted(key for key in self._known.beginning(prefix) if key in self)

    def having(self, keys: Iterable[str]) -> list[int]:
        """Gives the numbers of the words that have any of the keys, ascending."""
        words = self._different.intersection([word for key in keys for word in self._known.having(key)])
        return [number for number, word in enumerate(self._words) if word in words] if words else []

    def standing(self, number: int) -> tuple[int, Standing]:
        """Gives where a word begins in the text, and the positions in it, which count from there."""
        return self._start(number), self._known.standing[self._words[number]]

    def behind(self, number: int) -> Iterator[tuple[int, Token, frozenset[str]]]:
        """Gives the positions in a word and then in those behind it, as (where it begins, token, keys)."""
        for place in range(number, len(self._words)):
            start, standing = self.standing(place)
            for at, token, keys in standing:
                yield start + at, token, keys

    def _start(self, number: int) -> int:
        return self._starts[number] + number if self._is_even else self._starts[number]

    @cached_property
    def _is_even(self) -> bool:
        """Tells whether one space stands between all words."""
        return sum(map(len, self._words)) + len(self._words) - 1 == len(self._text)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each word begins; in an even text the spaces before it are left out."""
        if self._is_even:
            return list(accumulate(map(len, self._words), initial=0))
        starts, at = [], 0
        for word in self._words:
            at = self._text.index(word, at)
            starts.append(at)
            at += len(word)
        return starts
