"""What an article is made of: paragraphs, in them points, letters and indents, each with its address.

«(1)» opens a paragraph, «1.» or «6.8.1.» a point, «a)» a letter, «–» an indent. Older acts do not number paragraphs:
there each line that opens no part is one. Addresses are formed like Akoma Ntoso's: `art_12a__para_2__point_3`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """A part of an article, named as in its address."""

    PARAGRAPH = "para"
    POINT = "point"
    LETTER = "letter"
    INDENT = "indent"


_PARAGRAPH = re.compile(r"\((\d{1,3})\)\s{0,3}")
_OPENINGS = (
    (
        Level.POINT,
        re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,4})\.?(?:(?<=\.)\s{0,20}|\)\s{0,20}|(?<=\d\.\d)\s{1,20})(?=\S)"),
    ),
    (Level.LETTER, re.compile(r"\(?([a-zčšž]{1,2})\)\s{0,20}")),
    (Level.INDENT, re.compile(r"([-–—•·])\s{0,20}(?=\S)")),
)
_MARKS = " \t*_"


@dataclass(frozen=True, slots=True)
class Provision:
    """A part of an article: `text` is its own, without its number and without its parts.

    `number` is "" for a paragraph that has none in the text; an indent is numbered by its place. All of it stands in
    the article's lines from `first` up to `end`, not included; what closes a list is no line of its last part.
    """

    id: str
    level: Level
    number: str
    text: str
    first: int
    end: int
    parts: tuple[Provision, ...] = ()

    def every(self) -> Iterator[Provision]:
        """Gives the provision and all its parts, in the order of the text."""
        yield self
        for part in self.parts:
            yield from part.every()


@dataclass(slots=True)
class _Open:
    """A provision that is being gathered; `depth` tells points «1.» and «1.1.» apart."""

    level: Level
    number: str
    depth: int
    first: int
    lines: list[str]
    parts: list[_Open]
    end: int = 0

    @property
    def sort(self) -> tuple[Level, int]:
        return self.level, self.depth


def article_id(number: str) -> str:
    """Gives the address of an article: ("12a") → "art_12a"."""
    return f"art_{number}"


def paragraphs_of(number: str, lines: Sequence[str]) -> tuple[Provision, ...]:
    """Gives the paragraphs of the article with `number`, whose text is `lines`.

    >>> first, = paragraphs_of("3", ["(1) Redar:", "1. opozori;", "2. odredi."])
    >>> first.text, [(part.id, part.text) for part in first.parts]
    ('Redar:', [('art_3__para_1__point_1', 'opozori;'), ('art_3__para_1__point_2', 'odredi.')])
    """
    is_numbered = any(_PARAGRAPH.match(line.strip(_MARKS)) for line in lines)
    paragraphs: list[_Open] = []
    stack: list[_Open] = []
    for at, line in enumerate(lines):
        if told := line.strip(_MARKS):
            stack = _taken(told, at, stack, paragraphs, is_numbered=is_numbered)
    return tuple(_closed(each, article_id(number), place) for place, each in enumerate(paragraphs, 1))


def _taken(line: str, at: int, stack: list[_Open], paragraphs: list[_Open], *, is_numbered: bool) -> list[_Open]:
    """Puts line `at` where it belongs and gives the provisions that are open after it, the widest first."""
    if found := _PARAGRAPH.match(line):
        return _opened_paragraph(found[1], line[found.end() :], at, paragraphs)
    if not stack:
        return _opened_paragraph("", line, at, paragraphs)
    if opened := _opening(line, at, stack):
        outer = next((place for place, each in enumerate(stack) if each.sort == opened.sort), len(stack))
        stack[outer - 1].parts.append(opened)
        return _reached([*stack[:outer], opened], at)
    if is_numbered or line[:1].islower():
        # What closes a list belongs to the paragraph as a whole.
        owners = stack if line[:1].islower() else stack[:1]
        owners[-1].lines.append(line)
        _reached(owners, at)
        return stack
    return _opened_paragraph("", line, at, paragraphs)


def _opened_paragraph(number: str, line: str, at: int, paragraphs: list[_Open]) -> list[_Open]:
    paragraphs.append(_Open(Level.PARAGRAPH, number, 0, at, [line] if line else [], []))
    return _reached(paragraphs[-1:], at)


def _reached(owners: list[_Open], at: int) -> list[_Open]:
    """Lets provisions, each in the one before it, go on to line `at`, and gives them."""
    for owner in owners:
        owner.end = at + 1
    return owners


def _opening(line: str, at: int, stack: list[_Open]) -> _Open | None:
    for level, pattern in _OPENINGS:
        found = pattern.match(line)
        if found and _may_open(level, found[1], stack):
            number = "" if level is Level.INDENT else found[1]
            depth = number.count(".") if level is Level.POINT else 0
            return _Open(level, number, depth, at, [line[found.end() :]], [])
    return None


def _may_open(level: Level, number: str, stack: list[_Open]) -> bool:
    """Tells whether a number opens a part here: «1.» does, «31. decembra» in the middle of a text does not."""
    if level is not Level.POINT or "." in number:
        return True
    before = next((each for each in stack if each.sort == (level, 0)), None)
    wanted = int(before.number) + 1 if before else 1
    return wanted <= int(number) <= wanted + 9


def _closed(opened: _Open, parent: str, place: int) -> Provision:
    number = opened.number or str(place)
    own = f"{parent}__{opened.level.value}_{number.replace('.', '-')}"
    parts = []
    count = 0
    for part in opened.parts:
        count = count + 1 if part.level is Level.INDENT else count
        parts.append(_closed(part, own, count))
    told = number if opened.level is Level.INDENT else opened.number
    return Provision(own, opened.level, told, "\n".join(opened.lines), opened.first, opened.end, tuple(parts))
