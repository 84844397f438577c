"""PDFs for tests, from raw page content: what a program would write, byte by byte."""

from __future__ import annotations

from pathlib import Path

from kb.ingest.formats.pdf import read
from tests.ingest.making import assembled, stream

HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
BOLD = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>"


def raw_pdf(
    path: Path,
    *contents: bytes,
    page: bytes = b"",
    fonts: bytes = b"",
    resources: bytes = b"",
    more: tuple[bytes, ...] = (),
) -> Path:
    """Makes a PDF of a page for each content; `more` are objects from number 6 on, which the rest may refer to."""
    first = 6 + len(more)
    kids = b" ".join(b"%d 0 R" % (first + 2 * at) for at in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(contents)),
        HELVETICA,
        BOLD,
        b"<<>>",
        *more,
    ]
    for at, content in enumerate(contents):
        used = b"<</Font<</F1 3 0 R/F2 4 0 R%s>>%s>>" % (fonts, resources)
        place = b"/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources%s%s" % (first + 2 * at + 1, used, page)
        objects += [b"<</Type/Page%s>>" % place, stream(content)]
    return assembled(path, objects)


def shown(path: Path) -> list[tuple[str, str]]:
    """Gives the kind and text of every block, as the format's module gives them."""
    return [(block.kind.value, block.text) for unit in read(path).units for block in unit.blocks]


def said(path: Path) -> list[str]:
    return [text for _, text in shown(path)]


def at(x: float, y: float, text: str, size: float = 10) -> bytes:
    """Gives the content that shows text at a place from the lower left."""
    raw = text.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F1 %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET\n" % (size, x, y, raw)
