"""The ledger as a whole: how many files have come how far, how quickly, and which of them a page shows.

Rows are chosen by their outcome, by name, and by how their origin begins: so the files of one batch can be followed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from kb.model import Actor, Deed, LedgerEntry, Outcome, Stage
from kb.slovene.fold import fold
from kb.store.audit import enter
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.ids import chunks
from kb.store.jobs import READ, READING, JobState, make_some_ready
from kb.store.ledger import row_entry, step_some
from kb.store.tables import jobs, ledger, ledger_steps

_NEWEST = (ledger.c.received.desc(), ledger.c.id.desc())

MOST_STEPS = 5_000
"""Steps that are gone through, from the last one back, to learn how quickly files are read."""

MOST_NAMED = 8
MOST_TOLD = 1_000
"""Ids of rows that the audit log names of one deed."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which rows of the ledger are meant: those of an outcome, None for any, whose origin begins with `under`.

    All words of `name` are in the file's name, in whatever case and without strešice too.
    """

    outcome: Outcome | None = None
    under: str = ""
    name: str = ""

    def names(self, name: str) -> bool:
        """Tells whether a file of this name is meant."""
        folded = fold(name)
        return all(word in folded for word in fold(self.name).split())


@dataclass(frozen=True, slots=True)
class Course:
    """How files get on: `last` numbers the newest step of all and `changed` is its moment, None before the first one.

    `reading` are the names of files that are being read; `ended` and `since` tell how many were done with since when.
    """

    counts: dict[tuple[Stage, Outcome], int]
    reading: tuple[str, ...]
    last: int
    changed: dt.datetime | None
    ended: int
    since: dt.datetime | None


class Intake:
    """The ledger of the store, looked at from above."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def entries(self, chosen: Chosen, *, limit: int, offset: int = 0) -> tuple[LedgerEntry, ...]:
        """Gives the chosen rows without their steps, the newest first."""
        wanted = select(ledger).order_by(*_NEWEST)
        with self._database.reading() as connection:
            if chosen.name:
                wanted = wanted.where(ledger.c.id.in_(_named(connection, chosen)[offset : offset + limit]))
            else:
                wanted = _chosen(wanted, chosen).limit(limit).offset(offset)
            return tuple(row_entry(row) for row in connection.execute(wanted))

    def count(self, chosen: Chosen) -> int:
        """Gives how many rows are chosen."""
        with self._database.reading() as connection:
            if chosen.name:
                return len(_named(connection, chosen))
            return connection.scalar(_chosen(select(func.count()).select_from(ledger), chosen)) or 0

    def course(self, under: str = "", *, window: dt.timedelta) -> Course:
        """Gives how the files whose origin begins with `under` stand, and how quickly all were read in `window`."""
        with self._database.reading() as connection:
            last, changed = _last(connection, under)
            ended, since = _ended(connection, self._clock() - window)
            return Course(_counts(connection, under), _reading(connection, under), last, changed, ended, since)

    def retry(self, actor: Actor, chosen: Chosen, *, ids: Sequence[int] | None = None) -> int:
        """Makes the reading of chosen files that failed ready again, of all or of `ids`; gives how many.

        A file that was not kept cannot be read again; it has to be sent again.
        """
        return self._database.write(lambda connection: self._retry(connection, actor, chosen, ids))

    def _retry(self, connection: Connection, actor: Actor, chosen: Chosen, ids: Sequence[int] | None) -> int:
        at = self._clock()
        failed = (ledger.c.outcome == Outcome.FAILED) & ledger.c.revision_id.is_not(None)
        columns = (ledger.c.id, ledger.c.revision_id, ledger.c.name)
        wanted = _chosen(select(*columns), Chosen(under=chosen.under)).where(failed)
        parts = [wanted] if ids is None else [wanted.where(ledger.c.id.in_(part)) for part in chunks(ids)]
        again = [row for part in parts for row in connection.execute(part) if chosen.names(row.name)]
        if again:
            told = [row.id for row in again]
            make_some_ready(connection, READ, [row.revision_id for row in again], at=at)
            step_some(connection, [(id_, Outcome.WAITING) for id_ in told], Stage.KEPT, at=at)
            after = {"count": len(told), "entries": told[:MOST_TOLD]}
            alone = told[0] if len(told) == 1 else ""
            enter(connection, actor, Deed.RETRIED, subject="ledger", subject_id=alone, after=after, at=at)
        return len(again)


def _chosen(wanted: Select[Any], chosen: Chosen) -> Select[Any]:
    if chosen.outcome is not None:
        wanted = wanted.where(ledger.c.outcome == chosen.outcome)
    if chosen.under:
        wanted = wanted.where(ledger.c.origin.startswith(chosen.under, autoescape=True))
    return wanted


def _named(connection: Connection, chosen: Chosen) -> list[int]:
    """Gives the ids of the chosen rows, the newest first: names are compared here, as no database folds č to c."""
    wanted = _chosen(select(ledger.c.id, ledger.c.name), chosen).order_by(*_NEWEST)
    return [row.id for row in connection.execute(wanted) if chosen.names(row.name)]


def _counts(connection: Connection, under: str) -> dict[tuple[Stage, Outcome], int]:
    wanted = select(ledger.c.stage, ledger.c.outcome, func.count()).group_by(ledger.c.stage, ledger.c.outcome)
    rows = connection.execute(_chosen(wanted, Chosen(under=under)))
    return {(Stage(stage), Outcome(outcome)): count for stage, outcome, count in rows}


def _reading(connection: Connection, under: str) -> tuple[str, ...]:
    leased = (jobs.c.kind.in_(READING)) & (jobs.c.state == JobState.LEASED)
    theirs = select(ledger.c.name).join(jobs, jobs.c.subject == ledger.c.revision_id).where(leased)
    waiting = _chosen(theirs, Chosen(Outcome.WAITING, under)).order_by(ledger.c.id).limit(MOST_NAMED)
    return tuple(connection.scalars(waiting))


def _last(connection: Connection, under: str) -> tuple[int, dt.datetime | None]:
    """Gives the number of the newest step of all, and when a file that is meant took its newest one."""
    newest = select(ledger_steps.c.id, ledger_steps.c.at).order_by(ledger_steps.c.id.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    if row is None or not under:
        return (0, None) if row is None else (row.id, row.at)
    theirs = _chosen(select(ledger.c.id), Chosen(under=under))
    last = select(func.max(ledger_steps.c.id)).where(ledger_steps.c.ledger_id.in_(theirs)).scalar_subquery()
    return row.id, connection.scalar(select(ledger_steps.c.at).where(ledger_steps.c.id == last))


def _ended(connection: Connection, after: dt.datetime) -> tuple[int, dt.datetime | None]:
    """Gives how many files were read or failed after a moment, and when the first of them was."""
    columns = (ledger_steps.c.at, ledger_steps.c.stage, ledger_steps.c.outcome)
    latest = select(*columns).order_by(ledger_steps.c.id.desc()).limit(MOST_STEPS).subquery()
    is_read = (latest.c.stage == Stage.STORED) & latest.c.outcome.in_((Outcome.READ, Outcome.PARTLY))
    is_failed = (latest.c.stage == Stage.KEPT) & (latest.c.outcome == Outcome.FAILED)
    wanted = select(func.count(), func.min(latest.c.at)).where(latest.c.at > after, is_read | is_failed)
    count, first = connection.execute(wanted).one()
    return count, first
