"""What the store can say of itself in numbers: work that waits and since when, marks, sizes, its version."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from kb.store.database import Database
from kb.store.jobs import JobState
from kb.store.tables import documents, jobs, marks, originals
from kb.store.upgrading import version_in

_OPEN = (JobState.READY, JobState.LEASED)
_BESIDE = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many jobs of a kind wait or are being done, and since when the one that is due longest."""

    kind: str
    jobs: int
    since: dt.datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """The store in numbers; `marked_since` is None where nothing is marked, `database_bytes` where no file is known."""

    waiting: tuple[Waiting, ...]
    marked: int
    marked_since: dt.datetime | None
    originals: int
    original_bytes: int
    database_bytes: int | None
    schema: str


def figures(database: Database) -> Figures:
    """Gives the store in numbers, all as at one moment but for the file of the database. Raises StoreError."""
    with database.reading() as connection:
        marked, since = _marked(connection)
        kept, kept_bytes = _kept(connection)
        return Figures(
            waiting=_waiting(connection),
            marked=marked,
            marked_since=since,
            originals=kept,
            original_bytes=kept_bytes,
            database_bytes=_file_bytes(database),
            schema=version_in(connection),
        )


def ask(database: Database) -> None:
    """Asks the database for one row. Raises StoreError where it does not answer."""
    with database.reading() as connection:
        connection.execute(select(documents.c.id).limit(1)).first()


def _waiting(connection: Connection) -> tuple[Waiting, ...]:
    due = select(jobs.c.kind, func.count(), func.min(jobs.c.due)).where(jobs.c.state.in_(_OPEN)).group_by(jobs.c.kind)
    return tuple(Waiting(kind, count, since) for kind, count, since in connection.execute(due.order_by(jobs.c.kind)))


def _marked(connection: Connection) -> tuple[int, dt.datetime | None]:
    row = connection.execute(select(func.count(), func.min(marks.c.since)).where(marks.c.pending)).one()
    return int(row[0]), row[1]


def _kept(connection: Connection) -> tuple[int, int]:
    row = connection.execute(select(func.count(), func.coalesce(func.sum(originals.c.size), 0)).select_from(originals))
    count, size = row.one()
    return int(count), int(size)


def _file_bytes(database: Database) -> int | None:
    """Gives the bytes of a database that is a file, with what SQLite keeps beside it; None for any other."""
    place = database.engine.url.database
    if database.engine.dialect.name != "sqlite" or not place or not Path(place).is_file():
        return None
    beside = (Path(place + end) for end in _BESIDE)
    return sum(path.stat().st_size for path in beside if path.is_file())
