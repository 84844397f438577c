"""Word documents, read from their XML so that nothing is lost: insertions, notes, text boxes, content controls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kb.errors import Unreadable
from kb.ingest.formats.numbering import Numbering, read_numbering
from kb.ingest.formats.ooxml import MC, A, M, Package, Relation, W, is_on
from kb.ingest.formats.wordstyles import Style, read_styles
from kb.ingest.sniff import DOCX
from kb.model import Block, BlockKind, Extract, Unit, UnitKind

_SKIPPED = frozenset(f"{W}{name}" for name in ("rPr", "pPr", "instrText", "delText", "del", "moveFrom", "sdtPr", "rt"))
_THROUGH = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "altChunk", "txbxContent")
)
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_NOTE_PARTS = ("footnotes", "endnotes", "comments")
_LONGEST_HEADING = 400
_LONGEST_BOLD = 120
_BOLD = 9


def read(path: Path) -> Extract:
    """Gives one flowing text, as it reads with all tracked changes accepted.

    Notes and comments stand after the paragraph that they hang on. Where no style makes headings, short
    paragraphs all in bold are headings.
    """
    with Package(path) as package:
        main = package.main_part("word/document.xml")
        root, relations = package.xml(main), package.relations(main)
        body = root.find(f"{W}body")
        if body is None:
            raise Unreadable("ni besedila dokumenta")
        walk = _Walk(_styles(package, relations), _numbering(package, relations), _notes(package, relations))
        headers, footers = _margins(package, relations, walk)
        blocks = (*headers, *_settled([*walk.blocks(body), *walk.unreferred()]), *footers)
        return Extract(DOCX, (Unit(UnitKind.TEXT, 1, blocks),), package.title())


def _settled(blocks: list[Block]) -> list[Block]:
    """Gives the blocks with bold lines as headings where no style makes any but a title, else as paragraphs."""
    styled = [block.level for block in blocks if block.kind is BlockKind.HEADING and block.level < _BOLD]
    is_styled = len(styled) > 1 or any(level > 1 for level in styled)
    settled = Block(BlockKind.PARAGRAPH, "") if is_styled else Block(BlockKind.HEADING, "", 2)
    return [replace(settled, text=block.text) if block.level == _BOLD else block for block in blocks]


def _related(package: Package, relations: dict[str, Relation], sort: str) -> Any:
    found = [relation.target for relation in relations.values() if relation.sort == sort]
    return package.optional_xml(found[0]) if found else None


def _styles(package: Package, relations: dict[str, Relation]) -> dict[str, Style]:
    return read_styles(_related(package, relations, "styles"))


def _numbering(package: Package, relations: dict[str, Relation]) -> Numbering:
    return read_numbering(_related(package, relations, "numbering"))


def _notes(package: Package, relations: dict[str, Relation]) -> dict[tuple[str, str], Any]:
    """Gives the elements of notes and comments by part ("footnotes" …) and id; separators are left out."""
    notes = {}
    for sort in _NOTE_PARTS:
        root = _related(package, relations, sort)
        for element in () if root is None else root:
            if element.get(f"{W}type") in (None, "normal"):
                notes[sort, element.get(f"{W}id") or ""] = element
    return notes


def _margins(package: Package, relations: dict[str, Relation], walk: _Walk) -> tuple[list[Block], list[Block]]:
    found: dict[str, list[Block]] = {"header": [], "footer": []}
    for relation in relations.values():
        root = package.optional_xml(relation.target) if relation.sort in found else None
        if root is not None:
            kind = BlockKind.HEADER if relation.sort == "header" else BlockKind.FOOTER
            found[relation.sort] += [Block(kind, block.text) for block in walk.blocks(root)]
    return list(dict.fromkeys(found["header"])), list(dict.fromkeys(found["footer"]))


@dataclass(slots=True)
class _Run:
    """What is gathered of one paragraph: its words, and what hangs on it and comes after it."""

    words: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


class _Walk:
    """Walks the elements of a document in reading order; counts lists as it goes."""

    def __init__(self, styles: dict[str, Style], numbering: Numbering, notes: dict[tuple[str, str], Any]) -> None:
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._told: set[tuple[str, str]] = set()

    def unreferred(self) -> Iterator[Block]:
        """Gives the notes and comments that no paragraph has referred to."""
        yield from self._hanging(_Run(notes=[name for name in self._notes if name not in self._told]))

    def blocks(self, parent: Any) -> Iterator[Block]:
        for element in parent:
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{W}tbl":
                yield from self._table(element)
            elif element.tag in _THROUGH:
                yield from self.blocks(element)
            elif element.tag == f"{MC}AlternateContent":
                yield from self.blocks(_chosen(element))

    def _paragraph(self, element: Any) -> Iterator[Block]:
        run = _Run()
        _gather(element, run)
        style, label = self._style(element)
        text = " ".join(filter(None, (label, "".join(run.words).strip())))
        if text.strip() and (label == "" or "".join(run.words).strip() or any(map(str.isalpha, label))):
            yield self._block(text, style, _is_bold(element))
        for box in run.boxes:
            yield from self.blocks(box)
        yield from self._hanging(run)

    def _block(self, text: str, style: Style, is_bold: bool) -> Block:
        if style.is_contents:
            # A table of contents says every heading again: kept with what stands outside the text.
            return Block(BlockKind.HEADER, text)
        if style.heading and len(text) <= _LONGEST_HEADING:
            return Block(BlockKind.HEADING, text, style.heading)
        if style.number_id:
            return Block(BlockKind.ITEM, text, style.depth + 1)
        if is_bold and len(text) <= _LONGEST_BOLD and not text.endswith((".", ",", ";", ":")):
            return Block(BlockKind.HEADING, text, _BOLD)
        return Block(BlockKind.PARAGRAPH, text)

    def _style(self, element: Any) -> tuple[Style, str]:
        """Gives what a paragraph is, its own settings over its style's, and its list label."""
        properties = element.find(f"{W}pPr")
        named = None if properties is None else properties.find(f"{W}pStyle")
        style = self._styles.get("" if named is None else (named.get(f"{W}val") or ""), Style())
        if properties is not None:
            style = _with_own(style, properties)
        label = self._numbering.label(style.number_id, style.depth) if style.number_id else ""
        return style, label

    def _hanging(self, run: _Run) -> Iterator[Block]:
        for sort, name in dict.fromkeys(run.notes):
            self._told.add((sort, name))
            element = self._notes.get((sort, name))
            if element is not None:
                kind = BlockKind.COMMENT if sort == "comments" else BlockKind.FOOTNOTE
                text = "\n".join(block.text for block in self.blocks(element))
                yield Block(kind, text)

    def _table(self, table: Any) -> Iterator[Block]:
        rows = [row for row in _rows(table) if row.find(f"{W}trPr/{W}del") is None]
        cells = [list(_children(row, f"{W}tc")) for row in rows]
        if all(len(row) <= 1 for row in cells):
            # One column is a frame around text, not a table.
            for row in cells:
                for cell in row:
                    yield from self.blocks(cell)
            return
        hanging: list[Block] = []
        lines = ["\t".join(self._cell(cell, hanging) for cell in row) for row in cells]
        yield Block(BlockKind.TABLE, "\n".join(lines))
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


