"""Adding a batch: files are kept some at a time; while further ones are kept, the first are read and indexed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from kb.errors import StoreError, Unreachable
from kb.library.batch import Incoming, list_batch
from kb.library.citing.answers import CitedLaw
from kb.library.course import Course, Told
from kb.library.indexing import Indexing
from kb.library.reading import Limits, Readers
from kb.library.values import Batch
from kb.model import PROGRAM, LedgerEntry, Metadata, Outcome
from kb.slovene.normal import nfc
from kb.store import Arriving, Store
from kb.store.intake import Chosen

__all__ = ["Adding", "Told"]

KEPT_TOGETHER = 40
BYTES_TOGETHER = 64 * 1024 * 1024


class Adding:
    """Takes batches in. `told` hears (stage, name, done, total) for the stages "kept", "read", "indexed", "cited"."""

    def __init__(self, store: Store, readers: Readers, indexing: Indexing, citations: CitedLaw, limits: Limits) -> None:
        self._store = store
        self._readers = readers
        self._indexing = indexing
        self._citations = citations
        self._limits = limits

    def add(self, paths: Sequence[Path], metadata: Metadata, *, revises: int | None, told: Told) -> Batch:
        """Keeps, reads and indexes the files at `paths`; see Library.add."""
        self._readers.warm()
        listing = list_batch(paths, metadata)
        for event in listing.events:
            self._store.events.put(event)
        self._store.check(each.metadata for each in listing.files)
        with Course(self._store, self._readers, self._indexing, told, total=len(listing.files)) as course:
            for part in _parts(listing.files):
                course.kept(self._keep([_arriving(each, revises) for each in part]))
        self._citations.find_waiting(told)
        return course.batch()

    def retry(self, entries: Sequence[int], *, told: Told) -> Batch:
        """Reads again what could not be read; see Library.retry."""
        failed = self._store.ledger.entries(Outcome.FAILED, limit=None)
        wanted = [entry.id for entry in failed if entry.sha256 and (not entries or entry.id in entries)]
        self._store.intake.retry(PROGRAM, Chosen(), ids=wanted)
        with Course(self._store, self._readers, self._indexing, told) as course:
            course.kept(tuple(self._store.ledger.many(wanted).values()))
        self._citations.find_waiting(told)
        return course.batch()

    def _keep(self, files: Sequence[Arriving]) -> tuple[LedgerEntry, ...]:
        """Keeps files together, or one by one where together they cannot be, so that one does not keep others out."""
        most = self._limits.max_file_bytes
        try:
            return self._store.keep_all(files, max_bytes=most)
        except StoreError:
            return tuple(entry for each in files for entry in self._store.keep_all([each], max_bytes=most))


def _parts(files: Sequence[Incoming]) -> Iterator[list[Incoming]]:
    """Gives the files in parts that are kept together: not many, and not much; the first one small, to be read soon."""
    part: list[Incoming] = []
    room, most = BYTES_TOGETHER, KEPT_TOGETHER // 4
    for each in files:
        part.append(each)
        room -= _size(each.path)
        if len(part) >= most or room <= 0:
            yield part
            part, room, most = [], BYTES_TOGETHER, KEPT_TOGETHER
    if part:
        yield part


def _arriving(each: Incoming, revises: int | None) -> Arriving:
    name, origin = shown(each.path.name), shown(os.path.abspath(each.path))
    refused = Unreachable(each.unreachable) if each.unreachable else None
    return Arriving(each.path, name, origin, each.metadata, revises, refused)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def shown(path: str) -> str:
    """Gives a path as text that can be stored, whatever bytes it is made of."""
    return nfc(os.fsencode(path).decode("utf-8", "replace"))
