"""Reading the audit log: sought rows newest first and a page at a time, all of them one by one, and its proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, false, func, select, update

from kb.model import Actor, Audited, Deed, Entry, Sought
from kb.slovene.fold import fold
from kb.store.audit.entering import enter_some
from kb.store.audit.proving import Proof, Seal, prove
from kb.store.audit.tables import audit, audit_head
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.ids import fit

AT_ONCE = 1_000


class AuditLog:
    """The audit log of the store."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def enter(self, actor: Actor, deed: Deed, *entries: Entry) -> None:
        """Writes rows of what changes nothing in the store (a reading, an export, a backup), in a transaction."""
        self._database.write(lambda connection: enter_some(connection, actor, deed, entries, at=self._clock()))

    def rows(self, sought: Sought, *, before: int = 0, after: int = 0, limit: int = 50) -> tuple[Audited, ...]:
        """Gives at most `limit` rows, the newest first: those before the row `before`, or next after the row `after`.

        New rows shift no page, because a page begins at a row.
        """
        wanted = select(audit).where(_meant(sought))
        if after:
            wanted = wanted.where(audit.c.id > fit(after)).order_by(audit.c.id)
        else:
            wanted = wanted.order_by(audit.c.id.desc())
            wanted = wanted.where(audit.c.id < before) if before else wanted
        with self._database.reading() as connection:
            found = [_audited(row) for row in connection.execute(wanted.limit(limit))]
        return tuple(reversed(found) if after else found)

    def count(self, sought: Sought) -> int:
        """Gives how many rows are meant."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(audit).where(_meant(sought))) or 0

    def each(self, sought: Sought) -> Iterator[Audited]:
        """Gives all rows that are meant, the oldest first, some in memory at a time, each time as at one moment."""
        last = 0
        while True:
            wanted = select(audit).where(_meant(sought), audit.c.id > last).order_by(audit.c.id).limit(AT_ONCE)
            with self._database.reading() as connection:
                found = [_audited(row) for row in connection.execute(wanted)]
            if not found:
                return
            yield from found
            last = found[-1].id

    def seal(self) -> Seal:
        """Gives how many rows there are now, and the last one's SHA-256; see `prove`."""
        with self._database.reading() as connection:
            return _head(connection) or Seal(0, "")

    def prove(self, seals: Sequence[Seal] = ()) -> Proof:
        """Goes through the whole log, as it is at one moment, with what was sealed of it. Raises StoreError."""
        with self._database.reading() as connection:
            return prove(_each(connection), head=_head(connection), seals=seals)

    def forget_name(self, user_id: int, name: str) -> int:
        """Writes `name` in place of what a person was called; gives in how many rows. The chain holds on."""
        renamed = update(audit).where(audit.c.actor_id == fit(user_id), audit.c.actor != name).values(actor=name)
        return self._database.write(lambda connection: connection.execute(renamed).rowcount)


def _meant(sought: Sought) -> ColumnElement[bool]:
    wanted: list[ColumnElement[bool]] = [audit.c.id > 0]
    if sought.actors is not None:
        by_program = audit.c.actor_id.is_(None) if 0 in sought.actors else false()
        wanted.append(by_program | audit.c.actor_id.in_(sorted(map(fit, sought.actors))))
    if sought.deeds:
        wanted.append(audit.c.deed.in_(sorted(sought.deeds)))
    if sought.but_subjects:
        wanted.append(audit.c.subject.not_in(sorted(sought.but_subjects)))
    if sought.but_deeds:
        wanted.append(audit.c.deed.not_in(sorted(sought.but_deeds)))
    if sought.subject:
        wanted.append(audit.c.subject == sought.subject)
    if sought.subject_id:
        wanted.append(audit.c.subject_id == sought.subject_id)
    wanted += [audit.c.words.contains(word, autoescape=True) for word in fold(sought.words).split()]
    if sought.since:
        wanted.append(audit.c.at >= sought.since)
    if sought.until:
        wanted.append(audit.c.at < sought.until)
    return and_(*wanted)


def _each(connection: Connection) -> Iterator[Any]:
    found = connection.execution_options(yield_per=AT_ONCE).execute(select(audit).order_by(audit.c.id))
    return iter(found.mappings())


def _head(connection: Connection) -> Seal | None:
    row = connection.execute(select(audit_head)).one_or_none()
    return Seal(row.rows, row.last) if row else None


def _audited(row: Row[Any]) -> Audited:
    return Audited(
        row.id,
        row.at,
        Actor(row.actor_id, row.actor),
        Deed(row.deed),
        row.subject,
        row.subject_id,
        row.before,
        row.after,
        row.previous,
        row.chained,
    )
