"""The library: the only place that knows ingest, store and search together.

`open_library` builds it from settings; the pages, the worker and the command line speak to nothing else.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from kb.config import Settings
from kb.errors import IndexDamaged, StoreError
from kb.ingest.suggest import Suggestions
from kb.library import browsing, finding
from kb.library.adding import Adding, Told
from kb.library.indexing import Indexing
from kb.library.pictures import Pictures
from kb.library.reading import Limits, Readers
from kb.library.values import (
    Batch,
    ContentsLine,
    Counted,
    FacetList,
    FacetValue,
    Found,
    Hit,
    Home,
    KindShelf,
    Original,
    Question,
    Reading,
    Received,
    Results,
    Room,
    ShownPassage,
    Status,
    TopicBranch,
)
from kb.model import VISITOR, Document, LedgerEntry, Metadata, Outcome, Reader, StoredPassage
from kb.search.embedded import FINGERPRINT, open_index
from kb.search.index import Index
from kb.search.plan import Sort
from kb.search.query import Remark
from kb.search.snippets import Piece
from kb.store import Store

__all__ = [
    "Batch",
    "ContentsLine",
    "Counted",
    "FacetList",
    "FacetValue",
    "Found",
    "Hit",
    "Home",
    "KindShelf",
    "Library",
    "Limits",
    "Original",
    "Piece",
    "Question",
    "Reading",
    "Received",
    "Remark",
    "Results",
    "Room",
    "ShownPassage",
    "Sort",
    "Status",
    "TopicBranch",
    "open_library",
]


def _untold(stage: str, name: str, done: int, total: int) -> None:
    """Hears and says nothing."""


class Library:
    """Documents that are kept, read, indexed and found again. Safe to share between threads."""

    def __init__(
        self, store: Store, index: Index, *, fingerprint: str, pictures_folder: Path, limits: Limits = Limits()
    ) -> None:
        self._store = store
        self._pictures = Pictures(store, pictures_folder, limits)
        self._index = index
        self._readers = Readers(store, limits)
        self._indexing = Indexing(store, index, fingerprint)
        self._adding = Adding(store, self._readers, self._indexing, limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of worker processes, index and store."""
        self._readers.close()
        self._pictures.close()
        self._index.close()
        self._store.close()

    # --- receiving ---

    def add(
        self, paths: Sequence[Path], metadata: Metadata, *, revises: int | None = None, told: Told = _untold
    ) -> Batch:
        """Keeps, reads and indexes the files at `paths`, and the files inside them; gives what became of each.

        `told` hears (stage, file name, done, total) for the stages "kept", "read" and "indexed". Raises WrongValue
        before anything is kept when the metadata or a manifest cannot be used, StoreError when keeping fails.
        """
        return self._adding.add(paths, metadata, revises=revises, told=told)

    def retry(self, entries: Sequence[int] = (), *, told: Told = _untold) -> Batch:
        """Reads again what could not be read: the ledger entries `entries`, or all failed ones."""
        return self._adding.retry(entries, told=told)

    def read_waiting(self, *, stop: threading.Event) -> int:
        """Reads what waits and can be claimed now; gives how many files were tried."""
        return self._readers.read_waiting(stop)

    def index_marked(self) -> int:
        """Brings the index up to date; gives how many documents it took. Raises IndexBusy."""
        return self._indexing.index_marked(lambda name, done, total: None)

    def reindex(self, *, told: Told = _untold) -> int:
        """Builds the index anew; gives the number of documents in it. Raises IndexBusy."""
        return self._indexing.reindex(lambda name, done, total: told("indexed", name, done, total))

    def suggest(self, path: Path) -> Suggestions:
        """Gives what the text of a file tells of it, each with where it was seen. Raises DocumentError."""
        return self._readers.suggest(path)

    # --- finding and reading ---

    def find(self, question: Question, *, reader: Reader = VISITOR) -> Results:
        """Gives the answer to `question` as `reader` may see it. Raises QueryError, IndexDamaged."""
        return finding.find(self._store, self._index, question, reader=reader)

    def home(self, *, reader: Reader = VISITOR) -> Home:
        """Gives the first page: bodies and topics with counts, the newest documents."""
        return browsing.home(self._store, self._index, reader=reader)

    def body(self, slug: str, *, reader: Reader = VISITOR) -> Room:
        """Gives the page of a body. Raises NotFound."""
        return browsing.body_room(self._store, self._index, slug, reader=reader)

    def topic(self, slug: str, *, reader: Reader = VISITOR) -> Room:
        """Gives the page of a topic. Raises NotFound."""
        return browsing.topic_room(self._store, self._index, slug, reader=reader)

    def document(self, document_id: int, *, reader: Reader = VISITOR) -> Document:
        """Gives a document. Raises NotFound."""
        return browsing.seen_document(self._store, document_id, reader=reader)

    def passages(self, document_id: int, *, reader: Reader = VISITOR) -> tuple[StoredPassage, ...]:
        """Gives all passages of a document. Raises NotFound."""
        self.document(document_id, reader=reader)
        return self._store.passages.of(document_id, limit=1_000_000)

    def read(
        self, document_id: int, *, anchor: str = "", part: int = 0, query: str = "", reader: Reader = VISITOR
    ) -> Reading:
        """Gives the part of a document's text that holds `anchor`, or part number `part`. Raises NotFound."""
        return browsing.read(self._store, document_id, anchor=anchor, part=part, query=query, reader=reader)

    def original(self, document_id: int, *, reader: Reader = VISITOR) -> Original:
        """Gives the bytes of a document as received. Raises NotFound."""
        return browsing.original(self._store, document_id, reader=reader)

    def has_pictures(self, document: Document) -> bool:
        """Tells whether there are pictures of the document's pages or slides on this machine."""
        return self._pictures.can_draw(document)

    def picture(self, document_id: int, number: int, width: int, *, reader: Reader = VISITOR) -> Path:
        """Gives the file of a picture (WebP, `width` 200 or 1200 pixels) of a page or slide. Raises NotFound."""
        return self._pictures.picture(self.document(document_id, reader=reader), number, width)

    # --- how things stand ---

    def ledger(self, *, outcome: Outcome | None = None, limit: int | None = 100) -> tuple[LedgerEntry, ...]:
        """Gives entries of the ledger, the newest first; `limit` None gives all."""
        return self._store.ledger.entries(outcome, limit=limit)

    def entry(self, entry_id: int) -> LedgerEntry:
        """Gives an entry of the ledger with all its steps. Raises NotFound."""
        return self._store.ledger.entry(entry_id)

    def status(self) -> Status:
        """Gives how the collection stands; a damaged index shows as one that is not current."""
        outcomes: dict[str, int] = {}
        for (_, outcome), count in self._store.ledger.counts().items():
            outcomes[outcome] = outcomes.get(outcome, 0) + count
        try:
            state = self._index.state()
            held = (state.documents, state.passages, state.generation)
        except IndexDamaged:
            held = (0, 0, 0)
        return Status(
            documents=self._store.documents.count(),
            passages=self._store.passages.count(),
            outcomes=outcomes,
            waiting=outcomes.get(Outcome.WAITING, 0),
            to_index=self._store.marks.count(),
            index_documents=held[0],
            index_passages=held[1],
            index_generation=held[2],
            index_current=self._indexing.is_current,
        )


def open_library(settings: Settings) -> Library:
    """Gives the library in the data folder of `settings`, made where it is missing. Raises StoreError."""
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(str(error)) from error
    store = Store.open(settings.database_url, originals_url=settings.originals_url)
    limits = Limits(
        readers=settings.readers,
        read_seconds=settings.read_seconds,
        read_memory_mb=settings.read_memory_mb,
        lease_seconds=settings.lease_seconds,
        max_file_bytes=settings.max_file_mb * 1024 * 1024,
    )
    return Library(
        store,
        open_index(settings.index_folder),
        fingerprint=FINGERPRINT,
        pictures_folder=settings.pictures_folder,
        limits=limits,
    )
