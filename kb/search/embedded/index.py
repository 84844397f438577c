"""EmbeddedIndex: which generation answers, who writes, how a rebuild is gone on with and swapped in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from kb.errors import IndexBusy, IndexDamaged, IndexUnwritable
from kb.errors.undoing import undone_by
from kb.search.answer import page_of
from kb.search.embedded.committing import newest_generation
from kb.search.embedded.faults import GARBLED, WhileReading, while_writing
from kb.search.embedded.folder import Current, fresh_folder, swap_in, sweep, write_lock
from kb.search.embedded.glossary import Glossary
from kb.search.embedded.page import answer
from kb.search.embedded.reading import Opened, Reader, serving
from kb.search.embedded.rebuilding import NOT_BEGUN, Begun, Notes, begun_in, fill
from kb.search.embedded.schema import FINGERPRINT
from kb.search.embedded.snapshot import Views
from kb.search.embedded.writer import merge_due, write
from kb.search.index import Change, IndexedDocument, IndexState, Ranked, StillValid, none_valid, unheard
from kb.search.plan import Plan

PATIENCE = 5.0
MERGING = "merging"
POSITIONS_KEPT = 30_000
"""Of words met in earlier writes; 12 MB."""


class EmbeddedIndex:
    """An Index in a folder. One object serves many threads, which search side by side; a snapshot never changes."""

    def __init__(self, folder: Path, *, patience: float = PATIENCE) -> None:
        self._folder = folder
        self._lock = partial(write_lock, folder, patience=patience)
        self._reader = Reader(folder)
        self._written: tuple[Current, Views] | None = None
        self._glossary = Glossary()

    # --- reading

    def search(self, plan: Plan) -> Ranked:
        """Gives the page that `plan` asks for; an empty one where nothing was ever built.

        What cannot be read is left out from then on, and the answer says so. Raises IndexDamaged where nothing can be.
        """
        with WhileReading():
            opened = self._reader.newest()
            if opened is None:
                return page_of((), plan)
            ranked, opened = self._answer(opened, plan)
            return ranked if opened.whole else replace(ranked, whole=False)

    def state(self) -> IndexState:
        """Gives fingerprint, generation and counts; "" and zeros where nothing was built. Raises IndexDamaged."""
        with WhileReading():
            opened = self._reader.newest()
            if opened is None:
                return IndexState("", 0, 0, 0)
            current, snapshot = opened.current, opened.snapshot
            generation = current.base + opened.generation
            whole = opened.whole and not self._reader.is_marked(current)
            return IndexState(current.fingerprint, generation, snapshot.documents, snapshot.passages, whole)

    def is_intact(self) -> bool:
        """Tells whether every file that serves is as it was written; reads them all, 0.4 s a gigabyte."""
        try:
            with WhileReading():
                opened = self._reader.newest()
                if opened is not None:
                    self._reader.without_the_damaged(opened)
                return self.state().whole
        except IndexDamaged:
            return False

    def close(self) -> None:
        """Lets go of the files; a later search opens them again."""
        self._reader.let_go()
        self._written = None

    def _answer(self, opened: Opened, plan: Plan) -> tuple[Ranked, Opened]:
        """Gives the answer, and what gave it: of what was opened, or of that which is left of it."""
        try:
            return answer(opened.snapshot, plan), opened
        except GARBLED:
            left = self._reader.without_the_damaged(opened)
            if left is None:
                raise
            return answer(left.snapshot, plan), left

    # --- writing

    def apply(self, changes: Sequence[Change]) -> None:
        """Writes `changes` as one generation.

        Raises IndexBusy while another writes or rebuilds, IndexDamaged where the index was built under another
        fingerprint or a part of it cannot be read, IndexUnwritable where the disk refuses.
        """
        with self._lock():
            current = self._current()
            if current is None:
                current = self._build((), unheard, base=0)
            if current.fingerprint != FINGERPRINT:
                raise IndexDamaged(current.fingerprint)
            if self._reader.is_marked(current):
                raise IndexDamaged(current.folder)
            # What is raised may leave words half taken in: only a glossary that has come through is kept.
            glossary, self._glossary = self._glossary, Glossary()
            self._written = current, write(self._folder / current.folder, changes, self._known(current), glossary)
            if len(glossary) <= POSITIONS_KEPT:
                self._glossary = glossary

    def rebuild(
        self,
        documents: Iterable[IndexedDocument],
        *,
        told: Callable[[int], None] = unheard,
        still_valid: StillValid = none_valid,
    ) -> None:
        """Builds a new index of just `documents` beside the old one, and swaps it in.

        The old one serves meanwhile, and stays if anything is raised; what was done then is kept for the next rebuild,
        unless the disk is full. Raises IndexBusy, IndexUnwritable.
        """
        with self._lock():
            old = self._still_readable()
            begun = begun_in(self._folder, but=old.folder if old else "", still_valid=still_valid)
            sweep(self._folder, keep=(old.folder if old else "", begun.name))
            new = self._build(documents, told, base=self._generation(old) + 1, begun=begun)
            sweep(self._folder, keep=(new.folder,))

    def tidy(self, *, thorough: bool = False) -> bool:
        """Puts small segments together, beside readers and writers; tells whether there may be more to do.

        `thorough` writes every segment again that has removed rows; the one before it goes with the next commit.
        Nothing is done while another process does so, or builds the index, or where it has to be built first.
        """
        try:
            with write_lock(self._folder, patience=0, name=MERGING):
                current = self._current()
                if current is None or current.fingerprint != FINGERPRINT or self._reader.is_marked(current):
                    return False
                return merge_due(self._folder / current.folder, self._lock, thorough=thorough)
        except IndexBusy:
            return False

    def _build(
        self, documents: Iterable[IndexedDocument], told: Callable[[int], None], *, base: int, begun: Begun = NOT_BEGUN
    ) -> Current:
        with while_writing():
            made = self._folder / begun.name if begun.name else fresh_folder(self._folder)
            notes = Notes(made)
            notes.begin(begun.chunks)
        try:
            with undone_by(lambda: None if notes.chunks() else shutil.rmtree(made, ignore_errors=True)):
                fill(made, documents, told, kept=begun.chunks)
                current = Current(made.name, FINGERPRINT, base)
                with while_writing():
                    swap_in(self._folder, current)
                    notes.end()
                self._reader.unmark()
        except IndexUnwritable:
            # What is done stays for the next time, but on a full disk it would be in the way of everything else.
            shutil.rmtree(made, ignore_errors=True)
            raise
        return current

    def _current(self) -> Current | None:
        """Gives what serves. Raises IndexDamaged where that is told no longer."""
        with WhileReading():
            current, is_certain = serving(self._folder)
        if current is not None and not is_certain:
            raise IndexDamaged("current")
        return current

    def _still_readable(self) -> Current | None:
        with suppress(*GARBLED):
            return serving(self._folder)[0]
        return None

    def _generation(self, current: Current | None) -> int:
        try:
            return current.base + newest_generation(self._folder / current.folder) if current else 0
        except OSError:
            return current.base if current else 0

    def _known(self, current: Current) -> Views:
        """Gives the segments that are open, of the generation that was last read and of the one last written."""
        read = self._reader.known(current)
        written = self._written
        return {**written[1], **read} if written and written[0] == current else read
