"""Pictures of pages that are kept in the project: written again only where one would see that they differ.

A picture is compared by blocks of 8 × 8 points, so that neither its compression nor the edges of letters nor a date
tell it from a newer one. Where the letters themselves are others than those it was taken with, as on a machine with
other fonts, it is left alone unless KB_PICTURES asks for new ones (`make pictures`).
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Page

from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "pictures"
INDEX = FOLDER / "README.md"
MOST_DIFFERENT = 0.02
"""The part of the blocks that may differ between pictures that are held to be the same."""

_SEEN = 24
"""How much lighter or darker, of 255, a block is that differs."""

_LETTERS = """() => { const text = document.createElement("span");
  text.textContent = "Žabja čeljust v šestih jezikih 0123456789";
  text.style.cssText = "font:16px system-ui;position:fixed";
  document.body.append(text); const width = text.getBoundingClientRect().width; text.remove(); return width }"""


class Album:
    """A folder of pictures; `letters` is how wide a line of text was when they were taken.

    Pages are letters on plain grounds: with few `colours` their pictures are smaller without loss than with it.
    """

    def __init__(self, folder: Path, *, letters: str, colours: int) -> None:
        self._folder = folder
        self._colours = colours
        self._letters = letters
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, name: str, picture: Image.Image, *, page: Page) -> None:
        """Keeps a picture as the file `name`.webp where there is none or it differs from the one that is kept."""
        path = self._folder / f"{name}.webp"
        if path.is_file():
            with Image.open(path) as kept:
                if difference(kept, picture) <= MOST_DIFFERENT:
                    return
            if self._letters not in ("", width_of_letters(page)) and not os.environ.get("KB_PICTURES"):
                return
        part = path.with_suffix(".part")
        few = picture.quantize(self._colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.convert("RGB").save(part, "WEBP", lossless=True, quality=50, method=3)
        part.replace(path)


def taken(page: Page, *, most_high: int) -> Image.Image:
    """Gives what a page shows from its top down, `most_high` points at most."""
    width = (page.viewport_size or {})["width"]
    high = min(most_high, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": max(200, high)})
    page.evaluate("""() => Promise.all([...document.images]
      .filter((one) => !one.complete && one.getBoundingClientRect().top < innerHeight)
      .map((one) => new Promise((done) => { one.onload = one.onerror = done })))""")
    return opened(page.screenshot(animations="disabled"))


def opened(png: bytes) -> Image.Image:
    """Gives a picture as Chromium takes it."""
    return Image.open(io.BytesIO(png)).convert("RGB")


def difference(kept: Image.Image, new: Image.Image) -> float:
    """Gives the part of two pictures, 0 to 1, that differs; all of them where one is wider or far higher."""
    if kept.width != new.width or abs(kept.height - new.height) > MOST_DIFFERENT * new.height:
        return 1.0
    box = (0, 0, new.width, min(kept.height, new.height))
    one, other = (np.asarray(each.convert("L").crop(box).reduce(8), dtype=np.int16) for each in (kept, new))
    return float((np.abs(one - other) > _SEEN).mean())


def letters_of_index() -> str:
    """Gives how wide the letters were that the kept pictures show, "" where none are kept."""
    found = re.search(r"letters: ([\d.]+)", INDEX.read_text(encoding="utf-8")) if INDEX.is_file() else None
    return found[1] if found else ""


def width_of_letters(page: Page) -> str:
    """Gives how wide this machine's letters are, as text."""
    return f"{page.evaluate(_LETTERS):.2f}"
