"""OpenDocument texts, presentations and sheets (ODT, ODP, ODS), read from their XML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kb.errors import Unreadable
from kb.ingest.formats.odflists import STYLE, Lists, read_lists
from kb.ingest.formats.odfwalk import DC, SVG, TABLE, Changes, D, O, Walk, read_changes, style_parents
from kb.ingest.formats.ooxml import Package
from kb.ingest.formats.pptx import HIDDEN
from kb.ingest.formats.xlsx import HIDDEN as HIDDEN_SHEET
from kb.ingest.sniff import ODP, ODS, ODT
from kb.ingest.warned import numbered
from kb.model import Block, BlockKind, Extract, Unit, UnitKind

_PR = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_CHART = "{urn:oasis:names:tc:opendocument:xmlns:chart:1.0}"
_MARGINS = {
    f"{STYLE}{name}{which}": kind
    for name, kind in (("header", BlockKind.HEADER), ("footer", BlockKind.FOOTER))
    for which in ("", "-left", "-first")
}
_CHANGED = "Dokument ima sledene spremembe: prebran je, kot bi bile vse sprejete; prejšnje besedilo je označeno."
_ROW = 0.8


def read(path: Path) -> Extract:
    """Gives one flowing text, or one unit a slide with its title first and its notes last, or one unit a sheet.

    Text is read as it would stand with all tracked changes accepted; what was deleted is marked at its place.
    Hidden slides and sheets are marked by a header and told in a warning.
    """
    with Package(path) as package:
        root = package.xml("content.xml")
        body = root.find(f"{O}body")
        for content in () if body is None else body:
            if content.tag == f"{O}text":
                return _text(package, root, content)
            if content.tag == f"{O}presentation":
                return _presentation(package, root, content)
            if content.tag == f"{O}spreadsheet":
                return _spreadsheet(package, root, content)
    raise Unreadable("ni besedila dokumenta")


def _title(package: Package) -> str:
    root = package.optional_xml("meta.xml")
    found = None if root is None else root.find(f".//{DC}title")
    return "" if found is None else "".join(found.itertext())


def _walk(package: Package, root: Any, changes: Changes) -> Walk:
    lists = read_lists(package.optional_xml("styles.xml"), root)
    return Walk(style_parents(root), lists, changes, lambda name: _object(package, name))


def _text(package: Package, root: Any, content: Any) -> Extract:
    changes = read_changes(content)
    margins = tuple(_margins(package))
    blocks = (*margins, *_walk(package, root, changes).blocks(content))
    warnings = (_CHANGED,) if changes.deleted or changes.inserted else ()
    return Extract(ODT, (Unit(UnitKind.TEXT, 1, blocks),), _title(package), warnings=warnings)


def _margins(package: Package) -> Iterator[Block]:
    root = package.optional_xml("styles.xml")
    for element in () if root is None else root.iter(*_MARGINS):
        for block in Walk({}, Lists(), read_changes(element)).blocks(element):
            yield block if block.kind is BlockKind.DELETED else Block(_MARGINS[element.tag], block.text)


def _object(package: Package, name: str) -> Iterator[Block]:
    """Gives the words of an object that stands in the package: a chart's titles and numbers, a formula's text."""
    part = f"{name.removeprefix('./').rstrip('/')}/content.xml"
    root = package.optional_xml(part) if name else None
    if root is None:
        return
    walk = Walk({}, Lists(), Changes())
    for element in root.iter(f"{_CHART}title", f"{_CHART}subtitle", f"{TABLE}table"):
        yield from walk.blocks([element] if element.tag == f"{TABLE}table" else element)


def _spreadsheet(package: Package, root: Any, content: Any) -> Extract:
    """Gives a unit a sheet: its name as heading, its rows as a table without empty columns, then its comments."""
    hidden_styles = _styles(root, f"{TABLE}display", "false")
    walk = _walk(package, root, Changes())
    units, hidden = [], []
    for number, sheet in enumerate(content.iterchildren(f"{TABLE}table"), 1):
        blocks = [Block(BlockKind.HEADING, sheet.get(f"{TABLE}name") or "", 1)]
        if sheet.get(f"{TABLE}style-name") in hidden_styles:
            hidden.append(number)
            blocks.append(HIDDEN_SHEET)
        found = walk.blocks([sheet])
        blocks += (replace(each, text=narrow(each.text)) if each.kind is BlockKind.TABLE else each for each in found)
        units.append(Unit(UnitKind.SHEET, number, tuple(blocks)))
    warning = numbered("skriti list", hidden)
    return Extract(ODS, tuple(units), _title(package), warnings=(warning,) if warning else ())


def narrow(table: str) -> str:
    """Gives a table without the rows and columns that are empty.

    >>> narrow("a\\t\\tb\\n\\nc")
    'a\\tb\\nc'
    """
    rows = [line.split("\t") for line in table.split("\n") if line.strip()]
    filled = sorted({at for row in rows for at, cell in enumerate(row) if cell.strip()})
    return "\n".join("\t".join(row[at] if at < len(row) else "" for at in filled).rstrip("\t") for row in rows)


def _styles(root: Any, switch: str, value: str) -> set[str]:
    """Gives the names of the styles that set a switch so."""
    return {
        style.get(f"{STYLE}name") or ""
        for style in root.iter(f"{STYLE}style")
        if any(part.get(switch) == value for part in style)
    }


def _presentation(package: Package, root: Any, content: Any) -> Extract:
    hidden_styles = _styles(root, f"{_PR}visibility", "hidden")
    walk = _walk(package, root, Changes())
    units, hidden = [], []
    for number, page in enumerate(content.iter(f"{D}page"), 1):
        blocks = tuple(_slide(page, walk))
        if page.get(f"{D}style-name") in hidden_styles:
            hidden.append(number)
            blocks = (HIDDEN, *blocks)
        units.append(Unit(UnitKind.SLIDE, number, blocks))
    warning = numbered("skrita prosojnica", hidden)
    return Extract(ODP, tuple(units), _title(package), warnings=(warning,) if warning else ())


def _slide(page: Any, walk: Walk) -> Iterator[Block]:
    frames = [element for element in page if isinstance(element.tag, str) and element.tag != f"{_PR}notes"]
    titles = [element for element in frames if element.get(f"{_PR}class") == "title"]
    for element in titles:
        yield Block(BlockKind.HEADING, " ".join(block.text for block in walk.shape_blocks(element)), 1)
    rest = [element for element in frames if element not in titles]
    for element in sorted(rest, key=_place):
        blocks = walk.shape_blocks(element)
        if element.get(f"{_PR}class") in ("footer", "header", "date-time", "page-number"):
            blocks = (Block(BlockKind.FOOTER, block.text) for block in blocks)
        yield from blocks
    for notes in page.iter(f"{_PR}notes"):
        for element in notes:
            if element.get(f"{_PR}class") == "notes":
                yield from (Block(BlockKind.NOTE, block.text) for block in walk.shape_blocks(element))


def _place(element: Any) -> tuple[int, float]:
    """Gives the row from the top of the slide and the distance from its left edge; what has no place comes last."""
    inside = [element, *element] if element.tag == f"{D}g" else [element]
    for shape in inside:
        top, left = _centimetres(shape.get(f"{SVG}y")), _centimetres(shape.get(f"{SVG}x"))
        if top is not None and left is not None:
            return round(top / _ROW), left
    return 10_000, 0.0


def _centimetres(length: str | None) -> float | None:
    units = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72}
    try:
        return float(length[:-2]) * units[length[-2:]] if length else None
    except (ValueError, KeyError):
        return None
