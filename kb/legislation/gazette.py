"""Numbers of the gazette (Uradni list): lists of them as acts are cited with, and citations in a question.

«94/07 – uradno prečiščeno besedilo, 76/08, 40/12 – ZUJF» is an act's consolidated text and its changes; a qualifier
tells by what. A number has two digits of the year here, however it was written: «139/2006» is 139/06.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.slovene.fold import fold
from kb.slovene.references import acronym_keys

MOST_NUMBERS = 100
_SERIES = r"(?:S?RS|SFRJ|LRS|FLRJ)"
_ISSUE = (
    r"(?P<number>\d{1,3})(?P<special>-[IVX]{1,4})?"
    r"(?:\s?/\s?(?P<year>(?:19|20)?\d\d)(?!\d)|-\d{3,5}/(?P<long>\d{4}))?(?P<edition>-[IVX]{1,4}(?![^\W_]))?"
    r"(?P<joined>-[UN]PB\d{0,2})?(?:\sz\s?dne\s\d{1,2}\.\s?\d{1,2}\.\s?(?P<dated>\d{4}))?"
)


_FILE = r"(?:U-I|Up)-\d{1,4}/\d\d(?:-\d{1,3})?"
_DECIDED = rf"[Oo]dl\.\s?US(?::\s?{_FILE}(?:,\s{_FILE}){{0,5}})?"
"""What lists of 2008 to 2011 have without a dash: «27/08 Odl. US: Up-2925/07-15, U-I-21/07-18»."""


def item_pattern(qualifier: str, bracketed: str) -> re.Pattern[str]:
    """Gives the pattern of one number in a list, with the patterns of what qualifies it after a dash or in brackets."""
    return re.compile(
        rf"(?:{_SERIES}\s{{1,3}})?{_ISSUE}"
        rf"(?:\s{{0,3}}[-–−]\s{{0,3}}(?P<qualifier>{qualifier})|\s{{0,3}}\((?P<bracketed>{bracketed})\)"
        rf"|\s{{1,2}}(?P<decided>{_DECIDED}))?"
    )


_ITEMS = re.compile(r",\s{1,3}|\s{1,3}in\s{1,3}|;\s{0,3}")
_ITEM = item_pattern(r"\S.{0,120}", r"[^()]{1,120}")
_NUMBER = re.compile(r"(\d{1,3})(?:-[ivx]{1,4})?/(?:19|20)?(\d\d)(?:-[a-z]{1,5}\d{0,2})?")
_LIST_WORDS = ((re.compile(r"uradn\w{1,3}|ur"), re.compile(r"list\w{0,2}|l")),)
_JOINED_LIST = ("ul", "url")
_DIGIT = re.compile(r"\d")
_OF_COUNTRY = ("rs", "srs", "sfrj", "lrs", "republike", "slovenije")
_NUMBER_WORDS = ("st", "stev", "stevilka", "stevilki", "stevilke")
_QUALIFIERS = re.compile(
    r"uradn\w{1,3}|preciscen\w{1,3}|besedil\w{1,2}|u?pb\d{0,2}|upb\d{0,2}|npb\d{0,2}|popr|popravek|odl|odlocba|skl|sklep"
    r"|us|in|orz\w{1,12}|naslednji|nasl"
)


@dataclass(frozen=True, slots=True)
class GazetteNumber:
    """A number of the gazette, «139/06», and what it is qualified by: "uradno prečiščeno besedilo", "ZUJF", or ""."""

    number: str
    qualifier: str = ""

    def __str__(self) -> str:
        return f"{self.number} – {self.qualifier}" if self.qualifier else self.number


def read_numbers(text: str) -> tuple[GazetteNumber, ...]:
    """Gives the numbers of a list; one without a year has that of the next one with it. What is none is left out.

    >>> [str(each) for each in read_numbers("33/91-I, 42/97 – UZS68, 47, 69/2004 – UZ14")]
    ['33/91', '42/97 – UZS68', '47/04', '69/04 – UZ14']
    """
    items = [found for item in _ITEMS.split(text)[:MOST_NUMBERS] if (found := _ITEM.fullmatch(item.strip()))]
    return tuple(
        GazetteNumber(f"{int(found['number'])}/{year[-2:]}", qualifier_of(found))
        for found, year in zip(items, years_of(items), strict=True)
        if year
    )


def years_of(items: Sequence[re.Match[str]]) -> list[str]:
    """Gives the years of the numbers of a list as written; one without a year has that of the next one with it."""
    years = [item["year"] or item["long"] or item["dated"] or "" for item in items]
    for place in reversed(range(len(years) - 1)):
        years[place] = years[place] or years[place + 1]
    return years


def qualifier_of(item: re.Match[str]) -> str:
    """Gives what a number of a list is qualified by, "UPB2" for «94/07-UPB2», or ""."""
    told = item["qualifier"] or item["bracketed"] or item["decided"] or (item["joined"] or "").removeprefix("-")
    return " ".join(told.split())


def unread_items(text: str) -> tuple[str, ...]:
    """Gives the items of a list that are no numbers: for «139/06, devet» «devet»."""
    items = [item.strip() for item in _ITEMS.split(text)[:MOST_NUMBERS]]
    return tuple(item for item in items if item and not _ITEM.fullmatch(item))


def short_number(word: str) -> str:
    """Gives the number that a word is, «139/2006» → «139/06», «94/07-UPB2» → «94/07»; "" for another word."""
    found = _NUMBER.fullmatch(fold(word))
    return f"{int(found[1])}/{found[2]}" if found else ""


def cited_numbers(words: Sequence[str]) -> tuple[str, ...]:
    """Gives the numbers that the words of a question cite, () where they are not all one citation of the gazette.

    >>> cited_numbers(["Uradni", "list", "RS", "št", "139/06", "9/17"]), cited_numbers(["Ur.l", "RS", "139/2006"])
    (('139/06', '9/17'), ('139/06',))
    """
    if not words or not may_cite(words[0]) or not _DIGIT.search("".join(words)):
        return ()
    parts = [part for word in words[:MOST_NUMBERS] for part in word.replace("(", "").split(".") if part]
    begin = _after_head([fold(part) for part in parts])
    if not begin or begin >= len(parts) or not short_number(parts[begin]):
        return ()
    numbers = [short_number(part) for part in parts[begin:]]
    told = (number or _qualifies(part) for number, part in zip(numbers, parts[begin:], strict=True))
    return tuple(dict.fromkeys(filter(None, numbers))) if all(told) else ()


def may_cite(word: str) -> bool:
    """Tells whether a citation of the gazette may begin with a word: «Uradni», «Ur.l», «RS», «št»."""
    head = fold(word.lstrip("(").split(".")[0])
    return head.startswith("u") or head in _OF_COUNTRY or head in _NUMBER_WORDS


def _qualifies(part: str) -> bool:
    return bool(_QUALIFIERS.fullmatch(fold(part)) or acronym_keys(part))


def _after_head(parts: Sequence[str]) -> int:
    """Gives how many parts name the gazette: «ur», «l», «rs», «st»; 0 for none."""
    place = 0
    if parts and parts[0] in _JOINED_LIST:
        place = 1
    elif len(parts) > 1 and any(head.fullmatch(parts[0]) and tail.fullmatch(parts[1]) for head, tail in _LIST_WORDS):
        place = 2
    while place < len(parts) and parts[place] in _OF_COUNTRY:
        place += 1
    if place < len(parts) and parts[place] in _NUMBER_WORDS:
        place += 1
    return place
