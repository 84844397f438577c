"""The marks «to be indexed»: which documents the search index does not know as they are now.

A mark has a version that only grows. Whoever has indexed what was marked clears just that version, so a change
that comes meanwhile stays marked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from kb.model import Outcome, Stage
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.ids import CHUNK
from kb.store.ledger import step_some
from kb.store.tables import documents, ledger, marks

_SOME: Any = bindparam("some", expanding=True)
_MARKED = select(marks.c.document_id).where(marks.c.document_id.in_(_SOME))
_VERSIONS = (
    select(marks.c.document_id, marks.c.version)
    .where(marks.c.document_id.in_(_SOME), marks.c.pending)
    .with_for_update()
)
_ALL_VERSIONS = select(marks.c.document_id, marks.c.version)
_RAISE = (
    update(marks)
    .where(marks.c.document_id == bindparam("of"))
    .values(version=marks.c.version + 1, pending=True, since=bindparam("at"))
)
_CLEAR = update(marks).where(marks.c.document_id == bindparam("of")).values(pending=False)
_STORED = select(ledger.c.id, ledger.c.outcome).where(
    ledger.c.document_id.in_(_SOME),
    ledger.c.stage == Stage.STORED,
    ledger.c.outcome.in_((Outcome.READ, Outcome.PARTLY)),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A document that is to be indexed as it is at `version`, or to leave the index where it was `removed`."""

    document_id: int
    version: int
    removed: bool = False


def mark(connection: Connection, document_id: int, *, at: dt.datetime) -> None:
    """Marks a document to be indexed, within the transaction that changes it."""
    raised = update(marks).where(marks.c.document_id == document_id)
    values = raised.values(version=marks.c.version + 1, pending=True, since=at)
    if connection.execute(values).rowcount == 0:
        connection.execute(insert(marks).values(document_id=document_id, version=1, pending=True, since=at))


def mark_some(connection: Connection, document_ids: Sequence[int], *, at: dt.datetime) -> None:
    """Marks documents, as `mark` does one."""
    wanted = list(dict.fromkeys(document_ids))
    there = set(connection.scalars(_MARKED, {"some": wanted}))
    again = [{"of": document_id, "at": at} for document_id in wanted if document_id in there]
    new = [
        {"document_id": document_id, "version": 1, "pending": True, "since": at}
        for document_id in wanted
        if document_id not in there
    ]
    if again:
        connection.execute(_RAISE, again)
    if new:
        connection.execute(insert(marks), new)


def mark_shown(connection: Connection, document_id: int, *, at: dt.datetime) -> None:
    """Marks a document to be indexed if it has been read; one that has not will be marked when it is."""
    shown = select(documents.c.shown_id).where(documents.c.id == document_id)
    if connection.scalar(shown) is not None:
        mark(connection, document_id, at=at)


class Marks:
    """The marks of the store."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def pending(self, limit: int = 100) -> tuple[Mark, ...]:
        """Gives at most `limit` marks, those that wait longest first."""
        wanted = (
            select(marks.c.document_id, marks.c.version, documents.c.removed)
            .join_from(marks, documents)
            .where(marks.c.pending)
            .order_by(marks.c.since, marks.c.document_id)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return tuple(
                Mark(row.document_id, row.version, row.removed is not None) for row in connection.execute(wanted)
            )

    def count(self) -> int:
        """Gives the number of documents that are marked."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(marks).where(marks.c.pending)) or 0

    def versions(self) -> dict[int, int]:
        """Gives the version of every document that was ever marked: it grows with whatever the index has to know."""
        with self._database.reading() as connection:
            return {row.document_id: row.version for row in connection.execute(_ALL_VERSIONS)}

    def clear(self, indexed: Sequence[Mark]) -> int:
        """Clears the marks that have been indexed and says so in the ledger; gives how many were cleared.

        A mark whose version has grown meanwhile stays.
        """
        at = self._clock()
        return self._database.write(
            lambda connection: sum(_clear(connection, indexed[start : start + CHUNK], at) for start in _starts(indexed))
        )

    def mark_all(self) -> int:
        """Marks every document that has been read, for an index that is to be made anew; gives how many."""
        return self._database.write(self._mark_all)

    def _mark_all(self, connection: Connection) -> int:
        at = self._clock()
        wanted = select(documents.c.id).where(documents.c.shown_id.is_not(None), documents.c.removed.is_(None))
        found = connection.scalars(wanted).all()
        for document_id in found:
            mark(connection, document_id, at=at)
        return len(found)


def _starts(indexed: Sequence[Mark]) -> range:
    return range(0, len(indexed), CHUNK)


def _clear(connection: Connection, indexed: Sequence[Mark], at: dt.datetime) -> int:
    rows = connection.execute(_VERSIONS, {"some": [one.document_id for one in indexed]}).all()
    same = {(one.document_id, one.version) for one in indexed}
    cleared = [row.document_id for row in rows if (row.document_id, row.version) in same]
    if cleared:
        connection.execute(_CLEAR, [{"of": document_id} for document_id in cleared])
        stored = connection.execute(_STORED, {"some": cleared}).all()
        step_some(connection, [(row.id, Outcome(row.outcome)) for row in stored], Stage.INDEXED, at=at)
    return len(cleared)
