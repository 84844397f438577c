"""What there is of a document beside the store, and how it goes: entries of the index, suggestions, pictures."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Sequence
from pathlib import Path

from kb.errors import IndexDamaged
from kb.library.indexing import MARKS_A_COMMIT
from kb.model import EVERYTHING
from kb.search.index import Index, IndexedDocument, IndexedPassage, Removed
from kb.search.plan import Plan
from kb.search.suggesting import SuggestionBook
from kb.search.tree import Word
from kb.store import Store


class Forgetting:
    """Erases documents for good, with everything that was made of them. What was broken off is gone on with."""

    def __init__(self, store: Store, index: Index, book: SuggestionBook, pictures: Path) -> None:
        self._store = store
        self._index = index
        self._book = book
        self._pictures = pictures

    def erase_waiting(self, stop: threading.Event) -> int:
        """Erases what is asked to be erased and what the index has let go of; gives how many documents are gone.

        Raises IndexBusy, IndexDamaged, IndexUnwritable, StoreError; what is left is erased the next time.
        """
        erasing = self._store.changing.erasing
        waiting = erasing.waiting()[:MARKS_A_COMMIT]
        ready = [document_id for document_id in waiting if erasing.is_ready(document_id)]
        self._forget_words(ready)
        self._clear_index(ready)
        gone = 0
        for document_id in waiting:
            if not stop.is_set():
                gone += erasing.go_on(document_id, forget=self._forget_pictures)
        return gone

    def _forget_words(self, document_ids: Sequence[int]) -> None:
        for document_id in document_ids:
            title, passages = self._store.changing.erasing.texts(document_id)
            said = tuple(IndexedPassage(0, each.heading, each.text, each.language) for each in passages)
            self._book.forget(IndexedDocument(document_id, title, said), is_used=self._is_used)

    def _is_used(self, word: str) -> bool:
        counting = Plan(Word(word), reader=EVERYTHING, limit=0, passages_per_document=0)
        return self._index.search(counting).documents > 0

    def _clear_index(self, document_ids: Sequence[int]) -> None:
        """Writes the parts of the index again that the documents were in; a further commit lets the old ones go."""
        if not document_ids:
            return
        try:
            while self._index.tidy(thorough=True):
                pass
            self._index.apply([Removed(document_id) for document_id in document_ids])
        except IndexDamaged:
            # It is built anew from the store, in which these documents are not there to be found.
            return

    def _forget_pictures(self, sha256: str) -> None:
        shutil.rmtree(self._pictures / sha256[:2] / sha256, ignore_errors=True)
