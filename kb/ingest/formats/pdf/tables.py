"""Tables, told from where their cells stand: rows of cells under one another in columns that keep apart.

A cell is a run of lines under one another; cells with the same top, each to the right of the one before, are a row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kb.ingest.formats.pdf.spans import Span

_MARKER = re.compile(
    r"[-–—•·▪●○■◦*§➢✓\uf020-\uf0ff]"
    r"|\(?(?:\d{1,3}|[a-zčšž]{1,3}|[IVXLC]{1,6})[.)]?|»?\d{1,3}\.\d{1,3}\.?",
    re.I,
)
_TOPS = 0.4
_LEADING = 1.75
_NEXT_ROW = 3.0
_THINNEST = 0.1
_FEWEST_ROWS = 3
_LONGEST_CELL = 120


@dataclass(slots=True)
class _Cell:
    spans: list[Span]
    left: float
    right: float

    @property
    def text(self) -> str:
        return " ".join(span.text for span in self.spans)

    def takes(self, span: Span) -> bool:
        """Tells whether a span is the next line of this cell."""
        last = self.spans[-1]
        drop = last.base - span.base
        if not 0.5 * last.size < drop < _LEADING * max(last.size, span.size):
            return False
        near = max(1.0, 0.5 * span.size)
        middles = (self.left + self.right) / 2, (span.left + span.right) / 2
        return (
            abs(span.left - self.left) < near
            or abs(span.right - self.right) < near
            or abs(middles[0] - middles[1]) < near
        )

    def add(self, span: Span) -> None:
        self.spans.append(span)
        self.left, self.right = min(self.left, span.left), max(self.right, span.right)


@dataclass(slots=True)
class _Row:
    cells: list[_Cell]

    @property
    def top(self) -> float:
        return self.cells[0].spans[0].base

    @property
    def bottom(self) -> float:
        return min(cell.spans[-1].base for cell in self.cells)

    def takes(self, cell: _Cell) -> bool:
        last, first = self.cells[-1], cell.spans[0]
        return cell.left > last.right and abs(first.base - self.top) < _TOPS * first.size


@dataclass(slots=True)
class Table:
    """Rows of cells in columns; `first` and `end` are the places of its spans in the list they were found in."""

    first: int
    end: int
    rows: list[list[str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Gives the table with a row a line and tabs between the cells."""
        return "\n".join("\t".join(row) for row in self.rows)


def tables(spans: Sequence[Span]) -> list[Table]:
    """Gives the tables among the spans of a page, in their order."""
    found: list[Table] = []
    rows = _rows(spans)
    if all(len(row.cells) == 1 for row in rows):
        return []
    at = count = 0
    while at < len(rows):
        taken, columns = _grown(rows, at)
        size = sum(len(cell.spans) for row in rows[at : at + taken] for cell in row.cells)
        if columns:
            found.append(Table(count, count + size, [_texts(row, columns) for row in rows[at : at + taken]]))
        at, count = at + taken, count + size
    return found


def _rows(spans: Sequence[Span]) -> list[_Row]:
    cells: list[_Cell] = []
    for span in spans:
        if cells and cells[-1].takes(span):
            cells[-1].add(span)
        else:
            cells.append(_Cell([span], span.left, max(span.right, span.left + _THINNEST * span.size)))
    rows: list[_Row] = []
    for cell in cells:
        if rows and rows[-1].takes(cell):
            rows[-1].cells.append(cell)
        else:
            rows.append(_Row([cell]))
    return rows


def _grown(rows: Sequence[_Row], start: int) -> tuple[int, list[tuple[float, float]]]:
    """Gives how many rows from `start` on are a table, and its columns; (1, []) where they are none."""
    columns: list[tuple[float, float]] = []
    taken = 0
    for at in range(start, len(rows)):
        row = rows[at]
        if at > start and not 0 < rows[at - 1].bottom - row.top < _NEXT_ROW * row.cells[0].spans[0].size:
            break
        if len(row.cells) < 2 and not (columns and _is_inside(row.cells[0], columns)):
            break
        widened = _widened(columns, row.cells)
        if widened is None:
            break
        columns, taken = widened, at + 1 - start
    while taken and len(rows[start + taken - 1].cells) < 2:
        taken -= 1
    return (taken, columns) if _is_table(rows[start : start + taken], columns) else (1, [])


def _is_inside(cell: _Cell, columns: Sequence[tuple[float, float]]) -> bool:
    return sum(left < cell.right and cell.left < right for left, right in columns) == 1


def _widened(columns: list[tuple[float, float]], cells: Sequence[_Cell]) -> list[tuple[float, float]] | None:
    """Gives the columns with the cells in them, None where a cell would lie in two of them or two in one."""
    wider = list(columns)
    for cell in cells:
        at = [number for number, (left, right) in enumerate(wider) if left < cell.right and cell.left < right]
        if len(at) > 1:
            return None
        if at:
            left, right = wider[at[0]]
            wider[at[0]] = (min(left, cell.left), max(right, cell.right))
        else:
            wider.append((cell.left, cell.right))
    wider.sort()
    is_apart = all(one[1] <= two[0] for one, two in pairwise(wider))
    is_injective = len({_column(cell, wider) for cell in cells}) == len(cells)
    return wider if is_apart and is_injective else None


def _column(cell: _Cell, columns: Sequence[tuple[float, float]]) -> int:
    return next((at for at, (left, right) in enumerate(columns) if left < cell.right and cell.left < right), 0)


def _is_table(rows: Sequence[_Row], columns: Sequence[tuple[float, float]]) -> bool:
    full = [row for row in rows if len(row.cells) > 1]
    is_even = len(columns) > 2 and all(len(row.cells) == len(columns) for row in rows)
    if len(full) < (2 if is_even else _FEWEST_ROWS):
        return False
    firsts = [row.cells[0].text for row in full]
    if len(columns) == 2 and sum(bool(_MARKER.fullmatch(text)) for text in firsts) * 2 > len(firsts):
        return False  # A list whose numbers stand apart.
    lengths = sorted(len(cell.text) for row in full for cell in row.cells)
    return lengths[len(lengths) // 2] <= _LONGEST_CELL


def _texts(row: _Row, columns: Sequence[tuple[float, float]]) -> list[str]:
    texts = [""] * len(columns)
    for cell in row.cells:
        texts[_column(cell, columns)] = cell.text
    return texts
