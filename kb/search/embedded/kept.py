"""What was worked out of an index and may be asked for again, kept until it comes to so many bytes.

Two shelves: what is asked for goes to the front one; when that is full, it becomes the back one, and what was on the
back one since is let go. So what is asked for often stays. What is small has shelves of its own, a quarter of the
bytes: to work it out again costs nearly as much as what is large, and a few large things would push out thousands of
it. Threads may ask side by side: the worst that can happen is that something is worked out twice.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")

SMALL, OF_SMALL = 1_000, 4
"""Small is what has at most one part in so many of all bytes; together such things have one part in so many."""


class _Shelves(Generic[T]):
    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes // 2
        self._front: dict[Hashable, tuple[T, int]] = {}
        self._back: dict[Hashable, tuple[T, int]] = {}
        self._size = 0

    def get(self, key: Hashable) -> T | None:
        found = self._front.get(key)
        if found is None:
            found = self._back.get(key)
            if found is None:
                return None
            self.put(key, *found)
        return found[0]

    def put(self, key: Hashable, value: T, size: int) -> None:
        if self._size + size > self._most:
            self._back, self._front, self._size = self._front, {}, 0
        self._front[key] = value, size
        self._size += size


class Kept(Generic[T]):
    """Values by key, as many as fit."""

    def __init__(self, most_bytes: int) -> None:
        of_small = most_bytes // OF_SMALL
        self._limit = most_bytes // SMALL
        self._small, self._large = _Shelves[T](of_small), _Shelves[T](most_bytes - of_small)

    def get(self, key: Hashable) -> T | None:
        """Gives what is kept under a key; None where nothing is."""
        found = self._small.get(key)
        return self._large.get(key) if found is None else found

    def put(self, key: Hashable, value: T, size: int) -> T:
        """Keeps a value of about `size` bytes, and gives it."""
        (self._small if size <= self._limit else self._large).put(key, value, size)
        return value
