"""Which generation is read: the newest; of a damaged index the one before it, or what of it can be read.

What serves is kept open and looked at anew when its folder changes. A file that is damaged is left out from then on and
the folder is marked, so that whoever writes builds the index anew; until then answers come from what is left, and say
so. Damaged is what is missing, shorter than it was, or not under its checksum: a reader that has no files or memory
left raises, and leaves no mark.
"""

from __future__ import annotations

import contextlib
import errno
import os
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.search.embedded.blocks import Garbled
from kb.search.embedded.codec import Segment
from kb.search.embedded.committing import generations_in, newest_generation, segments_in
from kb.search.embedded.faults import GARBLED
from kb.search.embedded.folder import Current, last_built, read_current
from kb.search.embedded.segment import View
from kb.search.embedded.snapshot import Snapshot, Views

SETTLED_NS = 100_000_000
LOOKS_APART_SECONDS = 1.0
MARK = "damaged"

_LACKING = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EACCES, errno.EPERM)

_Stamp = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A generation that is read; not `whole` if a part of the index is damaged."""

    current: Current
    generation: int
    snapshot: Snapshot
    whole: bool


class Reader:
    """Gives what is to be read. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._turn = threading.Lock()
        self._opened: Opened | None = None
        self._stamp: _Stamp | None = None
        self._damaged: frozenset[str] = frozenset()
        self._next_look = 0.0

    def newest(self) -> Opened | None:
        """Gives the newest generation, as it was opened before where nothing has changed; None for no index.

        Raises Garbled and the like where none of it can be read.
        """
        opened, stamp = self._opened, self._stamp
        if opened is None or stamp is None or stamp != _stamp(self._folder, opened.current):
            with self._turn:
                opened = self._looked_for()
        if opened is not None and time.monotonic() > self._next_look:
            self._next_look = time.monotonic() + LOOKS_APART_SECONDS
            if any(view.is_cut_off for view in opened.snapshot.views.values()):
                return self.without_the_damaged(opened)
        return opened

    def without_the_damaged(self, opened: Opened) -> Opened | None:
        """Gives what can still be read after something was wrong with what was opened, all of which is looked at.

        None where all of it is as it was written. Raises Garbled and the like where nothing can be read.
        """
        with self._turn:
            if self._opened is opened:
                found = {name for name, view in opened.snapshot.views.items() if not view.is_intact()}
                if not found:
                    return None
                self._damaged |= found
                self.mark(opened.current)
                self._opened, self._stamp = None, None
            return self._looked_for()

    def known(self, current: Current) -> Views:
        """Gives the segments that are open."""
        opened = self._opened
        return opened.snapshot.views if opened and opened.current == current else {}

    def mark(self, current: Current) -> None:
        """Marks what serves as damaged, for all processes; where that cannot be written, this one knows it still."""
        with contextlib.suppress(OSError):
            (self._folder / MARK).write_text(current.folder, "utf-8")

    def unmark(self) -> None:
        """Takes the mark away, for a whole index serves now."""
        with contextlib.suppress(OSError):
            (self._folder / MARK).unlink(missing_ok=True)

    def is_marked(self, current: Current) -> bool:
        """Tells whether anyone has found what serves to be damaged."""
        try:
            return (self._folder / MARK).read_text("utf-8") == current.folder
        except (OSError, UnicodeDecodeError):
            return False

    def let_go(self) -> None:
        """Lets go of all files."""
        with self._turn:
            self._opened, self._stamp = None, None

    def _looked_for(self) -> Opened | None:
        """Opens the newest generation; tries again where another was written, and this one removed, meanwhile."""
        failed: tuple[Current, int | None] | None = None
        while True:
            current, is_certain = serving(self._folder)
            if current is None:
                self._opened, self._stamp = None, None
                return None
            generation = None
            try:
                generation = newest_generation(self._folder / current.folder)
                return self._open(current, generation, is_certain=is_certain)
            except GARBLED:
                if failed == (current, generation) and (opened := self._opened_in_part(current, generation)):
                    return opened
                failed = current, generation

    def _open(self, current: Current, generation: int, *, is_certain: bool) -> Opened:
        stamp = _stamp(self._folder, current)
        opened = self._opened
        if opened is None or (opened.current, opened.generation) != (current, generation):
            folder, known = self._folder / current.folder, self.known(current)
            segments = {str(each.segment_id()): each for each in segments_in(folder, generation)}
            if not self._damaged.isdisjoint(segments):
                raise Garbled("a segment is damaged")
            views = {name: known.get(name) or View(folder, segment) for name, segment in segments.items()}
            snapshot = Snapshot(segments, views, opened.snapshot if opened else None)
            opened = Opened(current, generation, snapshot, is_certain)
        # The clock of files is coarse: of a folder that was changed just now, a further change might not show.
        is_still_newest = newest_generation(self._folder / current.folder) == generation
        return self._keep(opened, stamp if is_still_newest else None)

    def _opened_in_part(self, current: Current, newest: int | None) -> Opened | None:
        """Opens the newest generation of which all can be read; if there is none, the newest of which anything can.

        None where another was written meanwhile. Raises Garbled where nothing can be read.
        """
        stamp, folder = _stamp(self._folder, current), self._folder / current.folder
        best: Opened | None = None
        damaged: set[str] = set()
        for generation in generations_in(folder):
            segments = _readable(folder, generation)
            views = self._views(current, segments or {})
            damaged |= set(segments or {}) - set(views)
            is_all = segments is not None and len(views) == len(segments)
            if segments and (is_all or (views and best is None)):
                best = Opened(current, generation, Snapshot(segments, views), whole=False)
            if is_all:
                break
        if newest_generation(folder) != newest or serving(self._folder)[0] != current:
            return None
        self._damaged |= damaged
        self.mark(current)
        if best is None:
            raise Garbled("nothing of the index can be read")
        return self._keep(best, stamp)

    def _views(self, current: Current, segments: Mapping[str, Segment]) -> Views:
        """Gives those of the segments that are not damaged, opened."""
        views, known = {}, self.known(current)
        for name, segment in segments.items():
            if name not in self._damaged:
                with _unless_damaged():
                    views[name] = known.get(name) or View(self._folder / current.folder, segment)
        return views

    def _keep(self, opened: Opened, stamp: _Stamp | None) -> Opened:
        self._opened = opened
        self._stamp = stamp if stamp and _settled(stamp) else None
        return opened


