"""What runs over the pages: headers, footers and page numbers, set apart from the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kb.ingest.formats.pdf.page import Line, Page
from kb.model import BlockKind

_MARGIN = 0.1
_FEWEST = 3
_SHARE = 0.4
_PAGE_NUMBER = re.compile(
    r"(?:(?:stran|str\.?|page)\s*)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:/|od|of)\s*\d{1,4})?|[ivxlc]{1,6}", re.I
)
_DIGITS = re.compile(r"\d+")


def running_texts(pages: Sequence[Page]) -> frozenset[str]:
    """Gives the lines, digits aside, that stand at the edge of three pages or more and of two pages in five.

    Left and right pages often have heads of their own, so that each of them is on half of the pages.
    """
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_DIGITS.sub("#", line.text) for line in page.lines if _is_at_edge(line, page)})
    return frozenset(text for text, count in counts.items() if count >= max(_FEWEST, _SHARE * len(pages)))


def margin_kind(line: Line, page: Page, running: frozenset[str]) -> BlockKind | None:
    """Gives HEADER or FOOTER for a line that is no part of the text, else None."""
    if line.aside:
        return BlockKind.HEADER if line.aside == "header" else BlockKind.FOOTER
    if _is_at_edge(line, page) and (_PAGE_NUMBER.fullmatch(line.text) or _DIGITS.sub("#", line.text) in running):
        return BlockKind.HEADER if _down(line, page) < 0.5 else BlockKind.FOOTER
    return None


def _is_at_edge(line: Line, page: Page) -> bool:
    return not _MARGIN < _down(line, page) < 1 - _MARGIN


def _down(line: Line, page: Page) -> float:
    """Gives how far down the page a line stands, from 0 to 1."""
    return (line.place.top + line.place.bottom) / 2 / max(page.height, 1)
