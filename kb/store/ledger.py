"""The ledger (dnevnik obdelave): what has happened to each received file, stage by stage.

There is one row per origin and checksum; a file that could not be kept has one per origin and reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from kb.errors import NotFound
from kb.model import LedgerEntry, LedgerStep, Outcome, Stage
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.ids import chunks, fit
from kb.store.jobs import READ, make_ready
from kb.store.tables import ledger, ledger_steps

_SOME: Any = bindparam("some", expanding=True)
_ROWS = select(ledger).where(ledger.c.id.in_(_SOME))
_STEPS = select(ledger_steps).where(ledger_steps.c.ledger_id.in_(_SOME)).order_by(ledger_steps.c.id)

_COME = (
    update(ledger)
    .where(ledger.c.id == bindparam("of"))
    .values(stage=bindparam("stage_now"), outcome=bindparam("outcome_now"), reason="", detail="")
)
_OF_REVISIONS = select(ledger).where(ledger.c.revision_id.in_(_SOME), ledger.c.outcome != Outcome.KNOWN)


def step(
    connection: Connection,
    entry_id: int,
    stage: Stage,
    outcome: Outcome,
    *,
    at: dt.datetime,
    reason: str = "",
    detail: str = "",
    **columns: Any,
) -> None:
    """Writes what has happened to a received file: its row as it is now, and one more step."""
    told = {"stage": stage.value, "outcome": outcome.value, "reason": reason, "detail": detail}
    connection.execute(update(ledger).where(ledger.c.id == entry_id).values(**told, **columns))
    connection.execute(insert(ledger_steps).values(ledger_id=entry_id, at=at, **told))


def step_some(connection: Connection, entries: Sequence[tuple[int, Outcome]], *stages: Stage, at: dt.datetime) -> None:
    """Writes that received files have come through `stages`, each with its outcome and none with a reason."""
    if not entries:
        return
    last = [{"of": entry_id, "stage_now": stages[-1], "outcome_now": outcome} for entry_id, outcome in entries]
    connection.execute(_COME, last)
    connection.execute(
        insert(ledger_steps),
        [
            {"ledger_id": entry_id, "at": at, "stage": stage, "outcome": outcome, "reason": "", "detail": ""}
            for entry_id, outcome in entries
            for stage in stages
        ],
    )


def entry_of_revision(connection: Connection, revision_id: int) -> int | None:
    """Gives the id of the row that a revision came with; rows of the same file from elsewhere are not meant."""
    came_with = (ledger.c.revision_id == fit(revision_id)) & (ledger.c.outcome != Outcome.KNOWN)
    found: int | None = connection.scalar(select(ledger.c.id).where(came_with))
    return found


class Ledger:
    """The ledger of the store."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def entry(self, entry_id: int) -> LedgerEntry:
        """Gives one row with all its steps, the first step first. Raises NotFound."""
        found = self.many([entry_id])
        if entry_id not in found:
            raise NotFound(str(entry_id))
        return found[entry_id]

    def many(self, ids: Iterable[int], *, with_steps: bool = True) -> dict[int, LedgerEntry]:
        """Gives rows by id, each with all its steps or none, without those that are not there."""
        found: dict[int, LedgerEntry] = {}
        with self._database.reading() as connection:
            for part in chunks(ids):
                steps: dict[int, list[LedgerStep]] = {}
                for row in connection.execute(_STEPS, {"some": part}) if with_steps else ():
                    steps.setdefault(row.ledger_id, []).append(_step(row))
                for row in connection.execute(_ROWS, {"some": part}):
                    found[row.id] = row_entry(row, tuple(steps.get(row.id, ())))
        return found

    def entries(
        self, outcome: Outcome | None = None, *, stage: Stage | None = None, limit: int | None = 100, offset: int = 0
    ) -> tuple[LedgerEntry, ...]:
        """Gives rows without their steps, the newest first; all of them where `limit` is None."""
        wanted = select(ledger).order_by(ledger.c.received.desc(), ledger.c.id.desc()).limit(limit).offset(offset)
        if outcome is not None:
            wanted = wanted.where(ledger.c.outcome == outcome)
        if stage is not None:
            wanted = wanted.where(ledger.c.stage == stage)
        with self._database.reading() as connection:
            return tuple(row_entry(row) for row in connection.execute(wanted))

    def of_revision(self, revision_id: int) -> LedgerEntry:
        """Gives the row that a revision came with, without its steps. Raises NotFound."""
        with self._database.reading() as connection:
            entry_id = entry_of_revision(connection, revision_id)
            row = connection.execute(select(ledger).where(ledger.c.id == entry_id)).one_or_none()
            if row is None:
                raise NotFound(str(revision_id))
            return row_entry(row)

    def of_revisions(self, ids: Iterable[int]) -> dict[int, LedgerEntry]:
        """Gives the rows that revisions came with, by the revision's id, without their steps."""
        with self._database.reading() as connection:
            rows = (row for part in chunks(ids) for row in connection.execute(_OF_REVISIONS, {"some": part}))
            return {row.revision_id: row_entry(row) for row in rows}

    def counts(self) -> dict[tuple[Stage, Outcome], int]:
        """Gives how many files have come how far."""
        wanted = select(ledger.c.stage, ledger.c.outcome, func.count()).group_by(ledger.c.stage, ledger.c.outcome)
        with self._database.reading() as connection:
            return {(Stage(stage), Outcome(outcome)): count for stage, outcome, count in connection.execute(wanted)}

    def retry(self, ids: Sequence[int] | None = None) -> int:
        """Makes the reading of failed files ready again, of all or of `ids`; gives how many.

        A file that was not kept cannot be read again; it has to be added again.
        """
        return self._database.write(lambda connection: self._retry(connection, ids))

    def _retry(self, connection: Connection, ids: Sequence[int] | None) -> int:
        at = self._clock()
        failed = (ledger.c.outcome == Outcome.FAILED) & ledger.c.revision_id.is_not(None)
        rows = connection.execute(select(ledger.c.id, ledger.c.revision_id).where(failed)).all()
        wanted = None if ids is None else set(ids)
        again = [row for row in rows if wanted is None or row.id in wanted]
        for row in again:
            read_again(connection, row.id, row.revision_id, at=at)
        return len(again)


def read_again(connection: Connection, entry_id: int, revision_id: int, *, at: dt.datetime) -> None:
    """Makes the reading of a kept file ready again and says so in the ledger."""
    make_ready(connection, READ, revision_id, at=at)
    step(connection, entry_id, Stage.KEPT, Outcome.WAITING, at=at)


def row_entry(row: Row[Any], steps: tuple[LedgerStep, ...] = ()) -> LedgerEntry:
    """Gives a row of the table, with the steps of it that are known."""
    return LedgerEntry(
        id=row.id,
        name=row.name,
        origin=row.origin,
        sha256=row.sha256,
        size=row.size,
        received=row.received,
        document_id=row.document_id,
        stage=Stage(row.stage),
        outcome=Outcome(row.outcome),
        reason=row.reason,
        detail=row.detail,
        warnings=tuple(row.warnings),
        steps=steps,
    )


def _step(row: Row[Any]) -> LedgerStep:
    return LedgerStep(row.at, Stage(row.stage), Outcome(row.outcome), row.reason, row.detail)
