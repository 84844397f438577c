"""The words of the project as values: what the layers hand to one another.

A document (gradivo) is one file with its metadata; it is divided into passages (odlomki), each with a
locator (mesto). Documents are placed with bodies (organi) and topics (področja). All values are frozen.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class Visibility(StrEnum):
    """Who may see a document (dostop)."""

    PUBLIC = "public"
    MEMBERS = "members"
    BODY = "body"
    STAFF = "staff"


# --- what a reader of files gives back -------------------------------------------------------------


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


# --- passages and their addresses ------------------------------------------------------------------


class LocatorKind(StrEnum):
    """What a passage is: a slide, a page or sheet or a part of one, an article of a law, a section of flowing text."""

    SLIDE = "slide"
    PAGE = "page"
    SHEET = "sheet"
    ARTICLE = "article"
    SECTION = "section"


_LABELS = {
    "sl": {
        LocatorKind.SLIDE: "prosojnica {n}",
        LocatorKind.PAGE: "stran {n}",
        LocatorKind.SHEET: "list {n}",
        LocatorKind.ARTICLE: "{n} člen",
        LocatorKind.SECTION: "{n} razdelek",
    },
    "en": {
        LocatorKind.SLIDE: "slide {n}",
        LocatorKind.PAGE: "page {n}",
        LocatorKind.SHEET: "sheet {n}",
        LocatorKind.ARTICLE: "Article {n}",
        LocatorKind.SECTION: "section {n}",
    },
}
_ANCHORS = {
    LocatorKind.SLIDE: "prosojnica",
    LocatorKind.PAGE: "stran",
    LocatorKind.SHEET: "list",
    LocatorKind.ARTICLE: "clen",
    LocatorKind.SECTION: "razdelek",
}


@dataclass(frozen=True, slots=True)
class Locator:
    """The address of a passage in its document.

    `number` is "12" or, for an article with a letter, "12a". `part` counts the passages that share
    kind and number, from 1: a page cut at two headings has «stran 4» with parts 1 and 2.
    """

    kind: LocatorKind
    number: str
    part: int = 1

    def label(self, language: str = "sl") -> str:
        """Gives the address for people: «14. člen», «12.a člen», «stran 4», "Article 14"."""
        return _LABELS[language][self.kind].format(n=self._shown(language))

    def _shown(self, language: str) -> str:
        if language != "sl" or self.kind not in (LocatorKind.ARTICLE, LocatorKind.SECTION):
            return self.number
        digits = self.number.rstrip("abcdefghijklmnopqrstuvwxyzčšž")
        return f"{digits}.{self.number[len(digits) :]}"

    @property
    def anchor(self) -> str:
        """Gives the address for links, unique in its document: «clen-14», «stran-4-2»."""
        base = f"{_ANCHORS[self.kind]}-{self.number}"
        return base if self.part == 1 else f"{base}-{self.part}"


BETWEEN_HEADINGS = " – "
"""What stands between the headings over a passage, the most specific first: «K 12. členu – III. OBRAZLOŽITEV»."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What is found: a slide, a section of a page, an article. Text is NFC; paragraphs are lines.

    The last `aside_lines` lines of the text are notes, comments and words of pictures that hang on it. The first
    `title_length` characters of the heading are the article's own title and what follows its chapter; -1 where that is
    not known. `misread` is how the number of an article stands in a bad scan, «l2. člen», where it was read as another.
    """

    locator: Locator
    heading: str
    text: str
    language: str = "sl"
    aside_lines: int = 0
    title_length: int = -1
    misread: str = ""

    @property
    def own_text(self) -> str:
        """Gives the text without what hangs on it."""
        return "\n".join(self.text.split("\n")[: -self.aside_lines]) if self.aside_lines else self.text


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as the store keeps it; `position` counts from 0 within its document."""

    id: int
    document_id: int
    position: int
    passage: Passage


