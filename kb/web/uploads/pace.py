"""How much one person may ask of uploads: pieces at the same time, and announcements and batches in a minute."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from kb.errors import TooManyTries
from kb.web.limits import Buckets

PIECES_AT_ONCE = 6
PIECES_PER_MINUTE = 6_000
ANNOUNCEMENTS_PER_MINUTE = 240
BATCHES_PER_MINUTE = 60


class Pace:
    """What each person is doing just now. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sending: Counter[int] = Counter()
        self._pieces = Buckets(PIECES_PER_MINUTE)
        self._announcements = Buckets(ANNOUNCEMENTS_PER_MINUTE)
        self._batches = Buckets(BATCHES_PER_MINUTE)

    @contextmanager
    def piece(self, user_id: int) -> Iterator[None]:
        """Counts a piece for as long as it is taken in. Raises TooManyTries."""
        _wait_for(self._pieces, user_id)
        with self._lock:
            if self._sending[user_id] >= PIECES_AT_ONCE:
                raise TooManyTries(seconds=1)
            self._sending[user_id] += 1
        try:
            yield
        finally:
            with self._lock:
                self._sending[user_id] -= 1

    def announcement(self, user_id: int) -> None:
        """Counts an announcement. Raises TooManyTries."""
        _wait_for(self._announcements, user_id)

    def batch(self, user_id: int) -> None:
        """Counts a batch that is opened. Raises TooManyTries."""
        _wait_for(self._batches, user_id)


def _wait_for(buckets: Buckets, user_id: int) -> None:
    seconds = buckets.take(str(user_id))
    if seconds:
        raise TooManyTries(seconds=seconds)
