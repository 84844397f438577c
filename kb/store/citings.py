"""What is to be gone through for citations, and what was found: each revision that has been read is a job until then.

What is found is kept under a stamp, which tells by which rules and which register; with another stamp a revision is
gone through again. Passages that are read anew take their citations with them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, or_, select

from kb.legislation.placed import PlacedCitation
from kb.model import Passage
from kb.store.citations import LISTED, PARTER
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.jobs import CITE, Job, finish, finish_some, make_some_ready
from kb.store.passages import read_passages
from kb.store.tables import citations, citings, documents, revisions
from kb.store.texts import storable

_LONGEST_ARTICLE = 16
_SOME: Any = bindparam("some", expanding=True)
_STORED = select(revisions.c.id, revisions.c.stored).where(revisions.c.id.in_(_SOME)).with_for_update()
_UNCITED = (
    select(revisions.c.stored, revisions.c.name, revisions.c.title.label("read_title"), documents.c.title)
    .join_from(revisions, documents, documents.c.id == revisions.c.document_id)
    .where(revisions.c.stored.is_not(None), revisions.c.id == bindparam("of"))
)


@dataclass(frozen=True, slots=True)
class Uncited:
    """A revision whose citations are to be found: its job, when it was stored, its title and its passages."""

    job: Job
    stored: dt.datetime
    title: str
    passages: tuple[Passage, ...]

    @property
    def characters(self) -> int:
        """Gives how long its text is."""
        return sum(len(passage.text) for passage in self.passages)


@dataclass(frozen=True, slots=True)
class Cited:
    """What was found in an Uncited, by the rules and the register that `stamp` tells."""

    of: Uncited
    stamp: str
    citations: tuple[PlacedCitation, ...]


class Citings:
    """The revisions of the store as those that are gone through for citations."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def make_ready(self, stamp: str, *, all_of_them: bool = False) -> int:
        """Puts jobs for the revisions that are shown and have another stamp, or for all that are; gives how many."""
        wanted = select(documents.c.shown_id).join(citings, citings.c.revision_id == documents.c.shown_id, isouter=True)
        wanted = wanted.where(documents.c.shown_id.is_not(None), documents.c.removed.is_(None))
        if not all_of_them:
            wanted = wanted.where(or_(citings.c.stamp.is_(None), citings.c.stamp != stamp))
        with self._database.reading() as connection:
            stale: list[int] = list(connection.scalars(wanted.order_by(documents.c.shown_id)))
        if stale:
            at = self._clock()
            self._database.write(lambda connection: make_some_ready(connection, CITE, stale, at=at))
        return len(stale)

    def to_read(self, jobs: Sequence[Job]) -> Iterator[Uncited]:
        """Gives the revisions of jobs with their passages, one after another.

        None for a job whose revision has not been read; such a job is finished.
        """
        for job in jobs:
            with self._database.reading() as connection:
                row = connection.execute(_UNCITED, {"of": job.subject}).one_or_none()
                found = read_passages(connection, job.subject) if row is not None else ()
            if row is None:
                self._database.write(lambda connection, job=job: finish(connection, job))  # type: ignore[misc]
            else:
                yield Uncited(job, row.stored, row.title or row.read_title or row.name, found)

    def keep(self, done: Sequence[Cited]) -> frozenset[int]:
        """Keeps what was found, in place of what was, and finishes the jobs, all in one transaction; gives their ids.

        A revision that was read anew meanwhile, or the lease of whose job is lost, is left as it is.
        """
        return self._database.write(lambda connection: _keep(connection, done)) if done else frozenset()


def _keep(connection: Connection, done: Sequence[Cited]) -> frozenset[int]:
    rows = connection.execute(_STORED, {"some": [each.of.job.subject for each in done]})
    stored = {row.id: row.stored for row in rows}
    current = [each for each in done if stored.get(each.of.job.subject) == each.of.stored]
    held = finish_some(connection, [each.of.job for each in current])
    kept = [each for each in current if each.of.job.id in held]
    if not kept:
        return frozenset()
    ids = [each.of.job.subject for each in kept]
    connection.execute(delete(citations).where(citations.c.revision_id.in_(ids)))
    if found := [row for each in kept for row in _rows(each)]:
        connection.execute(insert(citations), found)
    connection.execute(delete(citings).where(citings.c.revision_id.in_(ids)))
    connection.execute(insert(citings), [{"revision_id": each.of.job.subject, "stamp": each.stamp} for each in kept])
    return frozenset(held)


def _rows(cited: Cited) -> Iterator[dict[str, Any]]:
    for placed in cited.citations:
        each = placed.citation
        columns = {
            "revision_id": cited.of.job.subject,
            "position": placed.position,
            "in_heading": placed.in_heading,
            "starts": each.start,
            "ends": each.end,
            "kind": each.kind.value,
            "act_key": storable(placed.key),
            "said": storable(each.text),
            "act": storable(each.act),
            "gazette": [[one.number, one.year, one.qualifier] for one in each.gazette],
            **{name: storable(PARTER.join(getattr(each, name))) for name in LISTED},
        }
        for article in each.articles or ("",):
            yield {**columns, "article": storable(article)[:_LONGEST_ARTICLE]}
