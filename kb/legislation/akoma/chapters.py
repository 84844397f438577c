"""The headings above articles as a hierarchy: part, chapter, section, by their words and by what they stand under.

«I. del», «2. poglavje» and «1. oddelek» say what they are; «II. SVET», «1. Splošno» and «a) Zakonec» do not: in one
law Roman numbers count chapters, in another what is inside sections. What is written above what in one place tells it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.legislation.akoma.nodes import number_in_address
from kb.legislation.citations.ordinals import ordinal

_UNITS = {
    "del": "part",
    "razdelek": "title",
    "poglavje": "chapter",
    "podpoglavje": "subchapter",
    "oddelek": "section",
    "pododdelek": "subsection",
    "odsek": "division",
    "pododsek": "subdivision",
}
_SHORT = {
    "chapter": "chp",
    "subchapter": "subchp",
    "section": "sec",
    "subsection": "subsec",
    "division": "dvs",
    "subdivision": "subdvs",
}
_UNNAMED = ("chapter", "section", "subsection", "level")
_LADDER = (*_UNITS.values(), "level")
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_COUNT = r"(?:[IVXLC]{1,8}|\d{1,3}(?:\.\d{1,3}){0,4}|[A-ZČŠŽ]|[^\W\d_]{3,16})(?:[.)]? ?[a-zčšž](?=[\s.)]))?[.)]?"
_BEFORE_UNIT = re.compile(rf"(?P<num>(?P<count>{_COUNT})(?:(?<=[.)])| )(?P<unit>{_UNIT})\b[:.]?)(?:\s|$)", re.I)
_AFTER_UNIT = re.compile(
    rf"(?P<num>(?P<unit>{_UNIT}) (?P<count>\d{{1,3}}(?:\.\d{{1,3}}){{0,4}}\.?)[:.]?)(?:\s|$)", re.I
)
_STYLES = (
    ("roman", re.compile(r"(?P<num>(?P<count>[IVXLC]{1,8})(?:[.)/-][A-Za-z]?[.)]?)?)(?:\s{1,3}|$)(?=[–-]|[A-ZČŠŽ]|$)")),
    ("digits", re.compile(r"(?P<num>(?P<count>\d{1,3}(?:\.\d{1,3}){0,4})(?:[.)]?[A-Za-z]?[.)]?)?)(?:\s{1,3}|$)")),
    ("letter", re.compile(r"(?P<num>(?P<count>[A-ZČŠŽa-zčšž])[.)])(?:\s{1,3}|$)")),
)
_FINAL = re.compile(r"PREHODN|KONČN|Prehodn|Končn")
_RANKS = {unit: 10.0 * place for place, unit in enumerate(_UNITS, 1)} | {
    "roman": 32.0,
    "final": 31.0,
    "digits": 85.0,
    "letter": 91.0,
    "capitals": 95.0,
    "plain": 99.0,
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading above articles: its number as written, its name, and the style of its number, «poglavje» or «roman»."""

    number: str
    name: str
    count: str
    style: str

    @property
    def kind(self) -> str:
        """Gives the style without how often it is divided: «digits» for «3.2.1.»."""
        return self.style.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Placed:
    """A heading in its place: the element that it opens, and what its address ends with; `depth` counts from 0."""

    heading: Heading
    tag: str
    address: str
    depth: int


def heading_of(line: str) -> Heading:
    """Gives a line as a heading.

    >>> heading_of("1. poglavje SPLOŠNE DOLOČBE"), heading_of("a) Zakonec").style
    (Heading(number='1. poglavje', name='SPLOŠNE DOLOČBE', count='1.', style='poglavje'), 'letter')
    """
    for pattern in (_BEFORE_UNIT, _AFTER_UNIT):
        if found := pattern.match(line):
            return Heading(found["num"], line[found.end() :].strip(), found["count"], found["unit"].lower())
    for style, pattern in _STYLES:
        if found := pattern.match(line):
            depth = f".{found['count'].count('.')}" if style == "digits" else ""
            return Heading(found["num"], line[found.end() :].strip(), found["num"], style + depth)
    if _FINAL.search(line):
        return Heading("", line, "", "final")
    return Heading("", line, "", "plain" if any(map(str.islower, line)) else "capitals")


class Hierarchy:
    """Tells where the headings of a law belong, one after the other."""

    def __init__(self, chapters: Iterable[Sequence[str]]) -> None:
        self._ranks = dict(_RANKS)
        for lines in chapters:
            for above, below in pairwise(map(heading_of, lines)):
                self._learn(above, below)
        self._open: list[tuple[Heading, str]] = []

    def place(self, line: str) -> Placed:
        """Gives the next heading of the law in its place; what is as deep or deeper than it is over."""
        heading = heading_of(line)
        styles = [each.style for each, _ in self._open]
        if heading.style in styles:
            del self._open[styles.index(heading.style) :]
        else:
            while self._open and self._rank(self._open[-1][0]) > self._rank(heading):
                self._open.pop()
        depth = len(self._open)
        tag = self._tag(heading)
        self._open.append((heading, tag))
        return Placed(heading, tag, f"{_SHORT.get(tag, tag)}_{_number(heading)}", depth)

    def _rank(self, heading: Heading) -> float:
        divided = heading.style.partition(".")[2]
        return self._ranks[heading.kind] + int(divided or 0) / 10

    def _learn(self, above: Heading, below: Heading) -> None:
        """Takes notice of what stands right above what; the words of units mean the same in every law."""
        if above.kind == below.kind or self._rank(above) < self._rank(below):
            return
        if below.kind not in _UNITS:
            self._ranks[below.kind] = self._ranks[above.kind] + 0.5
        elif above.kind not in _UNITS:
            self._ranks[above.kind] = self._ranks[below.kind] - 0.5

    def _tag(self, heading: Heading) -> str:
        if heading.kind in _UNITS:
            return _UNITS[heading.kind]
        if not self._open:
            return "chapter"
        above = self._open[-1][1]
        if heading.kind in ("capitals", "plain") or above == "hcontainer":
            return "hcontainer"
        return next((tag for tag in _UNNAMED if _LADDER.index(tag) > _LADDER.index(above)), "level")


def _number(heading: Heading) -> str:
    """Gives the number of a heading for its address: «Prvo poglavje» → "1"; "1" where it has none."""
    said = ordinal(heading.count.rstrip(".)").lower())
    return str(said) if said else number_in_address(heading.count) or "1"
