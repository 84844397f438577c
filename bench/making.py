"""PDFs of known text, made here: by a small writer of our own, and printed by Chromium and LibreOffice where installed.

The text is Slovene of no meaning, the same on every machine. Each file comes with what a faithful reader finds in it.
"""

from __future__ import annotations

import html
import random
import shutil
import subprocess
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Layout = Literal["one-column", "two-column", "row-interleaved", "table"]
LAYOUTS: tuple[Layout, ...] = ("one-column", "two-column", "row-interleaved", "table")

_WORDS = """
občina župan svet seja odlok predlog člen zakon proračun sredstva naloga šola vrtec cesta površina varstvo
čiščenje odvoz smeti voda oskrba javna služba komisija odbor pobuda vprašanje odgovor mnenje stališče pripomba rok
občan prebivalec naselje krajevna skupnost uprava inšpekcija redar parkirišče taksa turizem dediščina prostor načrt
soglasje dovoljenje gradnja komunala pokopališče društvo šport kultura knjižnica zdravje dom starejši socialna pomoč
pravilnik statut poslovnik sklep zapisnik vabilo dnevni red glasovanje večina član predsednik podžupan tajnik delavec
zaposlen plača strošek prihodek odhodek rezerva zadolževanje soglaša določa ureja izvaja sprejme obravnava razpiše
objavi predlaga zahteva zagotovi omogoča preprečuje vključuje presega zmanjša poveča ohranja čeprav ker kadar zaradi
skladno prednostno začasno trajno največ najmanj vsaj pred med nad pod glede oziroma vendar že še tudi samo vsak njihov
energetska učinkovitost izobraževanje usposabljanje medobčinsko sodelovanje redarstvo nepremičnina služnost
premoženje lastnik najemnik pogodba razpis merila upravičenec vloga odločba pritožba postopek izvršba globa prekršek
ogrevanje žaga čaša čebela šipek žito češnja žejen šuma čutara študija življenje množica možnost težava
"""
_HEADINGS = (
    "SPLOŠNE DOLOČBE",
    "Vsebina in namen",
    "Financiranje",
    "Način izvajanja javne službe",
    "Nadzor in kazenske določbe",
    "Končna določba",
    "Pravice in obveznosti uporabnikov",
    "Pogoji za začetek obratovanja javne površine v naselju",
)
_FAR_LEFT, _TOP, _BOTTOM, _LEADING = 56.0, 780.0, 60.0, 12.5
_WIDE, _NARROW = 88, 42
_COLUMN = 300.0
_CODES = {
    "č": 1, "š": 2, "ž": 3, "Č": 4, "Š": 5, "Ž": 6, "–": 7,
}  # fmt: skip
_GLYPHS = "/ccaron/scaron/zcaron/Ccaron/Scaron/Zcaron/endash"


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, a paragraph or a table of a made document; a table's text is in `rows`."""

    kind: Literal["heading", "paragraph", "table"]
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def words(self) -> list[str]:
        """Gives the words in the order in which they are read."""
        return self.text.split() or [word for row in self.rows for cell in row for word in cell.split()]


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF of known text: who wrote it, how it is laid out, and its parts in reading order."""

    path: Path
    writer: str
    layout: Layout
    parts: tuple[Part, ...]

    @property
    def words(self) -> list[str]:
        """Gives all words in reading order."""
        return [word for part in self.parts for word in part.words]

    @property
    def headings(self) -> list[str]:
        """Gives the text of the headings."""
        return [part.text for part in self.parts if part.kind == "heading"]


def make(folder: Path, pages: int = 12) -> list[Made]:
    """Makes a file of each layout by each writer there is, of about `pages` pages, and gives them."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [write(folder / f"own-{layout}.pdf", layout, pages) for layout in LAYOUTS]
    if chromium := shutil.which("chromium") or shutil.which("google-chrome"):
        made += [_printed(folder, chromium, layout, pages) for layout in LAYOUTS if layout != "row-interleaved"]
    if soffice := shutil.which("soffice"):
        made += _converted(folder, soffice, pages)
    return made


