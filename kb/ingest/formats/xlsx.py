"""Excel workbooks, read from their XML: each sheet a table as it is shown, with its charts, pictures and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.errors import Unreadable
from kb.ingest.formats.charts import chart_blocks
from kb.ingest.formats.drawing import paragraph_text, picture_block
from kb.ingest.formats.numbers import format_of, shown
from kb.ingest.formats.ooxml import XDR, A, C, Package, R, Relation, S
from kb.ingest.formats.remarks import signed
from kb.ingest.sniff import XLSX
from kb.ingest.warned import numbered
from kb.model import Block, BlockKind, Extract, Unit, UnitKind

MOST_CELLS = 1_000_000
HIDDEN = Block(BlockKind.HEADER, "skriti list")
_COLUMN = re.compile(r"[A-Z]{1,3}")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_THREADED = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}"


def read(path: Path) -> Extract:
    """Gives one unit a sheet: its name as heading, its rows as a table; hidden sheets are marked and told.

    A workbook of more than MOST_CELLS filled cells is read so far and told to be partial.
    """
    with Package(path) as package:
        main = package.main_part("xl/workbook.xml")
        root, relations = package.xml(main), package.relations(main)
        book = _Book(package, *_formats(package, relations), _strings(package, relations), _is_1904(root))
        units, hidden, missing = [], [], []
        for number, sheet in enumerate(root.iter(f"{S}sheet"), 1):
            relation = relations.get(sheet.get(f"{R}id") or "")
            if relation is None or not package.has(relation.target):
                missing.append(number)
                continue
            is_hidden = sheet.get("state") in ("hidden", "veryHidden")
            if is_hidden:
                hidden.append(number)
            head = (Block(BlockKind.HEADING, sheet.get("name") or "", 1), *((HIDDEN,) if is_hidden else ()))
            units.append(Unit(UnitKind.SHEET, number, (*head, *book.sheet(relation.target, number))))
        warnings = [numbered("skriti list", hidden), numbered("neberljiv list", [*missing, *book.broken])]
        if not book.left:
            warnings.append(f"Prebranih je prvih {MOST_CELLS} celic.")
        told = tuple(filter(None, warnings))
        is_partial = bool(missing or book.broken) or not book.left
        return Extract(XLSX, tuple(units), package.title(), warnings=told, is_partial=is_partial)


def _is_1904(root: Any) -> bool:
    properties = root.find(f"{S}workbookPr")
    return properties is not None and properties.get("date1904") in ("1", "true")


def _target(relations: dict[str, Relation], sort: str) -> str:
    return next((relation.target for relation in relations.values() if relation.sort == sort), "")


def _strings(package: Package, relations: dict[str, Relation]) -> list[str]:
    part = _target(relations, "sharedStrings")
    return [_words(item) for item in package.elements(part, f"{S}si")] if package.has(part) else []


def _words(item: Any) -> str:
    """Gives the text of a string with its runs, without the marks for how it is pronounced."""
    return "".join(text.text or "" for text in item.iter(f"{S}t") if text.getparent().tag != f"{S}rPh")


def _formats(package: Package, relations: dict[str, Relation]) -> tuple[list[int], dict[int, str]]:
    """Gives the number of the format of each cell style, and the workbook's own formats by number."""
    root = package.optional_xml(_target(relations, "styles"))
    if root is None:
        return [], {}
    own = {
        int(form.get("numFmtId")): form.get("formatCode") or ""
        for form in root.iter(f"{S}numFmt")
        if (form.get("numFmtId") or "").isdecimal()
    }
    styles = root.find(f"{S}cellXfs")
    numbers = [style.get("numFmtId") or "0" for style in (() if styles is None else styles)]
    return [int(number) if number.isdecimal() else 0 for number in numbers], own


