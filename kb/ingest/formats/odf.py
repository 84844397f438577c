"""OpenDocument text and presentations (ODT, ODP), read from their XML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb.errors import Unreadable
from kb.ingest.formats.ooxml import Package
from kb.ingest.sniff import ODP, ODT
from kb.ingest.warned import numbered
from kb.model import Block, BlockKind, Extract, Unit, UnitKind

_O = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_D = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_PR = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_S = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_LEFT_OUT = frozenset(
    {
        f"{_T}tracked-changes",
        f"{_T}sequence-decls",
        f"{_T}variable-decls",
        f"{_O}forms",
        f"{_T}page-number",
        f"{_T}note-citation",
    }
    | {f"{_SVG}title", f"{_SVG}desc", f"{_T}ruby-text", f"{_O}scripts", f"{_O}event-listeners", f"{_D}glue-point"}
)
_INDEXES = frozenset(
    f"{_T}{name}"
    for name in ("table-of-content", "illustration-index", "table-index", "alphabetical-index", "user-index")
)
_LINE_STARTERS = frozenset({f"{_T}p", f"{_T}h"})
_MOST_SPACES = 100
_ROW = 0.8


def read(path: Path) -> Extract:
    """Gives one flowing text, or one unit a slide with its title first and its notes last; warns of hidden slides."""
    with Package(path) as package:
        root = package.xml("content.xml")
        title = _title(package)
        body = root.find(f"{_O}body")
        for content in () if body is None else body:
            if content.tag == f"{_O}text":
                margins = tuple(_margins(package))
                blocks = (*margins, *_Walk(_style_names(root)).blocks(content))
                return Extract(ODT, (Unit(UnitKind.TEXT, 1, blocks),), title)
            if content.tag == f"{_O}presentation":
                return _presentation(root, content, title)
    raise Unreadable("ni besedila dokumenta")


def _title(package: Package) -> str:
    root = package.optional_xml("meta.xml")
    found = None if root is None else root.find(f".//{_DC}title")
    return "" if found is None else "".join(found.itertext())


def _style_names(root: Any) -> dict[str, str]:
    """Gives the name of the named style behind each automatic one, by name."""
    return {
        style.get(f"{_S}name") or "": style.get(f"{_S}parent-style-name") or ""
        for style in root.iter(f"{_S}style")
    }  # fmt: skip


def _margins(package: Package) -> Iterator[Block]:
    root = package.optional_xml("styles.xml")
    for element in () if root is None else root.iter(f"{_S}header", f"{_S}footer"):
        kind = BlockKind.HEADER if element.tag == f"{_S}header" else BlockKind.FOOTER
        yield from (Block(kind, block.text) for block in _Walk({}).blocks(element))


def _presentation(root: Any, content: Any, title: str) -> Extract:
    hidden_styles = {
        style.get(f"{_S}name")
        for style in root.iter(f"{_S}style")
        if any(part.get(f"{_PR}visibility") == "hidden" for part in style)
    }
    walk = _Walk(_style_names(root))
    units, hidden = [], []
    for number, page in enumerate(content.iter(f"{_D}page"), 1):
        if page.get(f"{_D}style-name") in hidden_styles:
            hidden.append(number)
        units.append(Unit(UnitKind.SLIDE, number, tuple(_slide(page, walk))))
    warning = numbered("skrita prosojnica", hidden)
    return Extract(ODP, tuple(units), title, warnings=(warning,) if warning else ())


def _slide(page: Any, walk: _Walk) -> Iterator[Block]:
    frames = [element for element in page if element.tag != f"{_PR}notes"]
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
    top, left = _centimetres(element.get(f"{_SVG}y")), _centimetres(element.get(f"{_SVG}x"))
    return (round(top / _ROW), left) if top is not None and left is not None else (10_000, 0.0)


def _centimetres(length: str | None) -> float | None:
    units = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72}
    try:
        return float(length[:-2]) * units[length[-2:]] if length else None
    except (ValueError, KeyError):
        return None


class _Walk:
    """Walks the elements of a text in reading order."""

    def __init__(self, parents: dict[str, str]) -> None:
        self._parents = parents

    def blocks(self, parent: Any, depth: int = 0) -> Iterator[Block]:
        """Gives the blocks under an element; `depth` counts the lists around it."""
        for element in parent:
            tag = element.tag
            if tag in _LEFT_OUT or not isinstance(tag, str):
                continue
            if tag in _LINE_STARTERS:
                yield from self._paragraph(element, depth)
            elif tag in _INDEXES:
                # A table of contents says every heading again: kept with what stands outside the text.
                yield from (Block(BlockKind.HEADER, block.text) for block in self.blocks(element))
            elif tag == f"{_TABLE}table":
                yield from self._table(element)
            elif tag == f"{_O}annotation":
                yield Block(BlockKind.COMMENT, self._all_text(element))
            else:
                yield from self.blocks(element, depth + (tag == f"{_T}list"))

    def shape_blocks(self, element: Any) -> Iterator[Block]:
        """Gives the blocks of a shape on a slide, itself or the group under it."""
        if element.tag == f"{_D}g":
            for inner in element:
                yield from self.shape_blocks(inner)
            return
        yield from self.blocks(element)

    def _paragraph(self, element: Any, depth: int) -> Iterator[Block]:
        words: list[str] = []
        hanging: list[Block] = []
        self._gather(element, words, hanging)
        text = "".join(words)
        level = self._heading_level(element)
        if text.strip():
            if level:
                yield Block(BlockKind.HEADING, text, level)
            else:
                yield Block(BlockKind.ITEM, text, depth) if depth else Block(BlockKind.PARAGRAPH, text)
        yield from hanging

    def _heading_level(self, element: Any) -> int:
        if element.tag == f"{_T}h":
            level = element.get(f"{_T}outline-level") or "1"
            return int(level) if level.isdecimal() and level != "0" else 1
        name = element.get(f"{_T}style-name") or ""
        known = {"Title": 1, "Subtitle": 2}
        return known.get(name) or known.get(self._parents.get(name, ""), 0)

    def _gather(self, element: Any, words: list[str], hanging: list[Block]) -> None:
        """Adds the words of a paragraph to `words`, and notes, comments and text frames to `hanging`."""
        words.append(element.text or "")
        for child in element:
            self._gather_child(child, words, hanging)
            words.append(child.tail or "")

    def _gather_child(self, child: Any, words: list[str], hanging: list[Block]) -> None:
        tag = child.tag
        if tag in _LEFT_OUT or not isinstance(tag, str):
            return
        if tag == f"{_T}s":
            count = child.get(f"{_T}c") or "1"
            words.append(" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES))
        elif tag == f"{_T}tab":
            words.append("\t")
        elif tag == f"{_T}line-break":
            words.append("\n")
        elif tag == f"{_T}note":
            hanging.append(Block(BlockKind.FOOTNOTE, self._all_text(child.find(f"{_T}note-body"))))
        elif tag == f"{_O}annotation":
            hanging.append(Block(BlockKind.COMMENT, self._all_text(child)))
        elif tag.startswith(_D) and tag != f"{_D}a":
            hanging.extend(self.shape_blocks(child))
        else:
            self._gather(child, words, hanging)

    def _all_text(self, element: Any) -> str:
        return "" if element is None else "\n".join(block.text for block in self.blocks(element))

    def _table(self, table: Any) -> Iterator[Block]:
        hanging: list[Block] = []
        rows = []
        for row in _own_rows(table):
            cells = [self._cell(cell, hanging) for cell in row if cell.tag == f"{_TABLE}table-cell"]
            rows.append("\t".join(cells).rstrip("\t"))
        yield Block(BlockKind.TABLE, "\n".join(rows))
        yield from hanging

    def _cell(self, cell: Any, hanging: list[Block]) -> str:
        """Gives the words of a cell in one line; adds its notes and comments to `hanging`."""
        words = []
        for block in self.blocks(cell):
            if block.kind in (BlockKind.FOOTNOTE, BlockKind.COMMENT):
                hanging.append(block)
            else:
                words.extend(block.text.split())
        return " ".join(words)


def _own_rows(table: Any) -> Iterator[Any]:
    for element in table:
        if element.tag == f"{_TABLE}table-row":
            yield element
        elif element.tag in (f"{_TABLE}table-rows", f"{_TABLE}table-header-rows", f"{_TABLE}table-row-group"):
            yield from _own_rows(element)
