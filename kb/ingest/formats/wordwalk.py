"""The walk through a Word document in reading order: paragraphs, lists, tables, and what hangs on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kb.ingest.formats.numbering import Numbering
from kb.ingest.formats.ooxml import MC, W, is_on
from kb.ingest.formats.remarks import signed
from kb.ingest.formats.wordrun import CHANGES, Change, Run, chosen
from kb.ingest.formats.wordstyles import Style
from kb.model import Block, BlockKind

# The level of a paragraph in bold that may be a heading; what it is shows when the whole document is known.
BOLD = 9
_THROUGH = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "txbxContent"))
_LONGEST_HEADING = 400
_LONGEST_BOLD = 120
_ASIDE = (BlockKind.FOOTNOTE, BlockKind.COMMENT, BlockKind.DELETED, BlockKind.PICTURE)


@dataclass(frozen=True, slots=True)
class Around:
    """What the text of a document refers to: styles, lists, notes by part and id, and two ways to read more.

    `graphic` gives the blocks of a picture, chart or diagram, `chunk` those of a piece in another format.
    """

    styles: dict[str, Style]
    numbering: Numbering
    notes: dict[tuple[str, str], Any]
    graphic: Callable[[Any], Iterator[Block]]
    chunk: Callable[[Any], Iterator[Block]]


class Walk:
    """Walks the elements of a document; counts lists as it goes, and notes whether words are hidden or changed."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._told: set[tuple[str, str]] = set()
        self._carried: Run | None = None
        self.has_hidden = False

    def blocks(self, parent: Any, change: Change = Change.KEPT) -> Iterator[Block]:
        """Gives the blocks under an element; what a tracked change takes out is DELETED, at its place."""
        for element in parent:
            tag = element.tag
            if tag == f"{W}p":
                yield from self._paragraph(element, change)
            elif tag == f"{W}tbl":
                yield from self._flushed()
                yield from self._table(element, change)
            elif tag in CHANGES:
                yield from self.blocks(element, change if change is Change.GONE else CHANGES[tag])
            elif tag in _THROUGH:
                yield from self.blocks(element, change)
            elif tag == f"{W}altChunk":
                yield from self._around.chunk(element)
            elif tag == f"{MC}AlternateContent":
                yield from self.blocks(chosen(element), change)
        yield from self._flushed()

    def unreferred(self) -> Iterator[Block]:
        """Gives the notes and comments that no paragraph has referred to."""
        notes = [(*name, Change.KEPT) for name in self._around.notes if name not in self._told]
        yield from self._hanging(Run(notes=notes))

    def _paragraph(self, element: Any, change: Change) -> Iterator[Block]:
        run, self._carried = self._carried or Run(), None
        run.gather(element, change)
        is_gone = change in (Change.GONE, Change.MOVED) or _mark_is_gone(element)
        if is_gone and run.text:
            # Without its end, the paragraph runs on into the next one.
            run.before.append("\n")
            self._carried = run
        elif is_gone:
            yield from self._rest(run)
        else:
            style, label = self._style(element)
            yield from self._told_as(run, style, label, _is_bold(element))

    def _flushed(self) -> Iterator[Block]:
        """Gives the paragraph that waits for a next one, where none comes."""
        run, self._carried = self._carried, None
        if run is not None:
            yield from self._told_as(run, Style(), "", False)

    def _told_as(self, run: Run, style: Style, label: str, is_bold: bool) -> Iterator[Block]:
        if run.text or any(map(str.isalpha, label)):
            yield _block(" ".join(filter(None, (label, run.text))), style, is_bold)
        yield from self._rest(run)

    def _rest(self, run: Run) -> Iterator[Block]:
        """Gives how a changed paragraph read before, then what hangs on it."""
        if run.has_gone:
            yield Block(BlockKind.DELETED, "".join(run.before).strip())
        self.has_hidden = self.has_hidden or run.has_hidden
        for box, change in run.boxes:
            if change is not Change.MOVED:
                yield from self.blocks(box, change)
        for graphic in run.graphics:
            yield from self._around.graphic(graphic)
        yield from self._hanging(run)

    def _style(self, element: Any) -> tuple[Style, str]:
        """Gives what a paragraph is, its own settings over its style's, and its list label."""
        properties = element.find(f"{W}pPr")
        named = None if properties is None else properties.find(f"{W}pStyle")
        style = self._around.styles.get("" if named is None else (named.get(f"{W}val") or ""), Style())
        if properties is not None:
            style = _with_own(style, properties)
        label = self._around.numbering.label(style.number_id, style.depth) if style.number_id else ""
        return style, label

    def _hanging(self, run: Run) -> Iterator[Block]:
        for sort, name, change in dict.fromkeys(run.notes):
            element = self._around.notes.get((sort, name))
            if (sort, name) in self._told or element is None:
                continue
            self._told.add((sort, name))
            if sort == "comments":
                yield from self._note(element, BlockKind.COMMENT, Change.KEPT)
            elif change is not Change.MOVED:
                yield from self._note(element, BlockKind.FOOTNOTE, change)

    def _note(self, element: Any, kind: BlockKind, change: Change) -> Iterator[Block]:
        found = list(self.blocks(element, change))
        text = "\n".join(block.text for block in found if block.kind not in _ASIDE)
        if text and kind is BlockKind.COMMENT:
            text = signed(text, element.get(f"{W}author") or "", element.get(f"{W}initials") or "")
        if text:
            yield Block(kind, text)
        yield from (block for block in found if block.kind in _ASIDE)

    def _table(self, table: Any, change: Change) -> Iterator[Block]:
        rows = [(row, _row_change(row, change)) for row in _children(table, f"{W}tr")]
        kept = [(list(_children(row, f"{W}tc")), state) for row, state in rows if state is not Change.GONE]
        hanging: list[Block] = []
        if all(len(cells) <= 1 for cells, _ in kept):
            # One column is a frame around text, not a table.
            for cells, state in kept:
                for cell in cells:
                    yield from self.blocks(cell, state)
        else:
            lines = ["\t".join(self._cell(cell, state, hanging) for cell in cells) for cells, state in kept]
            yield Block(BlockKind.TABLE, "\n".join(lines))
        yield from hanging
        for row, fate in rows:
            if fate is Change.GONE:
                words = (block.text for cell in _children(row, f"{W}tc") for block in self.blocks(cell, Change.GONE))
                yield Block(BlockKind.DELETED, "\t".join(" ".join(text.split()) for text in words))

    def _cell(self, cell: Any, change: Change, hanging: list[Block]) -> str:
        """Gives the words of a cell in one line; adds its notes, pictures and what was deleted to `hanging`."""
        words = []
        for block in self.blocks(cell, _cell_change(cell, change)):
            if block.kind in _ASIDE:
                hanging.append(block)
            else:
                words.extend(block.text.split())
        return " ".join(words)


def _block(text: str, style: Style, is_bold: bool) -> Block:
    if style.is_contents:
        # A table of contents says every heading again: kept with what stands outside the text.
        return Block(BlockKind.HEADER, text)
    if style.heading and len(text) <= _LONGEST_HEADING:
        return Block(BlockKind.HEADING, text, style.heading)
    if style.number_id:
        return Block(BlockKind.ITEM, text, style.depth + 1)
    if is_bold and len(text) <= _LONGEST_BOLD and not text.endswith((".", ",", ";", ":")):
        return Block(BlockKind.HEADING, text, BOLD)
    return Block(BlockKind.PARAGRAPH, text)


def _mark_is_gone(element: Any) -> bool:
    mark = element.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(mark.find(f"{W}{name}") is not None for name in ("del", "moveFrom"))


def _row_change(row: Any, change: Change) -> Change:
    return Change.GONE if row.find(f"{W}trPr/{W}del") is not None else change


def _cell_change(cell: Any, change: Change) -> Change:
    return Change.GONE if cell.find(f"{W}tcPr/{W}cellDel") is not None else change


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


def _children(parent: Any, tag: str) -> Iterator[Any]:
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _THROUGH or element.tag in CHANGES:
            yield from _children(element, tag)