@dataclass(slots=True)
class _Book:
    """A workbook with what its sheets share; `left` counts down the cells that may still be read."""

    package: Package
    styles: list[int]
    own_formats: dict[int, str]
    strings: list[str]
    is_1904: bool
    left: int = MOST_CELLS
    broken: list[int] = field(default_factory=list)

    def sheet(self, part: str, number: int) -> Iterator[Block]:
        """Gives the blocks of a sheet: the table, then comments, text boxes, charts and pictures."""
        yield from self._table(part, number)
        for relation in self.package.relations(part).values():
            if relation.sort in ("comments", "threadedComment"):
                yield from _comments(self.package.optional_xml(relation.target))
            elif relation.sort == "drawing":
                yield from _drawing(self.package, relation.target)

    def _table(self, part: str, number: int) -> Iterator[Block]:
        rows: list[dict[int, str]] = []
        try:
            for row in self.package.elements(part, f"{S}row"):
                if cells := self._row(row):
                    rows.append(cells)
                if not self.left:
                    break
        except Unreadable:
            self.broken.append(number)
        # Columns that are empty from top to bottom only set the others apart.
        columns = sorted({column for row in rows for column in row})
        lines = ["\t".join(row.get(column, "") for column in columns).rstrip("\t") for row in rows]
        if lines:
            yield Block(BlockKind.TABLE, "\n".join(lines))

    def _row(self, row: Any) -> dict[int, str]:
        """Gives the texts of a row's filled cells by column."""
        cells: dict[int, str] = {}
        column = 0
        for cell in row.iter(f"{S}c"):
            column = _column(cell.get("r") or "") or column + 1
            text = " ".join(self._shown(cell).split())
            if text and self.left:
                self.left -= 1
                cells[column] = text
        return cells

    def _shown(self, cell: Any) -> str:
        sort = cell.get("t") or "n"
        if sort == "inlineStr":
            return _words(cell)
        value = cell.findtext(f"{S}v") or ""
        if sort == "s":
            return self.strings[int(value)] if value.isdecimal() and int(value) < len(self.strings) else ""
        if sort == "b":
            return "TRUE" if value == "1" else "FALSE"
        if sort != "n" or not value:
            return value
        style = cell.get("s") or "0"
        number = self.styles[int(style)] if style.isdecimal() and int(style) < len(self.styles) else 0
        return shown(value, format_of(number, self.own_formats), from_1904=self.is_1904)


def _column(reference: str) -> int:
    """Gives the number of a column from 1: «AB12» → 28; 0 where the reference tells none."""
    found = _COLUMN.match(reference)
    number = 0
    for letter in found[0] if found else "":
        number = number * 26 + _LETTERS.index(letter) + 1
    return number


def _comments(root: Any) -> Iterator[Block]:
    if root is None:
        return
    authors = [author.text or "" for author in root.iter(f"{S}author")]
    for comment in root.iter(f"{S}comment"):
        at = comment.get("authorId") or ""
        author = authors[int(at)] if at.isdecimal() and int(at) < len(authors) else ""
        # What stands for a thread is said again by the thread itself.
        if not author.startswith("tc="):
            yield Block(BlockKind.COMMENT, f"{comment.get('ref')} – {signed(_words(comment), author)}")
    for comment in root.iter(f"{_THREADED}threadedComment"):
        yield Block(BlockKind.COMMENT, f"{comment.get('ref')} – {comment.findtext(f'{_THREADED}text') or ''}")


def _drawing(package: Package, part: str) -> Iterator[Block]:
    root, relations = package.optional_xml(part), package.relations(part)
    if root is None:
        return
    for element in root.iter(f"{XDR}txBody", f"{XDR}cNvPr", f"{C}chart"):
        if element.tag == f"{XDR}txBody":
            yield from (Block(BlockKind.PARAGRAPH, paragraph_text(paragraph)) for paragraph in element.iter(f"{A}p"))
        elif element.tag == f"{XDR}cNvPr":
            yield from picture_block(element)
        elif relation := relations.get(element.get(f"{R}id") or ""):
            yield from chart_blocks(package.optional_xml(relation.target))
