"""Uploads in the store: batches, what was announced in each, and what became of it.

A file is announced, its bytes come into the uploads folder (which the store knows nothing of), and when they are whole
the file is kept: original first, then document, ledger, job, audit and the upload's own row in one transaction, so that
whoever is killed in between finds the file either waiting and whole, or kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import Connection, Row, case, delete, func, insert, select, update

from kb.errors import BatchFull, DocumentError, NotFound
from kb.model import (
    Actor,
    Announced,
    BatchState,
    Deed,
    LedgerEntry,
    Metadata,
    Outcome,
    UploadBatch,
    UploadFile,
    UploadStage,
)
from kb.store.audit import enter
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.files import Original
from kb.store.ids import chunks, fit
from kb.store.keeping import Arriving, Keeping
from kb.store.ledger import Ledger
from kb.store.tables import ledger, originals
from kb.store.texts import storable_path
from kb.store.uploads.matching import Matching
from kb.store.uploads.tables import upload_batches, upload_files
from kb.store.uploads.written import read, written

__all__ = ["ORIGIN", "Uploads", "Waiting", "Whole", "origin_of"]

ORIGIN = "nalaganje"


@dataclass(frozen=True, slots=True)
class Whole:
    """A file that has come whole: where it lies, and what it was measured as; nobody writes to it any more."""

    file_id: int
    path: Path
    original: Original


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that has been announced and not been kept, refused or given up."""

    id: int
    size: int
    sha256: str
    announced: dt.datetime
    reason: str


def origin_of(batch_id: int, name: str = "") -> str:
    """Gives what the ledger says of where a file came from: «nalaganje/7/mapa/Zapisnik.pdf»."""
    return f"{ORIGIN}/{batch_id}/{name}"


