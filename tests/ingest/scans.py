"""Scans made in the test: text drawn as pictures and put into a PDF, the same on every machine."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

DOTS_AN_INCH = 200
_WIDTH, _HEIGHT, _MARGIN = 1654, 2339, 150
_CARONS = dict(zip("čšžČŠŽ", "cszCSZ", strict=True))

HEADING = "SPREMEMBE ODLOKA"
PARAGRAPHS = (
    "Občinski svet Občine Šoštanj je na svoji 12. redni seji sprejel odlok o določitvi cene plakatiranja, ki začne "
    "veljati petnajsti dan po objavi v uradnem glasilu.",
    "Župan lahko zaradi varstva življenja, zdravja in premoženja občanov začasno omeji uporabo javne površine. "
    "O omejitvi obvesti občinski svet na prvi naslednji seji.",
    "Čezmerna obremenitev okolja se šteje za hujšo kršitev. Nadzor nad izvajanjem izvršuje občinsko redarstvo v "
    "sodelovanju s policijo in pristojno inšpekcijo.",
)


def drawn(paragraphs: Sequence[str] = PARAGRAPHS, *, heading: str = HEADING, size: int = 31) -> Image.Image:
    """Gives a page of A4 at 200 dots an inch with a heading and paragraphs."""
    page = Image.new("L", (_WIDTH, _HEIGHT), 255)
    pen = ImageDraw.Draw(page)
    top = _MARGIN
    _put(pen, top, heading, size * 3 // 2)
    top += size * 3
    for paragraph in paragraphs:
        for line in textwrap.wrap(paragraph, 80):
            _put(pen, top, line, size)
            top += size * 4 // 3
        top += size
    return page


def scan(path: Path, *pages: Image.Image) -> Path:
    """Writes pages as a PDF that has pictures and no text."""
    pages[0].save(path, "PDF", resolution=DOTS_AN_INCH, save_all=True, append_images=list(pages[1:]))
    return path


def _put(pen: ImageDraw.ImageDraw, top: float, text: str, size: int) -> None:
    """Draws a line; the font that comes with Pillow has no carons, so they are drawn above the letters."""
    font = ImageFont.load_default(size)
    left = float(_MARGIN)
    for letter in text:
        base = _CARONS.get(letter, letter)
        pen.text((left, top), base, font=font, fill=0)
        if letter in _CARONS:
            edges = pen.textbbox((left, top), base, font=font)
            middle, width, up = (edges[0] + edges[2]) / 2, size * 0.13, edges[1]
            caron = [(middle - width, up - size * 0.22), (middle, up - size * 0.08), (middle + width, up - size * 0.22)]
            pen.line(caron, fill=0, width=max(2, size // 13))
        left += font.getlength(base)


def error_rate(wanted: str, got: str) -> float:
    """Gives the character error rate: edits from what was wanted to what was got, for each letter wanted."""
    above = list(range(len(got) + 1))
    for at, letter in enumerate(wanted, 1):
        row = [at]
        for to, other in enumerate(got, 1):
            row.append(min(above[to] + 1, row[-1] + 1, above[to - 1] + (letter != other)))
        above = row
    return above[-1] / len(wanted)
