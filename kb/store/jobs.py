"""The leased job table: what is to be done, who is doing it, and until when it is theirs.

A job is claimed for a time and has to be renewed; what its worker does not finish in that time is free again.
Every claim gives the job a new lease number, so that a worker that was thought lost cannot finish what is no longer
its own. A job that fails waits longer each time and is given up after MAX_ATTEMPTS; so is one that has outlived
its lease MAX_EXPIRED times, because it kills or hangs whoever takes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Row, and_, bindparam, func, insert, or_, select, update

from kb.errors import Unreadable
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.ids import chunks
from kb.store.tables import UtcDateTime, jobs
from kb.store.workers import is_dead

READ = "read"
CONVERT = "convert"
CITE = "cite"
READING = (READ, CONVERT)
"""The kinds of job whose subject is a revision that waits to be read; CONVERT ones need a program for old formats.

The subject of a CITE job is a revision that has been read, whose citations are to be found.
"""

MAX_ATTEMPTS = 3
MAX_EXPIRED = 3
MAX_ORPHANED = 10
FIRST_WAIT = dt.timedelta(seconds=5)
WAIT_FACTOR = 4
LONGEST_WAIT = dt.timedelta(hours=1)
SOON = dt.timedelta(seconds=30)


class JobState(StrEnum):
    """Where a job stands."""

    READY = "ready"
    LEASED = "leased"
    DONE = "done"
    GIVEN_UP = "given-up"


_FRESH = {"state": JobState.READY, "attempts": 0, "expired": 0, "orphaned": 0, "reason": "", "detail": ""}


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed job: `subject` is what it is about (a revision's id for READ), `lease` its number of this claim."""

    id: int
    kind: str
    subject: int
    lease: int
    worker: str
    attempt: int
    leased_until: dt.datetime


_AT: Any = bindparam("at", type_=UtcDateTime())
_SOME: Any = bindparam("some", expanding=True)
_DUE = and_(jobs.c.state == JobState.READY, jobs.c.due <= _AT)
_EXPIRED = and_(jobs.c.state == JobState.LEASED, jobs.c.leased_until <= _AT)
_FREE = (
    select(jobs)
    .where(jobs.c.kind == bindparam("asked"), or_(_DUE, _EXPIRED))
    .order_by(jobs.c.due, jobs.c.id)
    .limit(bindparam("most", type_=Integer()))
)
_FREE_AND_LOCKED = _FREE.with_for_update(skip_locked=True)
_LEASE = (
    update(jobs)
    .where(jobs.c.id == bindparam("of"))
    .values(
        state=JobState.LEASED,
        worker=bindparam("name"),
        leased_until=bindparam("until"),
        lease=bindparam("number"),
        expired=bindparam("times"),
    )
)
_LEASES = select(jobs.c.id, jobs.c.lease).where(jobs.c.id.in_(_SOME), jobs.c.state == JobState.LEASED).with_for_update()
_SUBJECTS = select(jobs.c.subject).where(jobs.c.kind == bindparam("asked"), jobs.c.subject.in_(_SOME))
_READY_AGAIN = (
    update(jobs)
    .where(jobs.c.kind == bindparam("asked"), jobs.c.subject == bindparam("of"), jobs.c.state != JobState.LEASED)
    .values(due=_AT, **_FRESH)
)
_DONE = (
    update(jobs)
    .where(jobs.c.id == bindparam("of"))
    .values(state=JobState.DONE, worker="", leased_until=None, reason="", detail="")
)


@dataclass(frozen=True, slots=True)
class Setback:
    """A job that has failed for `reason` (the key of an error): to be tried again, or given up."""

    kind: str
    subject: int
    reason: str
    detail: str
    given_up: bool


Told = Callable[[Connection, Setback], None]


def waiting_time(attempt: int) -> dt.timedelta:
    """Gives how long a job waits after its `attempt`-th failure: 5 s, 20 s, 80 s …, at most an hour."""
    factor: int = WAIT_FACTOR ** min(attempt - 1, 10)
    return min(FIRST_WAIT * factor, LONGEST_WAIT)


def ready(kind: str, subject: int, *, at: dt.datetime) -> dict[str, Any]:
    """Gives the columns of a job that is to be done from `at` on, as if nobody had ever tried it."""
    return {"kind": kind, "subject": subject, "worker": "", "lease": 0, "due": at, **_FRESH}


def make_ready(connection: Connection, kind: str, subject: int, *, at: dt.datetime) -> None:
    """Puts a job in the table, or makes it ready anew if it is there and nobody is doing it."""
    same = (jobs.c.kind == kind) & (jobs.c.subject == subject)
    if connection.scalar(select(jobs.c.id).where(same)) is None:
        connection.execute(insert(jobs), [ready(kind, subject, at=at)])
    else:
        connection.execute(update(jobs).where(same, jobs.c.state != JobState.LEASED).values(due=at, **_FRESH))


