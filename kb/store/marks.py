"""The marks «to be indexed»: which documents the search index does not know as they are now.

A mark has a version that only grows. Whoever has indexed what was marked clears just that version, so a change
that comes meanwhile stays marked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, update

from kb.model import Outcome, Stage
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.ledger import step
from kb.store.tables import documents, ledger, marks


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

    def clear(self, indexed: Sequence[Mark]) -> int:
        """Clears the marks that have been indexed and says so in the ledger; gives how many were cleared.

        A mark whose version has grown meanwhile stays.
        """
        at = self._clock()
        return self._database.write(lambda connection: sum(_clear(connection, one, at) for one in indexed))

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


def _clear(connection: Connection, indexed: Mark, at: dt.datetime) -> bool:
    same = (marks.c.document_id == indexed.document_id) & (marks.c.version == indexed.version) & marks.c.pending
    if connection.execute(update(marks).where(same).values(pending=False)).rowcount == 0:
        return False
    stored = (ledger.c.document_id == indexed.document_id) & (ledger.c.stage == Stage.STORED)
    read = ledger.c.outcome.in_((Outcome.READ, Outcome.PARTLY))
    for row in connection.execute(select(ledger.c.id, ledger.c.outcome).where(stored, read)).all():
        step(connection, row.id, Stage.INDEXED, Outcome(row.outcome), at=at)
    return True
