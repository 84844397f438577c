"""Whose turn it is among the requests that wait for a thread: who reads comes before who uploads.

Twenty people who send three files each at a time would put sixty requests before every question. Uploads have at most a
part of the threads, and what else waits goes first; they are hardly slower for it, as they wait for the disk together.
Where there is never a moment without a question, every fifth turn is theirs: whoever uploads gets on all the same.
"""

from __future__ import annotations

import logging
from collections import deque
from typing import Any

from waitress.task import ThreadedTaskDispatcher

LATER = ("/delo/nalaganje/", "/en/delo/nalaganje/")
"""How the addresses begin that may wait."""

MOST_BEFORE = 4
"""Requests in a row that may go before an upload that waits and has a thread."""


def dispatcher(threads: int) -> Any:
    """Gives what hands requests to `threads` threads, a quarter of which uploads may have."""
    # A line for every request that has to wait would make them wait longer.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    made = ThreadedTaskDispatcher()
    made.queue = Turns(made.lock, most_later=max(1, threads // 4))
    made.set_thread_count(threads)
    return made


class Turns:
    """The queue of the dispatcher: it is asked under its lock, as the deque of waitress is that it stands for."""

    def __init__(self, lock: Any, *, most_later: int) -> None:
        self._lock = lock
        self._most_later = most_later
        self._running_later = 0
        self._went_before = 0
        self._first: deque[Any] = deque()
        self._later: deque[Any] = deque()

    def __len__(self) -> int:
        """Gives how many could be begun now."""
        return len(self._first) + self._free_later()

    def append(self, channel: Any) -> None:
        """Takes in a connection with a request that is all there."""
        may_wait = channel.requests and str(channel.requests[0].path).startswith(LATER)
        (self._later if may_wait else self._first).append(channel)

    def popleft(self) -> Any:
        """Gives whose turn it is."""
        may_begin_later = self._free_later() > 0
        if self._first and not (may_begin_later and self._went_before >= MOST_BEFORE):
            self._went_before = self._went_before + 1 if may_begin_later else 0
            return self._first.popleft()
        self._running_later += 1
        self._went_before = 0
        return _Later(self, self._later.popleft())

    def ended(self) -> None:
        """Hears that one of those that may wait is done; its thread looks for the next."""
        with self._lock:
            self._running_later -= 1

    def _free_later(self) -> int:
        return min(len(self._later), max(0, self._most_later - self._running_later))


class _Later:
    """A connection whose request is counted while it is answered."""

    def __init__(self, turns: Turns, channel: Any) -> None:
        self._turns = turns
        self._channel = channel

    def service(self) -> None:
        """Answers the request."""
        try:
            self._channel.service()
        finally:
            self._turns.ended()

    def cancel(self) -> None:
        """Ends the connection."""
        self._channel.cancel()
