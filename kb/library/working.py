"""Work on what waits: kept files are read into passages, marked documents go into the index."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from kb.errors import DocumentError, IndexDamaged, NoText, SystemFault
from kb.ingest import Sandbox, divide
from kb.model import Document, LocatorKind, Passage, StoredPassage
from kb.search.index import Change, Index, IndexedDocument, IndexedPassage, Removed
from kb.store import Job, Mark, Store, worker_name

MARKS_A_COMMIT = 100

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading may cost: files at the same time, seconds and megabytes a file, seconds of a lease."""

    readers: int = 2
    read_seconds: int = 60
    read_memory_mb: int = 1500
    lease_seconds: int = 120
    max_file_bytes: int = 2048 * 1024 * 1024


class Readers:
    """Reads waiting files, each reader with a warm sandbox of its own. Safe for one caller at a time."""

    def __init__(self, store: Store, limits: Limits) -> None:
        self._store = store
        self._limits = limits
        self._lock = threading.Lock()
        self._sandboxes = [
            Sandbox(seconds=limits.read_seconds, memory_mb=limits.read_memory_mb) for _ in range(limits.readers)
        ]

    def read_waiting(self, stop: threading.Event, told: Callable[[Job], None]) -> int:
        """Reads what can be claimed now; gives how many files were tried. `told` hears of each, from any thread."""
        self._store.jobs.release_dead()
        first = self._claim()
        if first is None:
            return 0
        with self._lock:
            pool = ThreadPoolExecutor(len(self._sandboxes), thread_name_prefix="kb-reader")
            try:
                waiting = [
                    pool.submit(self._read_with, sandbox, stop, told, first if number == 0 else None)
                    for number, sandbox in enumerate(self._sandboxes)
                ]
                return sum(each.result() for each in waiting)
            except KeyboardInterrupt:
                stop.set()
                raise
            finally:
                pool.shutdown(wait=not stop.is_set(), cancel_futures=True)

    def close(self) -> None:
        """Ends the sandboxes."""
        for sandbox in self._sandboxes:
            sandbox.close()

    def _claim(self) -> Job | None:
        lease = max(self._limits.lease_seconds, 2 * self._limits.read_seconds)
        return self._store.jobs.claim(worker_name(), lease_seconds=lease)

    def _read_with(self, sandbox: Sandbox, stop: threading.Event, told: Callable[[Job], None], job: Job | None) -> int:
        tried = 0
        job = job or self._claim()
        while job is not None:
            self._read(sandbox, job, stop)
            tried += 1
            told(job)
            job = None if stop.is_set() else self._claim()
        return tried

    def _read(self, sandbox: Sandbox, job: Job, stop: threading.Event) -> None:
        try:
            revision = self._store.documents.revision(job.subject)
            with self._store.files.path_for_reading(revision.sha256) as path:
                extract = sandbox.extract(path)
            passages = divide(extract)
            if not passages:
                raise NoText
            self._store.store_reading(
                job,
                media_type=extract.media_type,
                language=extract.language,
                title=extract.title,
                warnings=extract.warnings,
                passages=passages,
            )
        except (DocumentError, SystemFault) as error:
            # A reader that is being stopped loses its sandbox in the middle of a file: that is no fault of the file,
            # and the job is taken up again when this process is gone.
            if not stop.is_set():
                _log.info("job %s: %s", job.id, error.message("en"))
                self._store.fail_reading(job, error)


class Indexing:
    """The one writer: brings what is marked in the store into the index."""

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

    def index_marked(self, told: Callable[[str, int, int], None]) -> int:
        """Indexes every marked document, or all where the index is not current; gives how many. Raises IndexBusy."""
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

    def reindex(self, told: Callable[[str, int, int], None]) -> int:
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

    def _changes(self, marks: tuple[Mark, ...]) -> Iterator[Change]:
        held = dict.fromkeys(mark.document_id for mark in marks)
        for document, passages in self._store.documents.with_passages(tuple(held)):
            del held[document.id]
            yield indexed(document, passages)
        yield from (Removed(document_id) for document_id in held)


def indexed(document: Document, passages: list[StoredPassage]) -> IndexedDocument:
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


def _last_title(changes: tuple[Change, ...]) -> str:
    titles = [change.title for change in changes if isinstance(change, IndexedDocument)]
    return titles[-1] if titles else ""
