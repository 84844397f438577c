"""The parts of a bill: I. UVOD, II. BESEDILO ČLENOV, III. OBRAZLOŽITEV, IV. BESEDILO ČLENOV, KI SE SPREMINJAJO.

Only the second part is the bill's text; the fourth repeats the law as it is now. A search for «5. člen»
must not give old law as if it were proposed. The parts may stand without their numbers, in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.model import BETWEEN_HEADINGS

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7}
_PART = re.compile(
    r"[*_#\s]{0,6}(I{1,3}|IV|VI{0,2})[.)]?\s{1,4}"
    r"((?:UVOD|(?:VELJAVNO )?BESEDILO|OBRAZLOŽITEV|PREDLOG,? DA|PRILOG|ČLENI|DOLOČBE ZAKONA|OSNUTK).{0,250})",
    re.I,
)
_UNNUMBERED = re.compile(
    r"[*_#\s]{0,6}(?:(?P<one>UVOD)|(?P<two>BESEDILO ČLENOV)|(?P<three>OBRAZLOŽITEV(?: ČLENOV)?)"
    r"|(?P<four>(?:VELJAVNO )?(?:BESEDILO )?(?:ČLENI|ČLENOV|DOLOČBE?)\b.{0,60},? "
    r"KI SE (?:SPREMINJA|DOPOLNJUJE).{0,80}))[*_:\s]{0,4}"
)
_WRITTEN = {"prvemu": "1", "drugemu": "2", "tretjemu": "3"}
_NUMBER = r"\d{1,4}\. ?(?:[a-zčšž]\.?)?"
_NUMBERS = rf"{_NUMBER}(?:(?:, ?| in | do | ?[–-] ?){_NUMBER}){{0,40}}"
_EXPLAINED = re.compile(
    rf"[*_#\s]{{0,6}}(?:K|Ad)\s{{1,2}}(?:prvemu|drugemu|tretjemu|{_NUMBERS})"
    r"\s{0,2}člen(?:u|om|i)?\b.{0,200}",
    re.I,
)
_ARTICLE = re.compile(r"[*_#\s]{0,6}(\d{1,4})\. ?([a-zčšž])?\.? ?člen\b.{0,300}", re.I)
_COUNTED = re.compile(r"(\d{1,4})\. ?(?:([a-zčšž])\b\.?)?", re.I)
_RANGE = re.compile(r"\s{0,2}(?:do|[–-])\s{0,2}")
_WITH_PAGE = re.compile(r"(?:\.{4}|\s)\d{1,3}$")
_EXPLANATION = re.compile(r"[*_#\s]{0,6}(?:OBRAZLOŽITEV|UTEMELJITEV)(?: ČLENOV)?[.:*_\s]{0,4}", re.I)
_MOST_EXPLAINED = 40
_LONGEST = 300
_MARKS = " *_#\t"
_BEGINNINGS = frozenset("IVUBOČDivuboč")


class BillSection(StrEnum):
    """What a part of a bill is: its introduction, the proposed text, the explanation, or the law that is changed."""

    INTRODUCTION = "introduction"
    TEXT = "text"
    EXPLANATION = "explanation"
    AMENDED = "amended"


_SORTS = (
    (BillSection.AMENDED, re.compile(r".{0,250}(?:SPREMINJA|VELJAVN|DOPOLNJUJE|RAZVELJAVLJA)", re.I)),
    (BillSection.TEXT, re.compile(r".{0,250}BESEDILO", re.I)),
    (BillSection.EXPLANATION, re.compile(r"[*_#\s]{0,6}(?:OBRAZLOŽITEV|UTEMELJITEV)", re.I)),
    (BillSection.INTRODUCTION, re.compile(r"[*_#\s]{0,6}UVOD", re.I)),
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
        return _section(self.heading) is BillSection.TEXT


@dataclass(frozen=True, slots=True)
class InBill:
    """Where in a bill a passage stands, and the numbers of the articles that it explains or repeats («12», «12a»)."""

    section: BillSection
    articles: tuple[str, ...] = ()

    def label(self, language: str = "sl") -> str:
        """Gives what the passage is, for people; "" where its heading tells enough.

        >>> InBill(BillSection.EXPLANATION, ("12", "13a")).label()
        'obrazložitev k 12. in 13.a členu'
        """
        if self.section is BillSection.EXPLANATION and self.articles:
            words = _EXPLAINS[language][len(self.articles) > 1]
            return words.format(_listed([_shown(each, language) for each in self.articles], language))
        return _LABELS[language].get(self.section, "")


_LABELS = {
    "sl": {BillSection.TEXT: "predlagano besedilo", BillSection.AMENDED: "veljavno besedilo, ki se spreminja"},
    "en": {BillSection.TEXT: "proposed text", BillSection.AMENDED: "text in force that is being changed"},
}
_EXPLAINS = {
    "sl": ("obrazložitev k {} členu", "obrazložitev k {} členu"),
    "en": ("explanation of Article {}", "explanation of Articles {}"),
}


def _shown(number: str, language: str) -> str:
    digits = number.rstrip("abcčdefghijklmnoprsštuvzž")
    return f"{digits}.{number[len(digits) :]}" if language == "sl" else number


def _listed(numbers: Sequence[str], language: str) -> str:
    *first, last = numbers
    return f"{', '.join(first)} {'in' if language == 'sl' else 'and'} {last}" if first else last


def bill_parts(lines: Sequence[str]) -> tuple[BillPart, ...]:
    """Gives the parts of a bill, or () where `lines` are none: a bill has at least the introduction and the text.

    A table of contents names every part once more, before them all: the last mention counts.
    """
    last: dict[int, tuple[int, str]] = {}
    for at, line in enumerate(lines):
        if number := _part_number(line):
            last[number] = (at, line.strip(" *_#:"))
    if len(last) < 2:
        return ()
    starts = [(number, *last[number]) for number in sorted(last)]
    ends = [at for _, at, _ in starts[1:]] + [len(lines)]
    parts = tuple(BillPart(number, heading, at, end) for (number, at, heading), end in zip(starts, ends, strict=True))
    in_order = all(part.first < part.end for part in parts)
    return parts if in_order and parts[0].number == 1 and any(part.is_text for part in parts) else ()


def repeats_law(line: str) -> bool:
    """Tells whether a line heads the part of a bill that repeats the law as it is now.

    >>> repeats_law("IV. BESEDILO ČLENOV, KI SE SPREMINJAJO"), repeats_law("II. BESEDILO ČLENOV")
    (True, False)
    """
    return _part_number(line) > 0 and _section(line) is BillSection.AMENDED


def in_bill(heading: str) -> InBill | None:
    """Gives where in a bill the passage under `heading` stands, None for one that is in none of its parts.

    >>> in_bill("K 12. členu – III. OBRAZLOŽITEV")
    InBill(section=<BillSection.EXPLANATION: 'explanation'>, articles=('12',))
    """
    over = heading.split(BETWEEN_HEADINGS)
    section = next((found for each in reversed(over) if (found := _section(each))), None)
    return InBill(section, next(filter(None, map(_articles, over)), ())) if section else None


def explained_article(line: str) -> str:
    """Gives the line where it heads the explanation of an article («K 12. členu:»), without its colon; else "".

    >>> explained_article("K 12. členu:")
    'K 12. členu'
    """
    return line.strip(" *_#").rstrip(":").strip() if _EXPLAINED.fullmatch(line) else ""


def _part_number(line: str) -> int:
    """Gives the number of the part that a line heads, 0 for any other line."""
    if len(line) > _LONGEST or line.lstrip(_MARKS)[:1] not in _BEGINNINGS:
        # Nine of ten lines: they are not even tried.
        return 0
    if numbered := _PART.fullmatch(line):
        return 0 if _WITH_PAGE.search(line) else _ROMAN[numbered[1].upper()]
    if found := _UNNUMBERED.fullmatch(line):
        return int(found.lastindex or 0)
    return 0


def _section(heading: str) -> BillSection | None:
    """Gives what the part of a bill under a heading is, None for a heading of something else."""
    found = _PART.fullmatch(heading)
    told = found[2] if found else heading
    if not found and not _UNNUMBERED.fullmatch(heading) and not _EXPLANATION.fullmatch(heading):
        return None
    return next((section for section, pattern in _SORTS if pattern.match(told)), None)


def _articles(heading: str) -> tuple[str, ...]:
    """Gives the numbers of the articles that «K 5. do 7. členu» explains or «12.a člen» is, () for other headings."""
    if found := _ARTICLE.fullmatch(heading):
        return (f"{int(found[1])}{(found[2] or '').lower()}",)
    if not _EXPLAINED.fullmatch(heading):
        return ()
    told = re.split(r"člen", heading, maxsplit=1, flags=re.I)[0]
    written = [number for word, number in _WRITTEN.items() if word in told.lower()]
    return tuple(dict.fromkeys([*written, *_spelled_out(told)]))[:_MOST_EXPLAINED]


def _spelled_out(told: str) -> Iterator[str]:
    """Gives the numbers in a list of articles, those of a range one by one."""
    before = ""
    end = 0
    for found in _COUNTED.finditer(told):
        number = f"{int(found[1])}{(found[2] or '').lower()}"
        if before.isdecimal() and number.isdecimal() and _RANGE.fullmatch(told[end : found.start()]):
            yield from map(str, range(int(before) + 1, min(int(number), int(before) + _MOST_EXPLAINED)))
        yield number
        before, end = number, found.end()
