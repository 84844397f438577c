"""PDF: pages of headings, paragraphs and tables, by pdfminer.six under an interpreter of our own.

pdfminer.six opens the file and knows its objects, filters and fonts. What a page shows is read here: content is
cut into instructions by one compiled expression (tokens), carried out as far as it sets text (content), its strings
looked up once a font (faces) and gathered into spans (spans). Spans become lines in reading order (order, tables,
lines), lines become blocks (running, words, blocks). What one document may cost is counted (budget).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import dict_value

from kb.errors import TooCostly, Unreadable
from kb.ingest.formats.pdf.annotations import appearances
from kb.ingest.formats.pdf.blocks import page_blocks
from kb.ingest.formats.pdf.broken import BROKEN
from kb.ingest.formats.pdf.budget import Budget, Limits, PageSpent
from kb.ingest.formats.pdf.content import Interpreter
from kb.ingest.formats.pdf.faces import Faces
from kb.ingest.formats.pdf.geometry import Matrix, times
from kb.ingest.formats.pdf.lines import page_lines
from kb.ingest.formats.pdf.objects import content_of, opened, page_content, pages_of, title_of
from kb.ingest.formats.pdf.page import Page
from kb.ingest.formats.pdf.spans import Canvas
from kb.ingest.sniff import PDF
from kb.ingest.warned import numbered
from kb.model import Extract, Unit, UnitKind

LIMITS = Limits()


@dataclass(slots=True)
class _Reading:
    """What has been read of one document; `stopped` is why the pages after the last one were not."""

    pages: list[Page] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    stopped: str = ""


def read(path: Path, *, limits: Limits = LIMITS) -> Extract:
    """Gives one unit a page; pages without text are named in a warning and in `unread`.

    What exceeds the limits is left out: the extract is then partial. Raises Locked where a password is asked for,
    Unreadable where no page can be read, TooCostly where the limits leave nothing.
    """
    budget = Budget(limits)
    with path.open("rb") as file:
        document = opened(file, budget)
        reading = _read(document, budget)
        title = title_of(document)
    if not any(page.lines for page in reading.pages):
        if reading.stopped or any(page.is_partial for page in reading.pages):
            raise TooCostly(reading.stopped or "preveč ukazov na strani")
        if len(reading.broken) == len(reading.pages):
            raise Unreadable("nobene strani ni bilo mogoče prebrati")
    return _extract(reading, title)


def _extract(reading: _Reading, title: str) -> Extract:
    pages, broken = reading.pages, reading.broken
    units = [Unit(UnitKind.PAGE, number, blocks) for number, blocks in enumerate(page_blocks(pages), 1)]
    bare = [number for number, page in enumerate(pages, 1) if not page.lines and number not in broken]
    partial = [number for number, page in enumerate(pages, 1) if page.is_partial and number not in broken]
    warnings = (
        numbered("stran brez besedila", bare),
        numbered("neberljiva stran", broken),
        numbered("delno prebrana stran", partial),
        f"Branje se je ustavilo po strani {len(pages)}: datoteka je prezahtevna ({reading.stopped})."
        if reading.stopped
        else "",
    )
    return Extract(
        PDF,
        tuple(units),
        title,
        warnings=tuple(filter(None, warnings)),
        is_partial=bool(broken or partial or reading.stopped),
        unread=tuple(sorted((*bare, *broken))),
    )


def _read(document: PDFDocument, budget: Budget) -> _Reading:
    reading, faces = _Reading(), Faces()
    try:
        for number, found in enumerate(pages_of(document), 1):
            if number > budget.limits.pages:
                reading.stopped = f"več kot {budget.limits.pages} strani"
                break
            page = _page(found, faces, budget) if found is not None else None
            if page is None:
                reading.broken.append(number)
            reading.pages.append(page or Page(0, 0, ()))
    except TooCostly as error:
        reading.stopped = error.detail
    return reading


def _page(found: PDFPage, faces: Faces, budget: Budget) -> Page | None:
    """Gives a page with its lines; None where nothing of it can be read."""
    canvas, is_partial, is_broken = Canvas(), False, False
    width, height, matrix = _frame(found)
    budget.open_page()
    try:
        Interpreter(canvas, faces, budget).run(page_content(found, budget), found.resources or {}, matrix)
        for form, place in appearances(found):
            content, resources = content_of(form, budget), dict_value(form.get("Resources"))
            Interpreter(canvas, faces, budget).run(content, resources, times(place, matrix))
    except PageSpent:
        is_partial = True
    except BROKEN:
        is_partial = is_broken = True
    canvas.close()
    if is_broken and not canvas.spans:
        return None
    budget.spend_characters(sum(len(span.text) for span in canvas.spans))
    lines, is_sideways = page_lines(canvas.spans, width, height)
    return Page(*((height, width) if is_sideways else (width, height)), lines, is_partial)


def _frame(page: PDFPage) -> tuple[float, float, Matrix]:
    """Gives the width and height of a page as it is looked at, and the matrix that turns it so."""
    x0, y0, x1, y1 = page.mediabox
    width, height = x1 - x0, y1 - y0
    if page.rotate == 90:
        return height, width, (0, -1, 1, 0, -y0, x1)
    if page.rotate == 180:
        return width, height, (-1, 0, 0, -1, x1, y1)
    if page.rotate == 270:
        return height, width, (0, 1, -1, 0, y1, -x0)
    return width, height, (1, 0, 0, 1, -x0, -y0)
