"""Adding a batch: every file is kept and entered in the ledger, then all are read, then indexed."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from kb.errors import IndexBusy, Unreachable
from kb.library.batch import Incoming, list_batch
from kb.library.indexing import Indexing
from kb.library.reading import Heard, Limits, Readers
from kb.library.values import Batch, Received
from kb.model import LedgerEntry, Metadata, Outcome
from kb.slovene.normal import nfc
from kb.store import Job, Store

INDEX_WAIT_SECONDS = 30.0
POLL_SECONDS = 0.2

Told = Callable[[str, str, int, int], None]


class Adding:
    """Takes batches in. `told` hears (stage, file name, done, total) for the stages "kept", "read" and "indexed"."""

    def __init__(self, store: Store, readers: Readers, indexing: Indexing, limits: Limits) -> None:
        self._store = store
        self._readers = readers
        self._indexing = indexing
        self._limits = limits

    def add(self, paths: Sequence[Path], metadata: Metadata, *, revises: int | None, told: Told) -> Batch:
        """Keeps, reads and indexes the files at `paths`; see Library.add."""
        listing = list_batch(paths, metadata)
        for event in listing.events:
            self._store.events.put(event)
        self._store.check(each.metadata for each in listing.files)
        kept = []
        for number, each in enumerate(listing.files, 1):
            kept.append(self._keep(each, revises))
            told("kept", kept[-1].name, number, len(listing.files))
        return self._finished(kept, told)

    def retry(self, entries: Sequence[int], *, told: Told) -> Batch:
        """Reads again what could not be read; see Library.retry."""
        failed = self._store.ledger.entries(Outcome.FAILED, limit=None)
        wanted = [entry.id for entry in failed if entry.sha256 and (not entries or entry.id in entries)]
        self._store.ledger.retry(wanted)
        return self._finished([self._store.ledger.entry(entry_id) for entry_id in wanted], told)

    def _keep(self, each: Incoming, revises: int | None) -> LedgerEntry:
        name, origin = _shown(each.path.name), _shown(os.path.abspath(each.path))
        if each.unreachable:
            return self._store.refuse(name=name, origin=origin, error=Unreachable(each.unreachable))
        return self._store.keep(
            each.path,
            name=name,
            origin=origin,
            metadata=each.metadata,
            max_bytes=self._limits.max_file_bytes,
            revises=revises,
        )

    def _finished(self, kept: Sequence[LedgerEntry], told: Told) -> Batch:
        """Reads and indexes until nothing of the batch waits that could be read now."""
        waiting = _Waiting(self._store, kept, told)
        self._read_all(waiting)
        indexed = self._index_patiently(told)
        again = {entry.id for entry in kept if entry.outcome.is_read}
        received = (Received(self._store.ledger.entry(id_), again=id_ in again) for id_ in waiting.everything)
        return Batch(tuple(received), indexed=indexed)

    def _read_all(self, waiting: _Waiting) -> None:
        stop = threading.Event()
        while waiting.entries:
            tried = self._readers.read_waiting(stop, Heard(done=waiting.done, inside=waiting.add))
            if tried or not waiting.entries:
                continue
            if not self._store.jobs.is_busy():
                return
            time.sleep(POLL_SECONDS)
            waiting.look()

    def _index_patiently(self, told: Told) -> bool:
        until = time.monotonic() + INDEX_WAIT_SECONDS
        while True:
            try:
                self._indexing.index_marked(lambda name, done, total: told("indexed", name, done, total))
                return True
            except IndexBusy:
                if not self._store.marks.count():
                    return True
                if time.monotonic() > until:
                    return False
                time.sleep(POLL_SECONDS)


class _Waiting:
    """The entries of a batch, those of files inside its files too, and which of them wait to be read."""

    def __init__(self, store: Store, kept: Sequence[LedgerEntry], told: Told) -> None:
        self._store = store
        self._told = told
        self._lock = threading.Lock()
        self.everything = list(dict.fromkeys(entry.id for entry in kept))
        self.entries = {entry.id for entry in kept if entry.outcome is Outcome.WAITING}
        self._total = len(self.entries)

    def add(self, entry: LedgerEntry) -> None:
        """Takes in the entry of a file that was inside another."""
        with self._lock:
            if entry.id not in self.everything:
                self.everything.append(entry.id)
            if entry.outcome is Outcome.WAITING and entry.id not in self.entries:
                self.entries.add(entry.id)
                self._total += 1

    def done(self, job: Job) -> None:
        """Hears that a job was tried."""
        self._settle(self._store.ledger.of_revision(job.subject))

    def look(self) -> None:
        """Looks what became of files that another process reads."""
        for entry_id in tuple(self.entries):
            self._settle(self._store.ledger.entry(entry_id))

    def _settle(self, entry: LedgerEntry) -> None:
        with self._lock:
            if entry.id in self.entries and entry.outcome is not Outcome.WAITING:
                self.entries.discard(entry.id)
                self._told("read", entry.name, self._total - len(self.entries), self._total)


def _shown(path: str) -> str:
    """Gives a path as text that can be stored, whatever bytes it is made of."""
    return nfc(os.fsencode(path).decode("utf-8", "replace"))
