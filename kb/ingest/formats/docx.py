"""Word documents, read from their XML so that nothing is lost: insertions, notes, text boxes, content controls.

Drafts are read as they would stand with all tracked changes accepted; how a changed paragraph read before stands
after it as a DELETED block, so that both readings are there. Of what was moved only the new place is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kb.errors import Unreadable
from kb.ingest.charset import decode
from kb.ingest.formats.charts import chart_blocks, diagram_blocks
from kb.ingest.formats.drawing import picture_block
from kb.ingest.formats.html import page_blocks
from kb.ingest.formats.inside import Inside
from kb.ingest.formats.numbering import read_numbering
from kb.ingest.formats.ooxml import DGM, WP, Package, R, Relation, W
from kb.ingest.formats.pictured import is_telling
from kb.ingest.formats.text import plain_blocks
from kb.ingest.formats.wordstyles import read_styles
from kb.ingest.formats.wordwalk import BOLD, Around, Walk
from kb.ingest.sniff import DOCX
from kb.model import Block, BlockKind, Extract, Unit, UnitKind

ATTACHES = True
_NOTE_PARTS = ("footnotes", "endnotes", "comments")
_MARGINS = {"header": BlockKind.HEADER, "footer": BlockKind.FOOTER}
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
_CHANGED = "Dokument ima sledene spremembe: prebran je, kot bi bile vse sprejete; prejšnje besedilo je označeno."
_HIDDEN = "Skrito besedilo dokumenta ni prebrano."


def read(path: Path, into: Path | None = None) -> Extract:
    """Gives one flowing text, as it reads with all tracked changes accepted; embedded documents are attachments.

    Notes, comments, pictures' words and what was deleted stand after the paragraph that they hang on. Where no
    style makes headings, short paragraphs all in bold are headings.
    """
    with Package(path) as package:
        main = package.main_part("word/document.xml")
        root = package.xml(main)
        body = root.find(f"{W}body")
        if body is None:
            raise Unreadable("ni besedila dokumenta")
        parts = _Parts(package, package.relations(main), Inside(into))
        walk = Walk(parts.around())
        headers, footers = _margins(parts)
        blocks = (*headers, *_settled([*walk.blocks(body), *walk.unreferred()]), *footers)
        is_changed = next(root.iter(*(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))), None) is not None
        told = ((_CHANGED, is_changed), (_HIDDEN, walk.has_hidden))
        warnings = (*(text for text, holds in told if holds), *parts.warnings, *parts.inside.warnings)
        return Extract(
            DOCX,
            (Unit(UnitKind.TEXT, 1, blocks),),
            package.title(),
            warnings=warnings,
            attachments=tuple(parts.inside.attachments),
            is_partial=bool(parts.warnings) or (bool(parts.inside.warnings) and into is not None),
        )


def _settled(blocks: list[Block]) -> list[Block]:
    """Gives the blocks with bold lines as headings where no style makes any but a title, else as paragraphs."""
    styled = [block.level for block in blocks if block.kind is BlockKind.HEADING and block.level < BOLD]
    is_styled = len(styled) > 1 or any(level > 1 for level in styled)
    settled = Block(BlockKind.PARAGRAPH, "") if is_styled else Block(BlockKind.HEADING, "", 2)
    return [replace(settled, text=block.text) if block.level == BOLD else block for block in blocks]


def _margins(parts: _Parts) -> tuple[list[Block], list[Block]]:
    """Gives the headers and the footers of all sections, each once."""
    found: dict[str, list[Block]] = {"header": [], "footer": []}
    # Not that of the body: a number in a header does not go on from one in the text.
    around = parts.around()
    for relation in parts.relations.values():
        root = parts.package.optional_xml(relation.target) if relation.sort in found else None
        if root is not None:
            own = _Parts(parts.package, parts.package.relations(relation.target), Inside(None))
            for block in Walk(replace(around, graphic=own.graphic)).blocks(root):
                kind = block.kind if block.kind is BlockKind.DELETED else _MARGINS[relation.sort]
                found[relation.sort].append(Block(kind, block.text))
    return list(dict.fromkeys(found["header"])), list(dict.fromkeys(found["footer"]))


@dataclass(slots=True)
class _Parts:
    """The parts of a package that a part of it refers to; gathers embedded documents and what could not be read."""

    package: Package
    relations: dict[str, Relation]
    inside: Inside
    warnings: tuple[str, ...] = ()
    _embedded: set[str] = field(default_factory=set)

    def around(self) -> Around:
        styles = read_styles(self._related("styles"))
        numbering = read_numbering(self._related("numbering"))
        return Around(styles, numbering, self._notes(), self.graphic, self.chunk)

    def _related(self, sort: str) -> Any:
        found = [relation.target for relation in self.relations.values() if relation.sort == sort]
        return self.package.optional_xml(found[0]) if found else None

    def _notes(self) -> dict[tuple[str, str], Any]:
        """Gives the elements of notes and comments by part ("footnotes" …) and id; separators are left out."""
        notes = {}
        for sort in _NOTE_PARTS:
            root = self._related(sort)
            for element in () if root is None else root:
                if element.get(f"{W}type") in (None, "normal"):
                    notes[sort, element.get(f"{W}id") or ""] = element
        return notes

    def graphic(self, element: Any) -> Iterator[Block]:
        """Gives the words of a picture, chart or diagram; an embedded document is handed over."""
        if element.tag == f"{WP}docPr":
            yield from picture_block(element)
        elif element.tag == _OLE:
            self._embed(self._target(element, f"{R}id"), element.get("ProgID") or "")
        elif element.tag == f"{DGM}relIds":
            yield from diagram_blocks(self.package.optional_xml(self._target(element, f"{R}dm")))
        elif element.tag.endswith("}chart"):
            yield from chart_blocks(self.package.optional_xml(self._target(element, f"{R}id")))
        elif is_telling(text := element.get("alt") or ""):
            yield Block(BlockKind.PICTURE, text)

    def _target(self, element: Any, name: str) -> str:
        relation = self.relations.get(element.get(name) or "")
        return relation.target if relation else ""

    def _embed(self, part: str, program: str) -> None:
        if self.package.has(part) and part not in self._embedded:
            self._embedded.add(part)
            self.inside.embed(part, self.package.bytes_of(part), program)

    def chunk(self, element: Any) -> Iterator[Block]:
        """Gives the blocks of a piece in another format: a page or plain text; another is told as unread."""
        part = self._target(element, f"{R}id")
        raw = self.package.bytes_of(part) if self.package.has(part) else b""
        if raw.startswith(b"PK\x03\x04"):
            self.inside.put(part, raw)
        elif part.lower().endswith((".htm", ".html", ".xhtml")):
            yield from page_blocks(raw)
        elif part.lower().endswith(".txt"):
            yield from plain_blocks(decode(raw))
        else:
            self.warnings = (f"Vstavljeni del {part.rsplit('/', 1)[-1] or 'brez imena'} ni prebran.",)
