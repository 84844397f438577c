"""Erasing for good, step by step, so that it goes on where it was broken off:

asked for → the index has let go of the document → its rows are gone, all in one transaction, and the originals that no
other document uses are listed → their bytes and pictures are gone → done.

What stays: the name of the file in the ledger («izbrisano»), what the audit log has told, and this erasing itself with
the backups that still hold what was erased.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from kb.errors import NotFound, OnHold
from kb.model import Actor, Deed, Outcome, Passage, Stage
from kb.store.audit import enter
from kb.store.changing.bundles import BundleMade, as_json, bundle_of, bundles_of
from kb.store.changing.changes import titles_of
from kb.store.changing.lately import ErasureState
from kb.store.changing.tables import change_parts, changes, custody, erasures
from kb.store.changing.traces import forget_rows
from kb.store.changing.values import Skipped, not_possible
from kb.store.clock import Clock
from kb.store.database import BUSY_SECONDS, Database, store_errors
from kb.store.files import Files
from kb.store.ids import fit
from kb.store.ledger import step
from kb.store.passages import read_passages
from kb.store.records import is_record
from kb.store.tables import documents, jobs, ledger, marks, originals, revisions, schema

JOURNAL_MILLISECONDS = 2_000
"""How long readers are waited for before the journal of SQLite is emptied; it will be at another time."""


@dataclass(frozen=True, slots=True)
class InTrash:
    """A document in the trash: since when and by whom; `erases` when it is erased, None while it is held."""

    document_id: int
    title: str
    since: dt.datetime
    by: str
    erases: dt.datetime | None
    held_for: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Erasure:
    """A document that was erased or is going to be: its file's name, who asked, and the backups that still hold it."""

    document_id: int
    name: str
    state: ErasureState
    actor: Actor
    asked: dt.datetime
    ended: dt.datetime | None
    bundles: tuple[BundleMade, ...]


@dataclass(frozen=True, slots=True)
class Erased:
    """A document that some state of the collection has erased: its number, its file's name and when it was received."""

    document_id: int
    name: str
    received: dt.datetime


