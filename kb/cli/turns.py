"""Whose turn it is among the requests that wait for a thread: who reads comes before who uploads or signs in.

Twenty people who send three files each at a time would put sixty requests before every question, and a password takes
the processor for a quarter of a second. Uploads have at most a part of the threads, sign-ins too, and what else waits
goes first; uploads are hardly slower for it, as they wait for the disk together. Where there is never a moment without
a question, every fifth turn is theirs: whoever uploads gets on all the same.
"""

from __future__ import annotations

import logging
from collections import deque
from typing import Any

from waitress.task import ThreadedTaskDispatcher

LATER = (("/delo/nalaganje/", "/en/delo/nalaganje/"), ("/prijava", "/en/prijava"))
"""How the addresses begin that may wait: of uploads, of sign-ins."""

MOST_BEFORE = 4
"""Requests in a row that may go before one that may wait and has a thread."""


def dispatcher(threads: int) -> Any:
    """Gives what hands requests to `threads` threads, a quarter of which uploads may have, and a quarter sign-ins."""
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
        self._went_before = 0
        self._first: deque[Any] = deque()
        self._later = deque(_Kind(beginnings, most_later) for beginnings in LATER)

    def __len__(self) -> int:
        """Gives how many could be begun now."""
        return len(self._first) + sum(kind.free for kind in self._later)

    def append(self, channel: Any) -> None:
        """Takes in a connection with a request that is all there."""
        path = str(channel.requests[0].path) if channel.requests else ""
        kinds = (kind.waiting for kind in self._later if path.startswith(kind.beginnings))
        next(kinds, self._first).append(channel)

    def popleft(self) -> Any:
        """Gives whose turn it is; those that may wait take turns by their kinds."""
        kind = next((kind for kind in self._later if kind.free), None)
        if self._first and not (kind and self._went_before >= MOST_BEFORE):
            self._went_before = self._went_before + 1 if kind else 0
            return self._first.popleft()
        if kind is None:
            raise IndexError("nothing that could be begun")
        self._later.remove(kind)
        self._later.append(kind)
        self._went_before = 0
        kind.running += 1
        return _Later(self, kind, kind.waiting.popleft())

    def ended(self, kind: _Kind) -> None:
        """Hears that one of those that may wait is done; its thread looks for the next."""
        with self._lock:
            kind.running -= 1


class _Kind:
    """Requests that may wait, told by how their addresses begin, of which at most so many run at once."""

    def __init__(self, beginnings: tuple[str, ...], most: int) -> None:
        self.beginnings = beginnings
        self.waiting: deque[Any] = deque()
        self.running = 0
        self._most = most

    @property
    def free(self) -> int:
        """How many of them could be begun now."""
        return min(len(self.waiting), max(0, self._most - self.running))


class _Later:
    """A connection whose request is counted while it is answered."""

    def __init__(self, turns: Turns, kind: _Kind, channel: Any) -> None:
        self._turns = turns
        self._kind = kind
        self._channel = channel

    def service(self) -> None:
        """Answers the request."""
        try:
            self._channel.service()
        finally:
            self._turns.ended(self._kind)

    def cancel(self) -> None:
        """Ends the connection."""
        self._channel.cancel()
