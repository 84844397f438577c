"""The slide, page or sheet that is looked at, what stands before and after it, and the strip of those around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kb.library import Piece, Reading
from kb.library.browsing import PAGED
from kb.library.values import ContentsLine, HitPlace, ShownPassage
from kb.model import LocatorKind
from kb.web.context import library

STRIP = 20
"""Slides or pages of the strip on each side of the one that is looked at."""

LONGEST_ALTERNATIVE = 2000
SHAPES = {LocatorKind.SLIDE: (1200, 900), LocatorKind.PAGE: (1200, 1697)}
"""Width and height in pixels that are kept free for a picture nobody has drawn yet: 4 : 3, and A4."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What is looked at: `line` is the first passage of its page, `strip` the first ones of the pages around it.

    `place` counts from 1 among `count` pages. `shape` is the width and height of its picture, None where there is
    none; `is_guessed` where it has not been drawn yet. `text` is what the picture says.
    """

    line: ContentsLine
    before: ContentsLine | None
    after: ContentsLine | None
    strip: tuple[ContentsLine, ...]
    place: int
    count: int
    shape: tuple[int, int] | None
    is_guessed: bool
    text: str


def stage_of(reading: Reading, pictured: bool) -> Stage | None:
    """Gives what is looked at, None where a text is read that flows; `pictured` tells whether its pages are drawn."""
    here = next((line for line in reading.contents if line.anchor == reading.anchor), None)
    if here is None or here.locator.kind not in PAGED:
        return None
    pages = list(_pages(reading.contents))
    at = next(place for place, page in enumerate(pages) if _page(page) == _page(here))
    shape, is_guessed = _shape(reading, here) if pictured else (None, False)
    return Stage(
        line=here,
        before=pages[at - 1] if at else None,
        after=pages[at + 1] if at + 1 < len(pages) else None,
        strip=tuple(pages[max(0, at - STRIP) : at + STRIP + 1]),
        place=at + 1,
        count=len(pages),
        shape=shape,
        is_guessed=is_guessed,
        text=_alternative(reading.passages),
    )


@dataclass(frozen=True, slots=True)
class Around:
    """The passages with hits before and after the one that is looked at, how many `marks` there are in all of them.

    `here` is the number of the one that is looked at, from 1, or 0 where it has none.
    """

    before: HitPlace | None
    after: HitPlace | None
    marks: int
    here: int


def hits_around(reading: Reading) -> Around:
    """Gives where the words of the question stand before and after what is looked at."""
    places = {line.anchor: place for place, line in enumerate(reading.contents)}
    at = places.get(reading.anchor, -1)
    before = [hit for hit in reading.hits if places[hit.line.anchor] < at]
    after = [hit for hit in reading.hits if places[hit.line.anchor] > at]
    is_here = len(before) + len(after) < len(reading.hits)
    marks = sum(hit.count for hit in reading.hits)
    return Around(before[-1] if before else None, after[0] if after else None, marks, len(before) + 1 if is_here else 0)


def own_text(shown: ShownPassage) -> tuple[Piece, ...]:
    """Gives the text of a passage without the notes that hang on it."""
    return tuple(_until(shown.pieces, len(shown.stored.passage.own_text)))


def notes(shown: ShownPassage) -> tuple[Piece, ...]:
    """Gives the notes of a passage, comments and words of its pictures; () where it has none."""
    passage = shown.stored.passage
    return tuple(_from(shown.pieces, len(passage.own_text))) if passage.aside_lines else ()


def _pages(contents: Iterable[ContentsLine]) -> Iterator[ContentsLine]:
    """Gives the first passage of each page."""
    for _, lines in groupby(contents, key=_page):
        yield next(lines)


def _page(line: ContentsLine) -> tuple[LocatorKind, str]:
    return line.locator.kind, line.locator.number


def _shape(reading: Reading, here: ContentsLine) -> tuple[tuple[int, int] | None, bool]:
    pictures, kind, number = library().pictures, here.locator.kind, here.locator.number
    if kind not in SHAPES or not number.isdecimal() or pictures.has_failed(reading.document, int(number)):
        return None, False
    pictures.expect()
    drawn = pictures.shape(reading.document, int(number))
    return drawn or SHAPES[kind], drawn is None


def _alternative(passages: Sequence[ShownPassage]) -> str:
    """Gives what a picture says, for those who do not see it; of very much the beginning."""
    parts = [part for each in passages for part in (each.stored.passage.heading, each.stored.passage.own_text)]
    said = " ".join(" ".join(parts).split())
    return said if len(said) <= LONGEST_ALTERNATIVE else f"{said[:LONGEST_ALTERNATIVE].rpartition(' ')[0]} …"


def _until(pieces: Iterable[Piece], end: int) -> Iterator[Piece]:
    for piece in pieces:
        if end <= 0:
            return
        yield piece if len(piece.text) <= end else replace(piece, text=piece.text[:end])
        end -= len(piece.text)


def _from(pieces: Iterable[Piece], start: int) -> Iterator[Piece]:
    for piece in pieces:
        if start < len(piece.text):
            yield replace(piece, text=piece.text[max(start, 0) :])
        start -= len(piece.text)