class Erasing:
    """The trash of the store and what leaves it."""

    def __init__(self, database: Database, files: Files, clock: Clock) -> None:
        self._database = database
        self._files = files
        self._clock = clock

    # --- the trash ---

    def trash(self, *, kept: dt.timedelta, limit: int | None = None, offset: int = 0) -> tuple[InTrash, ...]:
        """Gives the documents in the trash, those that came last first; each is erased `kept` after it came."""
        wanted = (
            select(documents.c.id, documents.c.removed, custody.c.held_for, erasures.c.state)
            .join_from(documents, custody, isouter=True)
            .join(erasures, erasures.c.document_id == documents.c.id, isouter=True)
            .where(documents.c.removed.is_not(None), documents.c.merged_into.is_(None), ~is_record())
            .order_by(documents.c.removed.desc(), documents.c.id.desc())
        )
        with self._database.reading() as connection:
            rows = connection.execute(wanted.limit(limit).offset(offset)).all()
            ids = [row.id for row in rows]
            titles, by = titles_of(connection, ids), _who(connection, ids)
        return tuple(
            InTrash(
                document_id=row.id,
                title=titles[row.id],
                since=row.removed,
                by=by.get(row.id, ""),
                erases=None if row.held_for else row.removed + kept,
                held_for=row.held_for or "",
                is_asked=row.state is not None,
            )
            for row in rows
        )

    # --- asking ---

    def ask(self, actor: Actor, document_ids: Sequence[int]) -> int:
        """Asks for documents in the trash to be erased; gives how many that were not asked for before.

        Raises NotFound, NotPossible for one that is not in the trash, OnHold for one under a legal hold.
        """
        return self._database.write(lambda connection: sum(self._ask(connection, actor, one) for one in document_ids))

    def ask_old(self, actor: Actor, *, kept: dt.timedelta) -> int:
        """Asks for what has been in the trash for longer than `kept` and is not held; gives how many."""
        old = (documents.c.removed < self._clock() - kept) & documents.c.merged_into.is_(None) & ~is_record()
        asked = select(erasures.c.document_id)
        held = select(custody.c.document_id).where(custody.c.held_for != "")
        wanted = select(documents.c.id).where(old, documents.c.id.not_in(asked), documents.c.id.not_in(held))
        with self._database.reading() as connection:
            found = connection.scalars(wanted).all()
        return self.ask(actor, found) if found else 0

    def _ask(self, connection: Connection, actor: Actor, document_id: int) -> bool:
        row = connection.execute(select(documents).where(documents.c.id == fit(document_id))).one_or_none()
        if row is None:
            raise NotFound(str(document_id))
        if row.removed is None:
            raise not_possible(Skipped.NOT_IN_TRASH)
        if held := _held_for(connection, document_id):
            raise OnHold(held)
        if connection.scalar(select(erasures.c.id).where(erasures.c.document_id == document_id)) is not None:
            return False
        name, at = _name(connection, document_id), self._clock()
        told = {"document_id": document_id, "name": name, "state": ErasureState.ASKED.value, "asked": at}
        by = {"actor_id": actor.id, "actor": actor.name}
        connection.execute(insert(erasures).values(**told, **by, received=row.received, originals=[], bundles=[]))
        enter(connection, actor, Deed.ERASURE_ASKED, subject="document", subject_id=document_id, at=at)
        return True

    def is_same(self, document_id: int, *, received: dt.datetime) -> bool:
        """Tells whether a document is here, in the trash too, and not another that was given its number later."""
        with self._database.reading() as connection:
            mine = select(documents.c.received).where(documents.c.id == fit(document_id))
            return connection.scalar(mine) == received

    # --- doing it ---

    def waiting(self) -> tuple[int, ...]:
        """Gives the documents whose erasing is not done, those asked for longest first."""
        wanted = select(erasures.c.document_id).where(erasures.c.state != ErasureState.DONE).order_by(erasures.c.id)
        with self._database.reading() as connection:
            return tuple(connection.scalars(wanted))

    def is_ready(self, document_id: int) -> bool:
        """Tells whether a document is asked to be erased and the index has let go of it."""
        asked = select(erasures.c.id).where(erasures.c.document_id == document_id)
        waits = asked.where(erasures.c.state == ErasureState.ASKED)
        pending = select(marks.c.document_id).where(marks.c.document_id == document_id, marks.c.pending)
        gone = select(documents.c.id).where(documents.c.id == document_id, documents.c.removed.is_not(None))
        with self._database.reading() as connection:
            is_waiting = connection.scalar(waits) is not None and connection.scalar(gone) is not None
            return is_waiting and connection.scalar(pending) is None

    def texts(self, document_id: int) -> tuple[str, tuple[Passage, ...]]:
        """Gives the titles of a document in the trash, in one line, and what all its revisions say."""
        mine = select(revisions).where(revisions.c.document_id == fit(document_id)).order_by(revisions.c.number)
        with self._database.reading() as connection:
            own = connection.scalar(select(documents.c.title).where(documents.c.id == fit(document_id))) or ""
            rows = connection.execute(mine).all()
            said = [passage for row in rows for passage in read_passages(connection, row.id)]
        return " ".join([own, *(row.title for row in rows)]), tuple(said)

    def go_on(self, document_id: int, *, forget: Callable[[str], None]) -> bool:
        """Erases a document as far as can be now; tells whether it is gone.

        `forget` takes away what there is beside the store of an original (its checksum). Not gone is what the index has
        still to let go of, and what left the trash meanwhile: that stays.
        """
        row = self._row(document_id)
        if row is None or row.state == ErasureState.DONE:
            return row is not None
        if row.state == ErasureState.ASKED:
            if not self._database.write(lambda connection: self._erase_rows(connection, document_id)):
                return False
            row = self._row(document_id)
        for sha256 in row.originals if row else ():
            forget(sha256)
            self._database.write(lambda connection, sha256=sha256: self._erase_file(connection, sha256))  # type: ignore[misc]
        ended = update(erasures).where(erasures.c.document_id == document_id)
        done = ended.values(state=ErasureState.DONE, ended=self._clock())
        self._database.write(lambda connection: connection.execute(done).rowcount)
        _empty_journal(self._database)
        return True

    def _row(self, document_id: int) -> Row[Any] | None:
        with self._database.reading() as connection:
            return connection.execute(select(erasures).where(erasures.c.document_id == document_id)).one_or_none()

    def _erase_rows(self, connection: Connection, document_id: int) -> bool:
        removed = connection.scalar(select(documents.c.removed).where(documents.c.id == document_id).with_for_update())
        mine = erasures.c.document_id == document_id
        if removed is None or _held_for(connection, document_id):
            connection.execute(delete(erasures).where(mine))
            return False
        if connection.scalar(select(marks.c.pending).where(marks.c.document_id == document_id)):
            return False
        row = connection.execute(select(erasures).where(mine)).one()
        at = self._clock()
        held = [as_json(bundle) for bundle in bundles_of(connection, received=row.received)]
        gone = _free_originals(connection, document_id)
        _overwrite_deleted(connection)
        _say_in_ledger(connection, document_id, at=at)
        theirs = select(revisions.c.id).where(revisions.c.document_id == document_id)
        connection.execute(delete(jobs).where(jobs.c.subject.in_(theirs)))
        forget_rows(connection, document_id)
        connection.execute(delete(changes).where(changes.c.id.not_in(select(change_parts.c.change_id))))
        told = {"state": ErasureState.ROWS_GONE.value, "originals": gone, "bundles": held}
        connection.execute(update(erasures).where(mine).values(told))
        after = {"file": row.name, "originals": len(gone), "bundles": [bundle["path"] for bundle in held]}
        by = Actor(row.actor_id, row.actor)
        enter(connection, by, Deed.ERASED, subject="document", subject_id=document_id, after=after, at=at)
        return True

    def _erase_file(self, connection: Connection, sha256: str) -> None:
        """Takes the bytes of an original away, unless they were received again meanwhile; the lock keeps others out."""
        if connection.scalar(select(originals.c.sha256).where(originals.c.sha256 == sha256).with_for_update()) is None:
            self._files.remove(sha256)

    # --- what was done ---

    def erasures(self, *, limit: int = 50, offset: int = 0) -> tuple[Erasure, ...]:
        """Gives what was erased or is going to be, what was asked for last first."""
        wanted = select(erasures).order_by(erasures.c.id.desc()).limit(limit).offset(offset)
        with self._database.reading() as connection:
            return tuple(map(_erasure, connection.execute(wanted)))

    def erasure(self, document_id: int) -> Erasure:
        """Gives how the erasing of a document stands. Raises NotFound."""
        row = self._row(document_id)
        if row is None:
            raise NotFound(str(document_id))
        return _erasure(row)

    def would_stay(self, document_id: int) -> tuple[BundleMade, ...]:
        """Gives the backups that will still hold a document after it is erased. Raises NotFound."""
        with self._database.reading() as connection:
            received = connection.scalar(select(documents.c.received).where(documents.c.id == fit(document_id)))
            if received is None:
                raise NotFound(str(document_id))
            return bundles_of(connection, received=received)


