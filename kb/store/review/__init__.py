"""Review in the store: what is found in documents, what resembles what, and what is published by whom."""

from __future__ import annotations

from sqlalchemy import Connection

from kb.model import Actor, Deed
from kb.store.audit import enter
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.review.examining import Examinations, Examined, PlacedFinding, Resemblance, Unexamined
from kb.store.review.merging import APART, decide, merge
from kb.store.review.publishing import Proposal, Published, Publishing
from kb.store.review.waiting import Alike, Arrived, Counts, Draft, Waiting

__all__ = [
    "Alike",
    "Arrived",
    "Counts",
    "Draft",
    "Examined",
    "PlacedFinding",
    "Proposal",
    "Published",
    "Resemblance",
    "Review",
    "Unexamined",
]


class Review:
    """The review of the store."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.examinations = Examinations(database)
        self.publishing = Publishing(database, clock)
        self.waiting = Waiting(database)

    def merge(self, actor: Actor, document_id: int, into: int, *, as_format: bool) -> None:
        """Makes a draft another format or a new revision of another document; see kb.store.review.merging.

        Raises NotFound, NotPossible.
        """
        self._database.write(
            lambda connection: merge(connection, actor, document_id, into, as_format=as_format, at=self._clock())
        )

    def keep_apart(self, actor: Actor, document_id: int, alike: Alike) -> None:
        """Writes that two documents resemble one another and are two all the same."""
        resemblance = alike.resemblance

        def write(connection: Connection) -> None:
            decide(connection, resemblance.revision_id, resemblance.other_id, APART)
            after = {"other": alike.document_id}
            at = self._clock()
            enter(connection, actor, Deed.TOLD_APART, subject="document", subject_id=document_id, after=after, at=at)

        self._database.write(write)
