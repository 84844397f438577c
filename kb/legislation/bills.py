"""The parts of a bill: I. UVOD, II. BESEDILO ČLENOV, III. OBRAZLOŽITEV, IV. BESEDILO ČLENOV, KI SE SPREMINJAJO.

Only the second part is the bill's text; the fourth repeats the law as it is now. A search for «5. člen»
must not give old law as if it were proposed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7}
_PART = re.compile(
    r"[*_#\s]{0,6}(I{1,3}|IV|VI{0,2})[.)]?\s{1,4}"
    r"((?:UVOD|BESEDILO|OBRAZLOŽITEV|PREDLOG,? DA|PRILOG|ČLENI|DOLOČBE ZAKONA|OSNUTK).{0,250})",
    re.I,
)
_EXPLAINED = re.compile(
    r"[*_#\s]{0,6}K\s{1,2}(?:prvemu|drugemu|tretjemu|\d{1,4}\. ?[a-zčšž]?\.?)\s{1,2}členu\b.{0,200}", re.I
)


@dataclass(frozen=True, slots=True)
class BillPart:
    """A part of a bill: `number` from 1, its heading as written, its lines from `first` (the heading) up to `end`."""

    number: int
    heading: str
    first: int
    end: int

    @property
    def is_text(self) -> bool:
        """Tells whether this is the proposed text itself."""
        return self.heading.upper().find("BESEDILO") >= 0 and not _REPEATS.search(self.heading)


_REPEATS = re.compile(r"SPREMINJA|VELJAVN|DOPOLNJUJE|RAZVELJAVLJA", re.I)


def bill_parts(lines: Sequence[str]) -> tuple[BillPart, ...]:
    """Gives the parts of a bill, or () where `lines` are none: a bill has at least the introduction and the text.

    A table of contents names every part once more, before them all: the last mention counts.
    """
    last: dict[int, tuple[int, str]] = {}
    for at, line in enumerate(lines):
        if (found := _PART.fullmatch(line)) and not re.search(r"(?:\.{4}|\s)\d{1,3}$", line):
            last[_ROMAN[found[1].upper()]] = (at, line.strip(" *_#"))
    if len(last) < 2:
        return ()
    starts = [(number, *last[number]) for number in sorted(last)]
    ends = [at for _, at, _ in starts[1:]] + [len(lines)]
    parts = tuple(BillPart(number, heading, at, end) for (number, at, heading), end in zip(starts, ends, strict=True))
    in_order = all(part.first < part.end for part in parts)
    return parts if in_order and parts[0].number == 1 and any(part.is_text for part in parts) else ()


def explained_article(line: str) -> str:
    """Gives the line where it heads the explanation of an article («K 12. členu:»), without its colon; else "".

    >>> explained_article("K 12. členu:")
    'K 12. členu'
    """
    return line.strip(" *_#").rstrip(":").strip() if _EXPLAINED.fullmatch(line) else ""
