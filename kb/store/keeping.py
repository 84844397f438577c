"""Keeping: a received file becomes an original, a document and a row of the ledger before anything parses it.

The original is put first, under its checksum, so that one left over from a crash is found again and harms nothing.
Then one transaction writes document, revision, placements, ledger row and reading job: all of it, or nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from kb.errors import DocumentError, NotFound
from kb.model import LedgerEntry, Metadata, Outcome, Stage
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.files import Files, Original, measure
from kb.store.ids import fit
from kb.store.jobs import READ, make_ready
from kb.store.ledger import Ledger, read_again, step
from kb.store.marks import mark_shown
from kb.store.placing import Placement, add_placements, insert_document, place, revise_document
from kb.store.tables import documents, ledger, originals, revisions
from kb.store.texts import storable, storable_path

_ARRIVED = {"stage": Stage.ARRIVED, "outcome": Outcome.WAITING, "reason": "", "detail": "", "warnings": []}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A received file whose original is kept: `revises` is the document that it is a new revision of."""

    name: str
    origin: str
    original: Original
    placement: Placement
    revises: int | None
    at: dt.datetime


class Keeping:
    """Takes files in. Nothing is kept of a file whose metadata cannot be used."""

    def __init__(self, database: Database, files: Files, entries: Ledger, clock: Clock) -> None:
        self._database = database
        self._files = files
        self._entries = entries
        self._clock = clock

    def keep(
        self, path: Path, *, name: str, origin: str, metadata: Metadata, max_bytes: int, revises: int | None
    ) -> LedgerEntry:
        """Keeps a file; see Store.keep."""
        placement = self._check(metadata, revises)
        try:
            original = measure(path, max_bytes=max_bytes)
            self._files.put(path, original)
        except DocumentError as error:
            return self.refuse(name, origin=origin, error=error, size=_size(path))
        arrival = Arrival(storable(name), storable_path(origin), original, placement, revises, self._clock())
        return self._entries.entry(self._database.write(lambda connection: _enter(connection, arrival)))

    def refuse(self, name: str, *, origin: str, error: DocumentError, size: int = 0) -> LedgerEntry:
        """Enters a file that was not kept; see Store.refuse."""
        at = self._clock()
        columns = {"name": storable(name), "origin": storable_path(origin), "size": size, "received": at}
        return self._entries.entry(self._database.write(lambda connection: _refuse(connection, columns, error, at)))

    def _check(self, metadata: Metadata, revises: int | None) -> Placement:
        with self._database.reading() as connection:
            if revises is not None:
                _check_document(connection, revises)
            return place(connection, metadata)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except (OSError, ValueError):
        return 0


def _check_document(connection: Connection, document_id: int) -> None:
    there = select(documents.c.id).where(documents.c.id == fit(document_id), documents.c.removed.is_(None))
    if connection.scalar(there) is None:
        raise NotFound(str(document_id))


def _refuse(connection: Connection, columns: dict[str, Any], error: DocumentError, at: dt.datetime) -> int:
    identity = f"-{error.key}"
    row = _row(connection, columns["origin"], identity)
    if row is not None and row.outcome == Outcome.FAILED and row.detail == error.detail:
        return int(row.id)
    entry_id = row.id if row is not None else _insert_row(connection, {**columns, "identity": identity, "sha256": ""})
    detail, size = storable(error.detail), columns["size"]
    failed = (Stage.ARRIVED, Outcome.FAILED)
    step(connection, entry_id, *failed, at=at, reason=error.key, detail=detail, size=size)
    return entry_id


def _enter(connection: Connection, arrival: Arrival) -> int:
    """Writes an arrival and gives the id of its ledger row."""
    row = _row(connection, arrival.origin, arrival.original.sha256)
    owner = connection.scalar(select(originals.c.document_id).where(originals.c.sha256 == arrival.original.sha256))
    if owner is None or _reverts(connection, arrival, owner):
        document_id, revision_id = _write_revision(connection, arrival, is_new=owner is None)
        entry_id = _row_for(connection, arrival, row)
        came: dict[str, Any] = {"document_id": document_id, "revision_id": revision_id, "received": arrival.at}
        step(connection, entry_id, Stage.KEPT, Outcome.WAITING, at=arrival.at, **came)
        make_ready(connection, READ, revision_id, at=arrival.at)
    else:
        document_id = owner
        entry_id = _come_again(connection, arrival, row, document_id)
    _settle_failures(connection, arrival, document_id)
    return entry_id


