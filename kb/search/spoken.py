"""A text as its words between spaces: which keys it has, and in which of its words, without analysing it.

Most words of a text were met in other texts. What stands in a word is therefore kept, and so is which words have a key;
whether a text has a key is then a look into a set.
"""

from __future__ import annotations

import re
from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
from functools import cache
from itertools import compress, count
from typing import Any

from kb.search.analysis import Standing, StandingIn, Token, is_bare, word_standing
from kb.search.once import once

CACHED_WORDS, CACHED_LETTERS = 30_000, 1_000_000
CACHED_BEGINNINGS = 1_000
SHELF = 3
LONGEST_WORD = 60
"""So many characters a word are looked at for words that stand side by side."""
REMEMBERED_TEXTS = 50_000

Placed = tuple[int, str]
"""Where a word begins, and the word."""

_BLANK = re.compile(r"\s")


class Words:
    """The words that were met: what stands in each, and which of them have a key. Words are only added.

    `sought` is what kb.search.wording keeps of them, for as long as they are; `texts` tells, by their hashes, the texts
    all of whose words were met.
    """

    def __init__(self, standing_in: StandingIn) -> None:
        self._standing_in = standing_in
        self.standing: dict[str, Standing] = {}
        self._letters = 0
        self._having: dict[str, list[str]] = {}
        self._shelves: dict[str, list[str]] = {}
        self._found: dict[str, tuple[int, list[str]]] = {}
        self.sought: dict[Hashable, Any] = {}
        self.texts: set[int] = set()

    def take(self, text: str) -> None:
        """Remembers that all words of a text are known."""
        if len(self.texts) >= REMEMBERED_TEXTS:
            self.texts = set()
        self.texts.add(hash(text))

    def meet(self, words: Sequence[str]) -> None:
        """Adds the words that are new."""
        if not all(map(self.standing.__contains__, words)):
            for word in frozenset(words).difference(self.standing):
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
def _kept(_: bool) -> list[Words]:
    """Gives where the words of texts are kept: those of texts without strešice apart, for they have other keys."""
    return []


def _known(text: str) -> Words:
    """Gives the words that texts like this one have, all forgotten when they come to many."""
    kept = _kept(is_bare(text))
    if not kept or kept[0].are_many:
        kept[:] = [Words(word_standing(text))]
    return kept[0]


class Spoken:
    """A text by its words: the vocabulary that a question is worded for here."""

    def __init__(self, text: str) -> None:
        self.known = _known(text)
        self._text = text
        self._is_new = hash(text) not in self.known.texts
        if self._is_new:
            self.known.meet(self._words)
            self.known.take(text)

    def __contains__(self, key: object) -> bool:
        """Tells whether the text has a key."""
        return not self._different.isdisjoint(self.known.having(str(key)))

    def beginning(self, prefix: str) -> Iterable[str]:
        """Gives the keys of the text that begin so, in alphabetical order."""
        return sorted(key for key in self.known.beginning(prefix) if key in self)

    def having(self, words: Container[str], needles: Sequence[str] | None = None) -> list[Placed]:
        """Gives where the text has any of some words, in order.

        With `needles` one of which is in each of the words, a text that was met before is not taken apart for that.
        """
        if needles is None or self._is_new:
            numbers = list(compress(count(), map(words.__contains__, self._words)))
            return [(start, self._words[number]) for number, start in zip(numbers, self._begins(numbers), strict=True)]
        text, found = self._text, list[Placed]()
        for needle in needles:
            at = text.find(needle)
            while at >= 0:
                start, end = text.rfind(" ", 0, at) + 1, text.find(" ", at)
                end = len(text) if end < 0 else end
                if (word := text[start:end]) in words:
                    found.append((start, word))
                elif not word.isprintable() and text is not self._flat:
                    text = self._flat  # the word goes on over what is blank but no space
                    continue
                at = text.find(needle, end)
        return sorted(set(found)) if len(needles) > 1 else found

    def words_from(self, start: int, count: int) -> tuple[str, ...]:
        """Gives so many words from the one on that begins at `start`, fewer at the end; none if they are very long."""
        end = start + LONGEST_WORD * count
        words = _flat(self._text[start:end]).split(" ", count)
        return tuple(words[:count]) if len(words) > count or end >= len(self._text) else ()

    def behind(self, start: int) -> Iterator[tuple[int, Token, frozenset[str]]]:
        """Gives the positions from the word on that begins at `start`, as (where it begins, token, keys)."""
        text, standing = self._flat, self.known.standing
        while start < len(text):
            end = text.find(" ", start)
            end = len(text) if end < 0 else end
            for at, token, keys in standing[text[start:end]] if start < end else ():
                yield start + at, token, keys
            start = end + 1

    def _begins(self, numbers: Iterable[int]) -> Iterator[int]:
        """Gives where some words begin, which are told by their numbers, ascending."""
        words, before, at = self._words, 0, 0
        if len(" ".join(words)) == len(self._text):
            for number in numbers:
                at += sum(map(len, words[before:number])) + number - before
                before = number
                yield at
            return
        for number in numbers:
            for word in words[before : number + 1]:
                at = self._text.index(word, at) + len(word)
            before = number + 1
            yield at - len(words[number])

    @once
    def _words(self) -> list[str]:
        return self._text.split()

    @once
    def _different(self) -> frozenset[str]:
        return frozenset(self._words)

    @once
    def _flat(self) -> str:
        return _flat(self._text)


def _flat(text: str) -> str:
    """Gives a text with a space for whatever is blank: of printable characters only the space is."""
    if text.isprintable():
        return text
    flat = text.replace("\n", " ")
    return flat if flat.isprintable() else _BLANK.sub(" ", flat)
