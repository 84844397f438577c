"""Records as documents: what the association's own work says, written where all documents are, so that it is found.

    document_id = records.write(connection, record, at=at)      # within the transaction that changes the row

The text is kept as an original like any other; each change of it is a further revision, so that nothing said is lost.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Integer,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)

from kb.model import Record, RecordSort
from kb.model.records import RECORD
from kb.store.database import Database
from kb.store.files import Files, Original
from kb.store.ids import chunks
from kb.store.jobs import CITE, make_ready
from kb.store.marks import mark
from kb.store.passages import replace_passages
from kb.store.placing import Placement, add_placements, insert_document, place
from kb.store.tables import (
    document_bodies,
    document_speakers,
    document_topics,
    documents,
    originals,
    revisions,
    schema,
)

# Which document holds the text of which row.
records = Table(
    "records",
    schema,
    Column("sort", String(32), primary_key=True),
    Column("record_id", Integer, primary_key=True, autoincrement=False),
    Column("document_id", ForeignKey("documents.id"), nullable=False, unique=True),
)


class Records:
    """The records of the store, as documents."""

    def __init__(self, database: Database, files: Files) -> None:
        self._database = database
        self._files = files

    def write(self, connection: Connection, record: Record, *, at: dt.datetime) -> int:
        """Writes a record as a document, anew where it has changed, and gives the document's id; the index is told.

        Raises WrongValue for a slug in its metadata that is not there, StoreError.
        """
        placement = place(connection, record.metadata)
        document_id = _document_of(connection, record)
        if document_id is None:
            document_id = insert_document(connection, placement, at=at)
            row = {"sort": record.sort, "record_id": record.id, "document_id": document_id}
            connection.execute(insert(records).values(row))
        else:
            _place_anew(connection, document_id, placement)
        self._write_text(connection, document_id, record, at=at)
        mark(connection, document_id, at=at)
        return document_id

    def remove(self, connection: Connection, sort: RecordSort, record_id: int, *, at: dt.datetime) -> None:
        """Takes the document of a row out of sight, as the trash does; its text stays. Nothing where there is none."""
        found = select(records.c.document_id).where(records.c.sort == sort, records.c.record_id == record_id)
        document_id = connection.scalar(found)
        if document_id is not None:
            connection.execute(update(documents).where(documents.c.id == document_id).values(removed=at))
            mark(connection, document_id, at=at)

    def of(self, document_id: int) -> tuple[RecordSort, int] | None:
        """Gives the sort and the id of the row whose text a document holds; None for any other document."""
        return self.of_some([document_id]).get(document_id)

    def of_some(self, document_ids: Iterable[int]) -> dict[int, tuple[RecordSort, int]]:
        """Gives sort and id of the rows whose texts documents hold, by the document's id."""
        with self._database.reading() as connection:
            return {
                row.document_id: (RecordSort(row.sort), row.record_id)
                for some in chunks(document_ids)
                for row in connection.execute(select(records).where(records.c.document_id.in_(some)))
            }

    def documents(self, sort: RecordSort, ids: Iterable[int]) -> dict[int, int]:
        """Gives the documents that hold the texts of rows, by the row's id."""
        wanted = select(records.c.record_id, records.c.document_id).where(records.c.sort == sort)
        with self._database.reading() as connection:
            return {
                row.record_id: row.document_id
                for some in chunks(ids)
                for row in connection.execute(wanted.where(records.c.record_id.in_(some)))
            }

    def _write_text(self, connection: Connection, document_id: int, record: Record, *, at: dt.datetime) -> None:
        """Writes the text of a record as a revision, unless the newest one says the same."""
        content = record.text.encode()
        original = Original(hashlib.sha256(content).hexdigest(), len(content))
        newest = select(revisions.c.number, revisions.c.sha256).where(revisions.c.document_id == document_id)
        last = connection.execute(newest.order_by(revisions.c.number.desc()).limit(1)).one_or_none()
        if last is not None and last.sha256 == original.sha256:
            return
        # Kept before the rows that speak of it; what no row speaks of is invisible.
        self._files.put_chunks([(original, [content])])
        kept = select(func.count()).select_from(originals).where(originals.c.sha256 == original.sha256)
        if not connection.scalar(kept):
            told = {"sha256": original.sha256, "size": original.size, "document_id": document_id}
            connection.execute(insert(originals).values(told))
        columns = _revision(record, document_id, number=last.number + 1 if last else 1, at=at)
        written = connection.execute(insert(revisions).values(**columns, sha256=original.sha256)).inserted_primary_key
        revision_id: int = written[0]  # type: ignore[index]
        replace_passages(connection, {revision_id: record.passages})
        connection.execute(update(documents).where(documents.c.id == document_id).values(shown_id=revision_id))
        make_ready(connection, CITE, revision_id, at=at)


def is_record() -> ColumnElement[bool]:
    """Gives the condition that a document is the text of a record, for statements over `documents`."""
    return documents.c.id.in_(select(records.c.document_id))


def _document_of(connection: Connection, record: Record) -> int | None:
    same = (records.c.sort == record.sort) & (records.c.record_id == record.id)
    return connection.scalar(select(records.c.document_id).where(same))


def _place_anew(connection: Connection, document_id: int, placement: Placement) -> None:
    """Puts a placement in the place of what a document had; it is back in sight."""
    columns = {**placement.columns, "removed": None}
    connection.execute(update(documents).where(documents.c.id == document_id).values(columns))
    for owner in (document_bodies.c.document_id, document_topics.c.document_id, document_speakers.c.owner_id):
        connection.execute(delete(owner.table).where(owner == document_id))
    add_placements(connection, document_id, placement)


def _revision(record: Record, document_id: int, *, number: int, at: dt.datetime) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "number": number,
        "name": record.name,
        "media_type": RECORD,
        "title": record.metadata.title,
        "language": record.metadata.language or "sl",
        "passages": len(record.passages),
        "received": at,
        "stored": at,
    }