def make_some_ready(connection: Connection, kind: str, subjects: Sequence[int], *, at: dt.datetime) -> None:
    """Puts jobs in the table or makes them ready anew, as `make_ready` does one."""
    there: set[int] = set()
    for some in chunks(subjects):
        there.update(connection.scalars(_SUBJECTS, {"asked": kind, "some": some}))
    if again := [{"asked": kind, "of": subject, "at": at} for subject in subjects if subject in there]:
        connection.execute(_READY_AGAIN, again)
    if new := [ready(kind, subject, at=at) for subject in dict.fromkeys(subjects) if subject not in there]:
        connection.execute(insert(jobs), new)


def finish(connection: Connection, job: Job) -> bool:
    """Writes that a job is done, within the transaction of what it did; False where the lease is lost."""
    return _end(connection, job, state=JobState.DONE, reason="", detail="")


def finish_some(connection: Connection, wanted: Sequence[Job]) -> set[int]:
    """Writes that jobs are done, as `finish` does of one; gives the ids of those whose lease was not lost."""
    theirs = {(job.id, job.lease) for job in wanted}
    rows = connection.execute(_LEASES, {"some": [job.id for job in wanted]}).all()
    held = {row.id for row in rows if (row.id, row.lease) in theirs}
    if held:
        connection.execute(_DONE, [{"of": job_id} for job_id in held])
    return held


