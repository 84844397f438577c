"""OCR by tesseract, for pages that are pictures or whose text is spoiled.

tesseract is a program that may be installed or not; it is started for each page with a limit of time. Of its
languages Slovene is wanted and English used beside it; with English alone no č, š and ž are read.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from kb.errors import TimedOut, Unreadable
from kb.ingest.clean import clean_blocks
from kb.ingest.quality import quality_of
from kb.ingest.rows import Row, blocks_of
from kb.model import Block

DOTS_AN_INCH = 200
SECONDS = 50.0
_MOST_PIXELS = 40_000_000
_LANGUAGES = ("slv", "eng")
_LEAST_TRUST = 0.3
_TURNED_TRUST = 0.6
_PAGE, _TURNING, _WHICH_WAY_IS_UP = "3", "1", "0"
_TURN = re.compile(r"^Rotate: (\d+)", re.M)
_ENGLISH_ONLY = (
    "Program za prepoznavanje besedila nima podatkov za slovenščino (tesseract »slv«): črk č, š in ž ne prepozna."
)


def is_available() -> bool:
    """Tells whether tesseract is installed with Slovene or English."""
    return bool(languages())


@lru_cache(1)
def languages() -> str:
    """Gives the languages that pages are read in, as tesseract takes them: "slv+eng", "slv", "eng" or ""."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    try:
        told = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    known = told.stdout.decode("utf-8", "replace").split()
    return "+".join(language for language in _LANGUAGES if language in known)


def shortcoming() -> str:
    """Gives a sentence for staff on what OCR here cannot read, "" where it reads Slovene (or is not installed)."""
    return _ENGLISH_ONLY if languages() == "eng" else ""


def read_page(path: Path, number: int) -> tuple[tuple[Block, ...], float]:
    """Gives what OCR reads on a PDF page (from 1), and how well it reads, from 0 to 1; () and 0.0 for no text.

    The page is drawn at 200 dots an inch (fewer for a page larger than A1) and turned upright where it lies on its
    side. Raises Locked, Unreadable (also where tesseract is missing), TooCostly and, after 50 seconds, TimedOut.
    """
    # Here and not above: who only asks whether OCR is there never loads pdfium.
    from kb.ingest.pdfium import draw_grey

    width, height, pixels = draw_grey(path, number, DOTS_AN_INCH, _MOST_PIXELS)
    if pixels.count(pixels[:1]) == len(pixels):
        # The back of a leaf: tesseract would look at it for a second.
        return (), 0.0
    found = _read(b"P5 %d %d 255\n" % (width, height) + pixels)
    blocks = clean_blocks(blocks_of(found.rows, found.height))
    text = "\n".join(block.text for block in blocks)
    return (blocks, round(min(found.trust, quality_of(text)), 3)) if text else ((), 0.0)


# --- asking tesseract ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as tesseract sees it: the number of its row, its place in pixels, and how sure it is, from 0 to 1."""

    row: tuple[int, int, int]
    left: int
    top: int
    width: int
    height: int
    trust: float
    text: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """The rows of a page, its height in pixels, and how sure tesseract is of the letters, from 0 to 1."""

    rows: list[Row]
    height: float
    trust: float


def _read(picture: bytes) -> _Reading:
    """Gives the reading of a picture; one that is hardly legible and lies on its side is read upright."""
    until = time.monotonic() + SECONDS
    first = _reading(_told(picture, until, "tsv"))
    if first.trust >= _TURNED_TRUST:
        return first
    try:
        # Which way is up tesseract can tell only from a page with enough letters, and says so by failing.
        turn = _TURN.search(_told(picture, until, segmentation=_WHICH_WAY_IS_UP, language="osd"))
        if turn is None or turn[1] == "0":
            return first
        second = _reading(_told(picture, until, "tsv", segmentation=_TURNING))
    except (Unreadable, TimedOut):
        return first
    return max(first, second, key=lambda reading: reading.trust)


def _told(picture: bytes, until: float, *output: str, segmentation: str = _PAGE, language: str = "") -> str:
    spoken = languages()
    if not spoken:
        raise Unreadable("tesseract")
    words = ["-l", language or spoken, "--dpi", str(DOTS_AN_INCH), "--psm", segmentation]
    # One thread: pages are read side by side, and threads of one page wait for one another.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        told = subprocess.run(
            ["tesseract", "stdin", "stdout", *words, *output],
            input=picture,
            capture_output=True,
            timeout=max(until - time.monotonic(), 0.0),
            check=False,
            env=environment,
        )
    except OSError as error:
        raise Unreadable("tesseract") from error
    except subprocess.TimeoutExpired as error:
        raise TimedOut(f"{SECONDS:g} s") from error
    if told.returncode:
        raise Unreadable(f"tesseract: {told.returncode}")
    return told.stdout.decode("utf-8", "replace")


def _reading(table: str) -> _Reading:
    words = list(_words(table))
    rows = [_row(list(group)) for _, group in groupby(_trusted(words), key=lambda word: word.row)]
    return _Reading([row for row in rows if row.text], _page_height(table), _trust(words))


def _words(table: str) -> Iterator[_Word]:
    for line in table.splitlines()[1:]:
        cells = line.split("\t")
        if len(cells) != 12 or cells[0] != "5" or not cells[11].strip():
            continue
        block, paragraph, row, _, left, top, width, height = map(int, cells[2:10])
        place = (block, paragraph, row)
        yield _Word(place, left, top, width, height, max(float(cells[10]), 0) / 100, cells[11].strip())


def _page_height(table: str) -> float:
    for line in table.splitlines()[1:]:
        cells = line.split("\t")
        if cells[0] == "1" and len(cells) >= 10:
            return float(cells[9])
    return 0.0


def _trust(words: Sequence[_Word]) -> float:
    """Gives the mean trust in the letters and digits of words; rows of dots, as in a contents list, weigh nothing."""
    letters = [sum(map(str.isalnum, word.text)) for word in words]
    trusts = sum(word.trust * count for word, count in zip(words, letters, strict=True))
    return trusts / sum(letters) if any(letters) else 0.0


def _trusted(words: Sequence[_Word]) -> Iterator[_Word]:
    """Gives the words without the blocks in which tesseract is sure of nothing: stamps, signatures, photographs."""
    for _, group in groupby(words, key=lambda word: word.row[0]):
        block = list(group)
        if _trust(block) >= _LEAST_TRUST:
            yield from block


def _row(words: list[_Word]) -> Row:
    sizes = sorted(map(_size, words))
    return Row(
        " ".join(word.text for word in words),
        sizes[(len(sizes) - 1) // 2],
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.left + word.width for word in words),
        max(word.top + word.height for word in words),
    )


_CAPS = frozenset("ČŠŽĆĐÜÖÄ")
_TALL = frozenset("bdfhklčšžćđitjß0123456789!?()[]/§%&")
_DEEP = frozenset("gjpqy()[]/§,;Q")


def _size(word: _Word) -> float:
    """Gives the size of type of a word in pixels: «sem» is half as high as it, «Žaga» is higher than most."""
    above = 0.53
    if any(letter in _CAPS for letter in word.text):
        above = 0.93
    elif any(letter.isupper() or letter in _TALL for letter in word.text):
        above = 0.74
    below = 0.21 if any(letter in _DEEP for letter in word.text) else 0.0
    return round(word.height / (above + below), 1)
