"""Reading what waits, several files at the same time, each reader with a worker process of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from kb.ingest import Sandbox
from kb.ingest.suggest import Name, Names, Suggestions, suggest
from kb.library.reader import FileReader, Heard, Limits
from kb.library.scratch import Scratch
from kb.library.supply import Outbox, Supply
from kb.store import CONVERT, READ, Job, Store, worker_name

__all__ = ["FILES_A_CONVERSION", "Heard", "Limits", "Readers"]

FILES_A_CONVERSION = 12
"""Old files that one start of LibreOffice converts together."""


class Readers:
    """Reads waiting files, each reader with a warm sandbox of its own. One caller at a time; others wait."""

    def __init__(self, store: Store, limits: Limits, *, tmp: Path | None = None) -> None:
        self._store = store
        self._limits = limits
        self._scratch = Scratch(tmp)
        self._lock = threading.Lock()
        self._sandboxes = [
            Sandbox(seconds=limits.read_seconds, memory_mb=limits.read_memory_mb, tmp=tmp)
            for _ in range(limits.readers)
        ]

    def warm(self) -> None:
        """Starts the worker processes, which load what they need while something else is done."""
        if self._lock.acquire(blocking=False):
            try:
                for sandbox in self._sandboxes:
                    sandbox.warm()
            finally:
                self._lock.release()

    def read_waiting(self, stop: threading.Event, heard: Heard = Heard()) -> int:
        """Reads what can be claimed now; gives how many jobs were tried."""
        self._store.jobs.release_dead()
        with self._lock:
            tried = self._read_side_by_side(stop, heard)
            while not stop.is_set() and (jobs := self._claim_old()):
                with self._readers(stop, heard) as readers:
                    readers[0].convert(jobs)
                tried += len(jobs)
        return tried

    def suggest(self, path: Path) -> Suggestions:
        """Gives suggestions from the text of a file; see Library.suggest."""
        registers = self._store.registers
        kinds, bodies, topics = (
            tuple(Name(row.slug, row.name_sl, row.name_en) for row in rows)
            for rows in (registers.kinds(), registers.bodies(), registers.topics())
        )
        with self._lock:
            extract = self._sandboxes[0].extract(path)
            passages = self._sandboxes[0].divide(extract)
        return suggest(extract, passages, names=Names(kinds, bodies, topics, self._store.acts.all()))

    def close(self) -> None:
        """Ends the sandboxes."""
        for sandbox in self._sandboxes:
            sandbox.close()

    def _read_side_by_side(self, stop: threading.Event, heard: Heard) -> int:
        supply = Supply(self._store, kind=READ, lease_seconds=self._limits.lease)
        if not supply.fill():
            return 0
        with self._readers(stop, heard) as readers:
            pool = ThreadPoolExecutor(len(readers), thread_name_prefix="kb-reader")
            try:
                waiting = [pool.submit(reader.work, supply) for reader in readers]
                return sum(each.result() for each in waiting)
            except KeyboardInterrupt:
                stop.set()
                raise
            finally:
                pool.shutdown(wait=not stop.is_set(), cancel_futures=True)
                supply.return_rest()

    @contextmanager
    def _readers(self, stop: threading.Event, heard: Heard) -> Iterator[list[FileReader]]:
        with Outbox(self._store, heard.done) as outbox:
            yield [
                FileReader(self._store, self._limits, sandbox, self._scratch, outbox, stop, heard)
                for sandbox in self._sandboxes
            ]

    def _claim_old(self) -> tuple[Job, ...]:
        return self._store.jobs.claim_some(
            worker_name(), lease_seconds=self._limits.lease, kind=CONVERT, most=FILES_A_CONVERSION
        )
