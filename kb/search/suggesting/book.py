"""The book of suggestions as the library uses it. Its faults never stop a search or an upload."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from kb.model import Reader
from kb.search.index import (
    Change,
    Index,
    IndexedDocument,
    IndexState,
    Ranked,
    Removed,
    StillValid,
    none_valid,
    unheard,
)
from kb.search.plan import Plan
from kb.search.suggesting.asking import asked_words
from kb.search.suggesting.bookfile import IDENTITY, BookFile, fact, set_fact
from kb.search.suggesting.forms import Forms, NearForm
from kb.search.suggesting.lookup import FoundEntry, entries
from kb.search.suggesting.showing import EntrySort
from kb.search.suggesting.taking import Taking
from kb.search.suggesting.told import told_by

DOCUMENTS_A_TIME = 50
_COMPLETE = "complete"
_FILLED = "filled to"
_IDS = "SELECT id FROM documents"
_RARE_FORMS = "SELECT form FROM forms WHERE documents <= ?"
FORMS_OF_FEW = 5

T = TypeVar("T")
_log = logging.getLogger(__name__)


class SuggestionBook:
    """What the documents of a collection suggest, kept in a file in `folder`. Safe to share between threads.

    A book that cannot be read gives nothing; one that cannot be written is thrown away, and filled anew by `fill`.
    """

    def __init__(self, folder: Path) -> None:
        self._file = BookFile(folder)
        self._forms = Forms()

    def close(self) -> None:
        """Lets go of the book."""
        self._file.close()

    def beside(self, index: Index) -> Index:
        """Gives an index like `index` that tells the book whatever is written to it."""
        return _Beside(index, self)

    # --- reading ---

    def entries(self, typed: str, *, sort: EntrySort, reader: Reader, limit: int = 5) -> tuple[FoundEntry, ...]:
        """Gives the titles or phrases that `typed` can become, best first, of documents open to `reader` alone."""
        words = asked_words(typed)
        return self._read(lambda book: entries(book, words, sort=sort, reader=reader, limit=limit), ()) if words else ()

    def near(self, word: str) -> tuple[NearForm, ...]:
        """Gives the forms of all texts that `word` may have been meant as, the nearest first, whoever may read them.

        What is shown to a reader has to be asked of the index for that reader first.
        """
        return self._read(lambda book: self._forms.near(word, book), ())

    def is_complete(self) -> bool:
        """Tells whether all documents of the collection have been told."""
        return self._read(lambda book: fact(book, _COMPLETE) == "yes", False)

    # --- writing ---

    def take(self, changes: Sequence[Change]) -> None:
        """Takes what was written to the index."""
        if changes:
            self._write(lambda book: Taking(book).take(changes))

    def forget(self, document: IndexedDocument, *, is_used: Callable[[str], bool]) -> None:
        """Lets go of the words of a document that was taken out and is erased, but of those that others use.

        Words of more than FORMS_OF_FEW documents stay without asking.
        """
        words = told_by(document).forms
        nothing: list[tuple[str]] = []
        rare = self._read(lambda book: book.execute(_RARE_FORMS, (FORMS_OF_FEW,)).fetchall(), nothing)
        gone = [(form,) for (form,) in rare if form in words and not is_used(form)]
        self._write(lambda book: book.executemany("DELETE FROM forms WHERE form = ?", gone).rowcount)
        with suppress(sqlite3.Error):
            self._file.empty_journal()

    def fill(self, documents_after: Callable[[int], Iterable[IndexedDocument]]) -> None:
        """Fills a book that is not complete; `documents_after` gives all documents with greater ids than the one told.

        What is done is kept every DOCUMENTS_A_TIME documents, and goes on from there after a fault.
        """
        identity = "" if self.is_complete() else self._identity()
        if not identity:
            return
        last = int(self._read(lambda book: fact(book, _FILLED), "") or 0)
        documents = iter(documents_after(last))
        while batch := tuple(islice(documents, DOCUMENTS_A_TIME)):
            if not self._write(_Filling(identity, batch)):
                return
        self._write(_Filling(identity, is_last=True))

    def having(self, ids: Collection[int]) -> frozenset[int]:
        """Gives those of some documents that the book knows."""
        nothing: frozenset[int] = frozenset()
        return self._read(lambda book: frozenset(id_ for (id_,) in book.execute(_IDS)), nothing).intersection(ids)

    def passing(self, documents: Iterable[IndexedDocument], kept: Collection[int] = ()) -> Iterator[IndexedDocument]:
        """Gives `documents`, which with those `kept` are all there are, and takes them on the way.

        Others leave the book at the end; `kept` is looked at when the first document is asked for.
        """
        identity = self._identity()
        seen: set[int] = set(kept)
        batch: list[IndexedDocument] = []
        for document in documents:
            yield document
            if document.id not in seen:
                seen.add(document.id)
                batch.append(document)
            if len(batch) == DOCUMENTS_A_TIME:
                self.take(batch)
                batch = []
        self.take(batch)
        self._write(_Leaving(identity, frozenset(seen)))

    def _identity(self) -> str:
        """Gives what tells the book there is now from one made anew after a fault; "" where none can be written."""
        return self._write(lambda book: fact(book, IDENTITY)) or ""

    def _read(self, read: Callable[[sqlite3.Connection], T], nothing: T) -> T:
        try:
            with self._file.reading() as connection:
                return read(connection) if connection else nothing
        except (sqlite3.Error, OSError) as fault:
            _log.warning("suggestions cannot be read: %s", fault)
            return nothing

    def _write(self, write: Callable[[sqlite3.Connection], T]) -> T | None:
        try:
            with self._file.writing() as connection:
                return write(connection)
        except (sqlite3.Error, OSError) as fault:
            _log.warning("suggestions cannot be written and are made anew: %s", fault)
            self._file.throw_away()
            return None


class _Beside:
    """An Index that passes on what it is asked, and tells suggestions what is written."""

    def __init__(self, index: Index, book: SuggestionBook) -> None:
        self._index = index
        self._book = book

    def search(self, plan: Plan) -> Ranked:
        return self._index.search(plan)

    def apply(self, changes: Sequence[Change]) -> None:
        self._index.apply(changes)
        self._book.take(changes)

    def rebuild(
        self,
        documents: Iterable[IndexedDocument],
        *,
        told: Callable[[int], None] = unheard,
        still_valid: StillValid = none_valid,
    ) -> None:
        kept: set[int] = set()

        def both_have(done: Mapping[int, int]) -> Collection[int]:
            kept.update(self._book.having(still_valid(done)))
            return kept

        self._index.rebuild(self._book.passing(documents, kept), told=told, still_valid=both_have)

    def tidy(self, *, thorough: bool = False) -> bool:
        return self._index.tidy(thorough=thorough)

    def is_intact(self) -> bool:
        return self._index.is_intact()

    def state(self) -> IndexState:
        return self._index.state()

    def close(self) -> None:
        self._book.close()
        self._index.close()


@dataclass(frozen=True, slots=True)
class _Filling:
    """A step in filling the book of an identity, in the order of ids; tells whether that book is still there."""

    identity: str
    documents: tuple[IndexedDocument, ...] = ()
    is_last: bool = False

    def __call__(self, book: sqlite3.Connection) -> bool:
        if fact(book, IDENTITY) != self.identity:
            return False
        if self.is_last:
            set_fact(book, _COMPLETE, "yes")
        else:
            Taking(book).take(self.documents)
            set_fact(book, _FILLED, str(max(document.id for document in self.documents)))
        return True


@dataclass(frozen=True, slots=True)
class _Leaving:
    """Takes documents out that are no longer there; the book is complete if all others went into this very one."""

    identity: str
    there: frozenset[int]

    def __call__(self, book: sqlite3.Connection) -> None:
        known = {id_ for (id_,) in book.execute(_IDS)}
        Taking(book).take([Removed(id_) for id_ in sorted(known - self.there)])
        if fact(book, IDENTITY) == self.identity:
            set_fact(book, _COMPLETE, "yes")
