"""What became of reading a file: its passages in one transaction, or the reason why there are none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Connection, bindparam, select, update

from kb.errors import DocumentError, SystemFault
from kb.model import Outcome, Passage, Stage
from kb.slovene.normal import tidy
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.jobs import CITE, READING, Job, Jobs, Setback, finish, finish_some, make_ready, make_some_ready
from kb.store.jobs import Told as ToldSetback
from kb.store.ledger import entry_of_revision, step, step_some
from kb.store.marks import mark_some
from kb.store.passages import replace_passages
from kb.store.tables import documents, ledger, revisions
from kb.store.texts import storable

_SOME: Any = bindparam("some", expanding=True)
_READ = (
    update(revisions)
    .where(revisions.c.id == bindparam("of"))
    .values(
        media_type=bindparam("sort"),
        language=bindparam("spoken"),
        title=bindparam("named"),
        passages=bindparam("count"),
        stored=bindparam("at"),
    )
)
_shown = revisions.alias("shown")
_NUMBERS = (
    select(revisions.c.id, revisions.c.document_id, revisions.c.number, _shown.c.number.label("shown_number"))
    .join_from(revisions, documents, documents.c.id == revisions.c.document_id)
    .outerjoin(_shown, _shown.c.id == documents.c.shown_id)
    .where(revisions.c.id.in_(_SOME))
)
_SHOW = update(documents).where(documents.c.id == bindparam("of")).values(shown_id=bindparam("shown"))
_ENTRIES = select(ledger.c.id, ledger.c.revision_id, ledger.c.warnings).where(
    ledger.c.revision_id.in_(_SOME), ledger.c.outcome != Outcome.KNOWN
)
_WARNED = update(ledger).where(ledger.c.id == bindparam("of")).values(warnings=bindparam("said", type_=JSON()))


@dataclass(frozen=True, slots=True)
class Told:
    """What was read of a job's revision. `is_partial` makes the outcome PARTLY.

    Title and language count where the metadata gave none.
    """

    job: Job
    media_type: str
    language: str
    title: str
    passages: Sequence[Passage]
    warnings: Sequence[str] = ()
    is_partial: bool = False

    @property
    def outcome(self) -> Outcome:
        """Gives what became of the file."""
        return Outcome.PARTLY if self.is_partial else Outcome.READ


class Reading:
    """Writes what reading jobs have come to."""

    def __init__(self, database: Database, jobs: Jobs, clock: Clock) -> None:
        self._database = database
        self._jobs = jobs
        self._clock = clock

    def store(self, told: Sequence[Told]) -> frozenset[int]:
        """Stores what was read; see Store.store_readings."""
        by_job = {each.job.id: each for each in told}
        return self._database.write(lambda connection: self._store(connection, by_job)) if told else frozenset()

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

    def _store(self, connection: Connection, by_job: Mapping[int, Told]) -> frozenset[int]:
        held = finish_some(connection, [each.job for each in by_job.values()])
        told = {each.job.subject: each for job_id, each in by_job.items() if job_id in held}
        if told:
            at = self._clock()
            replace_passages(connection, {subject: each.passages for subject, each in told.items()})
            connection.execute(_READ, [{**_columns(each), "at": at} for each in told.values()])
            _show(connection, list(told), at=at)
            make_some_ready(connection, CITE, list(told), at=at)
            _write_steps(connection, told, at=at)
        return frozenset(held)


def _columns(told: Told) -> dict[str, Any]:
    return {
        "of": told.job.subject,
        "sort": told.media_type,
        "spoken": told.language,
        "named": " ".join(storable(tidy(told.title)).split()),
        "count": len(told.passages),
    }


def _write_steps(connection: Connection, told: Mapping[int, Told], *, at: dt.datetime) -> None:
    rows = connection.execute(_ENTRIES, {"some": list(told)}).all()
    warned = [
        {"of": row.id, "said": [storable(one) for one in told[row.revision_id].warnings]}
        for row in rows
        if told[row.revision_id].warnings or row.warnings
    ]
    if warned:
        connection.execute(_WARNED, warned)
    outcomes = [(row.id, told[row.revision_id].outcome) for row in rows]
    step_some(connection, outcomes, Stage.EXTRACTED, Stage.STORED, at=at)


def _show(connection: Connection, revision_ids: Sequence[int], *, at: dt.datetime) -> None:
    """Makes documents show revisions, unless they show later ones already, and marks them to be indexed."""
    newest: dict[int, Any] = {}
    rows = connection.execute(_NUMBERS, {"some": revision_ids}).all()
    for row in sorted(rows, key=lambda row: row.number):
        if row.number >= (row.shown_number or 0):
            newest[row.document_id] = row.id
    if newest:
        connection.execute(_SHOW, [{"of": document_id, "shown": shown} for document_id, shown in newest.items()])
    mark_some(connection, [row.document_id for row in rows], at=at)


def setbacks(clock: Clock) -> ToldSetback:
    """Gives the listener that writes every setback of a reading job into the ledger, within its transaction."""

    def write(connection: Connection, setback: Setback) -> None:
        entry_id = entry_of_revision(connection, setback.subject) if setback.kind in READING else None
        if entry_id is not None:
            outcome = Outcome.FAILED if setback.given_up else Outcome.WAITING
            told = {"reason": setback.reason, "detail": setback.detail}
            step(connection, entry_id, Stage.KEPT, outcome, at=clock(), **told)

    return write
