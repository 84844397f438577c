"""The library's answers about citations: what a document cites, what cites an act or an article, how an article begins.

They know what has been gone through; `catch_up` goes through what has come since, and is called by whoever reads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from kb.legislation.versions import ActVersion
from kb.library.browsing import seen_document
from kb.library.citing.citedby import CitedBy, Narrowed, cited_by
from kb.library.citing.cites import Cites, citations_of, cites
from kb.library.citing.finding import Citing
from kb.library.law.articlelinks import linked_article
from kb.library.law.links import LinkedCitation
from kb.library.law.previewing import Preview, act_preview, passage_preview
from kb.library.widening import Widening
from kb.model import VISITOR, Reader
from kb.search.snippets import Piece
from kb.store import Store

SECONDS_AT_A_TIME = 5.0
"""Time after which finding citations makes room for reading and indexing what has come meanwhile."""

Told = Callable[[str, str, int, int], None]


class CitedLaw:
    """Citations of law in the documents of a library. Safe to share between threads."""

    def __init__(self, store: Store, widening: Widening) -> None:
        self._store = store
        self._widening = widening
        self._citing = Citing(store)

    # --- finding them ---

    def catch_up(self, *, stop: threading.Event | None = None) -> int:
        """Finds some of what has not been found yet; gives of how many documents, 0 where nothing waits."""
        return self._citing.catch_up(lambda name, done, total: None, stop=stop, seconds=SECONDS_AT_A_TIME)

    def find_waiting(self, told: Told) -> int:
        """Finds all of it; `told` hears ("cited", name, done, total)."""
        return self._citing.catch_up(lambda name, done, total: told("cited", name, done, total))

    def find_again(self, told: Told) -> int:
        """Finds anew what all documents cite; gives their number. `told` hears as for `find_waiting`."""
        return self._citing.renew(lambda name, done, total: told("cited", name, done, total))

    # --- asking for them ---

    def cites(self, document_id: int, *, reader: Reader = VISITOR) -> Cites:
        """Gives the acts that a document cites. Raises NotFound."""
        document = seen_document(self._store, document_id, reader=reader)
        return cites(self._store, self._widening.register(), document, reader=reader)

    def of(self, document_id: int, *, reader: Reader = VISITOR) -> tuple[tuple[LinkedCitation, str], ...]:
        """Gives every citation of a document with what it leads to, and the anchor of its passage. Raises NotFound."""
        document = seen_document(self._store, document_id, reader=reader)
        return citations_of(self._store, self._widening.register(), document, reader=reader)

    def in_article(
        self, text: str, article: str, version: ActVersion, *, before: str = "", reader: Reader = VISITOR
    ) -> tuple[Piece, ...]:
        """Gives the text of an article («12a») of a version of an act in pieces, its citations as LinkedPiece.

        `before` is the number of the article before it, or "".
        """
        return linked_article(
            self._store,
            self._widening.register(),
            text,
            acts=self._citing.acts(),
            article=article,
            before=before,
            version=version,
            reader=reader,
        )

    def cited_by(
        self, acronym: str, article: str = "", *, narrowed: Narrowed = Narrowed(), reader: Reader = VISITOR
    ) -> CitedBy:
        """Gives a page of what cites an act, or an article of it («12a»), by kind and body. Raises NotFound."""
        return cited_by(self._store, self._widening.register(), acronym, article, narrowed=narrowed, reader=reader)

    def preview(self, acronym: str, article: str = "", *, reader: Reader = VISITOR) -> Preview:
        """Gives what is shown of an act or article before one goes there. Raises NotFound."""
        return act_preview(self._store, self._widening.register(), acronym, article, reader=reader)

    def preview_passage(self, document_id: int, anchor: str, *, reader: Reader = VISITOR) -> Preview:
        """Gives what is shown of a passage before one goes there. Raises NotFound."""
        return passage_preview(self._store, document_id, anchor, reader=reader)
