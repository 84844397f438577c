"""Whether two texts are one and the same in another format, two versions of one, or two.

Measured on the pairs of tests/library/review/test_resembling.py: a deck of slides and the PDF that LibreOffice makes of
it share 0.93 or more of their shingles, two different materials of the corpus 0.12 at most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import BETWEEN_HEADINGS, LocatorKind, Passage
from kb.slovene.shingles import resemblance, shingles

LIKE = 0.35
"""The share of shingles that two texts have in common from which on they are told to be alike."""

SAME_FORMAT = 0.995
SAME_BUT_LOOKS = 0.85
HELD_BY_LONGER = 0.96
"""Of the shorter text, when the longer one is the same in another format, with its running heads beside."""

_NUMBER = re.compile(r"\d{3,}")
_PAGED = frozenset({LocatorKind.SLIDE, LocatorKind.PAGE, LocatorKind.SHEET})


@dataclass(frozen=True, slots=True)
class Compared:
    """A text as it is compared: its media type, its shingles, its long numbers, and how many pages or slides it has.

    `pages` is 0 for a text without pages.
    """

    media_type: str
    shingles: frozenset[str]
    numbers: Counter[str]
    pages: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of two texts is the same, from 0 to 1; `is_same` where they differ in their looks alone."""

    share: float
    is_same: bool


def compared(media_type: str, passages: Sequence[Passage]) -> Compared:
    """Gives a text as it is compared: without notes, comments and words of pictures, which other formats have not."""
    texts = [f"{each.heading.split(BETWEEN_HEADINGS)[0]}\n{each.own_text}" for each in passages]
    paged = {each.locator.number for each in passages if each.locator.kind in _PAGED}
    is_paged = bool(passages) and all(each.locator.kind in _PAGED for each in passages)
    return Compared(
        media_type=media_type,
        shingles=shingles(texts),
        numbers=Counter(number for text in texts for number in _NUMBER.findall(text)),
        pages=len(paged) if is_paged else 0,
    )


def likeness(one: Compared, other: Compared) -> Likeness | None:
    """Gives how much of two texts is the same, None where it is too little to speak of."""
    share = resemblance(one.shingles, other.shingles)
    if share < LIKE:
        return None
    return Likeness(round(share, 4), _is_same(one, other, share))


def _is_same(one: Compared, other: Compared, share: float) -> bool:
    if set(one.numbers) != set(other.numbers):
        return False
    if one.media_type == other.media_type:
        return share >= SAME_FORMAT
    shorter = min(len(one.shingles), len(other.shingles))
    held = len(one.shingles & other.shingles) / shorter if shorter else 0.0
    has_as_many_pages = one.pages == other.pages or not (one.pages and other.pages)
    return share >= SAME_BUT_LOOKS and held >= HELD_BY_LONGER and has_as_many_pages
