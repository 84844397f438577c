"""Between the readers and the store: jobs are claimed some at a time, and what was read is stored some at a time.

A transaction costs the same for one file as for twenty, so neither waits for a whole batch nor works one by one.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from kb.errors import SystemFault
from kb.store import Job, Store, Told, worker_name

CLAIMED_AHEAD = 8
STORED_TOGETHER = 40
LINGER_SECONDS = 0.1
MOST_CHARACTERS = 8_000_000

_log = logging.getLogger(__name__)


class Supply:
    """Jobs for several readers of this process, each with the checksum of the original that it is about."""

    def __init__(self, store: Store, *, kind: str, lease_seconds: int) -> None:
        self._store = store
        self._kind = kind
        self._lease = dt.timedelta(seconds=lease_seconds)
        self._lock = threading.Lock()
        self._held: deque[tuple[Job, str]] = deque()

    def fill(self) -> bool:
        """Claims jobs where none are held; tells whether there is anything to do."""
        with self._lock:
            if not self._held:
                self._held.extend(self._claimed())
            return bool(self._held)

    def next(self) -> tuple[Job, str] | None:
        """Gives a job that is leased for at least half the time of a lease, or None where none can be claimed."""
        while (taken := self._take()) is not None:
            job, _ = taken
            if job.leased_until - self._store.clock() > self._lease / 2 or self._renewed(job):
                return taken
        return None

    def return_rest(self) -> None:
        """Makes ready again what was claimed and will not be read."""
        with self._lock:
            self._store.jobs.put_back([job for job, _ in self._held])
            self._held.clear()

    def _take(self) -> tuple[Job, str] | None:
        with self._lock:
            if not self._held:
                self._held.extend(self._claimed())
            return self._held.popleft() if self._held else None

    def _claimed(self) -> list[tuple[Job, str]]:
        seconds = self._lease.total_seconds()
        jobs = self._store.jobs.claim_some(worker_name(), lease_seconds=seconds, kind=self._kind, most=CLAIMED_AHEAD)
        checksums = self._store.documents.checksums(job.subject for job in jobs) if jobs else {}
        return [(job, checksums[job.subject]) for job in jobs if job.subject in checksums]

    def _renewed(self, job: Job) -> bool:
        return self._store.jobs.renew(job, lease_seconds=self._lease.total_seconds())


class Outbox:
    """Stores what readers hand in, together what comes together; a context manager that ends when all is stored.

    `told` hears the jobs whose readings have been stored, or could not be.
    """

    def __init__(self, store: Store, told: Callable[[Sequence[Job]], None]) -> None:
        self._store = store
        self._told = told
        self._change = threading.Condition()
        self._waiting: list[Told] = []
        self._characters = 0
        self._is_closed = False
        self._is_over = False
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="kb-outbox")

    def __enter__(self) -> Self:
        self._work = self._pool.submit(self._store_what_comes)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._change:
            self._is_closed = True
            self._change.notify_all()
        self._pool.shutdown()
        if error is None:
            self._work.result()

    def put(self, reading: Told) -> None:
        """Hands in what was read; waits while very much is waiting. Raises the fault that storing has ended with."""
        with self._change:
            self._change.wait_for(lambda: self._characters < MOST_CHARACTERS or self._is_over)
            if self._is_over:
                self._work.result()
            self._waiting.append(reading)
            self._characters += _size(reading)
            self._change.notify_all()

    def _store_what_comes(self) -> None:
        try:
            while readings := self._next():
                self._store_all(readings)
                with self._change:
                    self._characters -= sum(map(_size, readings))
                    self._change.notify_all()
        finally:
            with self._change:
                self._is_over = True
                self._change.notify_all()

    def _next(self) -> list[Told]:
        """Waits for a reading and a little longer for others; gives none once the outbox is closed and empty."""
        with self._change:
            self._change.wait_for(lambda: self._waiting or self._is_closed)
            until = time.monotonic() + LINGER_SECONDS
            self._change.wait_for(self._is_enough, timeout=until - time.monotonic())
            readings, self._waiting = self._waiting[:STORED_TOGETHER], self._waiting[STORED_TOGETHER:]
            return readings

    def _is_enough(self) -> bool:
        return self._is_closed or len(self._waiting) >= STORED_TOGETHER or self._characters >= MOST_CHARACTERS

    def _store_all(self, readings: Sequence[Told]) -> None:
        try:
            self._store.store_readings(readings)
        except SystemFault as fault:
            if len(readings) > 1:
                for each in readings:
                    self._store_all([each])
                return
            _log.info("job %s: %s", readings[0].job.id, fault.message("en"))
            self._store.fail_reading(readings[0].job, fault)
        self._told([each.job for each in readings])


def _size(reading: Told) -> int:
    return sum(len(passage.text) for passage in reading.passages)
