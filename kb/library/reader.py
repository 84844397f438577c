"""Reading one file: it becomes passages; files inside it are kept in their turn; scans go through OCR."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from kb.errors import DocumentError, NoText, SystemFault
from kb.ingest import Sandbox, ocr, office, with_pages
from kb.library.scratch import Scratch
from kb.library.supply import Outbox, Supply
from kb.model import Document, Extract, LedgerEntry, Metadata, Passage, Unit, UnitKind
from kb.store import CONVERT, Arriving, Job, Store, Told

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
    """What a caller wants to hear, from any thread: jobs that are done, each entry of a file inside a file."""

    done: Callable[[Sequence[Job]], None] = lambda jobs: None
    inside: Callable[[LedgerEntry], None] = lambda entry: None


@dataclass(frozen=True, slots=True)
class FileReader:
    """One reader: what it reads with, where its readings go, and who hears of them."""

    store: Store
    limits: Limits
    sandbox: Sandbox
    scratch: Scratch
    outbox: Outbox
    stop: threading.Event
    heard: Heard

    def work(self, supply: Supply) -> int:
        """Reads what `supply` gives until there is nothing or it is stopped; gives how many files."""
        tried = 0
        while not self.stop.is_set() and (taken := supply.next()) is not None:
            job, checksum = taken
            self._settle(job, lambda job=job, checksum=checksum: self._read(job, checksum))  # type: ignore[misc]
            tried += 1
        return tried

    def convert(self, jobs: Sequence[Job]) -> None:
        """Reads files of old formats: one start of LibreOffice for all, then each as what it was converted to."""
        checksums = self.store.documents.checksums(job.subject for job in jobs)
        with ExitStack() as stack:
            paths = {job.id: stack.enter_context(self._original(checksums[job.subject])) for job in jobs}
            made = self._converted(tuple(paths.values()), Path(stack.enter_context(self.scratch.new())))
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
            self.heard.done([job])

    def _read(self, job: Job, checksum: str) -> None:
        """Hands in what is written in the file, after everything inside it has been kept as a document of its own."""
        with self._original(checksum) as path:
            with self.scratch.new() as folder:
                extract, passages = self.sandbox.read(path, into=Path(folder), scans=True)
                if extract.attachments:
                    self._keep_inside(job, extract, Path(folder))
            if extract.media_type in office.TARGETS:
                self.store.hand_over(job, CONVERT)
                self.heard.done([job])
                return
            with_ocr = self._with_ocr(job, path, extract)
            self._hand_in(job, with_ocr, passages if with_ocr is extract else self.sandbox.divide(with_ocr))

    def _original(self, checksum: str) -> AbstractContextManager[Path]:
        return self.store.files.path_for_reading(checksum)

    def _hand_in(self, job: Job, extract: Extract, passages: Sequence[Passage]) -> None:
        if not passages and not extract.attachments:
            raise NoText
        told = {"warnings": extract.warnings, "is_partial": extract.is_partial}
        self.outbox.put(Told(job, extract.media_type, extract.language, extract.title, passages, **told))  # type: ignore[arg-type]

    # --- files inside files ---

    def _keep_inside(self, job: Job, extract: Extract, folder: Path) -> None:
        entry = self.store.ledger.of_revision(job.subject)
        if entry.document_id is None:
            return
        metadata = _inherited(self.store.documents.get(entry.document_id))
        inside = [
            Arriving(folder / each.file, each.name, f"{entry.origin}!/{each.name}", metadata)
            for each in extract.attachments
        ]
        for kept in self.store.keep_all(inside, max_bytes=self.limits.max_file_bytes):
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
        if made is None and media_type in office.READ_ALONE:
            alone = self.sandbox.extract(path)
            self._hand_in(job, alone, self.sandbox.divide(alone))
            return
        if made is None:
            raise office.refusal(media_type)
        extract, passages = self.sandbox.read(made)
        self._hand_in(job, office.from_converted(extract, media_type), passages)


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
        state=document.state,
    )
