"""The walk through OpenDocument text in reading order: paragraphs, lists, tables, their notes, what was deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kb.ingest.formats.odflists import STYLE, Counting, Lists, T, number_of
from kb.ingest.formats.pictured import is_telling
from kb.ingest.formats.remarks import signed
from kb.model import Block, BlockKind

O = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"  # noqa: E741
D = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_LEFT_OUT = frozenset(
    [
        *(f"{T}{name}" for name in ("tracked-changes", "sequence-decls", "variable-decls", "user-field-decls")),
        *(f"{T}{name}" for name in ("page-number", "note-citation", "ruby-text", "dde-connection-decls")),
        *(f"{O}{name}" for name in ("forms", "scripts", "event-listeners", "annotation-end", "change-info")),
        *(f"{D}{name}" for name in ("glue-point", "image-map")),
    ]
)
_INDEXES = frozenset(
    f"{T}{name}"
    for name in ("table-of-content", "illustration-index", "table-index", "alphabetical-index", "user-index")
)
_LINE_STARTERS = frozenset({f"{T}p", f"{T}h"})
_ASIDE = (BlockKind.FOOTNOTE, BlockKind.COMMENT, BlockKind.DELETED, BlockKind.PICTURE)
_MOST_SPACES = 100
_MOST_REPEATED = 20


@dataclass(frozen=True, slots=True)
class Changes:
    """The tracked changes of a text by id: the elements that were deleted, and the ids of what was inserted."""

    deleted: dict[str, Any] = field(default_factory=dict)
    inserted: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Words:
    """What is gathered of one paragraph: as it reads now, as it read before, and what comes after it."""

    now: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    hanging: list[Block] = field(default_factory=list)
    has_gone: bool = False


class Walk:
    """Walks the elements of a text; counts lists as it goes. `embedded` gives the blocks of an object (a chart)."""

    def __init__(
        self,
        parents: dict[str, str],
        lists: Lists,
        changes: Changes,
        embedded: Callable[[str], Iterator[Block]] = lambda name: iter(()),
    ) -> None:
        self._parents = parents
        self._lists = lists
        self._changes = changes
        self._embedded = embedded
        self._open: set[str] = set()

    def blocks(self, parent: Any, depth: int = 0, label: str = "") -> Iterator[Block]:
        """Gives the blocks under an element; `depth` counts the lists around it, `label` goes before its first line."""
        for element in parent:
            tag = element.tag
            if tag in _LEFT_OUT or not isinstance(tag, str):
                continue
            if tag in _LINE_STARTERS:
                yield from self._paragraph(element, depth, label)
                label = ""
            elif tag == f"{T}list":
                yield from self.list_blocks(element, depth + 1)
            elif tag in _INDEXES:
                # A table of contents says every heading again: kept with what stands outside the text.
                yield from (Block(BlockKind.HEADER, block.text) for block in self.blocks(element))
            elif tag == f"{TABLE}table":
                yield from self._table(element)
            elif tag in (f"{T}change-start", f"{T}change-end", f"{T}change"):
                yield from self._change(element)
            elif tag.startswith(D) or tag == f"{O}annotation":
                yield from self.shape_blocks(element, depth)
            else:
                yield from self.blocks(element, depth, label)

    def list_blocks(self, element: Any, depth: int = 1, around: Counting | None = None) -> Iterator[Block]:
        """Gives the items of a list with their numbers."""
        counting = self._lists.opened(element, around)
        for item in element:
            label = ""
            if item.tag == f"{T}list-item":
                start = item.get(f"{T}start-value")
                has_line = any(inner.tag in _LINE_STARTERS for inner in item)
                label = counting.label(depth, number_of(start, 1) if start else None) if has_line else ""
            for inner in item if isinstance(item.tag, str) else ():
                if inner.tag == f"{T}list":
                    yield from self.list_blocks(inner, depth + 1, counting)
                else:
                    yield from self.blocks([inner], depth, label)
                    label = ""

    def shape_blocks(self, element: Any, depth: int = 0) -> Iterator[Block]:
        """Gives the blocks of a shape, of a group, or of a comment set on the page, then the shape's description."""
        if element.tag == f"{O}annotation":
            yield self._comment(element)
            return
        for inner in element:
            if inner.tag == f"{D}object":
                yield from self._embedded(inner.get("{http://www.w3.org/1999/xlink}href") or "")
        yield from self.blocks(element, depth)
        for name in ("title", "desc"):
            text = " ".join((element.findtext(f"{SVG}{name}") or "").split())
            if is_telling(text):
                yield Block(BlockKind.PICTURE, text)

    def _comment(self, element: Any) -> Block:
        author, initials = element.findtext(f"{DC}creator") or "", element.findtext(f"{_META}creator-initials") or ""
        return Block(BlockKind.COMMENT, signed(self._all_text(element), author, initials))

    def _paragraph(self, element: Any, depth: int, label: str) -> Iterator[Block]:
        words = _Words()
        self._gather(element, words)
        text = "".join(words.now).strip()
        level = self._heading_level(element)
        if level and element.tag == f"{T}h" and not label and element.get(f"{T}is-list-header") != "true" and text:
            label = self._lists.outline.label(level)
        if text or any(map(str.isalpha, label)):
            text = " ".join(filter(None, (label.strip(), text)))
            if level:
                yield Block(BlockKind.HEADING, text, level)
            else:
                yield Block(BlockKind.ITEM, text, depth) if depth else Block(BlockKind.PARAGRAPH, text)
        if words.has_gone:
            yield Block(BlockKind.DELETED, "".join(words.before).strip())
        yield from words.hanging

    def _heading_level(self, element: Any) -> int:
        if element.tag == f"{T}h":
            return number_of(element.get(f"{T}outline-level"), 1) or 1
        name = element.get(f"{T}style-name") or ""
        known = {"Title": 1, "Subtitle": 2}
        return known.get(name) or known.get(self._parents.get(name, ""), 0)

    def _change(self, element: Any) -> Iterator[Block]:
        """Gives what was deleted between paragraphs; keeps count of the insertions that are open."""
        name = element.get(f"{T}change-id") or ""
        if element.tag == f"{T}change-start":
            self._open.add(name)
        elif element.tag == f"{T}change-end":
            self._open.discard(name)
        elif text := self._deleted(name):
            yield Block(BlockKind.DELETED, text)

    def _deleted(self, name: str) -> str:
        """Gives the words that a change deleted, a line a paragraph: one that began or ended in it may be empty."""
        lines = []
        for element in self._changes.deleted.get(name, ()):
            if element.tag in _LINE_STARTERS:
                words = _Words()
                self._gather(element, words)
                lines.append("".join(words.now))
                lines += [block.text for block in words.hanging]
            elif element.tag not in _LEFT_OUT:
                lines.append(self._all_text([element]))
        return "\n".join(lines)

    def _gather(self, element: Any, words: _Words) -> None:
        """Adds the words of a paragraph to `words`, with its notes, comments, frames and what was deleted from it."""
        self._say(element.text or "", words)
        for child in element:
            self._gather_child(child, words)
            self._say(child.tail or "", words)

    def _say(self, text: str, words: _Words) -> None:
        words.now.append(text)
        if not self._open & self._changes.inserted:
            words.before.append(text)

    def _gather_child(self, child: Any, words: _Words) -> None:
        tag = child.tag
        if tag in _LEFT_OUT or not isinstance(tag, str):
            return
        if tag == f"{T}s":
            self._say(" " * min(number_of(child.get(f"{T}c"), 1), _MOST_SPACES), words)
        elif tag in (f"{T}tab", f"{T}line-break"):
            self._say("\t" if tag == f"{T}tab" else "\n", words)
        elif tag in (f"{T}change-start", f"{T}change-end", f"{T}change"):
            for block in self._change(child):
                words.before.append(block.text)
                words.has_gone = words.has_gone or bool(block.text.strip())
        elif tag == f"{T}note":
            words.hanging.append(Block(BlockKind.FOOTNOTE, self._all_text(child.find(f"{T}note-body"))))
        elif tag == f"{O}annotation" or (tag.startswith(D) and tag != f"{D}a"):
            words.hanging.extend(self.shape_blocks(child))
        else:
            self._gather(child, words)

    def _all_text(self, element: Any) -> str:
        found = () if element is None else self.blocks(element)
        return "\n".join(block.text for block in found if block.kind not in _ASIDE)

    def _table(self, table: Any) -> Iterator[Block]:
        hanging: list[Block] = []
        rows = []
        for row in _own_rows(table):
            cells: list[str] = []
            for cell in row:
                if cell.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                    repeated = min(number_of(cell.get(f"{TABLE}number-columns-repeated"), 1), _MOST_REPEATED)
                    cells += [self._cell(cell, hanging)] * repeated
            rows.append("\t".join(cells).rstrip("\t"))
        yield Block(BlockKind.TABLE, "\n".join(rows))
        yield from hanging

    def _cell(self, cell: Any, hanging: list[Block]) -> str:
        """Gives the words of a cell in one line; adds its notes, comments, pictures to `hanging`."""
        words = []
        for block in self.blocks(cell):
            if block.kind in _ASIDE:
                hanging.append(block)
            else:
                words.extend(block.text.split())
        return " ".join(words)


def style_parents(root: Any) -> dict[str, str]:
    """Gives the name of the named style behind each automatic one, by name."""
    return {
        style.get(f"{STYLE}name") or "": style.get(f"{STYLE}parent-style-name") or ""
        for style in root.iter(f"{STYLE}style")
    }  # fmt: skip


def read_changes(content: Any) -> Changes:
    """Gives the tracked changes of a text."""
    deleted: dict[str, Any] = {}
    inserted = set()
    for region in content.iter(f"{T}changed-region"):
        name = region.get(f"{T}id") or region.get("{http://www.w3.org/XML/1998/namespace}id") or ""
        deletion = region.find(f"{T}deletion")
        if deletion is not None:
            deleted[name] = deletion
        elif region.find(f"{T}insertion") is not None:
            inserted.add(name)
    return Changes(deleted, frozenset(inserted))


def _own_rows(table: Any) -> Iterator[Any]:
    for element in table:
        if element.tag == f"{TABLE}table-row":
            yield element
        elif element.tag in (f"{TABLE}table-rows", f"{TABLE}table-header-rows", f"{TABLE}table-row-group"):
            yield from _own_rows(element)