class Jobs:
    """The jobs of the store. `told` hears of every setback within its transaction."""

    def __init__(self, database: Database, clock: Clock, *, told: Told) -> None:
        self._database = database
        self._clock = clock
        self._told = told

    def put(self, kind: str, subject: int) -> None:
        """Puts a job in the table, or makes it ready anew if it is there and nobody is doing it."""
        self._database.write(lambda connection: make_ready(connection, kind, subject, at=self._clock()))

    def claim(self, worker: str, *, lease_seconds: float, kind: str = READ) -> Job | None:
        """Gives the job that has been due longest, now `worker`'s for `lease_seconds`, or None. No two get the same."""
        return next(iter(self.claim_some(worker, lease_seconds=lease_seconds, kind=kind, most=1)), None)

    def claim_some(self, worker: str, *, lease_seconds: float, kind: str = READ, most: int) -> tuple[Job, ...]:
        """Gives at most `most` jobs, as `claim` gives one, those that have been due longest first."""
        with self._database.reading() as connection:
            if connection.execute(_FREE, self._wanted(kind, 1)).first() is None:
                return ()
        return self._database.write(lambda connection: self._claim(connection, worker, lease_seconds, kind, most))

    def renew(self, job: Job, *, lease_seconds: float) -> bool:
        """Leases a job for `lease_seconds` from now; False, and nothing changed, where the lease is lost."""
        until = self._clock() + dt.timedelta(seconds=lease_seconds)
        renewed = update(jobs).where(_still_leased(job)).values(leased_until=until)
        return self._database.write(lambda connection: connection.execute(renewed).rowcount == 1)

    def put_back(self, unstarted: Sequence[Job]) -> None:
        """Makes ready again, at once and as if never claimed, those of the jobs whose lease is not lost."""
        for job in unstarted:
            back = update(jobs).where(_still_leased(job)).values(state=JobState.READY, worker="", leased_until=None)
            self._database.write(lambda connection, back=back: connection.execute(back).rowcount)  # type: ignore[misc]

    def finish(self, job: Job) -> bool:
        """Writes that a job is done; False, and nothing changed, where the lease is lost."""
        return self._database.write(lambda connection: finish(connection, job))

    def postpone(self, job: Job, *, reason: str, detail: str = "") -> bool:
        """Makes a job ready again after its waiting time, or gives it up after MAX_ATTEMPTS.

        False, and nothing changed, where the lease is lost.
        """
        return self._database.write(lambda connection: self._postpone(connection, job, reason, detail))

    def give_up(self, job: Job, *, reason: str, detail: str = "") -> bool:
        """Ends a job that cannot be done; False, and nothing changed, where the lease is lost."""
        return self._database.write(lambda connection: self._give_up(connection, job, reason, detail))

    def release_dead(self) -> int:
        """Makes ready at once what is leased by processes of this host that live no more; gives how many jobs.

        A job that has been left so MAX_ORPHANED times is given up.
        """
        with self._database.reading() as connection:
            leased = select(jobs.c.worker).where(jobs.c.state == JobState.LEASED).distinct()
            dead = [worker for worker in connection.scalars(leased) if is_dead(worker)]
        return self._database.write(lambda connection: self._release(connection, dead)) if dead else 0

    def counts(self, kind: str = READ) -> dict[JobState, int]:
        """Gives how many jobs of a kind are in which state."""
        wanted = select(jobs.c.state, func.count()).where(jobs.c.kind == kind).group_by(jobs.c.state)
        with self._database.reading() as connection:
            return {JobState(state): count for state, count in connection.execute(wanted)}

    def next_due(self, kind: str = READ) -> dt.datetime | None:
        """Gives when the next job can be claimed (a leased one: when its lease ends), or None where none is open."""
        ready = select(func.min(jobs.c.due)).where(jobs.c.kind == kind, jobs.c.state == JobState.READY)
        leased = select(func.min(jobs.c.leased_until)).where(jobs.c.kind == kind, jobs.c.state == JobState.LEASED)
        with self._database.reading() as connection:
            moments = [connection.scalar(ready), connection.scalar(leased)]
        return min((moment for moment in moments if moment is not None), default=None)

    def is_busy(self, kinds: Sequence[str] = READING, *, soon: dt.timedelta = SOON) -> bool:
        """Tells whether a job is being done by anybody, or one will be due `soon`."""
        is_leased = jobs.c.state == JobState.LEASED
        is_due = and_(jobs.c.state == JobState.READY, jobs.c.due <= self._clock() + soon)
        wanted = select(jobs.c.id).where(jobs.c.kind.in_(kinds), or_(is_leased, is_due)).limit(1)
        with self._database.reading() as connection:
            return connection.scalar(wanted) is not None

    def _wanted(self, kind: str, most: int) -> dict[str, Any]:
        return {"asked": kind, "at": self._clock(), "most": most}

    def _claim(
        self, connection: Connection, worker: str, lease_seconds: float, kind: str, most: int
    ) -> tuple[Job, ...]:
        claimed: list[Job] = []
        while rows := connection.execute(_FREE_AND_LOCKED, self._wanted(kind, most - len(claimed))).all():
            lasting = [row for row in rows if _times_expired(row) < MAX_EXPIRED]
            claimed += self._lease(connection, lasting, worker, lease_seconds)
            if len(lasting) == len(rows):
                break
            for row in rows:
                if row not in lasting:
                    self._give_up(connection, _job(row), Unreadable.key, "")
        return tuple(claimed)

    def _lease(self, connection: Connection, rows: Sequence[Row[Any]], worker: str, seconds: float) -> list[Job]:
        until = self._clock() + dt.timedelta(seconds=seconds)
        leased = [
            {"of": row.id, "number": row.lease + 1, "times": _times_expired(row), "name": worker, "until": until}
            for row in rows
        ]
        if leased:
            connection.execute(_LEASE, leased)
        return [Job(row.id, row.kind, row.subject, row.lease + 1, worker, row.attempts + 1, until) for row in rows]

    def _postpone(self, connection: Connection, job: Job, reason: str, detail: str) -> bool:
        if job.attempt >= MAX_ATTEMPTS:
            return self._give_up(connection, job, reason, detail)
        due = self._clock() + waiting_time(job.attempt)
        changed = {"state": JobState.READY, "due": due, "attempts": job.attempt, "reason": reason, "detail": detail}
        return self._set_back(connection, job, given_up=False, **changed)

    def _give_up(self, connection: Connection, job: Job, reason: str, detail: str) -> bool:
        return self._set_back(connection, job, given_up=True, state=JobState.GIVEN_UP, reason=reason, detail=detail)

    def _set_back(self, connection: Connection, job: Job, *, given_up: bool, **changed: Any) -> bool:
        if not _end(connection, job, **changed):
            return False
        self._told(connection, Setback(job.kind, job.subject, changed["reason"], changed["detail"], given_up))
        return True

    def _release(self, connection: Connection, dead: list[str]) -> int:
        at = self._clock()
        left = (jobs.c.state == JobState.LEASED) & jobs.c.worker.in_(dead)
        rows = connection.execute(select(jobs).where(left).with_for_update()).all()
        for row in rows:
            if row.orphaned + 1 >= MAX_ORPHANED:
                self._give_up(connection, _job(row), Unreadable.key, "")
                continue
            ready = {"state": JobState.READY, "due": at, "worker": "", "orphaned": row.orphaned + 1}
            connection.execute(update(jobs).where(jobs.c.id == row.id).values(leased_until=None, **ready))
        return len(rows)


def _times_expired(row: Row[Any]) -> int:
    """Gives how many leases of a job have run out, one that has run out just now among them."""
    times: int = row.expired + (row.state == JobState.LEASED)
    return times


def _job(row: Row[Any]) -> Job:
    return Job(row.id, row.kind, row.subject, row.lease, row.worker, row.attempts + 1, row.leased_until)


def _still_leased(job: Job) -> ColumnElement[bool]:
    return and_(jobs.c.id == job.id, jobs.c.lease == job.lease, jobs.c.state == JobState.LEASED)


def _end(connection: Connection, job: Job, **changed: Any) -> bool:
    ended = update(jobs).where(_still_leased(job)).values(worker="", leased_until=None, **changed)
    return connection.execute(ended).rowcount == 1