def parts_of(layout: Layout, count: int, seed: int = 7) -> tuple[Part, ...]:
    """Gives about `count` sections of known text: a heading, two paragraphs, and in the table layout a table."""
    chance = random.Random(seed)
    parts: list[Part] = []
    for number in range(1, count + 1):
        parts.append(Part("heading", f"{number}. {chance.choice(_HEADINGS)}"))
        parts += [Part("paragraph", _paragraph(chance)) for _ in range(1 if layout == "table" else 2)]
        if layout == "table":
            parts.append(Part("table", rows=tuple(_row(chance, at) for at in range(chance.randrange(4, 9)))))
    return tuple(parts)


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance) for _ in range(chance.randrange(3, 7)))


def _sentence(chance: random.Random) -> str:
    words = chance.choices(_WORDS.split(), k=chance.randrange(7, 17))
    words[len(words) // 2] += ","
    return " ".join(words).capitalize() + "."


def _row(chance: random.Random, at: int) -> tuple[str, ...]:
    if not at:
        return ("Vrsta stroška", "Znesek", "Delež", "Opomba")
    name, note = (" ".join(chance.choices(_WORDS.split(), k=2)) for _ in range(2))
    return (name, f"{chance.randrange(100, 9999)},00", f"{chance.randrange(1, 99)} %", note)


# --- our own writer --------------------------------------------------------------------------------

_Shown = tuple[float, float, float, str, bool]


def write(path: Path, layout: Layout, pages: int) -> Made:
    """Writes a PDF of `pages` pages of the layout, one show operator a line or cell."""
    sections = pages * (4 if layout == "one-column" else 3 if layout == "table" else 5)
    parts = parts_of(layout, sections)
    placed = list(_columns(parts)) if layout in ("two-column", "row-interleaved") else list(_flow(parts))
    if layout == "row-interleaved":
        placed = [sorted(page, key=lambda shown: (-shown[1], shown[0])) for page in placed]
    _save(path, placed)
    return Made(path, "own", layout, parts)


def write_long(path: Path, pages: int) -> Path:
    """Writes a PDF of at least that many pages of prose, and gives its path."""
    placed: list[list[_Shown]] = []
    seed = 0
    while len(placed) < pages:
        seed += 1
        placed += _flow(parts_of("one-column", 60, seed))
    _save(path, placed[:pages])
    return path


def _lines_of(part: Part, width: int) -> list[str]:
    """Gives the lines of a part; long words at line ends are hyphenated."""
    lines, line = [], ""
    for word in part.text.split():
        room = width - len(line) - 2
        if len(line) + 1 + len(word) <= width or not line:
            line = f"{line} {word}".strip()
        elif part.kind == "paragraph" and len(word) >= 11 and 5 <= room < len(word) - 4 and word.isalpha():
            lines.append(f"{line} {word[:room]}-")
            line = word[room:]
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def _flow(parts: Sequence[Part]) -> Iterator[list[_Shown]]:
    page: list[_Shown] = []
    up = _TOP
    for part in parts:
        need = _LEADING * (len(part.rows) if part.rows else 3)
        if up - need < _BOTTOM:
            yield page
            page, up = [], _TOP
        for shown, drop in _set(part, _FAR_LEFT, _WIDE):
            if up < _BOTTOM:
                yield page
                page, up = [], _TOP
            page += [(x, up, size, text, bold) for x, size, text, bold in shown]
            up -= drop
        up -= _LEADING * 0.7
    yield page


def _set(part: Part, left: float, width: int) -> Iterator[tuple[list[tuple[float, float, str, bool]], float]]:
    """Gives what stands in each line of a part, and how far the next line is."""
    if part.rows:
        for row in part.rows:
            places = (left, left + 170, left + 250, left + 320)
            yield [(x, 10.0, cell, False) for x, cell in zip(places, row, strict=True)], _LEADING * 1.3
    elif part.kind == "heading":
        for line in _lines_of(part, width * 3 // 4):
            yield [(left, 13.0, line, True)], 16.0
    else:
        for line in _lines_of(part, width):
            yield [(left, 10.0, line, False)], _LEADING


def _columns(parts: Sequence[Part]) -> Iterator[list[_Shown]]:
    """Gives pages of two columns, the left one first; lines of both stand on one grid."""
    lines = [(part, line) for part in parts for line in (*_lines_of(part, _NARROW), "")]
    rows = int((_TOP - _BOTTOM) / _LEADING)
    for first in range(0, len(lines), 2 * rows):
        page: list[_Shown] = []
        for at, (part, line) in enumerate(lines[first : first + 2 * rows]):
            column, row = divmod(at, rows)
            bold = part.kind == "heading"
            if line:
                left = _FAR_LEFT + column * (_COLUMN - _FAR_LEFT + 10)
                page.append((left, _TOP - row * _LEADING, 10.0, line, bold))
        yield page


def _save(path: Path, pages: Sequence[Sequence[_Shown]]) -> None:
    kids = b" ".join(b"%d 0 R" % (5 + 2 * at) for at in range(len(pages)))
    encoding = b"<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[1%s]>>" % _GLYPHS.encode()
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages))]
    objects += [
        b"<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding %s>>" % (name, encoding)
        for name in (b"Helvetica", b"Helvetica-Bold")
    ]
    for at, page in enumerate(pages):
        resources = b"<</Font<</F1 3 0 R/F2 4 0 R>>>>"
        place = b"/MediaBox[0 0 595 842]/Contents %d 0 R/Resources%s" % (6 + 2 * at, resources)
        objects.append(b"<</Type/Page/Parent 2 0 R%s>>" % place)
        content = zlib.compress(b"\n".join(map(_instruction, page)))
        objects.append(b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(content), content))
    body, offsets = [b"%PDF-1.5\n"], [9]
    for number, content in enumerate(objects, 1):
        body.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        offsets.append(offsets[-1] + len(body[-1]))
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets[:-1])
    end = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, offsets[-1])
    path.write_bytes(b"".join(body) + table + end)


