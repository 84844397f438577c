"""The course of a batch: what has been kept is read and what has been read is indexed, while the rest still comes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from kb.errors import IndexBusy
from kb.library.indexing import Indexing
from kb.library.reading import Heard, Readers
from kb.library.values import Batch, Received
from kb.model import LedgerEntry, Outcome
from kb.store import Job, Store

INDEX_WAIT_SECONDS = 30.0
POLL_SECONDS = 0.2
INDEXED_TOGETHER = 200
"""Documents that wait for the index while others are read; fewer would make the index of many small parts."""

Told = Callable[[str, str, int, int], None]


class Course:
    """Reads and indexes what it is told has been kept; a context manager that ends when all of it is done.

    What reading or indexing fails with is raised at the end: it keeps nobody from keeping the rest.

    `told` hears (stage, file name, done, total) for "kept", "read" and "indexed", one call at a time.
    """

    def __init__(self, store: Store, readers: Readers, indexing: Indexing, told: Told, *, total: int = 0) -> None:
        self._store = store
        self._readers = readers
        self._indexing = indexing
        self._told = _OneAtATime(told)
        self._total = total
        self._kept: list[LedgerEntry] = []
        self._waiting = _Waiting(store, self._told)
        self._stop = threading.Event()
        self._all_kept = threading.Event()
        self._all_read = threading.Event()
        self._news = threading.Event()
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="kb-course")
        self._work: list[Future[bool]] = []

    def __enter__(self) -> Self:
        self._work = [self._pool.submit(self._read), self._pool.submit(self._index)]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._all_kept.set()
        self._news.set()
        try:
            if error is None:
                for each in self._work:
                    each.result()
        finally:
            self._stop.set()
            self._pool.shutdown(wait=not isinstance(error, KeyboardInterrupt), cancel_futures=True)

    def kept(self, entries: Sequence[LedgerEntry]) -> None:
        """Hears what has been kept."""
        for entry in entries:
            self._kept.append(entry)
            self._waiting.add(entry)
            if self._total:
                self._told("kept", entry.name, len(self._kept), self._total)
        self._news.set()

    def batch(self) -> Batch:
        """Gives what became of each file, those inside other files too."""
        again = {entry.id for entry in self._kept if entry.outcome.is_read}
        entries = self._store.ledger.many(self._waiting.everything)
        received = (Received(entries[id_], again=id_ in again) for id_ in self._waiting.everything)
        return Batch(tuple(received), indexed=self._work[1].result())

    def _read(self) -> bool:
        """Reads until everything is kept and nothing of the batch waits that could be read now."""
        try:
            while not self._stop.is_set():
                is_last = self._all_kept.is_set()
                heard = Heard(done=self._waiting.done, inside=self._waiting.add)
                if self._waiting.entries and self._readers.read_waiting(self._stop, heard):
                    continue
                if is_last and (not self._waiting.entries or not self._store.jobs.is_busy()):
                    return True
                self._news.wait(POLL_SECONDS)
                self._news.clear()
                if is_last:
                    self._waiting.look()
        finally:
            self._all_read.set()
        return False

    def _index(self) -> bool:
        """Indexes what has been read, many at a time; tells whether all of it could be."""
        while not self._all_read.wait(POLL_SECONDS):
            if self._store.marks.count() >= INDEXED_TOGETHER or not self._indexing.is_current:
                self._try_to_index()
        until = time.monotonic() + INDEX_WAIT_SECONDS
        while not self._try_to_index():
            if not self._store.marks.count():
                return True
            if time.monotonic() > until or self._stop.wait(POLL_SECONDS):
                return False
        self._indexing.put_together()
        return True

    def _try_to_index(self) -> bool:
        try:
            self._indexing.index_marked(
                lambda name, done, total: self._told("indexed", name, done, total),
                more=lambda: not self._all_read.wait(POLL_SECONDS),
            )
        except IndexBusy:
            return False
        return True


class _OneAtATime:
    """Passes on what several threads tell."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._turn = threading.Lock()

    def __call__(self, stage: str, name: str, done: int, total: int) -> None:
        with self._turn:
            self._told(stage, name, done, total)


class _Waiting:
    """The entries of a batch, those of files inside its files too, and which of them wait to be read."""

    def __init__(self, store: Store, told: Told) -> None:
        self._store = store
        self._told = told
        self._lock = threading.Lock()
        self.everything: dict[int, None] = {}
        self.entries: set[int] = set()
        self._total = 0

    def add(self, entry: LedgerEntry) -> None:
        """Takes in the entry of a file that has been kept."""
        with self._lock:
            self.everything[entry.id] = None
            if entry.outcome is Outcome.WAITING and entry.id not in self.entries:
                self.entries.add(entry.id)
                self._total += 1

    def done(self, jobs: Sequence[Job]) -> None:
        """Hears that jobs were tried."""
        self._settle(tuple(self._store.ledger.of_revisions(job.subject for job in jobs).values()))

    def look(self) -> None:
        """Looks what became of files that another process reads."""
        self._settle(tuple(self._store.ledger.many(tuple(self.entries)).values()))

    def _settle(self, entries: Sequence[LedgerEntry]) -> None:
        with self._lock:
            for entry in entries:
                if entry.id in self.entries and entry.outcome is not Outcome.WAITING:
                    self.entries.discard(entry.id)
                    self._told("read", entry.name, self._total - len(self.entries), self._total)
