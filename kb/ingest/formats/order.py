"""The order in which a reader takes the lines of a page: down the page, and in two columns down the left one first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

_LONE_BULLET = re.compile(r"[-–—•·▪●○■◦*➢✓]")
_COLUMN_SHARE = 0.25
_LEAST_PROSE = 18
_MOST_CROSSING = 0.25
_FARTHEST_BULLET = 60


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from its left and upper edge; lines with the same box belong together."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, the size of its type in points, and where it stands."""

    text: str
    size: float
    is_bold: bool
    place: Box
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its lines; width and height in points."""

    width: float
    height: float
    lines: tuple[Line, ...]


def in_reading_order(page: Page) -> list[Line]:
    """Gives the lines of a page in reading order, a bullet set apart joined to the line that it marks."""
    lines = _with_bullets(page.lines)
    if not (gutter := _gutter(lines, page.width)):
        return _downwards(lines)
    ordered: list[Line] = []
    for crosses, band in groupby(_downwards(lines), key=lambda line: _crosses(line, gutter)):
        part = list(band)
        if not crosses:
            part.sort(key=lambda line: line.place.left > gutter)
        ordered += part
    return ordered


def _downwards(lines: Iterable[Line]) -> list[Line]:
    """Sorts by boxes from the top, so that the lines of one stay together; within a box by lines."""
    return sorted(lines, key=lambda line: (line.box.top, line.box.left, line.place.top, line.place.left))


def _crosses(line: Line, gutter: float) -> bool:
    return line.place.left < gutter < line.place.right


def _gutter(lines: Sequence[Line], width: float) -> float:
    """Gives where the gap between two columns of prose stands, in points from the left; 0.0 for one column."""
    whole = sum(len(line.text) for line in lines)
    for share in (0.5, 0.48, 0.52, 0.45, 0.55, 0.4, 0.6):
        gutter = width * share
        left = [line for line in lines if line.place.right <= gutter]
        right = [line for line in lines if line.place.left >= gutter]
        sizes = [sum(len(line.text) for line in side) for side in (left, right)]
        crossing = whole - sum(sizes)
        is_even = min(sizes) > whole * _COLUMN_SHARE and crossing <= whole * _MOST_CROSSING
        if is_even and all(size >= _LEAST_PROSE * len(side) for size, side in zip(sizes, (left, right), strict=True)):
            return gutter
    return 0.0


def _with_bullets(lines: Sequence[Line]) -> list[Line]:
    bullets = [line for line in lines if _LONE_BULLET.fullmatch(line.text)]
    if not bullets:
        return list(lines)
    marked = {id(found) for bullet in bullets if (found := _marked_by(bullet, lines)) is not None}
    rest = [line for line in lines if not _LONE_BULLET.fullmatch(line.text)]
    return [replace(line, text=f"• {line.text}") if id(line) in marked else line for line in rest]


def _marked_by(bullet: Line, lines: Sequence[Line]) -> Line | None:
    """Gives the nearest line to the right of a bullet in its row."""
    middle = (bullet.place.top + bullet.place.bottom) / 2
    row = [
        line
        for line in lines
        if line.place.top <= middle <= line.place.bottom
        and 0 <= line.place.left - bullet.place.left <= _FARTHEST_BULLET
        and not _LONE_BULLET.fullmatch(line.text)
    ]
    return min(row, key=lambda line: line.place.left, default=None)
