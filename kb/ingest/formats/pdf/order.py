"""The order in which a reader takes the spans of a page: as the content has it, unless that jumps between columns.

Most programs write a page in the order in which it is read, and each column whole. Two things are mended:
columns that are written row by row across the gutter, and pages that are written in no order at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import median

from kb.ingest.formats.pdf.spans import SAME_LINE, Span

_FEWEST_ROWS = 5
_JUMPING = 0.5
_LEAST_PROSE = 15
_LEAST_SHARE = 0.15
_MOSTLY = 0.7
_NARROWEST = 6
_LEAST_FULL = 0.55
_MOST_CROSSING = 0.3
_FAR = 4
_SCRAMBLED = 0.25


def in_reading_order(spans: Sequence[Span]) -> list[Span]:
    """Gives the spans of one frame in reading order."""
    if gutters := interleaved_gutters(spans):
        return _by_column(spans, gutters)
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


def interleaved_gutters(spans: Sequence[Span]) -> list[float]:
    """Gives where the columns of prose after the first begin, of those that are written row by row; [] for none.

    A table is written row by row as well; but its cells are short, or leave their columns half empty.
    """
    beside = [at for at, (one, two) in enumerate(pairwise(spans)) if two.left > one.right and same_row(one, two)]
    if len(beside) < _FEWEST_ROWS or len(beside) * 2 < _JUMPING * (beside[-1] - beside[0]):
        return []
    gutters = _common_starts([spans[at + 1] for at in beside])
    columns: list[list[Span]] = [[] for _ in range(len(gutters) + 1)]
    whole = crossing = 0
    for span in spans:
        whole += len(span.text)
        if _crosses(span, gutters):
            crossing += len(span.text)
        else:
            columns[_column(span, gutters)].append(span)
    return gutters if crossing <= _MOST_CROSSING * whole and all(map(_is_prose, columns)) else []


def _common_starts(spans: Sequence[Span]) -> list[float]:
    """Gives the places where most of the spans begin, [] where they begin here and there.

    A place shortly after another is that of indented lines in the same column.
    """
    lefts, starts, known = [span.left for span in spans], list[float](), 0
    fewest = max(_FEWEST_ROWS, _LEAST_SHARE * len(spans))
    while lefts:
        usual = Counter(map(round, lefts)).most_common(1)[0][0]
        there = [left for left in lefts if abs(left - usual) <= 2]
        if len(there) < fewest:
            break
        starts.append(min(there))
        known += len(there)
        lefts = [left for left in lefts if abs(left - usual) > 2]
    if known < _MOSTLY * len(spans):
        return []
    starts.sort()
    return starts[:1] + [two for one, two in pairwise(starts) if two - one > _NARROWEST * spans[0].size]


def _column(span: Span, gutters: Sequence[float]) -> int:
    return sum(span.left >= gutter - 1 for gutter in gutters)


def _crosses(span: Span, gutters: Sequence[float]) -> bool:
    return any(span.left < gutter - 1 and span.right > gutter for gutter in gutters)


def _is_prose(column: Sequence[Span]) -> bool:
    """Tells whether most lines of a column run through it, as those of prose do and those of cells do not."""
    if len(column) < _FEWEST_ROWS or median(len(span.text) for span in column) < _LEAST_PROSE:
        return False
    width = max(span.right for span in column) - min(span.left for span in column)
    full = sum(span.right - span.left > 0.75 * width for span in column)
    letters = sum(sum(map(str.isalpha, span.text)) for span in column)
    return full >= _LEAST_FULL * len(column) and letters >= 0.6 * sum(len(span.text) for span in column)


def _by_column(spans: Sequence[Span], gutters: Sequence[float]) -> list[Span]:
    """Gives the columns from the left, between the lines that go across them."""
    ordered: list[Span] = []
    for is_across, band in groupby(by_rows(spans), key=lambda span: _crosses(span, gutters)):
        part = list(band)
        ordered += part if is_across else sorted(part, key=lambda span: _column(span, gutters))
    return ordered


def _is_scrambled(spans: Sequence[Span]) -> bool:
    """Tells whether the content goes up the page far more often than columns or cells would make it."""
    if len(spans) < 2 * _FEWEST_ROWS:
        return False
    rises = sum(two.base - one.base > _FAR * one.size for one, two in pairwise(spans))
    return rises > _SCRAMBLED * len(spans)