class Uploads:
    """The uploads of the store."""

    def __init__(self, database: Database, keeping: Keeping, entries: Ledger, clock: Clock) -> None:
        self._database = database
        self._keeping = keeping
        self._entries = entries
        self._clock = clock

    # --- batches ---

    def open(self, actor: Actor, metadata: Metadata, *, once: str = "") -> int:
        """Opens a batch and gives its id; a form that is sent twice (the same `once`) gives the same batch."""

        def work(connection: Connection) -> int:
            same = select(upload_batches.c.id).where(
                upload_batches.c.once == once, upload_batches.c.user_id == actor.id
            )
            found: int | None = connection.scalar(same) if once else None
            if found is not None:
                return found
            told = {"user_id": actor.id, "by": actor.name[:200], "once": once or None, "metadata": written(metadata)}
            opened = connection.execute(insert(upload_batches).values(opened=self._clock(), **told))
            batch_id: int = opened.inserted_primary_key[0]  # type: ignore[index]
            return batch_id

        return self._database.write(work)

    def batch(self, batch_id: int) -> UploadBatch:
        """Gives a batch. Raises NotFound."""
        with self._database.reading() as connection:
            return _batch(_batch_row(connection, batch_id))

    def batches(self, *, limit: int, offset: int = 0) -> tuple[UploadBatch, ...]:
        """Gives batches, the newest first."""
        wanted = select(upload_batches).order_by(upload_batches.c.id.desc()).limit(limit).offset(offset)
        with self._database.reading() as connection:
            return tuple(_batch(row) for row in connection.execute(wanted))

    def batch_count(self) -> int:
        """Gives how many batches there are."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(upload_batches)) or 0

    def unfinished(self, actor: Actor) -> int:
        """Gives how many batches of a person have files that wait."""
        waiting = upload_files.c.stage == UploadStage.WAITING
        joined = upload_files.c.batch_id == upload_batches.c.id
        own = select(func.count(upload_batches.c.id.distinct())).where(joined, waiting)
        with self._database.reading() as connection:
            return connection.scalar(own.where(upload_batches.c.user_id == actor.id)) or 0

    def describe(self, actor: Actor, batch_id: int, metadata: Metadata) -> None:
        """Changes what the files of a batch have in common, for those that are still to be kept. Raises NotFound."""

        def work(connection: Connection) -> None:
            before = read(_batch_row(connection, batch_id).metadata)
            if before == metadata:
                return
            mine = upload_batches.c.id == batch_id
            connection.execute(update(upload_batches).where(mine).values(metadata=written(metadata)))
            waits = (upload_files.c.batch_id == batch_id) & (upload_files.c.stage == UploadStage.WAITING)
            connection.execute(update(upload_files).where(waits).values(reason="", detail=""))
            told = {"before": written(before, but=metadata), "after": written(metadata, but=before)}
            enter(connection, actor, Deed.EDITED, subject="upload", subject_id=batch_id, at=self._clock(), **told)

        self._database.write(work)

    # --- files ---

    def announce(self, batch_id: int, files: Sequence[Announced], *, most: int) -> tuple[tuple[int, ...], list[int]]:
        """Enters files that are about to be sent; gives their ids in order, and those that begin anew.

        What was announced before under the same name is the same row, unless size or checksum are others. Raises
        NotFound, and BatchFull where there would be more than `most`.
        """

        def work(connection: Connection) -> tuple[tuple[int, ...], list[int]]:
            _batch_row(connection, batch_id)
            matching = Matching(connection, batch_id, [each.name for each in files])
            ids, anew, at = [], [], self._clock()
            for each in files:
                row = matching.find(each)
                ids.append(matching.add(each, at) if row is None else matching.go_on(row, each, at))
                if row is not None and matching.is_anew(row, each):
                    anew.append(row.id)
            if matching.total() > most:
                raise BatchFull(f"{most}")
            return tuple(ids), anew

        return self._database.write(work)

    def file(self, batch_id: int, file_id: int) -> UploadFile:
        """Gives a file of a batch. Raises NotFound."""
        found = self.many([file_id]).get(file_id)
        if found is None or found.batch_id != batch_id:
            raise NotFound(str(file_id))
        return found

    def many(self, ids: Iterable[int]) -> dict[int, UploadFile]:
        """Gives files by id, without those that are not there; of the bytes of waiting ones nothing is known here."""
        wanted = select(upload_files, upload_batches.c.metadata).join(upload_batches)
        with self._database.reading() as connection:
            rows = [
                row for part in chunks(ids) for row in connection.execute(wanted.where(upload_files.c.id.in_(part)))
            ]
        return self._files(rows)

    def files(self, batch_id: int, *, limit: int, offset: int = 0) -> tuple[UploadFile, ...]:
        """Gives files of a batch in the order they were announced."""
        wanted = select(upload_files, upload_batches.c.metadata).join(upload_batches)
        theirs = wanted.where(upload_files.c.batch_id == fit(batch_id)).order_by(upload_files.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(theirs.limit(limit).offset(offset)).all()
        return tuple(self._files(rows).values())

    def state(self, batch_id: int) -> BatchState:
        """Gives how a batch stands; `bytes_came` counts only what is kept."""
        return self.states([batch_id])[batch_id]

    def states(self, batch_ids: Sequence[int]) -> dict[int, BatchState]:
        """Gives how batches stand, by id."""
        known = func.sum(case((upload_files.c.known, 1), else_=0)).label("known")
        told = (func.count().label("files"), known, func.sum(upload_files.c.size).label("bytes"))
        wanted = select(upload_files.c.batch_id, upload_files.c.stage, *told).group_by(
            upload_files.c.batch_id, upload_files.c.stage
        )
        found: dict[int, list[Row[Any]]] = {batch_id: [] for batch_id in batch_ids}
        with self._database.reading() as connection:
            for part in chunks(batch_ids):
                for row in connection.execute(wanted.where(upload_files.c.batch_id.in_(part))):
                    found[row.batch_id].append(row)
        return {batch_id: _state(rows) for batch_id, rows in found.items()}

    def waiting(self, batch_id: int | None = None) -> tuple[Waiting, ...]:
        """Gives the files that wait, of one batch or of all."""
        columns = (
            upload_files.c.id,
            upload_files.c.size,
            upload_files.c.sha256,
            upload_files.c.announced,
            upload_files.c.reason,
        )
        wanted = select(*columns).where(upload_files.c.stage == UploadStage.WAITING)
        if batch_id is not None:
            wanted = wanted.where(upload_files.c.batch_id == fit(batch_id))
        with self._database.reading() as connection:
            return tuple(Waiting(*row) for row in connection.execute(wanted))

    def expected(self, since: dt.datetime) -> int:
        """Gives the bytes of all files that wait and were announced since a moment."""
        waits = (upload_files.c.stage == UploadStage.WAITING) & (upload_files.c.announced >= since)
        with self._database.reading() as connection:
            return int(connection.scalar(select(func.sum(upload_files.c.size)).where(waits)) or 0)

    def held(self, checksums: Iterable[str]) -> dict[str, int]:
        """Gives the sizes of those originals that the collection has, by checksum."""
        asked, found = list(dict.fromkeys(filter(None, checksums))), dict[str, int]()
        with self._database.reading() as connection:
            for start in range(0, len(asked), 500):
                some = originals.c.sha256.in_(asked[start : start + 500])
                rows = connection.execute(select(originals.c.sha256, originals.c.size).where(some))
                found.update((row.sha256, row.size) for row in rows)
        return found

    def correct(self, actor: Actor, file_id: int, metadata: Metadata) -> None:
        """Gives a file that waits metadata of its own, where they differ from the batch's. Raises NotFound."""

        def work(connection: Connection) -> None:
            wanted = select(upload_files, upload_batches.c.metadata).join(upload_batches)
            waits = (upload_files.c.id == fit(file_id)) & (upload_files.c.stage == UploadStage.WAITING)
            row = connection.execute(wanted.where(waits)).one_or_none()
            if row is None:
                raise NotFound(str(file_id))
            after = written(metadata, but=read(row.metadata))
            if after != row.corrections:
                changed = update(upload_files).where(upload_files.c.id == row.id)
                connection.execute(changed.values(corrections=after, reason="", detail=""))
                told = {"before": row.corrections, "after": {"name": row.name, **after}}
                enter(
                    connection, actor, Deed.EDITED, subject="upload", subject_id=row.batch_id, at=self._clock(), **told
                )

        self._database.write(work)

    def keep(self, whole: Sequence[Whole], *, max_bytes: int) -> None:
        """Keeps files that have come whole, all or none. Raises StoreError, and WrongValue for metadata that are no

        good. A file whose bytes cannot be read after all waits as before.
        """
        files = self.many(each.file_id for each in whole)
        there = [each for each in whole if each.file_id in files]
        arriving = [_arriving(files[each.file_id], path=each.path, given=each.original) for each in there]

        def kept(connection: Connection, entry_ids: Sequence[int]) -> None:
            for each, entry_id in zip(there, entry_ids, strict=True):
                self._settle(connection, each.file_id, entry_id)

        if arriving:
            self._keeping.keep_all(arriving, max_bytes=max_bytes, also=kept)

    def refuse(self, refusals: Sequence[tuple[int, DocumentError]]) -> None:
        """Says of files that nothing of them is kept, and why, here and in the ledger."""
        errors = dict(refusals)
        files = self.many(errors)
        arriving = [_arriving(each, refused=errors[id_]) for id_, each in files.items()]

        def refused(connection: Connection, entry_ids: Sequence[int]) -> None:
            for file_id, entry_id in zip(files, entry_ids, strict=True):
                told = {"reason": errors[file_id].key, "detail": errors[file_id].detail, "ledger_id": entry_id}
                _set(connection, file_id, stage=UploadStage.REFUSED.value, **told)

        if arriving:
            self._keeping.keep_all(arriving, max_bytes=1, also=refused)

    def tell(self, ids: Iterable[int], stage: UploadStage, *, reason: str, detail: str = "") -> None:
        """Says of files that are not kept why they are not, without a word in the ledger: they may be sent again."""
        told = {"stage": stage.value, "reason": reason, "detail": detail}

        def work(connection: Connection) -> None:
            for file_id in ids:
                _set(connection, file_id, **told)

        self._database.write(work)

    def drop(self, ids: Iterable[int]) -> None:
        """Gives files up that have not been kept."""

        def work(connection: Connection) -> None:
            for part in chunks(ids):
                some = upload_files.c.id.in_(part) & (upload_files.c.stage == UploadStage.WAITING)
                connection.execute(update(upload_files).where(some).values(stage=UploadStage.DROPPED.value))

        self._database.write(work)

    def forget_empty(self, before: dt.datetime) -> int:
        """Removes batches opened before a moment that nobody ever announced a file in; gives how many."""
        has_files = select(upload_files.c.id).where(upload_files.c.batch_id == upload_batches.c.id).exists()
        gone = delete(upload_batches).where(upload_batches.c.opened < before, ~has_files)
        return self._database.write(lambda connection: connection.execute(gone).rowcount)

    def _settle(self, connection: Connection, file_id: int, entry_id: int) -> None:
        """Writes what became of a file that was kept, or could not be read after all."""
        entry = connection.execute(select(ledger).where(ledger.c.id == entry_id)).one()
        row = connection.execute(_with_batch(file_id)).one()
        if not entry.sha256 or row.stage == UploadStage.KEPT:
            return
        known = entry.outcome == Outcome.KNOWN
        told = {"sha256": entry.sha256, "known": known, "ledger_id": entry_id, "reason": "", "detail": ""}
        connection.execute(
            update(upload_files).where(upload_files.c.id == file_id).values(stage=UploadStage.KEPT.value, **told)
        )
        after = {"name": row.name, "batch": row.batch_id, "sha256": entry.sha256, "size": entry.size}
        about = {"subject": "document", "subject_id": entry.document_id, "after": after, "at": self._clock()}
        enter(connection, Actor(row.user_id, row.by), Deed.UPLOADED, **about)

    def _files(self, rows: Sequence[Row[Any]]) -> dict[int, UploadFile]:
        ledger_ids = [row.ledger_id for row in rows if row.ledger_id is not None]
        entries = self._entries.many(ledger_ids, with_steps=False)
        of_batch = {row.batch_id: row.metadata for row in rows}
        shared = {batch_id: read(metadata) for batch_id, metadata in of_batch.items()}
        return {row.id: _file(row, shared[row.batch_id], entries.get(row.ledger_id)) for row in rows}