def _instruction(shown: _Shown) -> bytes:
    left, up, size, text, bold = shown
    raw = bytes(_CODES.get(character) or ord(character) for character in text)
    for special in (b"\\", b"(", b")"):
        raw = raw.replace(special, b"\\" + special)
    return b"BT /F%d %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET" % (2 if bold else 1, size, left, up, raw)


# --- prints of programs ----------------------------------------------------------------------------

_STYLE = """body{font:10pt "DejaVu Serif",serif;margin:0} h2{font-size:13pt;margin:10pt 0 4pt} p{margin:0 0 6pt}
table{border-collapse:collapse;margin:4pt 0 8pt} td{border:1px solid #888;padding:2pt 6pt}
.page{columns:2;column-gap:24pt;height:245mm;column-fill:auto;break-after:page;text-align:left}
@page{size:A4;margin:20mm}"""


def _page_of(parts: Sequence[Part], layout: Layout) -> str:
    """Gives the parts as HTML; in two columns a page has as many sections as fit it for sure."""
    shown = [_marked_up(part) for part in parts]
    if layout == "two-column":
        shown = [f'<div class="page">{"".join(shown[at : at + 18])}</div>' for at in range(0, len(shown), 18)]
    return f'<html lang="sl"><meta charset="utf-8"><style>{_STYLE}</style><body>{"".join(shown)}</body></html>'


def _marked_up(part: Part) -> str:
    if part.rows:
        rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in part.rows)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    tag = "h2" if part.kind == "heading" else "p"
    return f"<{tag}>{html.escape(part.text)}</{tag}>"


def _printed(folder: Path, chromium: str, layout: Layout, pages: int) -> Made:
    parts = parts_of(layout, pages * (6 if layout == "two-column" else 5 if layout == "one-column" else 3), seed=11)
    page, path = folder / f"chromium-{layout}.html", folder / f"chromium-{layout}.pdf"
    page.write_text(_page_of(parts, layout), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={path}"]
    subprocess.run([chromium, *options, page.as_uri()], check=True, capture_output=True, timeout=120)
    return Made(path, "chromium", layout, parts)


def _converted(folder: Path, soffice: str, pages: int) -> list[Made]:
    made: list[Made] = []
    for layout in LAYOUTS:
        if layout in ("one-column", "table"):
            parts = parts_of(layout, pages * (5 if layout == "one-column" else 3), seed=13)
            page = folder / f"libreoffice-{layout}.html"
            page.write_text(_page_of(parts, layout), encoding="utf-8")
            made.append(Made(page.with_suffix(".pdf"), "libreoffice", layout, parts))
    profile = f"-env:UserInstallation={(folder / 'profile').absolute().as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf:writer_web_pdf_Export", "--outdir", str(folder)]
    pages_made = [str(each.path.with_suffix(".html")) for each in made]
    subprocess.run([*command, *pages_made], check=True, capture_output=True, timeout=240)
    return made
