"""The elements of a page as blocks, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4.element import NavigableString, PreformattedString, Tag

from kb.ingest.formats.html.lawpages import meaning_of
from kb.ingest.formats.numbering import numeral
from kb.ingest.formats.pictured import is_telling
from kb.model import Block, BlockKind

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    [
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "li", "main", "nav", "ol"),
        *("p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", *_HEADINGS),
    ]
)
_BLOCK_NAMES = sorted(_BLOCKS)
_OWN_ROWS = frozenset(["table", "td", "th", "caption"])
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LONGEST_HEADING = 400


def walk(main: Tag) -> Iterator[Block]:
    """Gives the blocks of the main part of a page; what <del> takes out and pictures stand after their paragraph."""
    is_register = main.find_parent(class_="mainText") is not None or "mainText" in main.get_attribute_list("class")
    yield from _Walk(is_register, _around_blocks(main)).blocks(main)


def _around_blocks(main: Tag) -> frozenset[int]:
    """Gives the ids of the elements that hold block elements; asking each of them anew would take long."""
    around: set[int] = set()
    for tag in main.find_all(_BLOCK_NAMES):
        parent = tag.parent
        while parent is not None and id(parent) not in around:
            around.add(id(parent))
            parent = parent.parent
    return frozenset(around)


@dataclass(slots=True)
class _Words:
    """What is gathered of one paragraph: as it reads, as it read before, and the pictures in it."""

    now: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    has_deleted: bool = False

    def gather(self, node: object, inside: str = "") -> None:
        """Adds an inline element; `inside` is "ins" or "del" within one of these. Only <br> ends a line."""
        if isinstance(node, Tag):
            if node.name == "br":
                self._say("\n", inside)
            elif node.name == "img":
                self.pictures.append(" ".join(str(node.get("alt") or "").split()))
            else:
                for child in node.children:
                    self.gather(child, node.name if node.name in ("ins", "del") else inside)
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            self._say(" ".join(f"_{node}_".split())[1:-1], inside)

    def _say(self, words: str, inside: str) -> None:
        if inside != "del":
            self.now.append(words)
        if inside != "ins":
            self.before.append(words)
        self.has_deleted = self.has_deleted or (inside == "del" and bool(words.strip()))

    def blocks(self, kind: BlockKind, level: int = 0) -> Iterator[Block]:
        if text := _tidy(self.now):
            yield Block(kind, text, level)
        if self.has_deleted:
            yield Block(BlockKind.DELETED, _tidy(self.before))
        yield from (Block(BlockKind.PICTURE, text) for text in self.pictures if is_telling(text))


def _tidy(words: list[str]) -> str:
    return "\n".join(" ".join(line.split()) for line in "".join(words).split("\n")).strip()


class _Walk:
    """Walks the elements of one page."""

    def __init__(self, is_register: bool, around: frozenset[int]) -> None:
        self._is_register, self._around = is_register, around

    def blocks(self, parent: Tag) -> Iterator[Block]:
        """Gives the blocks under an element; words between block elements are paragraphs of their own."""
        words = _Words()
        for child in parent.children:
            if isinstance(child, Tag) and (child.name in _BLOCKS or id(child) in self._around):
                yield from words.blocks(BlockKind.PARAGRAPH)
                words = _Words()
                yield from self._element(child)
            else:
                words.gather(child, parent.name if parent.name in ("ins", "del") else "")
        yield from words.blocks(BlockKind.PARAGRAPH)

    def _element(self, tag: Tag) -> Iterator[Block]:
        classes = [str(name) for name in tag.get_attribute_list("class") if name]
        meaning = meaning_of(classes, in_register=self._is_register) if classes else None
        if tag.name in _HEADINGS:
            yield from _leaf(tag, BlockKind.HEADING, _HEADINGS[tag.name])
        elif tag.name == "table":
            yield from self._table(tag)
        elif tag.name == "ol":
            yield from self._ordered(tag)
        elif tag.name in ("li", "dd"):
            yield from self._item(tag)
        elif tag.name == "pre":
            yield Block(BlockKind.PARAGRAPH, tag.get_text())
        elif meaning and id(tag) not in self._around:
            yield from _leaf(tag, *meaning)
        elif tag.name == "del":
            yield from (Block(BlockKind.DELETED, block.text) for block in self.blocks(tag))
        else:
            yield from self.blocks(tag)

    def _ordered(self, tag: Tag) -> Iterator[Block]:
        """Gives the items of a numbered list with their numbers, which no text of the page holds."""
        start = _number(tag.get("start"), 1)
        for child in tag.children:
            if isinstance(child, Tag) and child.name == "li":
                start = _number(child.get("value"), start)
                form = _FORMS.get(str(tag.get("type") or ""), "decimal")
                label = "" if "none" in str(tag.get("style") or "") else f"{numeral(start, form)}."
                start += 1
                yield from self._item(child, label)
            elif isinstance(child, Tag):
                yield from self._element(child)

    def _item(self, tag: Tag, label: str = "") -> Iterator[Block]:
        depth = max(len(tag.find_parents(("ul", "ol", "dl"))), 1)
        for block in self.blocks(tag):
            if block.kind is not BlockKind.PARAGRAPH:
                yield block
                continue
            is_numbered = not label or block.text.startswith(label)
            yield Block(BlockKind.ITEM, block.text if is_numbered else f"{label} {block.text}", depth)
            label = ""

    def _table(self, table: Tag) -> Iterator[Block]:
        """Gives a table as one block, or the text inside one that only lays the page out."""
        rows = list(_rows(table))
        cells = [list(row.find_all(["td", "th"], recursive=False)) for row in rows]
        if caption := table.find("caption", recursive=False):
            yield Block(BlockKind.PARAGRAPH, caption.get_text(" "))
        if table.find("table") or all(len(row) <= 1 for row in cells):
            for row in cells:
                for cell in row:
                    yield from self.blocks(cell)
            return
        hanging: list[Block] = []
        lines = ["\t".join(self._cell(cell, hanging) for cell in row) for row in cells]
        yield Block(BlockKind.TABLE, "\n".join(lines))
        yield from hanging

    def _cell(self, cell: Tag, hanging: list[Block]) -> str:
        """Gives the words of a cell in one line; adds its pictures and what was deleted to `hanging`."""
        words = []
        for block in self.blocks(cell):
            if block.kind in (BlockKind.PICTURE, BlockKind.DELETED):
                hanging.append(block)
            else:
                words.extend(block.text.split())
        return " ".join(words)


def _rows(table: Tag) -> Iterator[Tag]:
    """Gives the rows of a table itself, not those of tables in its cells."""
    for child in table.find_all(True, recursive=False):
        if child.name == "tr":
            yield child
        elif child.name not in _OWN_ROWS:
            yield from _rows(child)


def _leaf(tag: Tag, kind: BlockKind, level: int) -> Iterator[Block]:
    words = _Words()
    for child in tag.children:
        words.gather(child)
    text = _tidy(words.now)
    if kind is BlockKind.HEADING and len(text) > _LONGEST_HEADING:
        kind, level = BlockKind.PARAGRAPH, 0
    yield from words.blocks(kind, level)


def _number(value: object, default: int) -> int:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 6 else default
