"""Keeping: documents edited one by one or many at once, withdrawn, removed, erased, replaced by new revisions.

    library.keeping.changes.edit(actor, 12, metadata, shown=before)
    library.keeping.changes.plan(actor, ChangeSort.EDIT, ids, edits=Edits(add=(("topics", "prekrski"),)))

Everything here is for staff, but for the revisions of a document, which whoever sees the document sees. What is done is
entered in the audit log and marked for the index in the transaction that does it.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from kb.errors import NotFound, NotPossible, OnHold
from kb.library.browsing import seen_document
from kb.library.choices import Choices, choices_in
from kb.library.keeping.forgetting import Forgetting
from kb.library.values import Original
from kb.model import EVERYTHING, PROGRAM, Actor, Document, LedgerEntry, Metadata, Passage, Reader
from kb.search.index import Index
from kb.search.suggesting import SuggestionBook
from kb.store import Arriving, Store
from kb.store.changing import (
    NOTHING,
    BundleMade,
    Change,
    ChangeSort,
    ChangeState,
    Custody,
    Due,
    Edits,
    Effect,
    Erased,
    Erasure,
    ErasureState,
    InTrash,
    OfRevision,
    Part,
    PartState,
    Skipped,
    Wanted,
    edits_of,
    metadata_of,
    plain,
)
from kb.store.clock import Clock, now

__all__ = [
    "NOTHING",
    "BundleMade",
    "Change",
    "ChangeSort",
    "ChangeState",
    "Custody",
    "Due",
    "Edits",
    "Effect",
    "Erased",
    "Erasure",
    "ErasureState",
    "InTrash",
    "Keeping",
    "Listed",
    "OfRevision",
    "OldRevision",
    "Part",
    "PartState",
    "Skipped",
    "Wanted",
    "edits_of",
    "metadata_read",
    "metadata_written",
]

TRASH_DAYS = 30
LOOKS_APART_SECONDS = 600.0
"""How often the trash is looked through for what has been there too long."""

AT_ONCE_SECONDS = 1.0
"""How long a change of many documents is worked at while somebody waits; the worker does the rest."""

DUE_AHEAD = dt.timedelta(days=90)
"""How far ahead it is told which documents need not be kept any longer."""


def metadata_written(metadata: Metadata) -> str:
    """Gives metadata as a text that a form can carry."""
    return json.dumps(plain(metadata), ensure_ascii=False)


def metadata_read(text: str) -> Metadata | None:
    """Gives what `metadata_written` gave, None for any other text."""
    try:
        return metadata_of(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of documents that staff have chosen, and how many there are in all."""

    documents: tuple[Document, ...]
    total: int


@dataclass(frozen=True, slots=True)
class OldRevision:
    """A revision of a document with what it says."""

    document: Document
    about: OfRevision
    passages: tuple[Passage, ...]


