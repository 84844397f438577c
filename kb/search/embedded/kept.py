"""What was worked out of an index and may be asked for again, kept until it comes to so many bytes.

Two shelves: what is asked for goes to the front one; when that is full, it becomes the back one, and what was on the
back one since is let go. So what is asked for often stays. Threads may ask side by side: the worst that can happen is
that something is worked out twice.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Values by key, as many as fit."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes // 2
        self._front: dict[Hashable, tuple[T, int]] = {}
        self._back: dict[Hashable, tuple[T, int]] = {}
        self._size = 0

    def get(self, key: Hashable) -> T | None:
        """Gives what is kept under a key; None where nothing is."""
        found = self._front.get(key)
        if found is None:
            found = self._back.get(key)
            if found is None:
                return None
            self.put(key, *found)
        return found[0]

    def put(self, key: Hashable, value: T, size: int) -> T:
        """Keeps a value of about `size` bytes, and gives it."""
        if self._size + size > self._most:
            self._back, self._front, self._size = self._front, {}, 0
        self._front[key] = value, size
        self._size += size
        return value
