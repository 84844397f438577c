"""A folder of documents as long as those of municipalities: acts and minutes of real text, as programs write them.

The text is that of the 27 statutes and 36 sessions of ../shared/data; each file takes its own stretch of one of them,
so that no two say the same. LibreOffice writes the DOCX and prints the PDF of other stretches, python-pptx the decks.
Whole statutes and sessions have 93 and 120 pages at the median, more than what a municipality adds from day to day, so
the lengths are chosen: PAGES for PDF and DOCX and SLIDES for decks, each length as often as any other; HTML pages are
a third as long as prints.
"""

from __future__ import annotations

import html
import random
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from pptx import Presentation

from bench.mixing import FORMATS, SHARED

PAGES = (2, 4, 6, 8, 10, 12, 16, 20, 28, 40, 60)
SLIDES = (8, 12, 16, 20, 26, 34, 45)
CHARACTERS_A_PAGE = 2400
LINES_A_SLIDE = 5
_SEED = 20261122
_FILES_A_CALL = 25
_FILTERS = {"docx": "docx:MS Word 2007 XML", "pdf": "pdf:writer_web_pdf_Export"}
_STYLE = 'body{font:11pt "DejaVu Serif",serif} td{border:1px solid #888;padding:2pt 6pt}'


def write_sized(folder: Path, *, files: int) -> dict[str, int]:
    """Fills `folder` with about `files` files, as many of each format; gives how many there are of each."""
    texts = _texts()
    count = files // len(FORMATS)
    for name in FORMATS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    for number in range(count):
        chance = random.Random(_SEED + number)
        page = _page(_stretch(texts, chance, chance.choice(PAGES) / 3))
        (folder / "html" / f"stran-{number:03}.html").write_text(page, encoding="utf-8")
        _write_deck(folder / "pptx" / f"predstavitev-{number:03}.pptx", texts, chance)
    _write_prints(folder, texts, count)
    return dict.fromkeys(FORMATS, count)


def _write_prints(folder: Path, texts: Sequence[list[str]], count: int) -> None:
    sources = folder.parent / "prints"
    sources.mkdir(exist_ok=True)
    for extension, seed in (("docx", 1), ("pdf", 2)):
        made = []
        for number in range(count):
            chance = random.Random(_SEED + number + seed * 10_000)
            path = sources / f"zapisnik-{extension}-{number:03}.html"
            path.write_text(_page(_stretch(texts, chance, chance.choice(PAGES))), encoding="utf-8")
            made.append(path)
        _convert(made, _FILTERS[extension], folder / extension)


def _convert(paths: Sequence[Path], target: str, into: Path) -> None:
    profile = f"-env:UserInstallation={(into.parent.parent / 'profile').absolute().as_uri()}"
    for at in range(0, len(paths), _FILES_A_CALL):
        part = [str(path) for path in paths[at : at + _FILES_A_CALL]]
        command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", str(into), *part]
        subprocess.run(command, check=True, capture_output=True, timeout=600)


def _write_deck(path: Path, texts: Sequence[list[str]], chance: random.Random) -> None:
    deck = Presentation()
    lines = iter(_stretch(texts, chance, 60))
    for _ in range(chance.choice(SLIDES)):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        title, body = slide.placeholders
        title.text = next(lines, "Povzetek")[:80]
        body.text = "\n".join(next(lines, "Hvala")[:140] for _ in range(LINES_A_SLIDE))
        if chance.random() < 0.3:
            slide.notes_slide.notes_text_frame.text = next(lines, "")
    deck.save(str(path))


def _texts() -> list[list[str]]:
    folders = (SHARED / "official" / "statutes_txt", SHARED / "slovparl_txt")
    paths = [path for folder in folders for path in sorted(folder.glob("*.txt"))]
    return [[line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()] for path in paths]


def _stretch(texts: Sequence[list[str]], chance: random.Random, pages: float) -> list[str]:
    """Gives lines of one text, or of several on end, that fill about as many pages."""
    found: list[str] = []
    room = pages * CHARACTERS_A_PAGE
    while room > 0:
        text = chance.choice(texts)
        for line in text[chance.randrange(len(text)) :]:
            found.append(line)
            room -= len(line) + 1
            if room <= 0:
                break
    return found


def _page(lines: Sequence[str]) -> str:
    shown = "\n".join(_shown(lines))
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("Novice", "Seje", "Predpisi", "Razpisi"))
    return (
        f'<!DOCTYPE html><html lang="sl"><head><meta charset="utf-8"><title>{html.escape(lines[0][:120])}</title>'
        f"<style>{_STYLE}</style></head><body><nav><ul>{menu}</ul></nav><main>{shown}</main></body></html>"
    )


def _shown(lines: Sequence[str]) -> Iterator[str]:
    """Gives the lines as headings and paragraphs, and a small table from time to time."""
    was_heading = False
    for at, line in enumerate(lines):
        # Headings stay with what follows: a long row of them would leave the page before it empty.
        was_heading = not was_heading and len(line) < 60 and line[-1].isalpha()
        tag = "h2" if was_heading else "p"
        yield f"<{tag}>{html.escape(line)}</{tag}>"
        if at % 60 == 59:
            cells = ((f"Postavka {row}", f"{row * 137},00 EUR", f"{row} %") for row in range(1, 7))
            rows = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in cells)
            yield f"<table>{rows}</table>"
