"""What a reader of files gives back: blocks of text on slides, pages and sheets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block of text is on its page or slide."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"
    NOTE = "note"
    FOOTNOTE = "footnote"
    COMMENT = "comment"
    HEADER = "header"
    FOOTER = "footer"
    DELETED = "deleted"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text of one kind; `level` is a heading's or list item's depth from 1, else 0.

    A table's rows are lines of `text`, its cells are parted by tabs. DELETED is what a tracked change takes out,
    PICTURE what stands for a picture (its alternative text).
    """

    kind: BlockKind
    text: str
    level: int = 0


class UnitKind(StrEnum):
    """What a file is made of: numbered slides, pages or sheets, or one flowing text."""

    SLIDE = "slide"
    PAGE = "page"
    SHEET = "sheet"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Unit:
    """One slide, page or sheet, numbered from 1 as a reader counts them, or the whole of a flowing text.

    `quality` is how well its text reads, from 0 (garbage) to 1; `by` tells who read it: "" for the format's own
    reader, else "pdfium" or "ocr".
    """

    kind: UnitKind
    number: int
    blocks: tuple[Block, ...]
    quality: float = 1.0
    by: str = ""

    @property
    def label(self) -> str:
        """Gives the Slovene name of the unit: «prosojnica 12», «stran 4», «besedilo»."""
        return _UNIT_LABELS[self.kind].format(n=self.number)


_UNIT_LABELS = {
    UnitKind.SLIDE: "prosojnica {n}",
    UnitKind.PAGE: "stran {n}",
    UnitKind.SHEET: "list {n}",
    UnitKind.TEXT: "besedilo",
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a file, already written out as `file` (a name made by us) under the folder that was given.

    `name` is what the sender or packer called it; it never becomes a path.
    """

    name: str
    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Extract:
    """What was read from a file: its units in order, and what a person should know of the reading.

    `is_partial` tells that some of the file could not be read; `unread` are the numbers of units without text
    that OCR might read.
    """

    media_type: str
    units: tuple[Unit, ...]
    title: str = ""
    language: str = ""
    warnings: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    is_partial: bool = False
    unread: tuple[int, ...] = ()