def _with_own(style: Style, properties: Any) -> Style:
    """Gives the style with what the paragraph sets itself; list 0 means no list, outline level 9 no heading."""
    level, number_id, depth = (_value(properties, name) for name in ("outlineLvl", "numPr/numId", "numPr/ilvl"))
    heading = style.heading
    if level.isdecimal():
        heading = int(level) + 1 if int(level) < 9 else 0
    return Style(
        heading=heading,
        number_id="" if number_id == "0" else number_id or style.number_id,
        depth=int(depth) if depth.isdecimal() else style.depth,
        is_contents=style.is_contents,
    )


def _value(properties: Any, path: str) -> str:
    found = properties.find("/".join(f"{W}{name}" for name in path.split("/")))
    return "" if found is None else (found.get(f"{W}val") or "")


def _is_bold(paragraph: Any) -> bool:
    """Tells whether all the text of a paragraph is set in bold by its runs."""
    runs = [run for run in paragraph.iter(f"{W}r") if any((text.text or "").strip() for text in run.iter(f"{W}t"))]
    return bool(runs) and all(is_on(run, f"{W}rPr/{W}b") for run in runs)


def _gather(parent: Any, run: _Run) -> None:
    """Adds the words of a paragraph to `run`, with its text boxes, notes and comments; deleted text is left out."""
    for element in parent:
        tag = element.tag
        if tag in _SKIPPED or not isinstance(tag, str):
            continue
        if tag in (f"{W}t", f"{M}t", f"{A}t"):
            run.words.append(element.text or "")
        elif tag in _SIGNS:
            run.words.append(_SIGNS[tag])
        elif tag == f"{W}txbxContent":
            run.boxes.append(element)
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference", f"{W}commentReference"):
            run.notes.append((tag.removeprefix(W).replace("Reference", "s"), element.get(f"{W}id") or ""))
        elif tag == f"{MC}AlternateContent":
            _gather(_chosen(element), run)
        elif not (tag == f"{W}r" and is_on(element, f"{W}rPr/{W}vanish")):
            _gather(element, run)


def _chosen(alternatives: Any) -> Any:
    """Gives the first branch that has text: the others say the same for older programs."""
    for branch in alternatives:
        if next(branch.iter(f"{W}t", f"{A}t"), None) is not None:
            return branch
    return ()


def _children(parent: Any, tag: str) -> Iterator[Any]:
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _THROUGH:
            yield from _children(element, tag)


def _rows(table: Any) -> Iterator[Any]:
    return _children(table, f"{W}tr")
