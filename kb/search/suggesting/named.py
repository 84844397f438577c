"""Things that have names – acts, bodies, topics – and those that a typed text can become."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kb.search.suggesting.asking import AskedWord, WordKeys, keys_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[WordKeys, ...]
    length: int


class NamedThings(Generic[T]):
    """Things with one or more names each, few enough to be looked at one by one (a few hundred: 1 ms)."""

    def __init__(self, things: Iterable[tuple[T, Sequence[str]]]) -> None:
        self._things = [
            (thing, [_Name(keys_of(name), len(name)) for name in dict.fromkeys(names) if name])
            for thing, names in things
        ]

    def matching(self, words: Sequence[AskedWord], *, limit: int) -> tuple[T, ...]:
        """Gives things with a name that has all `words`: those whose name begins so first, then the shortest names."""
        met = []
        for number, (thing, names) in enumerate(self._things):
            fits = [fit for name in names if (fit := _fit(words, name)) is not None]
            if fits:
                met.append((min(fits), number, thing))
        return tuple(thing for _, _, thing in sorted(met, key=lambda each: each[:2])[:limit])


def _fit(words: Sequence[AskedWord], name: _Name) -> tuple[bool, int] | None:
    """Gives how well a name fits, the least best: whether it begins otherwise, and its length; None if it does not."""
    places = [_place(word, name.words) for word in words]
    if not words or None in places:
        return None
    return min(place for place in places if place is not None) > 0, name.length


def _place(asked: AskedWord, words: Sequence[WordKeys]) -> int | None:
    for word in words:
        if word.keys[0].startswith(asked.beginning) or any(lemma in word.lemmas for lemma in asked.lemmas):
            return word.place
    return None
