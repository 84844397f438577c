"""Keeping what has come whole: one thread, and all that has come while it was busy in one transaction.

Waiting for the disk costs the same for one file as for forty, and the database has one writer at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from kb.errors import KbError, StoreError
from kb.store.uploads import Whole

KEPT_TOGETHER = 40

Keep = Callable[[Sequence[Whole]], None]


class Keeper:
    """Hands whole files to `keep`, some at a time; where together they cannot be kept, one by one."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._lock = threading.Lock()
        self._waiting: dict[int, tuple[Whole, Future[None]]] = {}
        self._busy: dict[int, Future[None]] = {}
        self._pool: ThreadPoolExecutor | None = None

    def submit(self, whole: Whole) -> Future[None]:
        """Takes a file in hand; the future ends when it is kept, with the error where it could not be."""
        with self._lock:
            for known in (self._busy.get(whole.file_id), self._waiting.get(whole.file_id, (None, None))[1]):
                if known is not None:
                    return known
            done: Future[None] = Future()
            self._waiting[whole.file_id] = (whole, done)
            if self._pool is None:
                self._pool = ThreadPoolExecutor(1, thread_name_prefix="kb-keeper")
            self._pool.submit(self._work)
        return done

    def has(self, file_id: int) -> bool:
        """Tells whether a file is in hand."""
        with self._lock:
            return file_id in self._waiting or file_id in self._busy

    def close(self) -> None:
        """Keeps what is in hand, and takes nothing any more."""
        with self._lock:
            pool = self._pool
        if pool is not None:
            pool.shutdown()

    def _work(self) -> None:
        with self._lock:
            taken = [self._waiting.pop(file_id) for file_id in list(self._waiting)[:KEPT_TOGETHER]]
            self._busy = {whole.file_id: done for whole, done in taken}
        try:
            if taken:
                self._keep_all(taken)
        finally:
            with self._lock:
                self._busy = {}
            for _, done in taken:
                if not done.done():
                    done.set_exception(StoreError("shranjevanje se je prekinilo"))

    def _keep_all(self, taken: Sequence[tuple[Whole, Future[None]]]) -> None:
        try:
            self._keep([whole for whole, _ in taken])
        except KbError as error:
            if len(taken) == 1:
                taken[0][1].set_exception(error)
                return
            for each in taken:
                self._keep_all([each])
            return
        for _, done in taken:
            done.set_result(None)
