"""Numbers of the gazette and identifiers in running text: «Uradni list RS, št. 94/07 – UPB2, 76/08», EVA, EPA, SOP …"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.legislation.citations.values import Citation, GazetteReference, Kind
from kb.legislation.gazette import MOST_NUMBERS, item_pattern, qualifier_of, years_of

_HEAD = re.compile(
    r"[Uu][Rr](?<![^\W_]..)(?:"
    r"(?:adn\w{1,3}|\.)\s{0,2}l(?:ist\w{0,3}|\.)(?:\s{0,2}(?:S?RS|SFRJ|LRS|FLRJ|Republike\s{1,2}Slovenije)(?:\s?[-–]\s?(?:MP|Mednarodne\s{1,2}pogodbe))?)?|"
    r"adn\w{1,3}\s{1,2}(?:glasil\w{1,3}|objav\w{1,3}|vestnik\w{0,2})(?:\s{1,2}[^\W\d_][\w.]{1,30}){0,5}"
    r")[,;]?\s{0,3}(?:št(?:ev(?:ilk\w)?)?\.?:?\s{0,3}){0,2}(?=\d)",
    re.I,
)
_QUALIFIER = (
    r"(?:(?:uradno\s{1,2})?prečiščeno\s{1,2}besedilo(?:\s{1,2}\d{1,2})?|avtentična\s{1,2}razlaga|zadržanje\s{1,2}\w{4,12}|popr(?:avek|\.)|"
    r"(?:odločba|odl\.|skl\.|sklep)\s{0,2}US(?:\s{1,2}RS)?|obv\.\s{0,2}[-–]?\s{0,2}\w{2,12}|"
    r"(?:[A-ZČŠŽ][\w]{1,15}|ORZ\w{1,12})(?:-\w{1,8}){0,2})"
)
_ITEM = item_pattern(_QUALIFIER, _QUALIFIER)
_JOINT = re.compile(r",\s{0,3}(?:in\s{1,2})?(?=\d)|\s{1,3}(?:in|ter)\s{1,3}(?=\d)")
_OPEN_END = re.compile(
    r"\s{1,2}(?:in\s{1,2}naslednji|z\s{1,2}vsemi\s{1,2}spremembami(?:\s{1,2}in\s{1,2}dopolnitvami)?)"
)

# Each pattern begins with letters or signs that are rare and looks back from there: a text is passed over quickly.
_IDENTIFIERS = (
    (Kind.EVA, re.compile(r"EVA\b(?<!\wEVA):?\s{0,3}\d{4}\s?-\s?\d{4}\s?-\s?\d{4}(?!\d)")),
    (Kind.EPA, re.compile(r"EPA\b(?<!\wEPA):?\s{0,3}\d{1,5}\s?-\s?[IVX]{1,5}\b")),
    (Kind.SOP, re.compile(r"SOP\b(?<!\wSOP):?\s{0,3}\d{4}-\d{2}-\d{4}(?!\d)")),
    (Kind.SOP, re.compile(r"-0[12]-(?<=((?:19|20)\d\d)-0\d-)(?<![\d-]\d{4}-0\d-)\d{4}(?![\d-])")),
    (
        Kind.COURT,
        re.compile(
            r"-(?:(?<=\b(U-I)-)|(?<=\b(Up)-)|(?<=\b(Rm)-)|(?<=\b(P)-))\d{1,4}/\d{2,4}(?:-\d{1,3})?(?!\d)",
        ),
    ),
    (Kind.ECLI, re.compile(r"ECLI(?<!\wECLI):[A-Z]{2}:[A-Z0-9]{1,7}:\d{4}:[\w.]{1,40}[\w]")),
)
_SITES = ("pisrs.si/", "uradni-list.si/")
_PATH = re.compile(r"[^\s<>\"'»«)\]]{1,200}[^\s<>\"'»«)\].,;:]")
_BEFORE_SITE = re.compile(r"(?:https?://)?(?:www\.)?$", re.I)
_LONGEST_BEFORE = len("https://www.")


def gazette_lists(text: str) -> Iterator[Citation]:
    """Gives the citations of the gazette in `text`, each a list of numbers with their qualifiers."""
    for head in _HEAD.finditer(text):
        items, end = _items(text, head.end())
        if items:
            end = tail.end() if (tail := _OPEN_END.match(text, end)) else end
            yield Citation(text[head.start() : end], head.start(), end, Kind.GAZETTE, gazette=_numbers(items))


def identifiers(text: str) -> Iterator[Citation]:
    """Gives the EVA, EPA and SOP numbers, court files, ECLI and addresses of the two law sites in `text`."""
    for kind, pattern in _IDENTIFIERS:
        for found in pattern.finditer(text):
            start = found.start(found.lastindex or 0)
            yield Citation(text[start : found.end()], start, found.end(), kind)
    low = text.lower()
    for site in _SITES if len(low) == len(text) else ():
        yield from _addresses(text, low, site)


def _addresses(text: str, low: str, site: str) -> Iterator[Citation]:
    """Gives the addresses on a site: looked for by its name, which is far quicker than by what may stand before it."""
    at = low.find(site)
    while at >= 0:
        end = at + len(site)
        if path := _PATH.match(text, end):
            before = _BEFORE_SITE.search(text, max(0, at - _LONGEST_BEFORE), at)
            start, end = before.start() if before else at, path.end()
            yield Citation(text[start:end], start, end, Kind.ADDRESS)
        at = low.find(site, end)


def _items(text: str, start: int) -> tuple[list[re.Match[str]], int]:
    items: list[re.Match[str]] = []
    end = start
    while len(items) < MOST_NUMBERS and (found := _ITEM.match(text, start)):
        items.append(found)
        end = found.end()
        joint = _JOINT.match(text, end)
        if joint is None:
            break
        start = joint.end()
    while items and not years_of(items)[-1]:
        # A number that no year follows is something else: «Uradni list RS, št. 94/07, 12. člen».
        items.pop()
        end = items[-1].end() if items else end
    return items, end


def _numbers(items: list[re.Match[str]]) -> tuple[GazetteReference, ...]:
    return tuple(
        GazetteReference(
            f"{int(item['number'])}{item['special'] or item['edition'] or ''}", _whole_year(year), qualifier_of(item)
        )
        for item, year in zip(items, years_of(items), strict=True)
    )


def _whole_year(year: str) -> int:
    if len(year) == 4:
        return int(year)
    return int(year) + (1900 if int(year) > 43 else 2000)
