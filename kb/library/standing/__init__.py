"""How the collection stands as a service: what waits, what failed, disk, index, workers, the last backup.

The page of the staff, `kb status`, /healthz and /metrics all tell what is told here.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import kb
from kb.errors import IndexDamaged, StoreError, SystemFault
from kb.library.indexing import Indexing
from kb.library.standing.beating import BEAT_SECONDS, Beating
from kb.library.standing.sizes import Sizes
from kb.library.standing.values import (
    FRESH_FAILURE,
    Allowed,
    Backup,
    Disk,
    Failures,
    Health,
    IndexStands,
    Place,
    Queued,
    Report,
    Worker,
)
from kb.library.values import Status
from kb.model import VISITOR, Outcome
from kb.search.index import Index
from kb.search.plan import Plan
from kb.store import Store
from kb.store.clock import Clock, now
from kb.store.figures import Figures, ask, figures

__all__ = [
    "BEAT_SECONDS",
    "Allowed",
    "Backup",
    "Disk",
    "Failures",
    "Health",
    "IndexStands",
    "Place",
    "Queued",
    "Report",
    "Standing",
    "Worker",
]

NEWEST_FAILURES = 5
WORKERS = "workers"
FOLDERS = ("index", "pictures", "uploads")


class Standing:
    """Tells how the collection in the data folder `home` stands. Safe to share between threads."""

    def __init__(
        self, store: Store, index: Index, indexing: Indexing, *, home: Path, allowed: Allowed, clock: Clock = now
    ) -> None:
        self._store = store
        self._index = index
        self._indexing = indexing
        self._home = home
        self._allowed = allowed
        self._clock = clock
        self._started = clock()
        self._sizes = Sizes()
        self._beating = Beating(home / WORKERS, clock)
        self.beat = self._beating.beat
        self.end = self._beating.end

    def health(self) -> Health:
        """Gives whether each part answers; never fails and costs next to nothing."""
        return Health(
            store=self._store_answers(),
            index=self._index_answers(),
            disk=self._disk_is_well(),
            worker=any(worker.is_alive for worker in self._beating.workers()),
        )

    def report(self) -> Report:
        """Gives all of it. Raises StoreError."""
        at, of_store = self._clock(), figures(self._store.database)
        return Report(
            at=at,
            started=self._started,
            release=kb.__version__,
            schema=of_store.schema,
            documents=self._store.documents.count(),
            passages=self._store.passages.count(),
            queues=_queues(of_store, at),
            failures=self._failures(at),
            disk=self._disk(of_store),
            index=self._index_stands(),
            workers=self._beating.workers(),
            backup=self._backup(at),
        )

    def status(self) -> Status:
        """Gives the counts of the collection; a damaged index shows as one that is not current. Raises StoreError."""
        outcomes: dict[str, int] = {}
        for (_, outcome), count in self._store.ledger.counts().items():
            outcomes[outcome] = outcomes.get(outcome, 0) + count
        index = self._index_stands()
        return Status(
            documents=self._store.documents.count(),
            passages=self._store.passages.count(),
            outcomes=outcomes,
            waiting=outcomes.get(Outcome.WAITING, 0),
            to_index=self._store.marks.count(),
            index_documents=index.documents,
            index_passages=index.passages,
            index_generation=index.generation,
            index_current=index.is_current,
        )

    # --- parts

    def _store_answers(self) -> bool:
        try:
            ask(self._store.database)
        except StoreError:
            return False
        return True

    def _index_answers(self) -> bool:
        try:
            self._index.search(Plan(reader=VISITOR, limit=1))
        except SystemFault:
            return False
        return True

    def _disk_is_well(self) -> bool:
        try:
            return shutil.disk_usage(self._home).free >= self._allowed.free_bytes
        except OSError:
            return False

    def _failures(self, at: dt.datetime) -> Failures:
        newest = self._store.ledger.entries(Outcome.FAILED, limit=NEWEST_FAILURES)
        counts = self._store.ledger.counts()
        count = sum(number for (_, outcome), number in counts.items() if outcome is Outcome.FAILED)
        return Failures(count, newest, not newest or at - newest[0].received > FRESH_FAILURE)

    def _disk(self, of_store: Figures) -> Disk:
        usage = shutil.disk_usage(self._home)
        folders = (Place(name, self._sizes.of(self._home / name)) for name in FOLDERS)
        of_tables = (Place("originals", of_store.original_bytes), Place("database", of_store.database_bytes))
        return Disk(usage.total, usage.free, self._allowed.free_bytes, (*of_tables, *folders))

    def _index_stands(self) -> IndexStands:
        is_readable = self._index_answers()
        try:
            state = self._index.state()
        except IndexDamaged:
            return IndexStands(0, 0, 0, is_current=False, is_readable=is_readable)
        held = (state.documents, state.passages, state.generation)
        return IndexStands(*held, is_current=self._indexing.is_current, is_readable=is_readable)

    def _backup(self, at: dt.datetime) -> Backup:
        made, allowed = self._store.changing.bundles.all(), self._allowed.backup_days
        if not made:
            return Backup(None, 0, is_well=not allowed or not self._store.documents.count())
        last = max(made, key=lambda bundle: bundle.made)
        days = max((at - last.made).days, 0)
        return Backup(last, days, is_well=not allowed or days < allowed)


def _queues(of_store: Figures, at: dt.datetime) -> tuple[Queued, ...]:
    """Gives every sort of work in the order in which files go through it; a job that is due later is not old."""
    waiting = {each.kind: (each.jobs, max(at - each.since, dt.timedelta())) for each in of_store.waiting}
    if of_store.marked_since is not None:
        waiting["index"] = (of_store.marked, max(at - of_store.marked_since, dt.timedelta()))
    none = (0, dt.timedelta())
    return tuple(Queued(sort, *waiting.get(sort, none)) for sort in ("read", "convert", "index", "cite"))
