"""Shapes on a slide: their order for a reader, and the text of frames and tables, what is said of pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from kb.ingest.formats.numbering import numeral
from kb.ingest.formats.ooxml import MC, A, M, P
from kb.ingest.formats.pictured import is_telling
from kb.model import Block, BlockKind

# Shapes whose tops differ by less stand in one row and are read from the left; English metric units (914,400 an inch).
_ROW = 300_000
_DEEPEST = 30
_MOST_IN_COLUMNS = 100
_NOT_IN_COLUMNS = ("title", "ctrTitle", "ftr", "sldNum", "dt", "hdr")
_AUTO = re.compile(r"(arabic|alphaLc|alphaUc|romanLc|romanUc)(Period|ParenR|ParenBoth|Plain|Db\w*)")
_FORMS = {"alphaLc": "lowerLetter", "alphaUc": "upperLetter", "romanLc": "lowerRoman", "romanUc": "upperRoman"}
_AROUND = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})"}
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape with text, a table or a graphic; `placeholder` is its sort ("title", "body" …), "group", or ""."""

    element: Any
    placeholder: str
    left: int | None
    top: int | None
    width: int = 0


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
            yield Shape(element.find(f"{P}nvGrpSpPr"), "group", left, top)
            yield from (replace(shape, left=left, top=top, width=0) for shape in inside)
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
        return Shape(element, "", *_offset(element), _width(element))
    sort = mark.get("type") or "body"
    left, top = _offset(element)
    if top is None:
        left, top = places.get(f"#{mark.get('idx')}") or places.get(sort) or (None, None)
    return Shape(element, sort, left, top, _width(element))


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


def _width(element: Any) -> int:
    extent = element.find(f"{P}spPr/{A}xfrm/{A}ext")
    width = "" if extent is None else (extent.get("cx") or "")
    return int(width) if width.isdecimal() else 0


def _in_reading_order(shapes: list[Shape]) -> list[Shape]:
    """Sorts by rows from the top, within a row from the left, or by columns where the author's own order is nearer."""
    rows = _by_rows(shapes)
    columns = _by_columns(rows)
    return columns if columns and _turned(columns, shapes) < _turned(rows, shapes) else rows


def _by_rows(shapes: list[Shape]) -> list[Shape]:
    """Sorts by rows; a shape without a place stays after the one before it."""
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


def _by_columns(shapes: list[Shape]) -> list[Shape]:
    """Gives the left column before the right one, [] where no gutter parts two or more shapes from two or more."""
    around = [shape for shape in shapes if shape.placeholder in _NOT_IN_COLUMNS]
    inside = [shape for shape in shapes if shape.placeholder not in _NOT_IN_COLUMNS]
    if len(inside) > _MOST_IN_COLUMNS or any(shape.left is None or not shape.width for shape in inside):
        return []
    for edge in sorted({shape.left or 0 for shape in inside})[1:]:
        left = [shape for shape in inside if (shape.left or 0) < edge]
        right = [shape for shape in inside if (shape.left or 0) >= edge]
        if min(len(left), len(right)) > 1 and all((shape.left or 0) + shape.width <= edge for shape in left):
            return around + left + right
    return []


def _turned(shapes: list[Shape], written: list[Shape]) -> int:
    """Counts the pairs of shapes that stand the other way round than the author put them."""
    places = {id(shape): at for at, shape in enumerate(written)}
    order = [places[id(shape)] for shape in shapes]
    return sum(earlier > later for at, earlier in enumerate(order[:_MOST_IN_COLUMNS]) for later in order[at + 1 :])


# --- what a shape says -----------------------------------------------------------------------------


def text_blocks(shape: Shape) -> Iterator[Block]:
    """Gives the paragraphs of a shape's text; those of a body placeholder or with a bullet or number are items."""
    for body in shape.element.iter(f"{P}txBody", f"{A}txBody"):
        counts: dict[int, int] = {}
        for paragraph in body.iter(f"{A}p"):
            text = paragraph_text(paragraph)
            level = _item_level(paragraph, shape)
            label = _label(paragraph, level, counts) if text.strip() else ""
            yield Block(BlockKind.ITEM, f"{label}{text}", level) if level else Block(BlockKind.PARAGRAPH, text)


def _label(paragraph: Any, level: int, counts: dict[int, int]) -> str:
    """Gives the number that PowerPoint writes before a paragraph, with a space after it; keeps `counts` by level."""
    mark = paragraph.find(f"{A}pPr/{A}buAutoNum")
    for deeper in [other for other in counts if other > level or (other == level and mark is None)]:
        del counts[deeper]
    if mark is None:
        return ""
    first = mark.get("startAt") or "1"
    counts[level] = counts.get(level, int(first) - 1 if first.isdecimal() and len(first) < 6 else 0) + 1
    found = _AUTO.fullmatch(mark.get("type") or "")
    form, around = (found[1], found[2]) if found else ("arabic", "Period")
    return _AROUND.get(around, "{}").format(numeral(counts[level], _FORMS.get(form, "decimal"))) + " "


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
        if _is_said_twice(element, paragraph):
            continue
        if element.tag == f"{A}br":
            parts.append("\n")
        elif not _is_slide_number(element.getparent()):
            parts.append(element.text or "")
    return "".join(parts)


def _is_said_twice(element: Any, paragraph: Any) -> bool:
    """Tells whether words stand in a fallback for older programs, as behind every formula."""
    for parent in element.iterancestors():
        if parent is paragraph:
            return False
        if parent.tag == f"{MC}Fallback":
            return next(parent.getparent().iter(f"{MC}Choice"), None) is not None
    return False


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


def picture_block(properties: Any) -> Iterator[Block]:
    """Gives the alternative text of a picture or shape, from its <cNvPr> or <docPr>; of mere decoration none."""
    if any(mark.get("val") in ("1", "true") for mark in properties.iter(_DECORATIVE)):
        return
    for name in ("title", "descr"):
        text = " ".join((properties.get(name) or "").split())
        if is_telling(text):
            yield Block(BlockKind.PICTURE, text)
