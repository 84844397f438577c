"""Charts and diagrams of office files: a chart's titles and numbers as a table, a diagram's words in their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kb.ingest.formats.numbers import shown
from kb.ingest.formats.ooxml import DGM, A, C
from kb.model import Block, BlockKind

MOST_POINTS = 2000
_NEW = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class _Series:
    """One series of a chart: its name, and its categories and values by the number of the point."""

    name: str
    categories: dict[int, str]
    values: dict[int, str]


def chart_blocks(root: Any) -> Iterator[Block]:
    """Gives the titles of a chart and its axes, then a table: a row a category, a column a series; None gives none."""
    if root is None:
        return
    if root.tag == f"{_NEW}chartSpace":
        yield from _new_chart_blocks(root)
        return
    for title in root.iter(f"{C}title"):
        text = " ".join(filter(None, map(_paragraph, title.iter(f"{A}p")))) or _text_of(title)
        if text:
            yield Block(BlockKind.PARAGRAPH, text)
    series = [_series(element) for element in root.iter(f"{C}ser")]
    if table := _table(series):
        yield Block(BlockKind.TABLE, table)
    for drawn in root.iter(f"{C}userShapes"):
        yield from (Block(BlockKind.PARAGRAPH, _paragraph(paragraph)) for paragraph in drawn.iter(f"{A}p"))


def _series(element: Any) -> _Series:
    points = [element.find(f"{C}{name}") for name in ("cat", "xVal", "val", "yVal")]
    cat, x_values, values, y_values = points
    name = element.find(f"{C}tx")
    return _Series(
        "" if name is None else _text_of(name),
        _points(cat if cat is not None else x_values),
        _points(values if values is not None else y_values),
    )


def _text_of(element: Any) -> str:
    return " ".join(value.text or "" for value in element.iter(f"{C}v"))


def _points(element: Any) -> dict[int, str]:
    """Gives the kept points of a series by their number; the levels of a category on several are joined."""
    found: dict[int, str] = {}
    for cache in () if element is None else element.iter(f"{C}strCache", f"{C}numCache", f"{C}strLit", f"{C}numLit"):
        form = cache.findtext(f"{C}formatCode") or "General"
        for number, point in _numbered(cache):
            value = point.findtext(f"{C}v") or ""
            is_number = cache.tag in (f"{C}numCache", f"{C}numLit")
            found[number] = shown(value, point.get("formatCode") or form) if is_number else value
    for level in () if element is None else element.iter(f"{C}lvl"):
        for number, point in _numbered(level):
            found[number] = " – ".join(filter(None, (point.findtext(f"{C}v"), found.get(number, ""))))
    return found


def _numbered(parent: Any) -> Iterator[tuple[int, Any]]:
    for point in parent.iter(f"{C}pt"):
        number = point.get("idx") or ""
        if number.isdecimal() and int(number) < MOST_POINTS:
            yield int(number), point


def _table(series: list[_Series]) -> str:
    """Gives the rows of the table; series with categories of their own, as of scattered points, follow one another."""
    shared = all(each.categories == series[0].categories for each in series) or not any(
        each.categories for each in series[1:]
    )
    if series and not shared:
        return "\n".join(filter(None, (_table([each]) for each in series)))
    names = [" ".join(each.name.split()) for each in series]
    numbers = sorted({number for each in series for number in (*each.categories, *each.values)})
    rows = ["\t".join(["", *names])] if any(names) else []
    for number in numbers:
        category = " ".join(series[0].categories.get(number, "").split())
        values = (" ".join(each.values.get(number, "").split()) for each in series)
        rows.append("\t".join([category, *values]).rstrip("\t"))
    return "\n".join(rows)


def _new_chart_blocks(root: Any) -> Iterator[Block]:
    """Gives the words of a chart of the newer kind (tree map, waterfall …): titles, then each dimension as a row."""
    for title in root.iter(f"{_NEW}title"):
        yield from (Block(BlockKind.PARAGRAPH, _paragraph(paragraph)) for paragraph in title.iter(f"{A}p"))
    names = [name.text or "" for name in root.iter(f"{_NEW}v")]
    if names:
        yield Block(BlockKind.PARAGRAPH, ", ".join(dict.fromkeys(names)))
    rows = []
    for level in root.iter(f"{_NEW}lvl"):
        form = level.get("formatCode") or "General"
        is_number = level.getparent().tag == f"{_NEW}numDim"
        points = [point.text or "" for point in level.iter(f"{_NEW}pt")][:MOST_POINTS]
        rows.append("\t".join(shown(point, form) if is_number else " ".join(point.split()) for point in points))
    if any(rows):
        yield Block(BlockKind.TABLE, "\n".join(rows))


def _paragraph(paragraph: Any) -> str:
    return "".join(paragraph.itertext(f"{A}t")).strip()


# --- diagrams --------------------------------------------------------------------------------------


def diagram_blocks(root: Any) -> Iterator[Block]:
    """Gives the texts of a diagram (SmartArt) as items, each point before those under it; None gives none."""
    if root is None:
        return
    points = {point.get("modelId") or "": point for point in root.iter(f"{DGM}pt")}
    told: set[str] = set()
    for name, point in points.items():
        if point.get("type") == "doc":
            told.add(name)
            yield from _below(name, points, _order(root), told, 1)
    for name in points:
        if name not in told:
            yield from _point(points[name], 1)


def _order(root: Any) -> dict[str, list[str]]:
    """Gives the names of the points under each point, in the order that the connections give them."""
    under: dict[str, list[tuple[int, str]]] = {}
    for connection in root.iter(f"{DGM}cxn"):
        if (connection.get("type") or "parOf") == "parOf":
            place = connection.get("srcOrd") or "0"
            below = (int(place) if place.isdecimal() else 0, connection.get("destId") or "")
            under.setdefault(connection.get("srcId") or "", []).append(below)
    return {name: [destination for _, destination in sorted(rows)] for name, rows in under.items()}


def _below(
    name: str, points: dict[str, Any], order: dict[str, list[str]], told: set[str], depth: int
) -> Iterator[Block]:
    for inner in order.get(name, ()):
        if inner in points and inner not in told and depth < _DEEPEST:
            told.add(inner)
            yield from _point(points[inner], depth)
            yield from _below(inner, points, order, told, depth + 1)


def _point(point: Any, depth: int) -> Iterator[Block]:
    for paragraph in point.iter(f"{A}p"):
        if text := _paragraph(paragraph):
            yield Block(BlockKind.ITEM, text, depth)