# --- bodies, topics, kinds, events -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Named:
    """A row of editable data with a slug and a name in each language."""

    id: int
    slug: str
    name_sl: str
    name_en: str
    about_sl: str = ""
    about_en: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def name(self, language: str = "sl") -> str:
        """Gives the name in `language`, the Slovene one where there is no English."""
        return self.name_en if language == "en" and self.name_en else self.name_sl

    def about(self, language: str = "sl") -> str:
        """Gives the description in `language`, the Slovene one where there is no English."""
        return self.about_en if language == "en" and self.about_en else self.about_sl

    def valid_on(self, day: dt.date) -> bool:
        """Tells whether the row is valid on `day`; open ends are always valid."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Body(Named):
    """A body (organ): `sort` is "organ", "sekcija", "komisija", "mreza" …, free data."""

    sort: str = ""


@dataclass(frozen=True, slots=True)
class Topic(Named):
    """A topic (področje); `parent_id` is None on the first of the two levels."""

    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Kind(Named):
    """A kind of document (vrsta gradiva)."""


@dataclass(frozen=True, slots=True)
class Event:
    """A seminar, session or training; `organiser` is a body's slug or "", `speakers` are roles or names."""

    slug: str
    title: str
    sort: str = "posvet"
    starts: dt.date | None = None
    ends: dt.date | None = None
    place: str = ""
    organiser: str = ""
    speakers: tuple[str, ...] = ()


# --- documents -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document when it arrives; bodies, topics, kind and event by slug."""

    title: str = ""
    kind: str = ""
    bodies: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    event: str = ""
    speakers: tuple[str, ...] = ()
    dated: dt.date | None = None
    language: str = ""
    source: str = ""
    rights: str = ""
    visibility: Visibility = Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class Revision:
    """One file of a document; its bytes are kept under `sha256` and never overwritten."""

    id: int
    number: int
    name: str
    sha256: str
    size: int
    media_type: str
    received: dt.datetime


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its placements and its newest revision. `title` is never empty."""

    id: int
    title: str
    kind: Kind | None
    bodies: tuple[Body, ...]
    topics: tuple[Topic, ...]
    event: Event | None
    dated: dt.date | None
    language: str
    source: str
    rights: str
    visibility: Visibility
    revision: Revision
    passages: int = 0
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks: the visibilities that are open to them, and the bodies (ids) whose documents are.

    A document is seen when its visibility is in `sees`, or when it is `body` and shares one of `bodies`.
    """

    sees: frozenset[Visibility] = frozenset({Visibility.PUBLIC})
    bodies: frozenset[int] = frozenset()

    def may_see(self, visibility: Visibility, bodies: frozenset[int] = frozenset()) -> bool:
        """Tells whether a document of `visibility`, placed with `bodies` (ids), is open to this reader."""
        return visibility in self.sees or (visibility is Visibility.BODY and not self.bodies.isdisjoint(bodies))


VISITOR = Reader()
EVERYTHING = Reader(sees=frozenset(Visibility))


# --- the ledger ------------------------------------------------------------------------------------


class Stage(StrEnum):
    """How far a received file has come."""

    ARRIVED = "arrived"
    KEPT = "kept"
    EXTRACTED = "extracted"
    STORED = "stored"
    INDEXED = "indexed"


class Outcome(StrEnum):
    """What became of a received file; PARTLY tells that some of it could not be read and the rest is in."""

    WAITING = "waiting"
    READ = "read"
    PARTLY = "partly"
    KNOWN = "known"
    FAILED = "failed"

    @property
    def is_read(self) -> bool:
        """Tells whether the file's text is in, all of it or a part."""
        return self in (Outcome.READ, Outcome.PARTLY)


@dataclass(frozen=True, slots=True)
class LedgerStep:
    """One thing that happened to a received file."""

    at: dt.datetime
    stage: Stage
    outcome: Outcome
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What has happened to one received file. `reason` is the key of an error in kb.errors, or "".

    `origin` tells where the file came from (a path, an upload); `sha256` is "" where nothing was kept.
    """

    id: int
    name: str
    origin: str
    sha256: str
    size: int
    received: dt.datetime
    document_id: int | None
    stage: Stage
    outcome: Outcome
    reason: str = ""
    detail: str = ""
    warnings: tuple[str, ...] = ()
    steps: tuple[LedgerStep, ...] = field(default=())