def serving(folder: Path) -> tuple[Current | None, bool]:
    """Gives what serves, and whether that is certain: where it is not told, it is what was built last."""
    try:
        current = read_current(folder)
    except (ValueError, KeyError, TypeError):
        current = None
    if current is not None and (folder / current.folder).is_dir():
        return current, True
    return last_built(folder), False


def _readable(folder: Path, generation: int) -> dict[str, Segment] | None:
    """Gives the segments of a generation, None where its table of contents is damaged."""
    with _unless_damaged():
        return {str(each.segment_id()): each for each in segments_in(folder, generation)}
    return None


@contextlib.contextmanager
def _unless_damaged() -> Iterator[None]:
    """Passes over what a damaged file raises; what a process raises that lacks memory, files or rights goes through."""
    try:
        yield
    except MemoryError:
        raise
    except OSError as fault:
        if fault.errno in _LACKING:
            raise
    except GARBLED:
        pass


def _stamp(folder: Path, current: Current) -> _Stamp | None:
    """Gives what changes whenever a rebuild is swapped in or a generation written; None where either is missing."""
    try:
        # Asked for every search, so that building paths would cost more than looking.
        served, generations = os.stat(f"{folder}/current"), os.stat(f"{folder}/{current.folder}")  # noqa: PTH116
    except OSError:
        return None
    return served.st_ino, served.st_mtime_ns, generations.st_ino, generations.st_mtime_ns


def _settled(stamp: _Stamp) -> bool:
    """Tells whether both changes were long enough ago for a later one to show, or by a clock that has jumped since."""
    now = time.time_ns()
    return min(abs(now - stamp[1]), abs(now - stamp[3])) > SETTLED_NS
