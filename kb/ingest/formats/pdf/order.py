"""The order in which a reader takes the spans of a page: as the content has it, unless that jumps between columns.

Most programs write a page in the order in which it is read, and each column whole. Two things are mended:
columns that are written row by row across the gutter, and pages that are written in no order at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby, pairwise
from statistics import median

from kb.ingest.formats.pdf.spans import SAME_LINE, Span

_FEWEST_ROWS = 5
_JUMPING = 0.5
_LEAST_PROSE = 15
_LEAST_FULL = 0.55
_MOST_CROSSING = 0.3
_FAR = 4
_SCRAMBLED = 0.25


def in_reading_order(spans: Sequence[Span]) -> list[Span]:
    """Gives the spans of one frame in reading order."""
    if gutter := interleaved_gutter(spans):
        return _by_column(spans, gutter)
    if _is_scrambled(spans):
        return by_rows(spans)
    return list(spans)


def same_row(first: Span, second: Span) -> bool:
    """Tells whether two spans stand in one line of the page."""
    return abs(first.base - second.base) < SAME_LINE * (first.size if first.size > second.size else second.size)


def by_rows(spans: Sequence[Span]) -> list[Span]:
    """Gives the spans down the page, each row from the left."""
    ordered: list[Span] = []
    row: list[Span] = []
    for span in sorted(spans, key=lambda span: -span.base):
        if row and not same_row(row[0], span):
            ordered += sorted(row, key=lambda span: span.left)
            row = []
        row.append(span)
    return ordered + sorted(row, key=lambda span: span.left)


def interleaved_gutter(spans: Sequence[Span]) -> float:
    """Gives where the right one of two columns of prose begins that are written row by row, 0.0 where none are.

    A table is written row by row as well; but its cells are short, or leave their columns half empty.
    """
    beside = [at for at, (one, two) in enumerate(pairwise(spans)) if two.left > one.right and same_row(one, two)]
    if len(beside) < _FEWEST_ROWS or len(beside) * 2 < _JUMPING * (beside[-1] - beside[0]):
        return 0.0
    pairs = [(spans[at], spans[at + 1]) for at in beside]
    start = Counter(round(two.left) for _, two in pairs).most_common(1)[0][0]
    starts = [two.left for _, two in pairs if abs(two.left - start) <= 2]
    if len(starts) < len(pairs) * 0.7:
        return 0.0
    gutter = min(starts)
    left = [span for span in spans if span.right <= gutter]
    right = [span for span in spans if span.left >= gutter - 1]
    whole = sum(len(span.text) for span in spans)
    crossing = whole - sum(len(span.text) for span in (*left, *right))
    return gutter if crossing <= _MOST_CROSSING * whole and _is_prose(left) and _is_prose(right) else 0.0


def _is_prose(column: Sequence[Span]) -> bool:
    """Tells whether most lines of a column run through it, as those of prose do and those of cells do not."""
    if len(column) < _FEWEST_ROWS or median(len(span.text) for span in column) < _LEAST_PROSE:
        return False
    width = max(span.right for span in column) - min(span.left for span in column)
    full = sum(span.right - span.left > 0.75 * width for span in column)
    letters = sum(sum(map(str.isalpha, span.text)) for span in column)
    return full >= _LEAST_FULL * len(column) and letters >= 0.6 * sum(len(span.text) for span in column)


def _by_column(spans: Sequence[Span], gutter: float) -> list[Span]:
    """Gives the left column and then the right one, between the lines that go across both."""

    def crosses(span: Span) -> bool:
        return span.left < gutter - 1 and span.right > gutter

    ordered: list[Span] = []
    for is_across, band in groupby(by_rows(spans), key=crosses):
        part = list(band)
        ordered += part if is_across else sorted(part, key=_side(gutter))
    return ordered


def _side(gutter: float) -> Callable[[Span], bool]:
    return lambda span: span.left >= gutter - 1


def _is_scrambled(spans: Sequence[Span]) -> bool:
    """Tells whether the content goes up the page far more often than columns or cells would make it."""
    if len(spans) < 2 * _FEWEST_ROWS:
        return False
    rises = sum(two.base - one.base > _FAR * one.size for one, two in pairwise(spans))
    return rises > _SCRAMBLED * len(spans)
