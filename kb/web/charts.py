"""Pictures of figures, drawn on the server as SVG in a page: where columns stand; the table with it says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, FOOT = 320, 110, 16
"""The units of a picture, as wide as the narrowest page; labels stand in its foot."""
LABELS = 6
"""Labels that fit side by side under the columns."""
MOST = 32
"""Years that a picture shows; the table has all."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a picture in its units; `said` has the label that stands under it, "" under most."""

    label: str
    count: int
    x: float
    y: float
    width: float
    height: float
    said: str


def columns(rows: Sequence[tuple[str, int]]) -> tuple[Column, ...]:
    """Gives a column for each (label, count), as high as its share of the greatest count."""
    most = max((count for _, count in rows), default=0) or 1
    step = WIDTH / max(len(rows), 1)
    every = -(-len(rows) // LABELS)
    drawn = []
    for place, (label, count) in enumerate(rows):
        height = round((HEIGHT - FOOT) * count / most, 1)
        said = label if (len(rows) - 1 - place) % max(every, 1) == 0 else ""
        width = round(step * 0.8, 1)
        drawn.append(Column(label, count, round(step * (place + 0.1), 1), HEIGHT - FOOT - height, width, height, said))
    return tuple(drawn)


def of_years(years: Mapping[int, int]) -> tuple[Column, ...]:
    """Gives a column for each year from the first to the last that has any, of at most the last 32."""
    if not years:
        return ()
    last = max(years)
    first = max(min(years), last - MOST + 1)
    return columns([(str(year), years.get(year, 0)) for year in range(first, last + 1)])