def _held_for(connection: Connection, document_id: int) -> str:
    return connection.scalar(select(custody.c.held_for).where(custody.c.document_id == document_id)) or ""


def _name(connection: Connection, document_id: int) -> str:
    """Gives the name of the newest file of a document, which the ledger keeps too."""
    newest = select(revisions.c.name).where(revisions.c.document_id == document_id).order_by(revisions.c.number.desc())
    return connection.scalar(newest.limit(1)) or ""


def _who(connection: Connection, document_ids: Sequence[int]) -> dict[int, str]:
    """Gives by document who made the last change of it, which put it into the trash."""
    wanted = (
        select(change_parts.c.document_id, changes.c.actor)
        .join_from(change_parts, changes)
        .where(change_parts.c.document_id.in_(document_ids), change_parts.c.state == "done")
        .order_by(changes.c.id)
    )
    return {row.document_id: row.actor for row in connection.execute(wanted)}


def _free_originals(connection: Connection, document_id: int) -> list[str]:
    """Gives the originals that only this document uses; the others are handed over to a document that uses them."""
    mine = select(revisions.c.sha256).where(revisions.c.document_id == document_id)
    owned = select(originals.c.sha256).where(originals.c.document_id == document_id)
    gone = []
    for sha256 in sorted({*connection.scalars(mine), *connection.scalars(owned)}):
        used = select(revisions.c.document_id).where(
            revisions.c.sha256 == sha256, revisions.c.document_id != document_id
        )
        other = connection.scalar(used.limit(1))
        if other is None:
            gone.append(sha256)
        else:
            handed = update(originals).where(originals.c.sha256 == sha256, originals.c.document_id == document_id)
            connection.execute(handed.values(document_id=other))
    return gone


def _say_in_ledger(connection: Connection, document_id: int, *, at: dt.datetime) -> None:
    theirs = select(revisions.c.id).where(revisions.c.document_id == document_id)
    mine = (ledger.c.document_id == document_id) | ledger.c.revision_id.in_(theirs)
    uploaded = schema.tables["upload_files"]
    for entry_id, stage in connection.execute(select(ledger.c.id, ledger.c.stage).where(mine)).all():
        nothing: dict[str, Any] = {"document_id": None, "revision_id": None, "warnings": []}
        step(connection, entry_id, Stage(stage), Outcome.ERASED, at=at, **nothing)
        # What was told of the file while it was being uploaded; the name of the file stays there, as it does here.
        of_entry = update(uploaded).where(uploaded.c.ledger_id == entry_id)
        connection.execute(of_entry.values(corrections={}))


def _erasure(row: Row[Any]) -> Erasure:
    return Erasure(
        document_id=row.document_id,
        name=row.name,
        state=ErasureState(row.state),
        actor=Actor(row.actor_id, row.actor),
        asked=row.asked,
        ended=row.ended,
        bundles=tuple(map(bundle_of, row.bundles)),
    )


def _overwrite_deleted(connection: Connection) -> None:
    """Lets SQLite overwrite what this transaction deletes; else it would stay in the file until its room is used."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def _empty_journal(database: Database) -> None:
    """Empties the journal of SQLite, which has pages as they were; readers may prevent it."""
    if database.engine.dialect.name == "sqlite":
        with store_errors(sqlite3.Error), closing(database.engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute("PRAGMA secure_delete = OFF")
            cursor.execute(f"PRAGMA busy_timeout = {JOURNAL_MILLISECONDS}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
            cursor.close()
