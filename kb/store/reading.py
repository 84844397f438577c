"""What became of reading a file: its passages in one transaction, or the reason why there are none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from kb.errors import DocumentError, SystemFault
from kb.model import Outcome, Passage, Stage
from kb.slovene.normal import tidy
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.jobs import READING, Job, Jobs, Setback, Told, finish, make_ready
from kb.store.ledger import entry_of_revision, step
from kb.store.marks import mark
from kb.store.passages import replace_passages
from kb.store.tables import documents, revisions
from kb.store.texts import storable


class Reading:
    """Writes what reading jobs have come to."""

    def __init__(self, database: Database, jobs: Jobs, clock: Clock) -> None:
        self._database = database
        self._jobs = jobs
        self._clock = clock

    def store(
        self,
        job: Job,
        *,
        media_type: str,
        language: str,
        title: str,
        warnings: Sequence[str],
        passages: Sequence[Passage],
        is_partial: bool,
    ) -> bool:
        """Stores what was read; see Store.store_reading."""
        columns = {"media_type": media_type, "language": language, "title": " ".join(storable(tidy(title)).split())}
        told = {
            "outcome": Outcome.PARTLY if is_partial else Outcome.READ,
            "warnings": [storable(warning) for warning in warnings],
        }
        return self._database.write(lambda connection: self._store(connection, job, columns, told, passages))

    def hand_over(self, job: Job, kind: str) -> bool:
        """Passes a job on to those who do another kind; see Store.hand_over."""

        def write(connection: Connection) -> bool:
            is_ours = finish(connection, job)
            if is_ours:
                make_ready(connection, kind, job.subject, at=self._clock())
            return is_ours

        return self._database.write(write)

    def fail(self, job: Job, error: DocumentError | SystemFault) -> bool:
        """Writes why a file was not read; see Store.fail_reading."""
        if isinstance(error, DocumentError):
            return self._jobs.give_up(job, reason=error.key, detail=storable(error.detail))
        return self._jobs.postpone(job, reason=error.key, detail=storable(error.detail))

    def _store(
        self,
        connection: Connection,
        job: Job,
        columns: dict[str, str],
        told: dict[str, Any],
        passages: Sequence[Passage],
    ) -> bool:
        if not finish(connection, job):
            return False
        at = self._clock()
        replace_passages(connection, job.subject, passages)
        read = update(revisions).where(revisions.c.id == job.subject)
        connection.execute(read.values(**columns, passages=len(passages), stored=at))
        _show(connection, job.subject, at=at)
        entry_id = entry_of_revision(connection, job.subject)
        if entry_id is not None:
            for stage in (Stage.EXTRACTED, Stage.STORED):
                step(connection, entry_id, stage, at=at, **told)
        return True


def _show(connection: Connection, revision_id: int, *, at: dt.datetime) -> None:
    """Makes a document show a revision, unless it shows a later one already, and marks it to be indexed."""
    row = connection.execute(select(revisions).where(revisions.c.id == revision_id)).one()
    is_later = (documents.c.id == row.document_id) & (documents.c.shown_id == revisions.c.id)
    shown = connection.scalar(select(revisions.c.number).where(is_later, revisions.c.number > row.number))
    if shown is None:
        connection.execute(update(documents).where(documents.c.id == row.document_id).values(shown_id=revision_id))
    mark(connection, row.document_id, at=at)


def setbacks(clock: Clock) -> Told:
    """Gives the listener that writes every setback of a reading job into the ledger, within its transaction."""

    def write(connection: Connection, setback: Setback) -> None:
        entry_id = entry_of_revision(connection, setback.subject) if setback.kind in READING else None
        if entry_id is not None:
            outcome = Outcome.FAILED if setback.given_up else Outcome.WAITING
            told = {"reason": setback.reason, "detail": setback.detail}
            step(connection, entry_id, Stage.KEPT, outcome, at=clock(), **told)

    return write
