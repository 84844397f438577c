"""What suggestions look at: the first and last lines of a document, its margins, and its text with weights."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from kb.ingest.suggest.values import Seen
from kb.model import Block, BlockKind, Extract, Passage, Unit, UnitKind
from kb.slovene.fold import fold

FRONT_LINES = 40
LAST_LINES = 12
MOST_CHARACTERS = 300_000
TITLE_WEIGHT, FRONT_WEIGHT, HEADING_WEIGHT = 5.0, 3.0, 2.0
PROPERTIES = "lastnosti datoteke"
_FIRST_UNITS, _FIRST_SLIDES = 2, 2
_WEIGHTY_LINES = 8
_LONGEST_LINE = 400
_AROUND = 45
_MARGINS = frozenset({BlockKind.HEADER, BlockKind.FOOTER})
_NOT_READ = frozenset({BlockKind.DELETED, BlockKind.PICTURE, BlockKind.COMMENT, BlockKind.NOTE})
_WORD = re.compile(r"[^\W_]+")
_SPACED = re.compile(r"(?:[^\W\d_] ){3,40}[^\W\d_](?= |$)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document: its text, the same folded, where it stands, and what it is."""

    text: str
    place: str
    kind: BlockKind
    folded: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded", fold(self.text))

    @property
    def seen(self) -> Seen:
        """Gives the line as the words in which something was seen."""
        return Seen(self.place, clipped(self.text))


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text with its place and what a word in it counts."""

    text: str
    place: str
    weight: float
    folded: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded", fold(self.text))

    def seen(self, start: int, end: int) -> Seen:
        """Gives the words from `start` to `end` with a few around them."""
        return Seen(self.place, around(self.text, start, end))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document laid out for suggestions; the title's place is PROPERTIES where no line of the front says it."""

    title: Line
    front: tuple[Line, ...]
    last: tuple[Line, ...]
    margins: tuple[Line, ...]
    parts: tuple[Part, ...]


def lay_out(extract: Extract, passages: Sequence[Passage]) -> Sheet:
    """Gives what suggestions look at; of a long document only the first 300,000 characters are weighed as text."""
    first = _FIRST_SLIDES if any(unit.kind is UnitKind.SLIDE for unit in extract.units) else _FIRST_UNITS
    front = tuple(islice(_lines(extract.units[:first], passages[:20]), FRONT_LINES))
    last = tuple(_lines(extract.units[-1:], passages[-10:]))[-LAST_LINES:] if extract.units else ()
    margins = tuple(
        Line(block.text, unit.label, block.kind)
        for unit in extract.units[:3]
        for block in unit.blocks
        if block.kind in _MARGINS
    )
    title = _title(extract.title, front)
    return Sheet(title, front, last, margins, tuple(_parts(title, front, margins, passages)))


def clipped(text: str, longest: int = 120) -> str:
    """Gives the beginning of `text` in one line, with «…» where it is cut."""
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0]} …"


def around(text: str, start: int, end: int) -> str:
    """Gives the words from `start` to `end` with a few before and after them, in one line."""
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    first = start if first == 0 else text.find(" ", first, start) + 1 or start
    last = last if last == len(text) else max(text.rfind(" ", end, last), end)
    first = 0 if start <= _AROUND else first
    shown = " ".join(text[first:last].split())
    return f"{'… ' if first else ''}{shown}{' …' if last < len(text) else ''}"


def _title(title: str, front: Sequence[Line]) -> Line:
    wanted = _plain(title)
    place = next((line.place for line in front if wanted and wanted in _plain(line.text)), PROPERTIES)
    return Line(title, place, BlockKind.HEADING)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


def _lines(units: Sequence[Unit], passages: Sequence[Passage]) -> Iterator[Line]:
    for unit in units:
        for block in unit.blocks:
            if block.kind in _MARGINS or block.kind in _NOT_READ or not block.text:
                continue
            place = _place(block, unit, passages)
            for text in block.text.split("\n"):
                yield Line(_joined(text[:_LONGEST_LINE]), place, block.kind)


def _place(block: Block, unit: Unit, passages: Sequence[Passage]) -> str:
    if unit.kind is not UnitKind.TEXT:
        return unit.label
    for passage in passages:
        if block.text in passage.text or block.text in passage.heading:
            return passage.locator.label()
    return unit.label


def _joined(text: str) -> str:
    """Gives a line with words in spaced letters joined: «Z A P I S N I K» → «ZAPISNIK»."""
    return _SPACED.sub(lambda found: found[0].replace(" ", ""), text)


def _parts(title: Line, front: Sequence[Line], margins: Sequence[Line], passages: Sequence[Passage]) -> Iterator[Part]:
    yield Part(title.text, title.place, TITLE_WEIGHT)
    yield from (Part(line.text, line.place, FRONT_WEIGHT) for line in (*front[:_WEIGHTY_LINES], *margins[:4]))
    size, headings = 0, set()
    for passage in passages:
        place = passage.locator.label()
        if passage.heading and passage.heading not in headings:
            headings.add(passage.heading)
            yield Part(passage.heading, place, HEADING_WEIGHT)
        yield Part(passage.text, place, 1.0)
        size += len(passage.text)
        if size > MOST_CHARACTERS:
            return