def _reverts(connection: Connection, arrival: Arrival, owner: int) -> bool:
    """Tells whether a document is to be given back bytes that it had before its newest revision."""
    if arrival.revises != owner:
        return False
    newest = select(revisions.c.sha256).where(revisions.c.document_id == owner).order_by(revisions.c.number.desc())
    return connection.scalar(newest.limit(1)) != arrival.original.sha256


def _write_revision(connection: Connection, arrival: Arrival, *, is_new: bool) -> tuple[int, int]:
    """Writes a document or a further revision of one; gives the ids of document and revision."""
    if arrival.revises is None:
        document_id = insert_document(connection, arrival.placement, at=arrival.at)
    else:
        document_id = arrival.revises
        revise_document(connection, document_id, arrival.placement)
        mark_shown(connection, document_id, at=arrival.at)
    if is_new:
        kept = {"sha256": arrival.original.sha256, "size": arrival.original.size, "document_id": document_id}
        connection.execute(insert(originals).values(kept))
    number = connection.scalar(select(func.max(revisions.c.number)).where(revisions.c.document_id == document_id))
    columns = {"document_id": document_id, "number": (number or 0) + 1, "sha256": arrival.original.sha256}
    unread = {"media_type": "", "title": "", "language": "", "passages": 0}
    written = connection.execute(insert(revisions).values(**columns, **unread, name=arrival.name, received=arrival.at))
    return document_id, written.inserted_primary_key[0]  # type: ignore[index]


def _come_again(connection: Connection, arrival: Arrival, row: Row[Any] | None, document_id: int) -> int:
    """Adds what is new about bytes that are kept already; what failed the last time is made ready again."""
    added = add_placements(connection, document_id, arrival.placement)
    gone = documents.c.removed.is_not(None) & (documents.c.id == document_id)
    restored = connection.execute(update(documents).where(gone).values(removed=None)).rowcount == 1
    if added or restored:
        mark_shown(connection, document_id, at=arrival.at)
    if row is None:
        entry_id = _row_for(connection, arrival, None)
        step(connection, entry_id, Stage.KEPT, Outcome.KNOWN, at=arrival.at, document_id=document_id)
        return entry_id
    if row.outcome == Outcome.FAILED and row.revision_id is not None:
        read_again(connection, row.id, row.revision_id, at=arrival.at)
    return int(row.id)


def _row_for(connection: Connection, arrival: Arrival, row: Row[Any] | None) -> int:
    """Gives the id of the row that tells of an arrival: its own, that of a failure mended now, or a new one."""
    columns = {"name": arrival.name, "sha256": arrival.original.sha256, "size": arrival.original.size}
    mended = row or next(iter(_failures(connection, arrival.origin)), None)
    if mended is None:
        identity = {"identity": arrival.original.sha256, "received": arrival.at, "origin": arrival.origin}
        return _insert_row(connection, {**columns, **identity})
    changed = {**columns, "identity": arrival.original.sha256}
    connection.execute(update(ledger).where(ledger.c.id == mended.id).values(changed))
    return int(mended.id)


def _insert_row(connection: Connection, columns: dict[str, Any]) -> int:
    entry_id: int = connection.execute(insert(ledger).values({**_ARRIVED, **columns})).inserted_primary_key[0]  # type: ignore[index]
    step(connection, entry_id, Stage.ARRIVED, Outcome.WAITING, at=columns["received"])
    return entry_id


def _row(connection: Connection, origin: str, identity: str) -> Row[Any] | None:
    same = (ledger.c.origin == origin) & (ledger.c.identity == identity)
    return connection.execute(select(ledger).where(same)).one_or_none()


def _failures(connection: Connection, origin: str) -> Sequence[Row[Any]]:
    unkept = (ledger.c.origin == origin) & (ledger.c.sha256 == "") & (ledger.c.outcome == Outcome.FAILED)
    return connection.execute(select(ledger).where(unkept).order_by(ledger.c.id)).all()


def _settle_failures(connection: Connection, arrival: Arrival, document_id: int) -> None:
    """Says of earlier failures to keep this very file that they are mended."""
    for row in _failures(connection, arrival.origin):
        step(connection, row.id, Stage.KEPT, Outcome.KNOWN, at=arrival.at, document_id=document_id)
