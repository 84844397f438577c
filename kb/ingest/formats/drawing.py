"""Shapes on a slide: their order for a reader, and the text of frames, tables, charts and diagrams."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from kb.ingest.formats.ooxml import DGM, MC, A, C, M, P
from kb.model import Block, BlockKind

# Shapes whose tops differ by less stand in one row and are read from the left; English metric units (914,400 an inch).
_ROW = 300_000
_DEEPEST = 30


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape with text, a table or a graphic; `placeholder` is its sort ("title", "body" …) or ""."""

    element: Any
    placeholder: str
    left: int | None
    top: int | None


def shapes_of(root: Any, layout: Any = None) -> list[Shape]:
    """Gives the shapes of a slide in reading order, groups opened; `layout` tells where placeholders stand."""
    tree = root.find(f".//{P}spTree")
    if tree is None:
        return []
    places = {} if layout is None else _places(layout)
    return _in_reading_order(list(_shapes_in(tree, places, 0)))


def _shapes_in(tree: Any, places: dict[str, tuple[int, int]], depth: int) -> Iterator[Shape]:
    for element in tree:
        if element.tag in (f"{P}sp", f"{P}graphicFrame", f"{P}cxnSp", f"{P}pic"):
            yield _shape(element, places)
        elif element.tag == f"{P}grpSp" and depth < _DEEPEST:
            inside = _in_reading_order(list(_shapes_in(element, places, depth + 1)))
            left, top = _offset(element)
            yield from (replace(shape, left=left, top=top) for shape in inside)
        elif element.tag == f"{MC}AlternateContent":
            yield from _alternative(element, places, depth)


def _alternative(element: Any, places: dict[str, tuple[int, int]], depth: int) -> Iterator[Shape]:
    """Gives the shapes of the first branch that has any: the others say the same for older programs."""
    for branch in element:
        if found := list(_shapes_in(branch, places, depth + 1)):
            yield from found
            return


def _shape(element: Any, places: dict[str, tuple[int, int]]) -> Shape:
    mark = next(element.iter(f"{P}ph"), None)
    if mark is None:
        return Shape(element, "", *_offset(element))
    sort = mark.get("type") or "body"
    left, top = _offset(element)
    if top is None:
        left, top = places.get(f"#{mark.get('idx')}") or places.get(sort) or (None, None)
    return Shape(element, sort, left, top)


def _places(layout: Any) -> dict[str, tuple[int, int]]:
    places: dict[str, tuple[int, int]] = {}
    for element in layout.iter(f"{P}sp"):
        mark = next(element.iter(f"{P}ph"), None)
        left, top = _offset(element)
        if mark is not None and left is not None and top is not None:
            places.setdefault(mark.get("type") or "body", (left, top))
            if mark.get("idx"):
                places[f"#{mark.get('idx')}"] = (left, top)
    return places


def _offset(element: Any) -> tuple[int | None, int | None]:
    for form in (f"{P}spPr/{A}xfrm", f"{P}xfrm", f"{P}grpSpPr/{A}xfrm"):
        place = element.find(f"{form}/{A}off")
        if place is not None:
            try:
                return int(place.get("x") or 0), int(place.get("y") or 0)
            except ValueError:
                return None, None
    return None, None


def _in_reading_order(shapes: list[Shape]) -> list[Shape]:
    """Sorts by rows from the top, within a row from the left; a shape without a place stays after the one before it."""
    placed, last = [], (0, 0)
    for shape in shapes:
        if shape.top is not None and shape.left is not None:
            last = (shape.top, shape.left)
        placed.append((last, shape))
    placed.sort(key=lambda pair: pair[0][0])
    rows: list[list[tuple[tuple[int, int], Shape]]] = []
    for pair in placed:
        if rows and pair[0][0] - rows[-1][0][0][0] < _ROW:
            rows[-1].append(pair)
        else:
            rows.append([pair])
    return [shape for row in rows for _, shape in sorted(row, key=lambda pair: pair[0][1])]


# --- what a shape says -----------------------------------------------------------------------------


def text_blocks(shape: Shape) -> Iterator[Block]:
    """Gives the paragraphs of a shape's text; those of a body placeholder or with a bullet are items."""
    for body in shape.element.iter(f"{P}txBody", f"{A}txBody"):
        for paragraph in body.iter(f"{A}p"):
            text = paragraph_text(paragraph)
            level = _item_level(paragraph, shape)
            yield Block(BlockKind.ITEM, text, level) if level else Block(BlockKind.PARAGRAPH, text)


def _item_level(paragraph: Any, shape: Shape) -> int:
    properties = paragraph.find(f"{A}pPr")
    level = properties.get("lvl") if properties is not None else None
    depth = 1 + (int(level) if level and level.isdecimal() else 0)
    if properties is not None:
        if properties.find(f"{A}buNone") is not None:
            return 0
        if any(properties.find(f"{A}{mark}") is not None for mark in ("buChar", "buAutoNum", "buBlip")):
            return depth
    return depth if shape.placeholder in ("body", "obj") else 0


def paragraph_text(paragraph: Any) -> str:
    """Gives the text of a paragraph; a line break is a line end, the number of the slide is left out."""
    parts = []
    for element in paragraph.iter(f"{A}t", f"{M}t", f"{A}br"):
        if element.tag == f"{A}br":
            parts.append("\n")
        elif not _is_slide_number(element.getparent()):
            parts.append(element.text or "")
    return "".join(parts)


def _is_slide_number(parent: Any) -> bool:
    return parent is not None and parent.tag == f"{A}fld" and parent.get("type") == "slidenum"


def table_block(table: Any) -> Block:
    """Gives a table: rows are lines, cells are parted by tabs, a cell merged into another is empty."""
    rows = []
    for row in table.iter(f"{A}tr"):
        cells = []
        for cell in row.findall(f"{A}tc"):
            merged = cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true")
            words = " ".join(paragraph_text(paragraph) for paragraph in cell.iter(f"{A}p")).split()
            cells.append("" if merged else " ".join(words))
        rows.append("\t".join(cells))
    return Block(BlockKind.TABLE, "\n".join(rows))


def chart_blocks(root: Any) -> Iterator[Block]:
    """Gives the titles of a chart and of its axes, then the names of its series and categories."""
    for title in root.iter(f"{C}title"):
        for paragraph in title.iter(f"{A}p"):
            yield Block(BlockKind.PARAGRAPH, paragraph_text(paragraph))
    names = [
        value.text for cache in root.iter(f"{C}strCache") for value in cache.iter(f"{C}v") if (value.text or "").strip()
    ]
    for name in dict.fromkeys(names):
        yield Block(BlockKind.ITEM, name or "", 1)


def diagram_blocks(root: Any) -> Iterator[Block]:
    """Gives the texts of a diagram (SmartArt) in the order in which they were entered."""
    for point in root.iter(f"{DGM}pt"):
        for paragraph in point.iter(f"{A}p"):
            yield Block(BlockKind.ITEM, paragraph_text(paragraph), 1)
