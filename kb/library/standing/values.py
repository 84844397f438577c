"""How the collection stands as a service, as values: each part says whether it is well."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kb.model import LedgerEntry
from kb.store.changing import BundleMade

LONGEST_QUEUED = dt.timedelta(hours=1)
LONGEST_MARKED = dt.timedelta(minutes=10)
FRESH_FAILURE = dt.timedelta(days=7)
"""For how long a file that could not be read calls for attention; it stays in the ledger for ever."""

FRESH_BEAT = dt.timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the settings allow: free bytes on the disk, and days since the last backup (0: any number)."""

    free_bytes: int = 1024**3
    backup_days: int = 7


@dataclass(frozen=True, slots=True)
class Queued:
    """Work of one sort that waits: "read", "convert", "cite" or "index", how many, and for how long the oldest."""

    sort: str
    count: int
    oldest: dt.timedelta

    @property
    def is_well(self) -> bool:
        """Tells whether what waits gets its turn."""
        return not self.count or self.oldest <= (LONGEST_MARKED if self.sort == "index" else LONGEST_QUEUED)


@dataclass(frozen=True, slots=True)
class Failures:
    """The files that could not be read: how many in all, and the newest of them."""

    count: int
    newest: tuple[LedgerEntry, ...]
    is_well: bool


@dataclass(frozen=True, slots=True)
class Place:
    """What something takes on the disk: "originals", "database", "index", "pictures", "uploads"; None is unknown."""

    name: str
    size: int | None


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk of the data folder in bytes, and what is on it."""

    total: int
    free: int
    least_free: int
    places: tuple[Place, ...] = ()

    @property
    def is_well(self) -> bool:
        """Tells whether there is room for what comes."""
        return self.free >= self.least_free


@dataclass(frozen=True, slots=True)
class IndexStands:
    """The index: what it holds, whether it can be read, and is whole and of the present schema and analysis."""

    documents: int
    passages: int
    generation: int
    is_current: bool
    is_readable: bool

    @property
    def is_well(self) -> bool:
        """Tells whether searches find what there is."""
        return self.is_current and self.is_readable


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker: host and process, since when it works, when it was heard of last, whether it is alive."""

    name: str
    started: dt.datetime
    heard: dt.datetime
    is_alive: bool


@dataclass(frozen=True, slots=True)
class Backup:
    """The last backup, None where none was ever made; `days` is its age."""

    last: BundleMade | None
    days: int
    is_well: bool


@dataclass(frozen=True, slots=True)
class Health:
    """Whether each part answers, in a moment and without a secret: what a machine asks to know whether to worry."""

    store: bool
    index: bool
    disk: bool
    worker: bool

    @property
    def is_well(self) -> bool:
        """Tells whether all parts answer."""
        return self.store and self.index and self.disk and self.worker


@dataclass(frozen=True, slots=True)
class Report:
    """All of it as at one moment."""

    at: dt.datetime
    started: dt.datetime
    release: str
    schema: str
    documents: int
    passages: int
    queues: tuple[Queued, ...]
    failures: Failures
    disk: Disk
    index: IndexStands
    workers: tuple[Worker, ...]
    backup: Backup

    @property
    def is_working(self) -> bool:
        """Tells whether a worker is alive."""
        return any(worker.is_alive for worker in self.workers)

    @property
    def is_well(self) -> bool:
        """Tells whether nothing calls for attention."""
        parts = (self.failures.is_well, self.disk.is_well, self.index.is_well, self.backup.is_well)
        return self.is_working and all(parts) and all(queued.is_well for queued in self.queues)
