"""Which version of which act a document is, told by its title, its kind and how it begins.

«Zakon o občinskem redarstvu (ZORed)» of the gazette is the act as adopted; «… – neuradno prečiščeno besedilo št. 1» a
consolidated text, «Zakon o spremembah in dopolnitvah Zakona o občinskem redarstvu» an amending act, and with «Predlog»
before it a draft. «Pripombe na Zakon o občinskem redarstvu» is no text of the act, and neither is a book with a
commentary. What is doubtful is not guessed: staff can tell it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.legislation.acts import ActFinder, By, Mention
from kb.legislation.gazette import short_number
from kb.legislation.lawtext import title_of
from kb.legislation.register import Act, Register, amending_acronym
from kb.legislation.versions import ActVersion, VersionSort, year_of
from kb.slovene.calendar import dates_in
from kb.slovene.fold import fold

VERSION_RULES = 1
"""Raised when the rules below change: every document that nobody has edited is looked at again then."""

CONSOLIDATED_KINDS = frozenset({"npb"})
DRAFT_KINDS = frozenset({"predlog-zakona", "predlog-podzakonskega", "predlog-sprememb"})
LAW_KINDS = frozenset({"zakon", "podzakonski-predpis"}) | CONSOLIDATED_KINDS | DRAFT_KINDS
ABOUT_KINDS = frozenset(
    {"stalisce", "pripombe", "mnenje", "zapisnik", "vabilo", "predstavitev", "prirocnik", "okroznica"}
)
"""Kinds that speak of acts and are none, whatever their title is."""

LINES_LOOKED_AT = 60
LONGEST_TITLE = 500


@dataclass(frozen=True, slots=True)
class Beginning:
    """What of a document tells its version: title, slug of its kind, source and date as staff gave them, first lines.

    `has_articles` tells whether the text was divided into articles.
    """

    document_id: int
    title: str
    kind: str = ""
    lines: tuple[str, ...] = ()
    has_articles: bool = False
    dated: dt.date | None = None
    source: str = ""


_OF_CHANGES = re.compile(
    r"(?<![^\W_])(?:(?:zakon|odlok|uredb|pravilnik|statut|sklep|poslovnik)\w{0,3}\s{1,3})?(?:o\s{1,3})?"
    r"(?:spremem\w{1,4}(?: (?:in|ter|oziroma) dopolnit\w{1,4})?|dopolnit\w{1,4}(?: (?:in|ter) spremem\w{1,4})?)\s{1,3}$"
)
_CONSOLIDATED = re.compile(r"preciscen\w{1,3} besedil|cistopis|(?<![^\W_])[un]pb-?\s?\d{0,2}(?![^\W_])")
_UNOFFICIAL = re.compile(r"neuradn|(?<![^\W_])npb")
_DRAFT = re.compile(r"(?<![^\W_])(?:predlog|osnut)\w{0,3}(?![^\W_])")
_CONSOLIDATED_LINE = re.compile(
    r"[(*_\s]{0,4}(?:ne)?uradno preciscen\w besedilo(?: st(?:\.|evilka)? ?\d{1,3})?[)*_\s.]{0,4}"
    r"|opozorilo:? (?:ne)?uradno preciscen.{0,300}|.{0,200}\([a-z]{2,10}(?:-\d)?-upb-?\d{0,2}\)[.*_\s]{0,4}"
)
_DRAFT_LINE = re.compile(
    r"[(*_#\s]{0,4}p ?r ?e ?d ?l ?o ?g(?: zakona)?[)*_:\s]{0,4}|(?:redni|skrajsani|nujni) postopek.{0,40}"
)
_BEFORE = re.compile(
    r"[\W_]{0,6}(?:(?:vzorcni|vladni|delovni|prvi|drugi|tretji|koncni|predlog\w?|osnut\w{2,3}|besedil\w|ne?uradn\w"
    r"|preciscen\w|cistopis\w?|za|prvo|drugo|tretjo|obravnavo|novel\w|eva|st|\d{1,4})[\W_]{1,6}){0,12}"
)
_AFTER = re.compile(r"\s{0,3}(?:$|[-–—(,;:/.]|(?:ne)?uradno preciscen|cistopis|preciscen|[un]pb|st\.? ?\d)")
_ABOUT = re.compile(
    r"koment|pojasnil|obrazlozit|povzet|pripomb|stalisc|mnenj|primerjav|predstavit|novost|analiz|vprasanj|prirocn"
)
_PAGE_NUMBER = re.compile(r"uradni list (?:rs|republike slovenije),? st(?:\.|evilka)? ?(\d{1,3}/(?:19|20)\d\d) z dne")
_SITES = {
    "gazette": re.compile(r"https?://(?:www\.)?uradni-list\.si/[^\s\"'<>)]{1,300}", re.I),
    "register": re.compile(r"https?://(?:www\.)?pisrs\.si/[^\s\"'<>)]{1,300}", re.I),
}
_DECREE = re.compile(r"[#*_\s]{0,6}u ?k ?a ?z[*_\s]{0,4}")
_SIGNED = (
    re.compile(r"uradni list .{0,60}(?= z dne)"),
    re.compile(r"datum(?: zacetka (?:uporabe|veljavnosti))?:(?= )"),
    re.compile(r"[^\W\d_]{3,20},(?= dne \d)"),
)


def version_of(beginning: Beginning, finder: ActFinder, register: Register) -> ActVersion | None:
    """Gives what version of which act a document is (its id is 0), None where it is none or that is doubtful.

    `finder` finds the acts of `register` in texts; both are made once for many documents.
    """
    if beginning.kind in ABOUT_KINDS or not (beginning.has_articles or beginning.kind in LAW_KINDS):
        return None
    head = _Head(beginning)
    for title in dict.fromkeys((beginning.title, head.title)):
        if title and (named := _named(title[:LONGEST_TITLE], head, finder, register)):
            return _version(named, head)
    return None


@dataclass(frozen=True, slots=True)
class _Named:
    """The act that a title is the title of; `amendment` is the acronym of what changes it, `is_change` that it does."""

    act: Act
    title: str
    is_change: bool = False
    amendment: str = ""
    own: Act | None = None


class _Head:
    """The first lines of a document, folded, and what they tell beside the act."""

    def __init__(self, beginning: Beginning) -> None:
        self.told = beginning
        self.raw = tuple(line[:LONGEST_TITLE] for line in beginning.lines[:LINES_LOOKED_AT])
        self.lines = tuple(fold(line).strip() for line in self.raw)
        self.source = fold(beginning.source)
        name, acronym = title_of(self.raw)
        self.title = f"{name} ({acronym})" if acronym else name
        whole = "\n".join((beginning.source, *self.raw))
        found = {name: site.search(whole) for name, site in _SITES.items()}
        self.addresses = {name: at[0].rstrip(".,;") for name, at in found.items() if at}

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Tells whether a whole line is of a pattern."""
        return any(map(pattern.fullmatch, self.lines))

    @property
    def number(self) -> str:
        """Gives the number that a page of the gazette says of itself, "" where the text is none."""
        found = next(filter(None, map(_PAGE_NUMBER.search, self.lines)), None)
        return short_number(found[1]) if found else ""

    @property
    def is_decreed(self) -> bool:
        """Tells whether the decree that promulgates the act stands before it, as only the gazette has it."""
        return self.has(_DECREE) and any(line.startswith("razglasam") for line in self.lines)

    @property
    def is_of_gazette(self) -> bool:
        """Tells whether the text comes from the gazette."""
        return "gazette" in self.addresses or "uradni list" in self.source or bool(self.number) or self.is_decreed

    @property
    def is_of_register(self) -> bool:
        """Tells whether the text comes from the register of regulations, which consolidates acts unofficially."""
        return "register" in self.addresses or "pisrs" in self.source

    def dated(self) -> dt.date | None:
        """Gives the day of the text: what staff say, else that of the gazette, else that it was signed on."""
        if self.told.dated:
            return self.told.dated
        for sign in _SIGNED:
            for line, folded in zip(self.raw, self.lines, strict=True):
                at = sign.match(folded)
                days = [each.day for each in dates_in(line.strip()[at.end() :])[:1] if not each.is_month] if at else []
                if days:
                    return days[0]
        return None


