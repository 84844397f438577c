"""PDF by pdfminer.six: pages of paragraphs and headings."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTComponent, LTContainer, LTFigure, LTPage, LTTextBox, LTTextLine
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException
from pdfminer.utils import decode_text

from kb.errors import Locked, NoText, Unreadable
from kb.ingest.formats.layout import page_blocks
from kb.ingest.formats.order import Box, Line, Page
from kb.ingest.sniff import PDF
from kb.ingest.warned import numbered
from kb.model import Extract, Unit, UnitKind

# What pdfminer is known to raise on a page whose objects are not what they say they are.
_BROKEN_PAGE = (
    PSException, PDFException, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
    NotImplementedError, OverflowError, ZeroDivisionError, struct.error, zlib.error,
)  # fmt: skip
_DEEPEST = 20


def read(path: Path) -> Extract:
    """Gives one unit a page; pages without text are named in a warning.

    Raises Locked where a password is asked for, NoText where no page has text, Unreadable where the file is broken.
    """
    with path.open("rb") as file:
        document = _opened(file)
        pages, broken = [], []
        for number, page in enumerate(_pages(document), 1):
            if page is None:
                broken.append(number)
            pages.append(page or Page(0, 0, ()))
        return _extract(pages, broken, _title(document))


def _extract(pages: list[Page], broken: list[int], title: str) -> Extract:
    if not any(page.lines for page in pages):
        if broken or not pages:
            raise Unreadable("nobene strani ni bilo mogoče prebrati")
        raise NoText
    bare = [number for number, page in enumerate(pages, 1) if not page.lines and number not in broken]
    units = [Unit(UnitKind.PAGE, number, blocks) for number, blocks in enumerate(page_blocks(pages), 1)]
    warnings = (numbered("stran brez besedila", bare), numbered("neberljiva stran", broken))
    return Extract(PDF, tuple(units), title, warnings=tuple(filter(None, warnings)))


def _opened(file: Any) -> PDFDocument:
    try:
        return PDFDocument(PDFParser(file))
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise Locked from error
    except _BROKEN_PAGE as error:
        raise Unreadable(type(error).__name__) from error


def _title(document: PDFDocument) -> str:
    for properties in document.info:
        title = properties.get("Title")
        if isinstance(title, bytes):
            return decode_text(title)
    return ""


def _pages(document: PDFDocument) -> Iterator[Page | None]:
    """Gives each page with its lines, None for one that cannot be read."""
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=LAParams(all_texts=True, boxes_flow=None))
    interpreter = PDFPageInterpreter(resources, device)
    for found in _page_objects(document):
        if found is None:
            yield None
            continue
        try:
            interpreter.process_page(found)
            page = device.get_result()
            yield Page(page.width, page.height, tuple(_lines(page, page)))
        except _BROKEN_PAGE:
            yield None


def _page_objects(document: PDFDocument) -> Iterator[PDFPage | None]:
    pages = PDFPage.create_pages(document)
    while True:
        try:
            page = next(pages, None)
        except _BROKEN_PAGE:
            yield None
            return
        if page is None:
            return
        yield page


def _lines(container: LTContainer[Any], page: LTPage, depth: int = 0) -> Iterator[Line]:
    for item in container:
        if isinstance(item, LTTextBox):
            box = _box(item, page)
            for line in item:
                if isinstance(line, LTTextLine) and (found := _line(line, box, page)):
                    yield found
        elif isinstance(item, LTFigure) and depth < _DEEPEST:
            yield from _lines(item, page, depth + 1)


def _line(line: LTTextLine, box: Box, page: LTPage) -> Line | None:
    text = " ".join(line.get_text().split())
    glyphs = [glyph for glyph in line if isinstance(glyph, LTChar)]
    if not text or not glyphs:
        return None
    size = max(glyph.size for glyph in glyphs)
    bold = sum("bold" in glyph.fontname.lower() or "black" in glyph.fontname.lower() for glyph in glyphs)
    return Line(text, round(size * 2) / 2, bold * 2 > len(glyphs), _box(line, page), box)


def _box(item: LTComponent, page: LTPage) -> Box:
    """Gives the place of an item from the upper left; PDF counts from the lower left."""
    return Box(item.x0 - page.x0, page.y1 - item.y1, item.x1 - page.x0, page.y1 - item.y0)