class Keeping:
    """What staff do to documents that are there. Safe to share between threads.

    `changes` are changes of metadata and state with their undoing, `custody` holds and terms.
    """

    def __init__(
        self,
        store: Store,
        index: Index,
        book: SuggestionBook,
        pictures: Path,
        *,
        trash_days: int = TRASH_DAYS,
        max_bytes: int,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._forgetting = Forgetting(store, index, book, pictures)
        self._max_bytes = max_bytes
        self._clock = clock
        self._looked: float | None = None
        self.trash_kept = dt.timedelta(days=trash_days)
        self.changes = store.changing.changes
        self.custody = store.changing.custody

    # --- choosing and editing ---

    def choices(self) -> Choices:
        """Gives the kinds, bodies, topics and events that documents can be placed with."""
        return choices_in(self._store)

    def chosen(self, wanted: Wanted) -> list[int]:
        """Gives the ids of all documents that are wanted, drafts too, those received last first."""
        return self._store.changing.chosen(wanted)

    def listed(self, wanted: Wanted, *, page: int = 1, per_page: int = 50) -> Listed:
        """Gives one page of the documents that are wanted."""
        ids = self.chosen(wanted)
        shown = ids[(page - 1) * per_page : page * per_page]
        found = self._store.documents.many(shown)
        return Listed(tuple(found[id_] for id_ in shown if id_ in found), len(ids))

    def carry_out(self, change_id: int, *, seconds: float = AT_ONCE_SECONDS) -> Change:
        """Makes a planned change, for so many seconds; the worker goes on with it. Raises NotFound, NotPossible."""
        self.changes.begin(change_id)
        until = monotonic() + seconds
        while self.changes.go_on(change_id) and monotonic() < until:
            pass
        return self.changes.get(change_id)

    def title(self, document_id: int) -> str:
        """Gives by what name people know a document, one in the trash too."""
        return self._store.changing.title(document_id)

    # --- revisions ---

    def revise(self, actor: Actor, document_id: int, path: Path, *, name: str) -> LedgerEntry:
        """Keeps the file at `path` as the new revision of a document, and gives its row of the ledger.

        The document shows it when it has been read; one that cannot be read leaves the old one shown. A file that the
        collection has already as another document gives a row KNOWN of that document. Raises NotFound, StoreError.
        """
        document = self._store.documents.get(document_id)
        origin = f"različica/{document.id}/{self._clock():%Y-%m-%dT%H:%M:%S.%f}/{name}"
        metadata = Metadata(visibility=document.visibility, state=document.state)
        arriving = Arriving(path, name, origin, metadata, revises=document.id)
        return self._store.keep_all([arriving], max_bytes=self._max_bytes, by=actor)[0]

    def revisions(self, document_id: int, *, reader: Reader) -> tuple[Document, tuple[OfRevision, ...]]:
        """Gives a document and its revisions, the newest first. Raises NotFound, Withdrawn."""
        document = seen_document(self._store, document_id, reader=reader)
        return document, self._store.changing.older.of(document_id)

    def revision(self, document_id: int, number: int, *, reader: Reader) -> OldRevision:
        """Gives a revision of a document with what it says. Raises NotFound, Withdrawn."""
        document = seen_document(self._store, document_id, reader=reader)
        about = self._store.changing.older.one(document_id, number)
        return OldRevision(document, about, self._store.changing.older.passages(about.revision.id))

    def revision_original(self, document_id: int, number: int, *, reader: Reader) -> Original:
        """Gives the bytes of a revision as received. Raises NotFound, Withdrawn."""
        seen_document(self._store, document_id, reader=reader)
        revision = self._store.changing.older.one(document_id, number).revision
        return Original(
            name=revision.name,
            media_type=revision.media_type or "application/octet-stream",
            sha256=revision.sha256,
            size=revision.size,
            chunks=self._store.files.open_original(revision.sha256),
        )

    # --- the trash ---

    def trash(self, *, limit: int | None = None, offset: int = 0) -> tuple[InTrash, ...]:
        """Gives what is in the trash, what came last first."""
        return self._store.changing.erasing.trash(kept=self.trash_kept, limit=limit, offset=offset)

    def in_trash(self, document_id: int) -> InTrash:
        """Gives a document in the trash. Raises NotFound."""
        for each in self.trash():
            if each.document_id == document_id:
                return each
        raise NotFound(str(document_id))

    def would_stay(self, document_id: int) -> tuple[BundleMade, ...]:
        """Gives the backups that will still hold a document after it is erased. Raises NotFound."""
        return self._store.changing.erasing.would_stay(document_id)

    def ask_to_erase(self, actor: Actor, document_ids: Sequence[int]) -> int:
        """Has documents in the trash erased for good, soon; gives how many. Raises NotFound, NotPossible, OnHold."""
        return self._store.changing.erasing.ask(actor, document_ids)

    def erase_again(self, actor: Actor, gone: Iterable[Erased]) -> tuple[tuple[Erased, ...], tuple[Erased, ...]]:
        """Has documents erased soon that a later state of this collection has erased, and that a backup brought back.

        Gives those, and those that are under a legal hold here and stay; others that are not here are passed over.
        """
        asked, held = list[Erased](), list[Erased]()
        for each in gone:
            if not self._store.changing.erasing.is_same(each.document_id, received=each.received):
                continue
            # What is in the trash already is left there; what cannot be put there cannot be erased either.
            with suppress(NotPossible):
                self.changes.do(actor, ChangeSort.TRASH, each.document_id)
            try:
                self.ask_to_erase(actor, [each.document_id])
            except (NotPossible, OnHold):
                held.append(each)
            else:
                asked.append(each)
        return tuple(asked), tuple(held)

    def erasures(self, *, limit: int = 50) -> tuple[Erasure, ...]:
        """Gives what was erased or is being, with the backups that still hold it; what was asked for last first."""
        return self._store.changing.erasing.erasures(limit=limit)

    # --- terms ---

    def kept_under(self, document_id: int) -> Custody:
        """Gives what a document is kept under: a withdrawal, a hold, a term."""
        return self._store.changing.custody.of(document_id)

    def due(self) -> tuple[Due, ...]:
        """Gives what need not be kept any longer now or within DUE_AHEAD, the first to be due first."""
        return self.custody.due(before=self._clock().date() + DUE_AHEAD)

    # --- in the background ---

    def catch_up(self, *, stop: threading.Event) -> bool:
        """Goes on with changes of many documents, empties the trash of what is old, erases; tells whether it did any.

        Raises IndexBusy, StoreError; what is left is done the next time.
        """
        worked = False
        for change_id in self.changes.running():
            while not stop.is_set() and self.changes.go_on(change_id):
                worked = True
        if self._looked is None or monotonic() - self._looked > LOOKS_APART_SECONDS:
            self._store.changing.erasing.ask_old(PROGRAM, kept=self.trash_kept)
            self._looked = monotonic()
        return bool(self._forgetting.erase_waiting(stop)) or worked

    def document(self, document_id: int) -> Document:
        """Gives a document as staff see it. Raises NotFound."""
        return seen_document(self._store, document_id, reader=EVERYTHING)