# --- the act -----------------------------------------------------------------------------------------


def _named(title: str, head: _Head, finder: ActFinder, register: Register) -> _Named | None:
    """Gives the act that a title is that of and not one that only speaks of it; None where that is not certain."""
    folded = fold(title)
    mentions = [each for each in finder.find(title) if each.by is not By.LIST]
    for mention in mentions:
        before, after = folded[: mention.start], folded[mention.end :]
        change = _OF_CHANGES.search(before)
        rest = before[: change.start()] if change else before
        if _BEFORE.fullmatch(f"{rest} ") and _AFTER.match(after) and not _ABOUT.search(after):
            act = _certain(mention, mentions, head, register)
            named = [*mentions, *finder.find(head.title)]
            return _as_named(act, title, named, register, is_change=bool(change)) if act else None
    own = next((act for act in register.acts if act.amends and fold(act.title) == _bare(folded)), None)
    base = register.get(own.amends) if own else None
    return _Named(base, title, True, own.acronym, own) if own and base else None


def _as_named(act: Act, title: str, mentions: Sequence[Mention], register: Register, *, is_change: bool) -> _Named:
    letter = next((each.amendment for each in mentions if each.amendment and each.act == act), "")
    acronym = amending_acronym(act.acronym, letter) if letter else ""
    return _Named(act, title, is_change or bool(letter), acronym, register.get(acronym) if acronym else None)


