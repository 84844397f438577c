"""What a page looks like from afar: letters do not count, but what stands where, how dense and in what shade does.

A snapshot has a grey point for POINT × POINT of the page, so that it is a file of one or two kilobytes. Two are
compared after each was blurred as far as two lines of text reach: other letters change no place by more than 10 of
255, while a column that is missing or elsewhere, a result less or another shade change some place by 13 and more.
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter
from playwright.sync_api import Page

POINT = 20
MOST_HIGH = 2000
"""How much of a page is looked at, from its top down."""

MOST_DIFFERENT = 12.0
"""How much lighter or darker, of 255, the place may be that differs most."""

_HIGHER = 0.06
_BLUR = 3


def taken(page: Page) -> Image.Image:
    """Gives the snapshot of a page, its pictures there."""
    width = (page.viewport_size or {})["width"]
    high = min(MOST_HIGH, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": high})
    page.evaluate("""() => Promise.all([...document.images].map((one) => {
      one.loading = "eager";
      return one.complete || new Promise((done) => { one.onload = one.onerror = done; });
    }))""")
    page.evaluate("scrollTo(0, 0)")
    return Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("L").reduce(POINT)


def difference(kept: Image.Image, new: Image.Image) -> float:
    """Gives how much the place differs that differs most, 0 to 255; all of it where one page is far higher."""
    if kept.width != new.width or abs(kept.height - new.height) > _HIGHER * kept.height:
        return 255.0
    box = (0, 0, kept.width, min(kept.height, new.height))
    blurred = (each.crop(box).filter(ImageFilter.GaussianBlur(_BLUR)) for each in (kept, new))
    one, other = (np.asarray(each, dtype=np.float64) for each in blurred)
    return float(np.abs(one - other).max())


def keep(path: Path, snapshot: Image.Image) -> None:
    path.parent.mkdir(exist_ok=True)
    snapshot.save(path, "PNG", optimize=True)
