"""A document that has been read and divided, laid out again for suggestions from its passages alone.

The file need not be read a second time, which a scan would take minutes for and an old format a start of LibreOffice.
What dividing leaves out (running heads, the depth of headings) is not there any more: on the corpus the suggestions are
as good but for what docstring of `from_passages` says.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from kb.model import Block, BlockKind, Extract, LocatorKind, Passage, Unit, UnitKind
from kb.model.passages import BETWEEN_HEADINGS

_UNITS = {LocatorKind.SLIDE: UnitKind.SLIDE, LocatorKind.PAGE: UnitKind.PAGE, LocatorKind.SHEET: UnitKind.SHEET}


def from_passages(passages: Sequence[Passage], *, media_type: str, title: str, language: str) -> Extract:
    """Gives the extract that `passages` are of, as far as they tell."""
    units = [
        Unit(kind, number, tuple(block for each in group for block in _blocks(each)))
        for (kind, number), group in groupby(passages, key=_unit)
    ]
    return Extract(media_type, tuple(units), title=title, language=language)


def _unit(passage: Passage) -> tuple[UnitKind, int]:
    locator = passage.locator
    kind = _UNITS.get(locator.kind, UnitKind.TEXT)
    return kind, 1 if kind is UnitKind.TEXT or not locator.number.isdecimal() else int(locator.number)


def _blocks(passage: Passage) -> list[Block]:
    heading = passage.heading.split(BETWEEN_HEADINGS)[0]
    blocks = [Block(BlockKind.HEADING, heading, 1)] if heading else []
    asides = passage.aside_lines
    lines = passage.text.split("\n")
    own, rest = (lines[:-asides], lines[-asides:]) if asides else (lines, [])
    blocks += [Block(BlockKind.PARAGRAPH, line) for line in own if line]
    return blocks + [Block(BlockKind.NOTE, line) for line in rest if line]
