"""Pictures of pages and slides: drawn when they are first asked for, then kept under the checksum of the original.

A PDF is drawn as it is; presentations and texts of office programs by way of a PDF that LibreOffice makes of them,
where it is installed.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Collection
from pathlib import Path

from kb.errors import DocumentError, NotFound
from kb.ingest import Sandbox, office
from kb.ingest.sniff import PDF
from kb.library.reading import Limits
from kb.model import Document
from kb.store import Store

WIDTHS = (200, 1200)
"""Widths of pictures in pixels: beside the text, and large."""

CONVERSION_SECONDS = 120


class Pictures:
    """Draws pictures and keeps them in a folder, which may be thrown away. Safe to share between threads."""

    def __init__(self, store: Store, folder: Path, limits: Limits) -> None:
        self._store = store
        self._folder = folder
        self._turn = threading.Lock()
        self._sandbox = Sandbox(seconds=limits.read_seconds, memory_mb=limits.read_memory_mb)

    def can_draw(self, document: Document) -> bool:
        """Tells whether there are pictures of this document's pages or slides on this machine."""
        media_type = document.revision.media_type
        return media_type == PDF or (media_type in office.ENDINGS and office.is_available())

    def picture(self, document: Document, number: int, width: int) -> Path:
        """Gives the file, a WebP, that shows page or slide `number`. Raises NotFound where there is none."""
        if width not in WIDTHS or number < 1 or not self.can_draw(document):
            raise NotFound(f"{document.id}/{number}/{width}")
        here = self._folder / document.revision.sha256[:2] / document.revision.sha256
        drawn = here / f"{number}-{width}.webp"
        if not drawn.is_file():
            with self._turn:
                if not drawn.is_file():
                    self._draw(document, number, width, drawn)
        return drawn

    def drop_rubble(self, known: Collection[str]) -> int:
        """Throws away the pictures of originals that are not `known` (checksums) any more; gives of how many."""
        rubble = [folder for folder in self._folder.glob("??/*") if folder.is_dir() and folder.name not in known]
        for folder in rubble:
            shutil.rmtree(folder, ignore_errors=True)
        return len(rubble)

    def close(self) -> None:
        """Ends the process that draws."""
        self._sandbox.close()

    def _draw(self, document: Document, number: int, width: int, into: Path) -> None:
        into.parent.mkdir(parents=True, exist_ok=True)
        try:
            if document.revision.media_type == PDF:
                with self._store.files.path_for_reading(document.revision.sha256) as path:
                    self._sandbox.draw(path, number, width, into)
            else:
                self._sandbox.draw(self._as_pdf(document, into.parent), number, width, into)
        except DocumentError as error:
            raise NotFound(f"{document.id}/{number}/{width}") from error

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
                raise NotFound(str(document.id))
            found.replace(made)
        return made
