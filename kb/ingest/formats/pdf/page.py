"""A page as lines in reading order: what the layout of a document is told from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from its left and upper edge."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, or a whole table (`is_table`; rows are lines, cells are parted by tabs).

    `size` is that of its type in points; lines with the same `box` stand together in one column.
    `aside` is "header" or "footer" where the document itself says so.
    """

    text: str
    size: float
    is_bold: bool
    place: Box
    box: Box
    aside: str = ""
    is_table: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its lines in reading order; width and height in points, `is_partial` where some is missing."""

    width: float
    height: float
    lines: tuple[Line, ...]
    is_partial: bool = False
