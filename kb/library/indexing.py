"""The one writer of the index: what is marked in the store is brought into it, or all of it is built anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kb.errors import IndexDamaged
from kb.model import Document, LocatorKind, Passage, StoredPassage
from kb.search.index import Change, Index, IndexedDocument, IndexedPassage, Removed
from kb.store import Mark, Store

MARKS_A_COMMIT = 100

Told = Callable[[str, int, int], None]


class Indexing:
    """Brings what is marked in the store into the index."""

    def __init__(self, store: Store, index: Index, fingerprint: str) -> None:
        self._store = store
        self._index = index
        self._fingerprint = fingerprint

    @property
    def is_current(self) -> bool:
        """Tells whether the index on disk is whole and was made with the present schema and analysis."""
        try:
            return self._index.state().fingerprint == self._fingerprint
        except IndexDamaged:
            return False

    def index_marked(self, told: Told) -> int:
        """Indexes every marked document, or all where the index is not current; gives how many. Raises IndexBusy.

        `told` hears (title, done, total).
        """
        if not self.is_current:
            return self.reindex(told)
        done, total = 0, self._store.marks.count()
        while marks := self._store.marks.pending(limit=MARKS_A_COMMIT):
            changes = tuple(self._changes(marks))
            self._index.apply(changes)
            self._store.marks.clear(marks)
            done += len(marks)
            told(_last_title(changes), done, max(total, done))
        return done

    def reindex(self, told: Told) -> int:
        """Builds the index anew beside the old one and swaps it in; gives the number of documents. Raises IndexBusy."""
        marks = self._store.marks.pending(limit=1_000_000)
        total = self._store.documents.count()
        count = 0

        def documents() -> Iterator[IndexedDocument]:
            nonlocal count
            for document, passages in self._store.documents.each_with_passages():
                yield indexed(document, passages)
                count += 1
                told(document.title, count, max(total, count))

        self._index.rebuild(documents())
        self._store.marks.clear(marks)
        return count

    def _changes(self, marks: Sequence[Mark]) -> Iterator[Change]:
        held = dict.fromkeys(mark.document_id for mark in marks)
        for document, passages in self._store.documents.with_passages(tuple(held)):
            del held[document.id]
            yield indexed(document, passages)
        yield from (Removed(document_id) for document_id in held)


def indexed(document: Document, passages: Sequence[StoredPassage]) -> IndexedDocument:
    """Gives a document as an index takes it: ids for names, and its topics with the topics above them."""
    above = {topic.parent_id for topic in document.topics if topic.parent_id is not None}
    return IndexedDocument(
        id=document.id,
        title=document.title,
        passages=tuple(
            IndexedPassage(each.id, _heading(each.passage), each.passage.text, each.passage.language)
            for each in passages
        ),
        kind=document.kind.id if document.kind else None,
        bodies=frozenset(body.id for body in document.bodies),
        topics=frozenset(topic.id for topic in document.topics) | above,
        dated=document.dated,
        visibility=document.visibility,
    )


def _heading(passage: Passage) -> str:
    """Gives what is indexed as the heading: an article is also asked for by its number, «12. člen»."""
    is_article = passage.locator.kind is LocatorKind.ARTICLE
    return f"{passage.locator.label()} {passage.heading}".strip() if is_article else passage.heading


def _last_title(changes: Sequence[Change]) -> str:
    titles = [change.title for change in changes if isinstance(change, IndexedDocument)]
    return titles[-1] if titles else ""
