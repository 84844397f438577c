"""Cutting runs of blocks into sections at their headings, and long sections at their paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kb.model import BETWEEN_HEADINGS, Block, BlockKind

LONGEST = 2500
SHORTEST = 200
_MOST_STACKED = 4
_OUTSIDE = frozenset({BlockKind.HEADER, BlockKind.FOOTER, BlockKind.DELETED})
_ASIDE = frozenset({BlockKind.NOTE, BlockKind.FOOTNOTE, BlockKind.COMMENT})
_SENTENCE_END = re.compile(r"[.!?;:](?=\s)")


@dataclass(frozen=True, slots=True)
class Section:
    """A run of text under one heading; `asides` are the notes and comments that come at its end.

    `title_length` tells how much of the heading is the title of an article, `misread` its number, as in Passage.
    """

    heading: str = ""
    lines: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    title_length: int = -1
    misread: str = ""

    @property
    def text(self) -> str:
        """Gives the lines and then the asides, one a line."""
        return "\n".join((*self.lines, *self.asides))

    @property
    def size(self) -> int:
        """Gives the number of characters of the text, without asides."""
        return sum(map(len, self.lines))


@dataclass(slots=True)
class _Open:
    """The section that is being gathered."""

    heading: str
    stacked: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)

    def closed(self) -> Section | None:
        if self.stacked:
            self.heading = join_headings(*reversed(self.stacked))
        elif not self.lines and not self.asides:
            return None
        return Section(self.heading, tuple(self.lines), tuple(self.asides))


def join_headings(*headings: str) -> str:
    """Gives headings in one line, the most specific first; empty ones are left out, the same one is said once."""
    return BETWEEN_HEADINGS.join(dict.fromkeys(filter(None, headings)))


def cut_at_headings(blocks: Iterable[Block], running: str = "") -> Iterator[Section]:
    """Gives the sections of `blocks`; what stands before the first heading belongs to the `running` one.

    Headings with nothing between them become one heading, the most specific first; headings at the very
    end give a section without text. Headers, footers and what a tracked change takes out are left out.
    """
    now = _Open(running)
    for block in blocks:
        if block.kind in _OUTSIDE:
            continue
        if block.kind is not BlockKind.HEADING:
            if now.stacked and not now.lines and not now.asides:
                now = _Open(join_headings(*reversed(now.stacked)), [], [], [])
            (now.asides if block.kind in _ASIDE else now.lines).append(block.text)
            continue
        if (now.lines or now.asides or len(now.stacked) >= _MOST_STACKED) and (section := now.closed()):
            yield section
            now = _Open(section.heading)
        now.stacked.append(block.text)
    if section := now.closed():
        yield section


def cut_to_length(section: Section, longest: int = LONGEST) -> Iterator[Section]:
    """Gives the section in pieces of about `longest` characters, cut at paragraphs; each keeps the heading.

    The asides come with the last piece. A single paragraph is cut, between sentences, only where it is
    twice too long; a last piece that would be tiny stays with the one before it.
    """
    if section.size <= longest:
        yield section
        return
    pieces: list[list[str]] = [[]]
    size = 0
    for line in _short_lines(section.lines, 2 * longest):
        if pieces[-1] and size + len(line) > longest:
            pieces.append([])
            size = 0
        pieces[-1].append(line)
        size += len(line)
    if len(pieces) > 1 and _size(pieces[-1]) < SHORTEST:
        last = pieces.pop()
        pieces[-1] += last
    for lines in pieces[:-1]:
        yield replace(section, lines=tuple(lines), asides=())
    yield replace(section, lines=tuple(pieces[-1]))


def join_tiny(sections: Iterable[Section]) -> Iterator[Section]:
    """Gives the sections, neighbours without a heading joined where one of them is tiny."""
    last: Section | None = None
    for section in sections:
        if last is not None and not last.heading and not section.heading and min(last.size, section.size) < SHORTEST:
            last = Section("", last.lines + section.lines, last.asides + section.asides)
            continue
        if last is not None:
            yield last
        last = section
    if last is not None:
        yield last


def _size(lines: list[str]) -> int:
    return sum(map(len, lines))


def _short_lines(lines: tuple[str, ...], longest: int) -> Iterator[str]:
    for line in lines:
        rows = line.split("\n") if len(line) > longest else [line]
        for row in rows:
            yield from _cut_line(row, longest)


def _cut_line(line: str, longest: int) -> Iterator[str]:
    """Gives a line in pieces of at most `longest` characters, cut after a sentence or else between words."""
    while len(line) > longest:
        ends = [found.end() for found in _SENTENCE_END.finditer(line, longest // 2, longest)]
        at = ends[-1] if ends else line.rfind(" ", 1, longest)
        if at <= 0:
            at = line.find(" ", longest)
        if at < 0:
            break
        yield line[:at].strip()
        line = line[at:].strip()
    if line:
        yield line
