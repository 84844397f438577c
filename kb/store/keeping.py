"""Keeping: received files become originals, documents and rows of the ledger before anything parses them.

The originals are put first, under their checksums, so that one left over from a crash is found again and harms nothing.
Then one transaction writes documents, revisions, placements, ledger rows and reading jobs: all of it, or nothing.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from kb.errors import DocumentError, NotFound, StoreError
from kb.model import PROGRAM, Actor, Deed, Entry, LedgerEntry, Metadata, Outcome, Stage
from kb.store.audit import enter, enter_some
from kb.store.changing.lately import erased_lately
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.entering import UNREAD, Arrival, enter_new, unheard_of
from kb.store.files import Files, Original
from kb.store.ids import chunks, fit
from kb.store.jobs import READ, make_ready
from kb.store.ledger import Ledger, read_again, step
from kb.store.marks import mark_shown
from kb.store.placing import Placement, add_placements, insert_document, place, revise_document
from kb.store.tables import documents, ledger, originals, revisions
from kb.store.texts import storable, storable_path

Also = Callable[[Connection, Sequence[int]], None]
_ARRIVED = {"stage": Stage.ARRIVED, "outcome": Outcome.WAITING, "reason": "", "detail": "", "warnings": []}


@dataclass(frozen=True, slots=True)
class Arriving:
    """A file that is to be kept, with what is known of it; `origin` tells where it came from.

    `revises` is the document that it is a new revision of; `refused` says why nothing of it is to be kept. With `given`
    the file has been measured and nobody will write to it any more; where the collection has its bytes, it need not be.
    """

    path: Path
    name: str
    origin: str
    metadata: Metadata = Metadata()
    revises: int | None = None
    refused: DocumentError | None = None
    given: Original | None = None


@dataclass(frozen=True, slots=True)
class _Refusal:
    """A file of which nothing is kept."""

    columns: dict[str, Any]
    error: DocumentError
    at: dt.datetime


class Keeping:
    """Takes files in. Nothing is kept of a file whose metadata cannot be used."""

    def __init__(self, database: Database, files: Files, entries: Ledger, clock: Clock) -> None:
        self._database = database
        self._files = files
        self._entries = entries
        self._clock = clock

    def keep_all(
        self, files: Sequence[Arriving], *, max_bytes: int, also: Also | None = None, by: Actor | None = None
    ) -> tuple[LedgerEntry, ...]:
        """Keeps files; see Store.keep_all. `also` is done in the same transaction, with the ids of their rows.

        What `by` brought in by it stands in the audit log; with None, `also` has to enter it.
        """
        placements = self._check(files)
        taken = self._taken(files, max_bytes)
        at = self._clock()
        came = [
            _came(each, placement, each.refused or taken[number], at)
            for number, (each, placement) in enumerate(zip(files, placements, strict=True))
        ]

        def work(connection: Connection) -> list[int]:
            ids = _enter_all(connection, came, by)
            self._put_again(connection, files, came)
            if also is not None:
                also(connection, ids)
            return ids

        ids = self._database.write(work)
        entries = self._entries.many(ids)
        return tuple(entries[id_] for id_ in ids)

    def _put_again(self, connection: Connection, files: Sequence[Arriving], came: Sequence[Arrival | _Refusal]) -> None:
        """Puts those originals again that were erased for good between being put and being entered."""
        erased = erased_lately(connection, at=self._clock())
        for each, one in zip(files, came, strict=True):
            if isinstance(one, Arrival) and one.original.sha256 in erased and not self._files.has(one.original):
                taken = self._files.take_in([each.path], max_bytes=sys.maxsize)[0]
                if isinstance(taken, DocumentError):
                    raise StoreError(f"izvirnik {one.original.sha256[:12]} je bil pravkar izbrisan") from taken

    def _taken(self, files: Sequence[Arriving], max_bytes: int) -> dict[int, Original | DocumentError]:
        """Gives for each file that is not refused, by its number, what it is kept as or why it could not be."""
        coming = {number: each for number, each in enumerate(files) if each.refused is None}
        given = {number: (each.path, each.given) for number, each in coming.items() if each.given is not None}
        others = [number for number in coming if number not in given]
        measured = self._files.take_in([coming[number].path for number in others], max_bytes=max_bytes)
        linked = self._files.take_given(list(given.values()))
        return dict(zip((*others, *given), (*measured, *linked), strict=True))

    def _check(self, files: Sequence[Arriving]) -> list[Placement]:
        placements: dict[Metadata, Placement] = {}
        with self._database.reading() as connection:
            for document_id in dict.fromkeys(each.revises for each in files if each.revises is not None):
                _check_document(connection, document_id)
            for each in files:
                if each.metadata not in placements:
                    placements[each.metadata] = place(connection, each.metadata)
        return [placements[each.metadata] for each in files]


def _came(each: Arriving, placement: Placement, taken: Original | DocumentError, at: dt.datetime) -> Arrival | _Refusal:
    name, origin = storable(each.name), storable_path(each.origin)
    if isinstance(taken, Original):
        return Arrival(name, origin, taken, placement, each.revises, at)
    size = 0 if each.refused else _size(each.path)
    return _Refusal({"name": name, "origin": origin, "size": size, "received": at}, taken, at)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except (OSError, ValueError):
        return 0


def _check_document(connection: Connection, document_id: int) -> None:
    there = select(documents.c.id).where(documents.c.id == fit(document_id), documents.c.removed.is_(None))
    if connection.scalar(there) is None:
        raise NotFound(str(document_id))


def _enter_all(connection: Connection, came: Sequence[Arrival | _Refusal], by: Actor | None) -> list[int]:
    """Writes what came, in few statements where nothing is known of it; gives the ids of the ledger rows in order."""
    last = connection.scalar(select(func.max(revisions.c.id))) or 0
    arrivals = [(number, each) for number, each in enumerate(came) if isinstance(each, Arrival)]
    new = [arrivals[at] for at in unheard_of(connection, [each for _, each in arrivals])]
    ids = dict(zip((number for number, _ in new), enter_new(connection, [each for _, each in new]), strict=True))
    for number, each in enumerate(came):
        if number not in ids:
            ids[number] = _enter(connection, each, by) if isinstance(each, Arrival) else _refuse(connection, each)
    if by is not None and came:
        _tell(connection, list(ids.values()), by, last=last, at=came[0].at)
    return [ids[number] for number in range(len(came))]


def _tell(connection: Connection, entry_ids: Sequence[int], by: Actor, *, last: int, at: dt.datetime) -> None:
    """Enters in the audit log the revisions that were written: those of greater ids than `last`."""
    columns = (revisions.c.document_id, revisions.c.number, revisions.c.name, revisions.c.sha256)
    wanted = select(*columns, documents.c.state, documents.c.visibility).join_from(revisions, documents)
    wanted = wanted.join(ledger, ledger.c.revision_id == revisions.c.id).where(revisions.c.id > last)
    told = {}
    for some in chunks(entry_ids):
        for row in connection.execute(wanted.where(ledger.c.id.in_(some)).order_by(revisions.c.id)):
            after = {"file": row.name, "sha256": row.sha256, "state": row.state, "visibility": row.visibility}
            if row.number > 1:
                after["revision"] = row.number
            told[row.document_id, row.number] = Entry("document", row.document_id, after=after)
    enter_some(connection, by, Deed.UPLOADED, list(told.values()), at=at)


def _refuse(connection: Connection, refusal: _Refusal) -> int:
    columns, error, at = refusal.columns, refusal.error, refusal.at
    identity = f"-{error.key}"
    row = _row(connection, columns["origin"], identity)
    if row is not None and row.outcome == Outcome.FAILED and row.detail == error.detail:
        return int(row.id)
    entry_id = row.id if row is not None else _insert_row(connection, {**columns, "identity": identity, "sha256": ""})
    detail, size = storable(error.detail), columns["size"]
    failed = (Stage.ARRIVED, Outcome.FAILED)
    step(connection, entry_id, *failed, at=at, reason=error.key, detail=detail, size=size)
    return entry_id


def _enter(connection: Connection, arrival: Arrival, by: Actor | None) -> int:
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
        entry_id = _come_again(connection, arrival, row, document_id, by)
    _settle_failures(connection, arrival, document_id)
    return entry_id


def _reverts(connection: Connection, arrival: Arrival, owner: int) -> bool:
    """Tells whether a document is to be given back bytes that it had before its newest revision."""
    if arrival.revises != owner:
        return False
    newest = select(revisions.c.sha256).where(revisions.c.document_id == owner, revisions.c.format_of.is_(None))
    newest = newest.order_by(revisions.c.number.desc())
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
    written = connection.execute(insert(revisions).values(**columns, **UNREAD, name=arrival.name, received=arrival.at))
    return document_id, written.inserted_primary_key[0]  # type: ignore[index]


def _come_again(
    connection: Connection, arrival: Arrival, row: Row[Any] | None, document_id: int, by: Actor | None
) -> int:
    """Adds what is new about bytes that are kept already; what failed the last time is made ready again."""
    added = add_placements(connection, document_id, arrival.placement)
    gone = documents.c.removed.is_not(None) & (documents.c.id == document_id)
    restored = connection.execute(update(documents).where(gone).values(removed=None)).rowcount == 1
    if added or restored:
        mark_shown(connection, document_id, at=arrival.at)
        deed, placed = Deed.RESTORED if restored else Deed.EDITED, {"file": arrival.name, "placed_again": True}
        enter(connection, by or PROGRAM, deed, subject="document", subject_id=document_id, after=placed, at=arrival.at)
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
