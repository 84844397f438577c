"""What stands for what in a question: an act's title for its acronym, a synonym for a word. Pure, on the tree.

The index knows nothing of it, so that a new act or synonym takes effect with the next question. What was typed stays
and goes first, what stands for it is asked for beside it (`tree.Alike`). Left alone: what is excluded, beginnings of
words, exact phrases, and words asked for near one another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from kb.search.patterns import query_keys
from kb.search.tree import Alike, And, Most, Node, Or, Phrase, Word, all_of

WEIGHT = 0.5
CACHED_WORDS = 4_096

T = TypeVar("T")
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands for some words, and what it weighs beside them."""

    others: tuple[Node, ...]
    weight: float = WEIGHT


StandsFor = Callable[[Words], Standing | None]
Longest = Callable[[str], int]
"""How many words a run has at most that begins with a word; 1 for one that no longer run begins with."""


def expand(node: Node, stands_for: StandsFor, *, longest: Longest) -> Node:
    """Gives `node` with each run of words (`longest` by its first), and each phrase, joined by what stands for it.

    Of runs that overlap the longer counts, then the earlier. Of a relaxed question (`tree.Most`) each word stays a part
    of its own, joined by what stands for its run.

    >>> table = Wordings([(("ZORed",), Standing((Word("139/06"),)))])
    >>> expand(Word("ZOR-edom"), table.find, longest=table.longest)
    Alike(asked=Word(text='ZOR-edom', prefix=False), others=(Word(text='139/06', prefix=False),), weight=0.5)
    """
    match node:
        case And(parts):
            runs = _runs(parts, stands_for, longest)
            return all_of(
                tuple(
                    _joined(run, found) if _is_worded(run[0]) else expand(run[0], stands_for, longest=longest)
                    for run, found in runs
                )
            )
        case Or(parts):
            return Or(tuple(expand(part, stands_for, longest=longest) for part in parts))
        case Most(parts, share):
            return Most(tuple(_each_joined(parts, stands_for, longest)), share)
        case Word() | Phrase():
            return next(_joined(run, found) for run, found in _runs((node,), stands_for, longest))
    return node


def spoken(node: Node, find: Callable[[Words], T | None], *, longest: Longest) -> Iterator[tuple[tuple[Node, ...], T]]:
    """Gives what `find` finds for the runs of words and the phrases of a question, with the nodes that hold them.

    What is excluded is not looked at; neither is anything that `expand` leaves alone.
    """
    match node:
        case Or(parts):
            for part in parts:
                yield from spoken(part, find, longest=longest)
        case And(parts):
            yield from _found(parts, find, longest)
        case Word() | Phrase():
            yield from _found((node,), find, longest)


def _found(
    parts: tuple[Node, ...], find: Callable[[Words], T | None], longest: Longest
) -> Iterator[tuple[tuple[Node, ...], T]]:
    for run, found in _runs(parts, find, longest):
        if found is not None:
            yield run, found
        elif not _is_worded(run[0]):
            yield from spoken(run[0], find, longest=longest)


def _each_joined(parts: tuple[Node, ...], stands_for: StandsFor, longest: Longest) -> Iterator[Node]:
    """Gives as many parts as there are: what stands for a run of words stands for each word of it."""
    for run, found in _runs(parts, stands_for, longest):
        if _is_worded(run[0]):
            yield from (_joined((part,), found) for part in run)
        else:
            yield expand(run[0], stands_for, longest=longest)


def _is_worded(part: Node) -> bool:
    return isinstance(part, Word | Phrase)


def _joined(run: tuple[Node, ...], found: Standing | None) -> Node:
    asked = all_of(run)
    return Alike(asked, found.others, found.weight) if found and found.others else asked


def _runs(
    parts: tuple[Node, ...], find: Callable[[Words], T | None], longest: Longest
) -> Iterator[tuple[tuple[Node, ...], T | None]]:
    """Gives the parts of an And one after another, those that something was found for together."""
    place = 0
    while place < len(parts):
        first = parts[place]
        most = longest(first.text) if isinstance(first, Word) else 1
        size, found = _longest_run(parts[place : place + most], find)
        yield parts[place : place + size], found
        place += size


def _longest_run(parts: tuple[Node, ...], find: Callable[[Words], T | None]) -> tuple[int, T | None]:
    if isinstance(parts[0], Phrase):
        return 1, None if parts[0].exact else find(parts[0].words)
    words = tuple(_plain_words(parts))
    for size in range(len(words), 0, -1):
        if (found := find(words[:size])) is not None:
            return size, found
    return 1, None


def _plain_words(parts: Iterable[Node]) -> Iterator[str]:
    for part in parts:
        if not isinstance(part, Word) or part.prefix:
            return
        yield part.text


# --- a table of wordings ---------------------------------------------------------------------------


class Wordings(Generic[T]):
    """A table from words, in any of their forms and with or without strešice, to values."""

    def __init__(self, entries: Iterable[tuple[Sequence[str], T]]) -> None:
        self._rows = [(tuple(_keys(word) for word in words), value) for words, value in entries if words]
        self._by_key: dict[tuple[str, int], list[int]] = {}
        for number, (keys, _) in enumerate(self._rows):
            for key in keys[0]:
                self._by_key.setdefault((key, len(keys)), []).append(number)
        self._longest: dict[str, int] = {}
        for keys, _ in self._rows:
            self._longest |= {key: max(len(keys), self._longest.get(key, 0)) for key in keys[0]}

    def longest(self, word: str) -> int:
        """Gives how many words the longest entry has that begins with `word`, 1 where there is none."""
        return max((self._longest.get(key, 1) for key in _keys(word)), default=1)

    def find(self, words: Words) -> T | None:
        """Gives the value of the first entry whose words these are; None for words that are none's."""
        return next(iter(self.find_all(words)), None)

    def find_all(self, words: Words) -> list[T]:
        """Gives the values of all entries whose words these are, in the order of the table."""
        first = _keys(words[0]) if words else frozenset()
        numbers = sorted({number for key in first for number in self._by_key.get((key, len(words)), ())})
        return [self._rows[number][1] for number in numbers if _meet(self._rows[number][0], words)]


def _meet(keys: tuple[frozenset[str], ...], words: Words) -> bool:
    return all(not each.isdisjoint(_keys(word)) for each, word in zip(keys, words, strict=True))


@lru_cache(CACHED_WORDS)
def _keys(word: str) -> frozenset[str]:
    """Gives the keys that a word of a question is asked with where there is no index."""
    return frozenset(key for pattern in query_keys(word) for keys in pattern for key in keys)
