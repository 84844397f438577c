"""EmbeddedIndex: which generation is read, who writes, how a rebuild is swapped in."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from kb.errors import IndexDamaged
from kb.search.answer import page_of
from kb.search.embedded.evaluate import answer
from kb.search.embedded.faults import GARBLED, WhileReading, while_writing
from kb.search.embedded.folder import (
    Current,
    fresh_folder,
    newest_generation,
    read_current,
    swap_in,
    sweep,
    write_lock,
)
from kb.search.embedded.schema import FINGERPRINT
from kb.search.embedded.snapshot import SegmentFacts, Snapshot, open_snapshot
from kb.search.embedded.writer import fill, open_in, write
from kb.search.index import Change, IndexedDocument, IndexState, Ranked, unheard
from kb.search.plan import Plan

PATIENCE = 5.0


class EmbeddedIndex:
    """An Index in a folder. One object serves many threads; searches within a process take turns.

    They take turns because Whoosh's readers share file positions; under the interpreter's lock it costs nothing.
    """

    def __init__(self, folder: Path, *, patience: float = PATIENCE) -> None:
        self._folder = folder
        self._patience = patience
        self._turn = threading.Lock()
        self._seen: tuple[Current, int] | None = None
        self._snapshot: Snapshot | None = None

    def search(self, plan: Plan) -> Ranked:
        """Gives the page that `plan` asks for; an empty one where nothing was ever built. Raises IndexDamaged."""
        with self._turn, WhileReading():
            snapshot = self._newest()
            return answer(snapshot, plan) if snapshot else page_of((), plan)

    def apply(self, changes: Sequence[Change]) -> None:
        """Writes `changes` as one generation.

        Raises IndexBusy while another writes or rebuilds, IndexDamaged where the index was built under another
        fingerprint or cannot be read, IndexUnwritable where the disk refuses.
        """
        with write_lock(self._folder, patience=self._patience):
            with WhileReading():
                current = read_current(self._folder)
            if current is None:
                current = self._build((), unheard, base=0)
            if current.fingerprint != FINGERPRINT:
                raise IndexDamaged(current.fingerprint)
            with WhileReading():
                index = open_in(self._folder / current.folder)
            write(index, changes)

    def rebuild(self, documents: Iterable[IndexedDocument], *, told: Callable[[int], None] = unheard) -> None:
        """Builds a new index of just `documents`, their ids distinct, beside the old one, and swaps it in.

        The old one serves meanwhile, and stays if anything is raised. Raises IndexBusy, IndexUnwritable.
        """
        with write_lock(self._folder, patience=self._patience):
            old = self._still_readable()
            if old is not None:
                sweep(self._folder, keep=old.folder)
            new = self._build(documents, told, base=self._generation(old) + 1)
            sweep(self._folder, keep=new.folder)

    def state(self) -> IndexState:
        """Gives fingerprint, generation and counts; "" and zeros where nothing was built. Raises IndexDamaged."""
        with self._turn, WhileReading():
            snapshot = self._newest()
            if snapshot is None or self._seen is None:
                return IndexState("", 0, 0, 0)
            current, number = self._seen
            return IndexState(current.fingerprint, current.base + number, snapshot.documents, snapshot.passages)

    def close(self) -> None:
        """Lets go of the files; a later search opens them again."""
        with self._turn:
            self._let_go()

    def _build(self, documents: Iterable[IndexedDocument], told: Callable[[int], None], *, base: int) -> Current:
        with while_writing():
            made = fresh_folder(self._folder)
        try:
            fill(made, documents, told)
            current = Current(made.name, FINGERPRINT, base)
            with while_writing():
                swap_in(self._folder, current)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
        return current

    def _still_readable(self) -> Current | None:
        try:
            return read_current(self._folder)
        except GARBLED:
            return None

    def _generation(self, current: Current | None) -> int:
        try:
            return current.base + newest_generation(self._folder / current.folder) if current else 0
        except OSError:
            return current.base if current else 0

    def _newest(self) -> Snapshot | None:
        """Gives the snapshot of the newest generation; tries again where a rebuild was swapped in meanwhile."""
        current = read_current(self._folder)
        while current is not None:
            try:
                return self._opened(current)
            except GARBLED:
                before, current = current, read_current(self._folder)
                if current == before:
                    raise
        self._let_go()
        return None

    def _opened(self, current: Current) -> Snapshot:
        seen = (current, newest_generation(self._folder / current.folder))
        if self._snapshot is None or seen != self._seen:
            known = self._known() if self._seen and self._seen[0] == current else {}
            snapshot = open_snapshot(open_in(self._folder / current.folder), known)
            self._let_go()
            self._seen, self._snapshot = seen, snapshot
        return self._snapshot

    def _known(self) -> dict[str, SegmentFacts]:
        segments = self._snapshot.segments if self._snapshot else {}
        return {name: segment.facts for name, segment in segments.items()}

    def _let_go(self) -> None:
        if self._snapshot is not None:
            self._snapshot.close()
        self._seen, self._snapshot = None, None
