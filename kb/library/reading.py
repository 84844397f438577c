"""Reading what waits: kept files become passages; files inside files are kept in their turn; scans go through OCR."""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from kb.errors import DocumentError, NoText, SystemFault
from kb.ingest import Sandbox, divide, ocr, office, with_pages
from kb.ingest.suggest import Name, Names, Suggestions, suggest
from kb.model import Document, Extract, LedgerEntry, Metadata, Unit, UnitKind
from kb.store import CONVERT, READ, Job, Store, worker_name

FILES_A_CONVERSION = 12
"""Old files that one start of LibreOffice converts together."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading may cost: files at the same time, seconds and megabytes a file, seconds of a lease."""

    readers: int = 2
    read_seconds: int = 60
    read_memory_mb: int = 1500
    lease_seconds: int = 120
    max_file_bytes: int = 2048 * 1024 * 1024

    @property
    def lease(self) -> int:
        """Gives the seconds of a lease: never shorter than reading a file may take twice."""
        return max(self.lease_seconds, 2 * self.read_seconds)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a caller wants to hear, from any thread: each job that is done, each entry of a file inside a file."""

    done: Callable[[Job], None] = lambda job: None
    inside: Callable[[LedgerEntry], None] = lambda entry: None


class Readers:
    """Reads waiting files, each reader with a warm sandbox of its own. One caller at a time; others wait."""

    def __init__(self, store: Store, limits: Limits) -> None:
        self._store = store
        self._limits = limits
        self._lock = threading.Lock()
        self._sandboxes = [
            Sandbox(seconds=limits.read_seconds, memory_mb=limits.read_memory_mb) for _ in range(limits.readers)
        ]

    def read_waiting(self, stop: threading.Event, heard: Heard = Heard()) -> int:
        """Reads what can be claimed now; gives how many jobs were tried."""
        self._store.jobs.release_dead()
        tried = self._read_side_by_side(stop, heard)
        while not stop.is_set() and (jobs := self._claim_old()):
            _Reader(self._store, self._limits, self._sandboxes[0], stop, heard).convert(jobs)
            tried += len(jobs)
        return tried

    def suggest(self, path: Path) -> Suggestions:
        """Gives suggestions from the text of a file; see Library.suggest."""
        registers = self._store.registers
        kinds, bodies, topics = (
            tuple(Name(row.slug, row.name_sl, row.name_en) for row in rows)
            for rows in (registers.kinds(), registers.bodies(), registers.topics())
        )
        with self._lock:
            extract = self._sandboxes[0].extract(path)
        return suggest(extract, divide(extract), names=Names(kinds, bodies, topics))

    def close(self) -> None:
        """Ends the sandboxes."""
        for sandbox in self._sandboxes:
            sandbox.close()

    def _read_side_by_side(self, stop: threading.Event, heard: Heard) -> int:
        first = self._claim(READ)
        if first is None:
            return 0
        readers = [_Reader(self._store, self._limits, sandbox, stop, heard) for sandbox in self._sandboxes]
        with self._lock:
            pool = ThreadPoolExecutor(len(readers), thread_name_prefix="kb-reader")
            try:
                waiting = [
                    pool.submit(reader.work, self._claim, first if number == 0 else None)
                    for number, reader in enumerate(readers)
                ]
                return sum(each.result() for each in waiting)
            except KeyboardInterrupt:
                stop.set()
                raise
            finally:
                pool.shutdown(wait=not stop.is_set(), cancel_futures=True)

    def _claim(self, kind: str = READ) -> Job | None:
        return self._store.jobs.claim(worker_name(), lease_seconds=self._limits.lease, kind=kind)

    def _claim_old(self) -> list[Job]:
        jobs: list[Job] = []
        while len(jobs) < FILES_A_CONVERSION and (job := self._claim(CONVERT)) is not None:
            jobs.append(job)
        return jobs


@dataclass(frozen=True, slots=True)
class _Reader:
    """One reader: what it reads with, and who hears of it."""

    store: Store
    limits: Limits
    sandbox: Sandbox
    stop: threading.Event
    heard: Heard

    def work(self, claim: Callable[[], Job | None], job: Job | None) -> int:
        """Reads `job` and whatever else can be claimed; gives how many."""
        tried = 0
        job = job or claim()
        while job is not None:
            self._settle(job, lambda job=job: self._read(job))  # type: ignore[misc]
            tried += 1
            job = None if self.stop.is_set() else claim()
        return tried

    def convert(self, jobs: list[Job]) -> None:
        """Reads files of old formats: one start of LibreOffice for all, then each as what it was converted to."""
        with ExitStack() as stack:
            paths = {job.id: stack.enter_context(self._original(job)) for job in jobs}
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kb-old-")))
            made = self._converted(tuple(paths.values()), folder)
            for job in jobs:
                # Claimed together, converted together: the last one has waited for all before it.
                self.store.jobs.renew(job, lease_seconds=self.limits.lease)
                path = paths[job.id]
                self._settle(job, lambda job=job, path=path: self._read_converted(job, path, made.get(path)))  # type: ignore[misc]

    def _settle(self, job: Job, reading: Callable[[], None]) -> None:
        try:
            reading()
        except (DocumentError, SystemFault) as error:
            # A reader that is being stopped loses its sandbox in the middle of a file: that is no fault of the file,
            # and the job is taken up again when this process is gone.
            if self.stop.is_set():
                return
            _log.info("job %s: %s", job.id, error.message("en"))
            self.store.fail_reading(job, error)
        self.heard.done(job)

    def _read(self, job: Job) -> None:
        with self._original(job) as path:
            if self.sandbox.recognise(path) in office.TARGETS:
                self.store.hand_over(job, CONVERT)
            else:
                self._store_extract(job, path, self._extracted(job, path))

    def _original(self, job: Job) -> AbstractContextManager[Path]:
        """Gives the file of a job's revision while it is read."""
        return self.store.files.path_for_reading(self.store.documents.revision(job.subject).sha256)

    def _extracted(self, job: Job, path: Path) -> Extract:
        """Gives what is written in the file, after everything inside it has been kept as a document of its own."""
        with tempfile.TemporaryDirectory(prefix="kb-inside-") as folder:
            extract = self.sandbox.extract(path, into=Path(folder), scans=True)
            if extract.attachments:
                self._keep_inside(job, extract, Path(folder))
        return extract

    def _store_extract(self, job: Job, path: Path, extract: Extract) -> None:
        extract = self._with_ocr(job, path, extract)
        passages = divide(extract)
        if not passages and not extract.attachments:
            raise NoText
        self.store.store_reading(
            job,
            media_type=extract.media_type,
            language=extract.language,
            title=extract.title,
            warnings=extract.warnings,
            passages=passages,
            is_partial=extract.is_partial,
        )

    # --- files inside files ---

    def _keep_inside(self, job: Job, extract: Extract, folder: Path) -> None:
        entry = self.store.ledger.of_revision(job.subject)
        if entry.document_id is None:
            return
        metadata = _inherited(self.store.documents.get(entry.document_id))
        for each in extract.attachments:
            kept = self.store.keep(
                folder / each.file,
                name=each.name,
                origin=f"{entry.origin}!/{each.name}",
                metadata=metadata,
                max_bytes=self.limits.max_file_bytes,
            )
            self.heard.inside(kept)

    # --- scans ---

    def _with_ocr(self, job: Job, path: Path, extract: Extract) -> Extract:
        """Gives the extract with the pages that OCR reads better; the lease is renewed page by page."""
        if not extract.unread or not ocr.is_available():
            return extract
        read = []
        for number in extract.unread:
            if self.stop.is_set() or not self.store.jobs.renew(job, lease_seconds=self.limits.lease):
                break
            blocks, quality = self.sandbox.ocr(path, number)
            read.append(Unit(UnitKind.PAGE, number, blocks, quality, "ocr"))
        found = with_pages(extract, read)
        told = tuple(filter(None, [ocr.shortcoming()]))
        return replace(found, warnings=(*found.warnings, *told))

    # --- old formats ---

    def _converted(self, paths: tuple[Path, ...], folder: Path) -> dict[Path, Path]:
        made: dict[Path, Path] = {}
        for target in sorted(set(office.TARGETS.values())):
            those = [path for path in paths if office.TARGETS.get(self.sandbox.recognise(path)) == target]
            made |= office.convert(those, target, folder / target, seconds=self.limits.read_seconds)
        return made

    def _read_converted(self, job: Job, path: Path, made: Path | None) -> None:
        media_type = self.sandbox.recognise(path)
        if made is None:
            raise office.refusal(media_type)
        self._store_extract(job, made, office.from_converted(self.sandbox.extract(made), media_type))


def _inherited(document: Document) -> Metadata:
    """Gives what a file inside a file has from the file around it: all but title and language."""
    return Metadata(
        kind=document.kind.slug if document.kind else "",
        bodies=tuple(body.slug for body in document.bodies),
        topics=tuple(topic.slug for topic in document.topics),
        event=document.event.slug if document.event else "",
        speakers=document.speakers,
        dated=document.dated,
        source=document.source,
        rights=document.rights,
        visibility=document.visibility,
    )
