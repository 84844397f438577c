"""Pictures of pages and slides: drawn when they are first asked for, then kept under the checksum of the original.

A PDF is drawn as it is; presentations and texts of office programs by way of a PDF that LibreOffice makes of them,
where it is installed. What could not be made of a file is tried again after a while.
"""

from __future__ import annotations

import json
import math
import shutil
import threading
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from kb.errors import DocumentError, NotFound
from kb.ingest import Sandbox, office
from kb.ingest.sniff import ODP, PDF, PPT, PPTX
from kb.library.reading import Limits
from kb.library.widening import Widening
from kb.model import Document
from kb.search.marking import matches
from kb.search.query import parse
from kb.search.tree import Node
from kb.store import Store

WIDTHS = (200, 1200)
"""Widths of pictures in pixels: beside the text, and large."""

CONVERSION_SECONDS = 120
PRESENTATIONS = (PPT, PPTX, ODP)

TRIED_AGAIN_SECONDS = 3600
"""How long a page that could not be drawn is not tried again."""

MOST_FAILURES = 10_000

Place = tuple[float, float, float, float]
"""Left, top, width and height, from the top left corner of a page in widths of it."""


@dataclass(frozen=True, slots=True)
class Outlined:
    """The words of a page that were asked for: the height of the page in widths of it, and their places."""

    height: float
    places: tuple[Place, ...]


