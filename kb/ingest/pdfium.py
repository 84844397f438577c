"""PDF by pdfium: the second extractor, and the one that draws pages.

pdfium may bring its whole process down on a hostile file, so these functions are for the worker process only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_int
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw

from kb.errors import Locked, TooCostly, Unreadable
from kb.ingest.clean import clean_blocks
from kb.ingest.rows import Row, blocks_of
from kb.model import Block

POINTS_AN_INCH = 72
LONGEST_SIDE = 14_400
_MOST_CHARACTERS = 200_000
_PASSWORD_ASKED = raw.FPDF_ERR_PASSWORD
_HYPHENS = frozenset({0x02, 0xFFFE})
_ROW_ENDS = frozenset({0x0A, 0x0D})
_BY_LOT = re.compile(
    rb"(?<=/ID\[<)[0-9A-F]{32}(?=><)|(?<=><)[0-9A-F]{32}(?=>\]>>\s+startxref)"
    rb"|(?<=/CreationDate\(D:)\d{14}(?=[^()]{0,9}\)/Creator\(PDFium\))"
)
_SETTLED = b"20000101000000000000000000000000"
_GRID = 10_000
"""Steps across a page in which places of words are told."""


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word of a page with its place: from the top left corner of the page, in widths of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def pages_in(path: Path) -> int:
    """Gives the number of pages as pdfium counts them. Raises Locked and Unreadable."""
    with _document(path) as document:
        return len(document)


def page_blocks(path: Path, number: int) -> tuple[Block, ...]:
    """Gives the text of a page (from 1) as blocks, cleaned; () for a page without text.

    Raises Locked where a password is asked for, Unreadable where pdfium cannot open the file or the page, TooCostly
    where the page has more than 200,000 characters.
    """
    with _page(path, number) as page:
        height = page.get_height()
        text = page.get_textpage()
        try:
            rows = list(_rows(text, height))
        finally:
            text.close()
    return clean_blocks(blocks_of(rows, height))


def size_of(path: Path, number: int) -> tuple[float, float]:
    """Gives width and height of a page (from 1) in points as it is shown, turned if it is to be turned.

    Raises Locked and Unreadable as `page_blocks` does, TooCostly for a side over 200 inches or of no length.
    """
    with _page(path, number) as page:
        return _sensible(page)


def draw_grey(path: Path, number: int, dots: float, most_pixels: int) -> tuple[int, int, bytes]:
    """Gives a page drawn in grey at so many dots an inch, fewer where it would have more pixels than allowed.

    The answer is width, height and one byte a pixel, row after row from the top. Raises as `size_of` does.
    """
    with _page(path, number) as page:
        width, height = _sensible(page)
        scale = min(dots / POINTS_AN_INCH, (most_pixels / (width * height)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        try:
            return bitmap.width, bitmap.height, _packed(bitmap)
        finally:
            bitmap.close()


def draw_colours(path: Path, number: int, width: int, most_pixels: int) -> tuple[int, int, bytes]:
    """Gives a page drawn so many pixels wide, as width, height and three bytes a pixel: red, green, blue.

    Raises as `size_of` does, and TooCostly where the page would have more pixels than allowed.
    """
    with _page(path, number) as page:
        wide, high = _sensible(page)
        if width * width * high / wide > most_pixels:
            raise TooCostly(f"stran {number} meri {wide:.0f} × {high:.0f} točk")
        bitmap = page.render(scale=width / wide, rev_byteorder=True, prefer_bgrx=False)
        try:
            return bitmap.width, bitmap.height, _packed(bitmap)
        finally:
            bitmap.close()


@contextmanager
def _document(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError) as error:
        if getattr(error, "err_code", None) == _PASSWORD_ASKED:
            raise Locked from error
        raise Unreadable("pdfium") from error
    try:
        yield document
    finally:
        document.close()


@contextmanager
def _page(path: Path, number: int) -> Iterator[pypdfium2.PdfPage]:
    with _document(path) as document:
        if not 1 <= number <= len(document):
            raise Unreadable(f"ni strani {number}")
        try:
            document.init_forms()
            page = document[number - 1]
        except pypdfium2.PdfiumError as error:
            raise Unreadable(f"stran {number}") from error
        try:
            yield page
        except pypdfium2.PdfiumError as error:
            raise Unreadable(f"stran {number}") from error
        finally:
            page.close()


def _sensible(page: pypdfium2.PdfPage) -> tuple[float, float]:
    width, height = page.get_size()
    if not (1 <= width <= LONGEST_SIDE and 1 <= height <= LONGEST_SIDE):
        raise TooCostly(f"stran meri {width:.0f} × {height:.0f} točk")
    return width, height


def _packed(bitmap: pypdfium2.PdfBitmap) -> bytes:
    """Gives the bytes of a bitmap without what pads its rows."""
    raw_bytes, used = bytes(bitmap.buffer), bitmap.width * bitmap.n_channels
    if used == bitmap.stride:
        return raw_bytes[: used * bitmap.height]
    return b"".join(raw_bytes[at * bitmap.stride : at * bitmap.stride + used] for at in range(bitmap.height))


def _rows(text: pypdfium2.PdfTextPage, height: float) -> Iterator[Row]:
    count = text.count_chars()
    if count > _MOST_CHARACTERS:
        raise TooCostly(f"{count} znakov na strani")
    letters: list[str] = []
    places: list[int] = []
    for at in range(count):
        code = raw.FPDFText_GetUnicode(text, at)
        if code not in _ROW_ENDS:
            letters.append("\ufffe" if code in _HYPHENS else chr(code))
        if code > 32 and not raw.FPDFText_IsGenerated(text, at):
            places.append(at)
        # A row that ends with a hyphen has no other end.
        if code in _ROW_ENDS or code in _HYPHENS or at == count - 1:
            yield from _row(text, "".join(letters), places, height)
            letters, places = [], []


def _row(text: pypdfium2.PdfTextPage, letters: str, places: list[int], height: float) -> Iterator[Row]:
    letters = " ".join(_paired(letters).split())
    if not letters or not places:
        return
    boxes = [text.get_charbox(at, loose=True) for at in (places[0], places[-1])]
    size = max(raw.FPDFText_GetFontSize(text, places[len(places) // 2]), 1.0)
    bottom, top = min(box[1] for box in boxes), max(box[3] for box in boxes)
    size = max(top - bottom, 1.0) if size <= 1.5 else size
    # Text that runs from right to left, or down, has its first letter on the right, or its last straight below.
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    yield Row(letters, round(size, 1), left, height - top, right, height - bottom)


def _paired(letters: str) -> str:
    """Gives the text with its pairs of surrogates as one letter each, as pdfium gives UTF-16."""
    return letters.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


# --- where words stand, and one page alone


def word_places(path: Path, number: int) -> tuple[float, tuple[PlacedWord, ...]]:
    """Gives the height of a page (from 1) for a width of 1, and its words with their places, in the page's own order.

    Raises as `page_blocks` does.
    """
    with _page(path, number) as page:
        wide, high = _sensible(page)
        text = page.get_textpage()
        try:
            return high / wide, tuple(_words(page, text, high / wide))
        finally:
            text.close()


def cut_out(path: Path, number: int, into: Path) -> None:
    """Writes a page (from 1) as a PDF of its own to the file `into`. Raises Locked and Unreadable."""
    with _document(path) as document:
        if not 1 <= number <= len(document):
            raise Unreadable(f"ni strani {number}")
        cut = pypdfium2.PdfDocument.new()
        try:
            cut.import_pages(document, [number - 1])
            cut.save(into)
            _settle(into)
        except pypdfium2.PdfiumError as error:
            raise Unreadable(f"stran {number}") from error
        finally:
            cut.close()


def _settle(path: Path) -> None:
    """Takes out of a file what pdfium puts in by lot and by the clock: the same page is the same file."""
    path.write_bytes(_BY_LOT.sub(lambda found: _SETTLED[: len(found[0])], path.read_bytes()))


def _words(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, high: float) -> Iterator[PlacedWord]:
    count = text.count_chars()
    if count > _MOST_CHARACTERS:
        raise TooCostly(f"{count} znakov na strani")
    letters: list[str] = []
    corners: list[tuple[float, float]] = []
    for at in range(count + 1):
        code = raw.FPDFText_GetUnicode(text, at) if at < count else 0
        if code > 32 and code not in _HYPHENS:
            letters.append(chr(code))
            left, bottom, right, top = text.get_charbox(at, loose=True)
            corners += [_shown_at(page, left, bottom, high), _shown_at(page, right, top, high)]
            continue
        if letters and corners:
            across, down = [x for x, _ in corners], [y for _, y in corners]
            yield PlacedWord(_paired("".join(letters)), min(across), min(down), max(across), max(down))
        letters, corners = [], []


def _shown_at(page: pypdfium2.PdfPage, x: float, y: float, high: float) -> tuple[float, float]:
    """Gives where a point of a page is as it is shown, turned and cut, from its top left corner in widths of it."""
    across, down = c_int(), c_int()
    raw.FPDF_PageToDevice(page, 0, 0, _GRID, round(_GRID * high), 0, x, y, across, down)
    return across.value / _GRID, down.value / _GRID
