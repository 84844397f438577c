"""What documents are kept under: withdrawals with their reason, legal holds, and until when they are to be kept.

Nothing is taken away because a date has come: what is due is told to people, who decide.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from kb.errors import NotFound, WrongValue
from kb.model import Actor, Deed
from kb.store.audit import enter
from kb.store.changing.changes import titles_of
from kb.store.changing.facts import keep_under
from kb.store.changing.tables import custody, erasures, kind_terms
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.ids import fit
from kb.store.records import is_record
from kb.store.tables import documents, kinds
from kb.store.texts import storable

MOST_YEARS = 200
LONGEST_REASON = 1_000


@dataclass(frozen=True, slots=True)
class Custody:
    """What a document is kept under. A reason is "" where there is no withdrawal or hold."""

    document_id: int
    withdrawn_for: str = ""
    withdrawn_at: dt.datetime | None = None
    held_for: str = ""
    held_at: dt.datetime | None = None
    held_by: str = ""
    keep_until: dt.date | None = None

    @property
    def is_held(self) -> bool:
        """Tells whether a legal hold forbids to take the document away."""
        return bool(self.held_for)


@dataclass(frozen=True, slots=True)
class Due:
    """A document that has been kept as long as it has to be, or soon will have been: `until` when, and by what rule."""

    document_id: int
    title: str
    until: dt.date
    by_kind: str
    held_for: str


class CustodyRows:
    """What the documents of the store are kept under."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def of(self, document_id: int) -> Custody:
        """Gives what a document is kept under; of one that is not there that it is kept under nothing."""
        with self._database.reading() as connection:
            return _custody(connection, document_id)

    def held(self) -> tuple[Custody, ...]:
        """Gives the documents under a legal hold, those held longest first."""
        wanted = select(custody).where(custody.c.held_for != "").order_by(custody.c.held_at)
        with self._database.reading() as connection:
            return tuple(_value(row) for row in connection.execute(wanted))

    def hold(self, actor: Actor, document_id: int, reason: str) -> None:
        """Puts a document under a legal hold, in the trash too. Raises NotFound; WrongValue without a reason.

        Erasing that was asked for and has not begun is dropped with it.
        """
        said = _reason(reason)

        def write(connection: Connection) -> None:
            before = self._there(connection, document_id)
            at = self._clock()
            keep_under(connection, document_id, held_for=said, held_at=at, held_by=actor.name)
            connection.execute(
                delete(erasures).where(erasures.c.document_id == document_id, erasures.c.ended.is_(None))
            )
            _enter(connection, actor, Deed.HELD, document_id, at, {"held_for": before.held_for}, {"held_for": said})

        self._database.write(write)

    def release(self, actor: Actor, document_id: int) -> None:
        """Ends the legal hold of a document. Raises NotFound."""

        def write(connection: Connection) -> None:
            before = self._there(connection, document_id)
            if before.is_held:
                at = self._clock()
                keep_under(connection, document_id, held_for="", held_at=None, held_by="")
                told = {"held_for": before.held_for}
                _enter(connection, actor, Deed.RELEASED, document_id, at, told, {"held_for": ""})

        self._database.write(write)

    def set_term(self, actor: Actor, document_id: int, until: dt.date | None) -> None:
        """Says until when a document is to be kept; None leaves it to its kind. Raises NotFound."""

        def write(connection: Connection) -> None:
            before = self._there(connection, document_id)
            if before.keep_until != until:
                keep_under(connection, document_id, keep_until=until)
                told = {"keep_until": _written(before.keep_until)}, {"keep_until": _written(until)}
                _enter(connection, actor, Deed.RETENTION, document_id, self._clock(), *told)

        self._database.write(write)

    def kind_terms(self) -> dict[str, int]:
        """Gives for how many years documents are kept, by the slug of their kind, for those kinds that have a term."""
        wanted = select(kinds.c.slug, kind_terms.c.years).join_from(kind_terms, kinds).order_by(kinds.c.id)
        with self._database.reading() as connection:
            return {row.slug: row.years for row in connection.execute(wanted)}

    def set_kind_term(self, actor: Actor, kind: str, years: int | None) -> None:
        """Says for how many years documents of a kind are kept; None: without end. Raises NotFound, WrongValue."""
        if years is not None and not 1 <= years <= MOST_YEARS:
            raise WrongValue(f"{years}")

        def write(connection: Connection) -> None:
            kind_id = connection.scalar(select(kinds.c.id).where(kinds.c.slug == storable(kind)))
            if kind_id is None:
                raise NotFound(kind)
            mine = kind_terms.c.kind_id == kind_id
            before = connection.scalar(select(kind_terms.c.years).where(mine))
            if before == years:
                return
            if years is None:
                connection.execute(delete(kind_terms).where(mine))
            elif connection.execute(update(kind_terms).where(mine).values(years=years)).rowcount == 0:
                connection.execute(insert(kind_terms).values(kind_id=kind_id, years=years))
            old, new = {"years": before}, {"years": years}
            enter(
                connection,
                actor,
                Deed.RETENTION,
                subject="kind",
                subject_id=kind,
                before=old,
                after=new,
                at=self._clock(),
            )

        self._database.write(write)

    def due(self, *, before: dt.date) -> tuple[Due, ...]:
        """Gives the documents that need not be kept `before` a day any longer, the first to be due first."""
        wanted = (
            select(documents.c.id, documents.c.dated, documents.c.received, custody.c.keep_until, custody.c.held_for)
            .add_columns(kind_terms.c.years, kinds.c.slug)
            .join_from(documents, custody, isouter=True)
            .join(kinds, kinds.c.id == documents.c.kind_id, isouter=True)
            .join(kind_terms, kind_terms.c.kind_id == documents.c.kind_id, isouter=True)
            .where(documents.c.removed.is_(None), ~is_record())
            .where(custody.c.keep_until.is_not(None) | kind_terms.c.years.is_not(None))
        )
        with self._database.reading() as connection:
            rows = [(row, _until(row)) for row in connection.execute(wanted)]
            due = sorted(((row, until) for row, until in rows if until < before), key=lambda pair: pair[1])
            titles = titles_of(connection, [row.id for row, _ in due])
        return tuple(
            Due(row.id, titles[row.id], until, "" if row.keep_until else row.slug, row.held_for or "")
            for row, until in due
        )

    def _there(self, connection: Connection, document_id: int) -> Custody:
        if connection.scalar(select(documents.c.id).where(documents.c.id == fit(document_id))) is None:
            raise NotFound(str(document_id))
        return _custody(connection, document_id)


def _custody(connection: Connection, document_id: int) -> Custody:
    row = connection.execute(select(custody).where(custody.c.document_id == fit(document_id))).one_or_none()
    return Custody(document_id) if row is None else _value(row)


def _value(row: Any) -> Custody:
    return Custody(**row._mapping)


def _reason(reason: str) -> str:
    said = " ".join(storable(reason).split())[:LONGEST_REASON]
    if not said:
        raise WrongValue("razlog")
    return said


def _until(row: Any) -> dt.date:
    if row.keep_until:
        found: dt.date = row.keep_until
        return found
    begins: dt.date = row.dated or row.received.date()
    last = min(begins.year + row.years, dt.MAXYEAR)
    # The 29th of February ends with the month where there is none.
    return begins.replace(year=last, day=28) if (begins.month, begins.day) == (2, 29) else begins.replace(year=last)


def _written(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _enter(
    connection: Connection, actor: Actor, deed: Deed, document_id: int, at: dt.datetime, before: Any, after: Any
) -> None:
    enter(connection, actor, deed, subject="document", subject_id=document_id, before=before, after=after, at=at)
