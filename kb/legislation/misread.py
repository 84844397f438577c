"""Headings of articles that a scan or a slip of the hand has spoilt: «l2. člen», «1 2. člen», «12. č1en».

A spoilt heading is believed only where just its number is missing: between «11. člen» and «13. člen», behind the last
article, or before the first. What such a line was read as is told as a doubt. Every repetition is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_RUN_ON = re.compile(
    r"(\d{1,4})\. ?člen\s{1,3}"
    r"((?!(?:Zakon|Ustav|Uredb|Pravilnik|Odlok|Poslovnik|Sklep))[A-ZČŠŽ][a-zčšž]{0,30}\s.{1,8000})",
    re.S,
)
_SPOILT = re.compile(
    r"[*_#>\s]{0,6}([\dlI|!iOoQSsBZz ]{1,8}?)\s?[.,:;]?\s?[čcéeć][l1I|!][eé][nrm]\s?[.:]?[*_]{0,3}\s{0,3}"
)
_MEANT = str.maketrans({"l": "1", "I": "1", "|": "1", "!": "1", "i": "1", "O": "0", "o": "0", "Q": "0"})
_MEANT |= str.maketrans({"S": "5", "s": "5", "B": "8", "Z": "2", "z": "2", " ": ""})
_LONGEST = 40


class Lost(NamedTuple):
    """A spoilt heading: its number, its line, the text that goes on in it, and the line as it stands if misread."""

    number: int
    line: int
    rest: str = ""
    said: str = ""


class Stretch(NamedTuple):
    """Lines from `first` up to `end` where articles numbered from `wanted` to `last` are missing."""

    first: int
    end: int
    wanted: int
    last: int


def lost_headings(lines: Sequence[str], stretches: Sequence[Stretch], quoted: Sequence[bool]) -> Iterator[Lost]:
    """Gives the spoilt headings in stretches of a law, in their order; what is quoted heads nothing.

    >>> list(lost_headings(["l2. člen", "Besedilo."], [Stretch(0, 2, 12, 12)], [False, False]))
    [Lost(number=12, line=0, rest='', said='l2. člen')]
    """
    for stretch in stretches:
        wanted = stretch.wanted
        for at in range(stretch.first, stretch.end):
            found = None if quoted[at] else _lost(lines[at], at)
            if found is not None and found.number == wanted <= stretch.last:
                yield found
                wanted += 1


def _lost(line: str, at: int) -> Lost | None:
    if len(line) > _LONGEST or "len" in line[:9]:
        run_on = _RUN_ON.fullmatch(line) if line[:1].isdecimal() else None
        if run_on:
            return Lost(int(run_on[1]), at, run_on[2])
    if len(line) > _LONGEST:
        return None
    spoilt = _SPOILT.fullmatch(line)
    number = spoilt[1].translate(_MEANT) if spoilt else ""
    return Lost(int(number), at, "", line.strip()) if number.isdecimal() and len(number) <= 4 else None
