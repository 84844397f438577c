"""EmbeddedIndex: which generation is read, who writes, how a rebuild is swapped in."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from kb.errors import IndexDamaged
from kb.search.answer import page_of
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
from kb.search.embedded.page import answer
from kb.search.embedded.schema import FINGERPRINT
from kb.search.embedded.snapshot import Snapshot, Views, open_snapshot
from kb.search.embedded.writer import fill, write
from kb.search.index import Change, IndexedDocument, IndexState, Ranked, unheard
from kb.search.plan import Plan

PATIENCE = 5.0
SETTLED_NS = 100_000_000

_Seen = tuple[Current, int]
_Stamp = tuple[int, ...]


class EmbeddedIndex:
    """An Index in a folder. One object serves many threads, which search side by side; a snapshot never changes."""

    def __init__(self, folder: Path, *, patience: float = PATIENCE) -> None:
        self._folder = folder
        self._patience = patience
        self._turn = threading.Lock()
        self._opened: tuple[_Seen, Snapshot] | None = None
        self._stamp: _Stamp | None = None
        self._written: tuple[Current, Views] | None = None

    def search(self, plan: Plan) -> Ranked:
        """Gives the page that `plan` asks for; an empty one where nothing was ever built. Raises IndexDamaged."""
        with WhileReading():
            opened = self._newest()
            return answer(opened[1], plan) if opened else page_of((), plan)

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
            self._written = current, write(self._folder / current.folder, changes, self._known(current))

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
        with WhileReading():
            opened = self._newest()
            if opened is None:
                return IndexState("", 0, 0, 0)
            (current, number), snapshot = opened
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

    def _newest(self) -> tuple[_Seen, Snapshot] | None:
        """Gives the newest generation, that opened before where the folder is as it was then."""
        opened, stamp = self._opened, self._stamp
        if opened is not None and stamp is not None and stamp == _stamp(self._folder, opened[0][0]):
            return opened
        with self._turn:
            return self._looked_for()

    def _looked_for(self) -> tuple[_Seen, Snapshot] | None:
        """Opens the newest generation; tries again where another was written, and this one removed, meanwhile."""
        failed: tuple[Current, int | None] | None = None
        while current := read_current(self._folder):
            generation = None
            try:
                generation = newest_generation(self._folder / current.folder)
                return self._open(current, generation)
            except GARBLED:
                if failed == (current, generation):
                    raise
                failed = current, generation
        self._let_go()
        return None

    def _open(self, current: Current, generation: int) -> tuple[_Seen, Snapshot]:
        stamp = _stamp(self._folder, current)
        opened = self._opened
        if opened is None or opened[0] != (current, generation):
            snapshot = open_snapshot(self._folder / current.folder, generation, self._known(current))
            self._opened = opened = ((current, generation), snapshot)
        # The clock of files is coarse: of a folder that was changed just now, a further change might not show.
        is_still_newest = newest_generation(self._folder / current.folder) == generation
        self._stamp = stamp if stamp and is_still_newest and _settled(stamp) else None
        return opened

    def _known(self, current: Current) -> Views:
        """Gives the segments that are open, of the generation that was last read and of the one last written."""
        opened, written = self._opened, self._written
        read = opened[1].views if opened and opened[0][0] == current else {}
        return {**written[1], **read} if written and written[0] == current else read

    def _let_go(self) -> None:
        self._opened, self._stamp, self._written = None, None, None


def _stamp(folder: Path, current: Current) -> _Stamp | None:
    """Gives what changes whenever a rebuild is swapped in or a generation written; None where either is missing."""
    try:
        served, generations = (folder / "current").stat(), (folder / current.folder).stat()
    except OSError:
        return None
    return served.st_ino, served.st_mtime_ns, generations.st_ino, generations.st_mtime_ns


def _settled(stamp: _Stamp) -> bool:
    """Tells whether both changes are long enough ago for a later one to show."""
    return max(stamp[1], stamp[3]) + SETTLED_NS < time.time_ns()
