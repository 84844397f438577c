"""The one writer of the index: what is marked in the store is brought into it, or all of it is built anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from time import monotonic

from kb.errors import IndexDamaged, SystemFault
from kb.library.law.versioning import Versioning
from kb.model import Document, LocatorKind, Passage, StoredPassage
from kb.search.index import Change, Index, IndexedDocument, IndexedPassage, Removed
from kb.store import Mark, Store, WithPassages

MARKS_A_COMMIT = 200
MOST_WAITED_FOR = 1000
"""Documents after which a first index waits for no more: what it holds is to be found before the rest is read."""

REBUILDS_APART_SECONDS = 600.0
LOOKS_APART_SECONDS = 24 * 3600.0

Told = Callable[[str, int, int], None]


class Indexing:
    """Brings what is marked in the store into the index; one that is damaged is built anew."""

    def __init__(self, store: Store, index: Index, fingerprint: str, *, clock: Callable[[], float] = monotonic) -> None:
        self._store = store
        self._index = index
        self._fingerprint = fingerprint
        self._clock = clock
        self._versioning = Versioning(store)
        self._rebuilt: float | None = None
        self._looked: float | None = None

    @property
    def is_current(self) -> bool:
        """Tells whether the index on disk is whole and was made with the present schema and analysis."""
        try:
            state = self._index.state()
        except IndexDamaged:
            return False
        return state.whole and state.fingerprint == self._fingerprint

    def index_marked(self, told: Told, *, more: Callable[[], bool] = lambda: False) -> int:
        """Indexes every marked document, or all where the index is not current; gives how many.

        `told` hears (title, done, total). `more` waits a little and tells whether further documents may be marked
        soon: a first index takes in those of them that come while it is made, so that it is not made of small parts.
        Raises IndexBusy, IndexUnwritable, IndexDamaged where it was built anew just now and is damaged again.
        """
        if not self.is_current:
            return self._mend(told, more=more)
        done, total = 0, self._store.marks.count()
        while marks := self._store.marks.pending(limit=MARKS_A_COMMIT):
            changes = tuple(self._changes(marks))
            try:
                self._index.apply(changes)
            except IndexDamaged:
                return self._mend(told, more=more)
            self._clear(marks)
            done += len(marks)
            told(_last_title(changes), done, max(total, done))
        self._clear(())
        return done

    def tend(self) -> bool:
        """Does what keeps the index in order when nothing waits; tells whether there may be more of it to do.

        Small parts are put together. All of it is looked at when that was not done for LOOKS_APART_SECONDS, so that
        damage is found before anyone asks for what it hides. Raises IndexDamaged, IndexUnwritable.
        """
        if not self.is_current:
            return False
        if self._index.tidy():
            return True
        if self._looked is None or self._clock() - self._looked > LOOKS_APART_SECONDS:
            self._looked = self._clock()
            self._index.is_intact()
        return False

    def put_together(self) -> None:
        """Puts together what was written in small parts, as far as it can be; the index is as good without."""
        with suppress(SystemFault):
            while self._index.tidy():
                pass

    def reindex(self, told: Told, *, more: Callable[[], bool] = lambda: False) -> int:
        """Builds the index anew beside the old one and swaps it in; gives the number of documents. Raises IndexBusy.

        What a rebuild had done that was broken off is kept where it still holds.
        """
        course = _Rebuild(self._store, told, more)
        self._index.rebuild(course.documents(), still_valid=course.still_valid)
        self._clear(course.marks)
        if course.count:
            told(course.title, course.count, course.count)
        return course.count

    def _clear(self, marks: Sequence[Mark]) -> None:
        """Clears marks, but first looks for versions of acts among what is marked, or where the register changed."""
        self._versioning.catch_up()
        if marks:
            self._store.marks.clear(marks)

    def _mend(self, told: Told, *, more: Callable[[], bool]) -> int:
        """Builds the index anew, but not again and again where disk or memory are at fault."""
        is_damaged = not self._is_merely_old()
        if is_damaged and self._rebuilt is not None and self._clock() - self._rebuilt < REBUILDS_APART_SECONDS:
            raise IndexDamaged("znova")
        count = self.reindex(told, more=more)
        if is_damaged:
            self._rebuilt = self._clock()
        return count

    def _is_merely_old(self) -> bool:
        """Tells whether the index is whole, but of another fingerprint, or was never built."""
        try:
            state = self._index.state()
        except IndexDamaged:
            return False
        return state.whole and state.fingerprint != self._fingerprint

    def _changes(self, marks: Sequence[Mark]) -> Iterator[Change]:
        held = dict.fromkeys(mark.document_id for mark in marks)
        for document, passages in self._store.documents.with_passages(tuple(held)):
            del held[document.id]
            yield indexed(document, passages)
        yield from (Removed(document_id) for document_id in held)


class _Rebuild:
    """The documents of a new index in their order, and the marks that may be cleared when it is there."""

    def __init__(self, store: Store, told: Told, more: Callable[[], bool]) -> None:
        self._store = store
        self._told = told
        self._more = more
        self._total = store.documents.count()
        self.marks = list(store.marks.pending(limit=1_000_000))
        self._versions = store.marks.versions()
        self._kept: frozenset[int] = frozenset()
        self.count = 0
        self.title = ""

    def still_valid(self, done: Mapping[int, int]) -> Collection[int]:
        """Gives those of the documents that an earlier rebuild had done which have not changed since."""
        self._kept = frozenset(id_ for id_, version in done.items() if self._versions.get(id_) == version)
        self.count = len(self._kept)
        return self._kept

    def documents(self) -> Iterator[IndexedDocument]:
        """Gives all documents, then those that are marked while it lasts, each once."""
        seen = set(self._kept)
        all_ = self._store.documents.each_with_passages(but=self._kept)
        for document, passages in chain(all_, self._coming(seen)):
            seen.add(document.id)
            # What is read now is at least as new as the version that was read before.
            yield replace(indexed(document, passages), version=self._versions.get(document.id, 0))
            self.count, self.title = self.count + 1, document.title
            # One more than there are so far: whoever sees all of them done takes the index for finished.
            self._told(document.title, self.count, max(self._total, self.count + 1))

    def _coming(self, seen: set[int]) -> Iterator[WithPassages]:
        known = {mark.document_id for mark in self.marks}
        is_over = False
        while len(seen) < MOST_WAITED_FOR:
            pending = self._store.marks.pending(limit=len(known) + MARKS_A_COMMIT)
            # A document that was marked again meanwhile keeps its mark, and is indexed again by it.
            new = [mark for mark in pending if mark.document_id not in known and mark.document_id not in seen]
            self.marks += new
            known.update(mark.document_id for mark in new)
            yield from self._store.documents.with_passages([mark.document_id for mark in new])
            if not new:
                if is_over:
                    return
                # What was marked just before the end is still to come.
                is_over = not self._more()


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
        visibility=document.access,
    )


def _heading(passage: Passage) -> str:
    """Gives what is indexed as the heading: an article is also asked for by its number, «12. člen»."""
    is_article = passage.locator.kind is LocatorKind.ARTICLE
    return f"{passage.locator.label()} {passage.heading}".strip() if is_article else passage.heading


def _last_title(changes: Sequence[Change]) -> str:
    titles = [change.title for change in changes if isinstance(change, IndexedDocument)]
    return titles[-1] if titles else ""
