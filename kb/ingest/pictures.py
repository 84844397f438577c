"""Pictures of pages: small for lists, large for reading, as WebP."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from PIL import Image

from kb.errors import WrongValue
from kb.ingest.pdfium import draw_colours

WIDTHS = (200, 1200)
_MOST_PIXELS = 12_000_000
_QUALITY = 80
_EFFORT = 2
"""Half the time of what is usual (4), for pictures that are a thirtieth larger: somebody waits for the first one."""

_SMALL = 400


def draw(path: Path, number: int, width: int, into: Path) -> None:
    """Writes the picture of a PDF page (from 1), `width` pixels wide, to the file `into` as WebP.

    The file is there whole or not at all; an older one is replaced. Raises WrongValue for a width that is not 1 to
    2000, Locked and Unreadable for what pdfium cannot open, TooCostly for pages of absurd size (over 200 inches,
    or so long that the picture would have more than 12 million pixels).
    """
    if not 1 <= width <= 2000:
        raise WrongValue(f"širina {width}")
    # Small pictures are drawn twice as large and shrunk: thin letters stay grey instead of falling apart.
    times = 2 if width <= _SMALL else 1
    wide, high, pixels = draw_colours(path, number, width * times, _MOST_PIXELS)
    with Image.frombytes("RGB", (wide, high), pixels) as picture:
        size = (width, max(1, round(high * width / wide)))
        shown = picture if picture.size == size else picture.resize(size, Image.Resampling.LANCZOS)
        _write(shown, into)


def _write(picture: Image.Image, into: Path) -> None:
    handle, name = tempfile.mkstemp(dir=into.parent, prefix=".", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            picture.save(file, "WEBP", quality=_QUALITY, method=_EFFORT)
        part.replace(into)
    finally:
        part.unlink(missing_ok=True)