def _with_batch(file_id: int) -> Any:
    wanted = select(upload_files, upload_batches.c.user_id, upload_batches.c.by).join(upload_batches)
    return wanted.where(upload_files.c.id == file_id)


def _set(connection: Connection, file_id: int, **told: Any) -> None:
    open_one = (upload_files.c.id == fit(file_id)) & (upload_files.c.stage != UploadStage.KEPT)
    connection.execute(update(upload_files).where(open_one).values(told))


def _batch_row(connection: Connection, batch_id: int) -> Row[Any]:
    row = connection.execute(select(upload_batches).where(upload_batches.c.id == fit(batch_id))).one_or_none()
    if row is None:
        raise NotFound(str(batch_id))
    return row


def _batch(row: Row[Any]) -> UploadBatch:
    return UploadBatch(row.id, row.opened, Actor(row.user_id, row.by), read(row.metadata))


def _state(rows: Sequence[Row[Any]]) -> BatchState:
    counts = {UploadStage(row.stage): row.files for row in rows}
    left = (UploadStage.REFUSED, UploadStage.DROPPED)
    announced, kept = (
        sum(row.bytes for row in rows if row.stage not in left),
        sum(row.bytes for row in rows if row.stage == UploadStage.KEPT),
    )
    return BatchState(counts, known=sum(row.known for row in rows), bytes_announced=announced, bytes_came=kept)


def _file(row: Row[Any], shared: Metadata, entry: LedgerEntry | None) -> UploadFile:
    stage = UploadStage(row.stage)
    return UploadFile(
        id=row.id,
        batch_id=row.batch_id,
        name=row.name,
        size=row.size,
        sha256=row.sha256,
        stage=stage,
        came=row.size if stage is UploadStage.KEPT else 0,
        metadata=read(row.corrections, shared) if row.corrections else shared,
        corrected=tuple(row.corrections),
        known=row.known,
        reason=row.reason,
        detail=row.detail,
        entry=entry,
    )


def _arriving(
    file: UploadFile, *, path: Path = Path(), given: Original | None = None, refused: DocumentError | None = None
) -> Arriving:
    name = PurePosixPath(file.name).name or file.name
    origin = storable_path(origin_of(file.batch_id, file.name))
    return Arriving(path, name, origin, file.metadata, refused=refused, given=given)
