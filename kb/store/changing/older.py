"""The revisions of a document that are not shown: what they say stays readable."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from kb.errors import NotFound
from kb.model import Passage, Revision
from kb.store.database import Database
from kb.store.ids import fit
from kb.store.passages import read_passages
from kb.store.tables import documents, ledger, originals, revisions


@dataclass(frozen=True, slots=True)
class OfRevision:
    """A revision of a document, whether it is the one shown, and how its reading stands.

    `reason` and `detail` tell why it could not be read; `waits` that it has not been read yet.
    """

    revision: Revision
    title: str
    passages: int
    is_shown: bool
    waits: bool
    reason: str = ""
    detail: str = ""


class Older:
    """All revisions of the documents of the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, document_id: int) -> tuple[OfRevision, ...]:
        """Gives the revisions of a document, the newest first."""
        wanted = (
            select(revisions, originals.c.size, documents.c.shown_id, ledger.c.reason, ledger.c.detail)
            .join_from(revisions, originals)
            .join(documents, documents.c.id == revisions.c.document_id)
            .join(ledger, ledger.c.revision_id == revisions.c.id, isouter=True)
            .where(revisions.c.document_id == fit(document_id), documents.c.removed.is_(None))
            .order_by(revisions.c.number.desc(), ledger.c.id)
        )
        found: dict[int, OfRevision] = {}
        with self._database.reading() as connection:
            for row in connection.execute(wanted):
                value = Revision(row.id, row.number, row.name, row.sha256, row.size, row.media_type, row.received)
                waits = row.stored is None and not row.reason
                told = (row.title, row.passages, row.id == row.shown_id, waits, row.reason or "", row.detail or "")
                found.setdefault(row.id, OfRevision(value, *told))
        return tuple(found.values())

    def one(self, document_id: int, number: int) -> OfRevision:
        """Gives a revision of a document by its number. Raises NotFound."""
        for each in self.of(document_id):
            if each.revision.number == number:
                return each
        raise NotFound(f"{document_id}/{number}")

    def passages(self, revision_id: int) -> tuple[Passage, ...]:
        """Gives what a revision says, in order; nothing of one that has not been read."""
        with self._database.reading() as connection:
            return read_passages(connection, revision_id)