def _bare(folded: str) -> str:
    return re.sub(r"\s{0,3}\([^()]{1,40}\)\s{0,3}$", "", folded).strip(" .")


def _certain(mention: Mention, mentions: Sequence[Mention], head: _Head, register: Register) -> Act | None:
    """Gives the act that a mention means; of several acts of one title the one that an acronym or the day tells."""
    if mention.is_certain:
        return mention.act
    told = [each.act for each in mentions if each.is_certain and each.act.title == mention.act.title]
    if told:
        return told[0]
    alike = sorted(
        (act for act in register.acts if act.title == mention.act.title), key=lambda act: year_of(act.number)
    )
    day = head.dated()
    if day is None:
        return None
    there = [act for act in alike if 0 < year_of(act.number) <= day.year]
    return max(there, key=lambda act: year_of(act.number), default=None)


# --- the version -------------------------------------------------------------------------------------


def _version(named: _Named, head: _Head) -> ActVersion:
    sort = _sort(named, head)
    is_unofficial = sort is VersionSort.DRAFT or head.is_of_register or _is_unofficial(named, head)
    address = head.addresses.get("gazette") or head.addresses.get("register") or ""
    return ActVersion(
        id=0,
        document_id=head.told.document_id,
        act=named.act.acronym,
        sort=sort,
        dated=head.dated(),
        gazette=_gazette(named, sort, head),
        is_official=not is_unofficial and head.is_of_gazette,
        amending=named.amendment,
        is_change=named.is_change,
        address=address,
    )


def _sort(named: _Named, head: _Head) -> VersionSort:
    title = fold(named.title)
    if head.told.kind in DRAFT_KINDS or _DRAFT.search(title) or head.has(_DRAFT_LINE):
        return VersionSort.DRAFT
    if named.is_change:
        return VersionSort.AMENDING
    is_consolidated = (
        head.told.kind in CONSOLIDATED_KINDS or _CONSOLIDATED.search(title) or head.has(_CONSOLIDATED_LINE)
    )
    return VersionSort.CONSOLIDATED if is_consolidated or head.is_of_register else VersionSort.ADOPTED


def _is_unofficial(named: _Named, head: _Head) -> bool:
    told = (fold(named.title), *filter(_CONSOLIDATED_LINE.fullmatch, head.lines))
    return head.told.kind in CONSOLIDATED_KINDS or any(map(_UNOFFICIAL.search, told))


def _gazette(named: _Named, sort: VersionSort, head: _Head) -> str:
    """Gives the own number of a text: what its page says, else what the register knows; "" for what has none."""
    if sort is VersionSort.DRAFT:
        return ""
    if head.number:
        return head.number
    numbers = named.act.numbers
    if sort is VersionSort.AMENDING:
        listed = (each.number for each in numbers if named.amendment and each.qualifier == named.amendment)
        return named.own.number if named.own else next(listed, "")
    is_own = "preciscen" in fold(numbers[0].qualifier) if numbers else False
    official = sort is VersionSort.CONSOLIDATED and not _is_unofficial(named, head) and not head.is_of_register
    return named.act.number if (official if is_own else sort is VersionSort.ADOPTED) else ""