class Pictures:
    """Draws pictures and keeps them in a folder, which may be thrown away. Safe to share between threads."""

    def __init__(self, store: Store, folder: Path, limits: Limits) -> None:
        self._store = store
        self._folder = folder
        self._turn = threading.Lock()
        self._conversion = threading.Lock()
        self._widening = Widening(store)
        self._ready = 0
        self._failed: dict[tuple[str, int], float] = {}
        self._sandbox = Sandbox(seconds=limits.read_seconds, memory_mb=limits.read_memory_mb)

    def can_draw(self, document: Document) -> bool:
        """Tells whether there are pictures of this document's pages or slides on this machine."""
        media_type = document.revision.media_type
        return media_type == PDF or (media_type in office.ENDINGS and office.is_available())

    def has_failed(self, document: Document, number: int) -> bool:
        """Tells whether a page is known to be one that no picture can be made of."""
        sha256, since = document.revision.sha256, time.monotonic() - TRIED_AGAIN_SECONDS
        return any(self._failed.get(each, -math.inf) > since for each in ((sha256, 0), (sha256, number)))

    def expect(self) -> None:
        """Starts the process that draws, if it does not run, so that a picture which is asked for next is not late."""
        if self._turn.acquire(blocking=False):
            try:
                self._sandbox.warm()
            finally:
                self._turn.release()

    def catch_up(self) -> bool:
        """Makes one presentation that has come since ready to be drawn, while nothing waits to be read.

        Tells whether there was one: LibreOffice takes seconds that nobody who asks for a picture should wait for.
        """
        if not office.is_available() or self._store.jobs.is_busy():
            return False
        for revision_id, document_id in self._store.documents.shown_of(PRESENTATIONS, after=self._ready, limit=1):
            self._ready = revision_id
            with suppress(NotFound):
                document = self._store.documents.get(document_id)
                folder = self._here(document)
                folder.mkdir(parents=True, exist_ok=True)
                with self._pdf(document, folder):
                    pass
            return True
        return False

    def picture(self, document: Document, number: int, width: int) -> Path:
        """Gives the file, a WebP, that shows page or slide `number`. Raises NotFound where there is none."""
        if width not in WIDTHS:
            raise NotFound(f"{document.id}/{number}/{width}")
        return self._kept(document, number, f"{number}-{width}.webp", self._draw_wide(number, width))

    def page(self, document: Document, number: int) -> Path:
        """Gives the file, a PDF, that has page or slide `number` alone. Raises NotFound where there is none."""
        return self._kept(document, number, f"{number}.pdf", lambda pdf, into: self._sandbox.cut(pdf, number, into))

    def outlined(self, document: Document, number: int, question: str) -> Outlined:
        """Gives where on page or slide `number` the words stand that `question` asks for, and what stands for them.

        Raises NotFound, QueryError.
        """
        node = self._widening.widened(parse(question).node)

        def write(pdf: Path, into: Path) -> None:
            into.write_text(self._sandbox.words(pdf, number), encoding="utf-8")

        height, words = json.loads(self._kept(document, number, f"{number}.json", write).read_text("utf-8"))
        return Outlined(height, tuple(_merged(_places(words, node))))

    def shape(self, document: Document, number: int) -> tuple[int, int] | None:
        """Gives width and height of the large picture of a page in pixels, where it has been drawn."""
        try:
            with (self._here(document) / f"{number}-{WIDTHS[-1]}.webp").open("rb") as file:
                head = file.read(30)
        except OSError:
            return None
        # Of a WebP with one picture that has no transparent parts, as all of ours are.
        if head[12:16] != b"VP8 ":
            return None
        return int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF

    def drop_rubble(self, known: Collection[str]) -> int:
        """Throws away the pictures of originals that are not `known` (checksums) any more; gives of how many."""
        rubble = [folder for folder in self._folder.glob("??/*") if folder.is_dir() and folder.name not in known]
        for folder in rubble:
            shutil.rmtree(folder, ignore_errors=True)
        return len(rubble)

    def close(self) -> None:
        """Ends the process that draws."""
        self._sandbox.close()

    # --- parts ---

    def _here(self, document: Document) -> Path:
        sha256 = document.revision.sha256
        return self._folder / sha256[:2] / sha256

    def _draw_wide(self, number: int, width: int) -> Callable[[Path, Path], None]:
        return lambda pdf, into: self._sandbox.draw(pdf, number, width, into)

    def _kept(self, document: Document, number: int, name: str, make: Callable[[Path, Path], None]) -> Path:
        """Gives a file made of a page by `make` (its PDF, the file to write), made the first time. Raises NotFound."""
        kept = self._here(document) / name
        if kept.is_file():
            return kept
        if number < 1 or not self.can_draw(document) or self.has_failed(document, number):
            raise NotFound(f"{document.id}/{name}")
        kept.parent.mkdir(parents=True, exist_ok=True)
        with self._pdf(document, kept.parent) as pdf, self._turn:
            if not kept.is_file():
                try:
                    make(pdf, kept)
                except DocumentError as error:
                    self._fail(document, number)
                    raise NotFound(f"{document.id}/{name}") from error
        return kept

    def _fail(self, document: Document, number: int) -> None:
        """Remembers that a page, or with number 0 the whole of a document, cannot be drawn."""
        if len(self._failed) >= MOST_FAILURES:
            self._failed.clear()
        self._failed[document.revision.sha256, number] = time.monotonic()

    def _pdf(self, document: Document, folder: Path) -> AbstractContextManager[Path]:
        """Opens the PDF that the pages of a document are drawn from. Raises NotFound."""
        if document.revision.media_type == PDF:
            return self._store.files.path_for_reading(document.revision.sha256)
        # Drawing the pages of others does not wait for LibreOffice.
        with self._conversion:
            return nullcontext(self._as_pdf(document, folder))

    def _as_pdf(self, document: Document, folder: Path) -> Path:
        """Gives the PDF of an office document, made the first time."""
        made = folder / "document.pdf"
        if not made.is_file():
            copy = folder / f"document{office.ENDINGS[document.revision.media_type]}"
            with self._store.files.path_for_reading(document.revision.sha256) as path:
                copy.write_bytes(path.read_bytes())
            try:
                found = office.convert([copy], "pdf", folder / "made", seconds=CONVERSION_SECONDS).get(copy)
            finally:
                copy.unlink()
            if found is None:
                self._fail(document, 0)
                raise NotFound(str(document.id))
            found.replace(made)
        return made


def _merged(places: Iterator[Place]) -> Iterator[Place]:
    """Gives the places with those that stand side by side on a line as one."""
    last: Place | None = None
    for left, top, width, height in places:
        if last and abs(last[1] - top) < height / 2 and 0 <= left - last[0] - last[2] < height:
            high = min(last[1], top)
            last = last[0], high, left + width - last[0], max(last[1] + last[3], top + height) - high
            continue
        if last:
            yield last
        last = left, top, width, height
    if last:
        yield last


def _places(words: list[tuple[str, float, float, float, float]], query: Node) -> Iterator[Place]:
    """Gives the places of the words that are asked for, as their text as a whole has them."""
    ends = list(accumulate((len(word) + 1 for word, *_ in words), initial=0))
    wanted: set[int] = set()
    for match in matches(" ".join(word for word, *_ in words), query):
        wanted.update(range(bisect_right(ends, match.start) - 1, bisect_left(ends, match.end)))
    for at in sorted(wanted):
        _, left, top, right, bottom = words[at]
        yield left, top, right - left, bottom - top
