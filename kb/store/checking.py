"""What has to be true of a store: every original is there, every passage was kept, whatever waits will be read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select

from kb.errors import StoreError
from kb.model import Outcome, Reader
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.files import Files, Original
from kb.store.jobs import CONVERT, READ, JobState, make_ready
from kb.store.marks import mark_some
from kb.store.seen import seen_by
from kb.store.tables import documents, jobs, ledger, originals, passages, revisions

NAMED_WITHIN = 24 * 3600
"""Seconds within which the row of a file is written after its bytes, at the latest."""

_ALIVE = (JobState.READY, JobState.LEASED)


@dataclass(frozen=True, slots=True)
class BadOriginal:
    """An original that is gone or differs from what was received, and the ids of the documents that have it."""

    sha256: str
    is_there: bool
    documents: tuple[int, ...]


class Checking:
    """Looks for what is not as it should be, and puts right what can be."""

    def __init__(self, database: Database, files: Files, clock: Clock) -> None:
        self._database = database
        self._files = files
        self._clock = clock

    def originals(self) -> tuple[Original, ...]:
        """Gives all originals that the store names."""
        with self._database.reading() as connection:
            found = connection.execute(select(originals.c.sha256, originals.c.size).order_by(originals.c.sha256)).all()
        return tuple(Original(sha256, size) for sha256, size in found)

    def look_at(self, original: Original, *, whole: bool) -> BadOriginal | None:
        """Gives what is wrong with an original: that it is gone, of another size, or `whole` of other bytes."""
        try:
            is_there = self._files.has(original)
            is_good = is_there and (not whole or self._sum(original) == original.sha256)
        except StoreError:
            is_there, is_good = True, False
        return None if is_good else BadOriginal(original.sha256, is_there, self._documents_of(original.sha256))

    def nameless(self) -> tuple[str, ...]:
        """Gives the checksums of bytes that no row names, without those of the last day, which may still get one.

        They are left by a process that was killed between putting a file and entering it, or by a database that was put
        back to an earlier day. Raises StoreError.
        """
        named = {original.sha256 for original in self.originals()}
        return tuple(sorted(sha256 for sha256, age in self._files.kept() if sha256 not in named and age > NAMED_WITHIN))

    def drop_nameless(self, sha256: str) -> bool:
        """Takes bytes away that no row names; tells whether it did. Raises StoreError."""
        named = select(originals.c.sha256).where(originals.c.sha256 == sha256)
        with self._database.writing() as connection:
            # The lock of writers is held: nobody can name them meanwhile.
            if connection.scalar(named) is not None:
                return False
            self._files.remove(sha256)
        return True

    def passages(self) -> dict[int, int]:
        """Gives by id how many passages each document has that is to be found."""
        counted = (
            select(documents.c.id, func.count(passages.c.id).label("passages"))
            .join_from(documents, passages, passages.c.revision_id == documents.c.shown_id, isouter=True)
            .where(documents.c.removed.is_(None), documents.c.shown_id.is_not(None))
            .group_by(documents.c.id)
        )
        with self._database.reading() as connection:
            return {row.id: row.passages for row in connection.execute(counted)}

    def open_to(self, reader: Reader) -> frozenset[int]:
        """Gives the ids of the documents that a reader may find."""
        there = select(documents.c.id).where(documents.c.removed.is_(None), documents.c.shown_id.is_not(None))
        with self._database.reading() as connection:
            return frozenset(connection.scalars(there.where(seen_by(reader))))

    def mark(self, document_ids: list[int]) -> None:
        """Marks documents to be indexed as they are."""
        at = self._clock()
        self._database.write(lambda connection: mark_some(connection, document_ids, at=at))

    def stranded(self) -> tuple[int, ...]:
        """Gives the entries of the ledger that wait to be read though no job will ever read them."""
        with self._database.reading() as connection:
            return tuple(entry for entry, _ in _stranded(connection))

    def fetch_in(self) -> int:
        """Makes jobs ready for what is stranded; gives how many."""
        return self._database.write(self._fetch_in)

    def _fetch_in(self, connection: Connection) -> int:
        found = list(_stranded(connection))
        for _, revision_id in found:
            make_ready(connection, READ, revision_id, at=self._clock())
        return len(found)

    def _sum(self, original: Original) -> str:
        digest = hashlib.sha256()
        for chunk in self._files.open_original(original.sha256):
            digest.update(chunk)
        return digest.hexdigest()

    def _documents_of(self, sha256: str) -> tuple[int, ...]:
        having = select(revisions.c.document_id).where(revisions.c.sha256 == sha256).distinct()
        with self._database.reading() as connection:
            return tuple(connection.scalars(having.order_by(revisions.c.document_id)))


def _stranded(connection: Connection) -> Iterator[tuple[int, int]]:
    """Gives (entry, revision) of what waits without a job that is ready or leased."""
    job = and_(jobs.c.subject == ledger.c.revision_id, jobs.c.kind.in_((READ, CONVERT)), jobs.c.state.in_(_ALIVE))
    waiting = (
        select(ledger.c.id, ledger.c.revision_id)
        .join(jobs, job, isouter=True)
        .where(ledger.c.outcome == Outcome.WAITING, ledger.c.revision_id.is_not(None), jobs.c.id.is_(None))
    )
    return ((entry, revision) for entry, revision in connection.execute(waiting).all())
