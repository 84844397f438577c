"""Citations of a document that is divided into passages: each with the passage it stands in.

Articles that follow one another are read as one text under their headings «12. člen», so that «prejšnji člen», «ta
člen» and «istega zakona» point where they do in the law itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kb.legislation.acronyms import key_of
from kb.legislation.acts import ActFinder
from kb.legislation.citations import OWN, Citation, Kind, find_citations
from kb.legislation.register import Register
from kb.model import LocatorKind, Passage
from kb.slovene.fold import fold

OWN_KEY = "self"
"""The key of the act that a text is: of «tega zakona», and of «prejšnji člen»."""
BARE_KEY = "bare"
"""The key of an article of which no act is said, «V 10. členu …»: of the act that the text is, or that it changes."""
LONGEST_KEY = 200
MOST_ROWS = 30_000
"""Cited articles that are kept of a document: no law has a tenth of them, and a hostile text could have millions."""

# No pattern of a citation spans it, so that none reaches from one passage into the next.
_BETWEEN = "\n¶\n"
_SAID = re.compile(
    r"\bte(?:ga|m|mu|j)?\s{1,3}(?:zakon|odlok|pravilnik|statut|poslovnik|sklep|ured|ustav|red)\w{0,3}$", re.I
)
_QUOTES = re.compile("[»«]")
_ARTICLE = re.compile(r"\d\W{0,3}(?:[a-zčšž]\W{0,2})?čl|čl\w{0,4}\W{1,2}\d", re.I)
_IDENTIFIERS = frozenset((Kind.EVA, Kind.EPA, Kind.SOP))
_NUMBER = re.compile(r"\d[\d-]{3,14}(?:-[IVX]{1,5})?$")


@dataclass(frozen=True, slots=True)
class PlacedCitation:
    """A citation in the passage number `position`, its span one of the passage's heading or of its text.

    `key` tells its act: what all spellings of an acronym share, a title in small letters without accents, OWN_KEY,
    BARE_KEY, or "" where no act is told.
    """

    position: int
    in_heading: bool
    key: str
    citation: Citation


def place_citations(passages: Sequence[Passage], *, acts: ActFinder, register: Register) -> tuple[PlacedCitation, ...]:
    """Gives the citations of a document in the order of its passages, at most MOST_ROWS articles of them.

    >>> from kb.legislation.acts import known_acts
    >>> from kb.model import Locator
    >>> slide = Passage(Locator(LocatorKind.SLIDE, "3"), "Pooblastila", "Po 10. členu ZORed sme redar opozoriti.")
    >>> found = place_citations([slide], acts=known_acts(), register=Register([]))[0]
    >>> found.position, found.key, found.citation.articles, found.citation.start
    (0, 'ZORED', ('10',), 3)
    """
    numbered = enumerate(passages)
    runs = groupby(numbered, key=lambda pair: pair[1].locator.kind is LocatorKind.ARTICLE)
    found = (each for _, run in runs for each in _of_run(list(run), acts, register))
    return tuple(_bounded(found))


def key_of_cited(act: str) -> str:
    """Gives the key of an act as it is cited: «ZOR-ed» → "ZORED", «Zakon o športu» → "zakon o sportu"."""
    return fold(" ".join(act.split()))[:LONGEST_KEY] if " " in act else key_of(act)[:LONGEST_KEY]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Where a heading or text begins and ends in the text of a run."""

    start: int
    end: int
    position: int
    in_heading: bool


def _of_run(run: Sequence[tuple[int, Passage]], acts: ActFinder, register: Register) -> Iterator[PlacedCitation]:
    text, pieces = _joined(run)
    starts = [piece.start for piece in pieces]
    quoted = [mark.start() for mark in _QUOTES.finditer(text)]
    for each in find_citations(text, acts=acts):
        piece = pieces[max(bisect_right(starts, each.start) - 1, 0)]
        if piece.start <= each.start and each.end <= piece.end:
            is_quoted = _is_quoted(text, quoted, each.start, piece.start)
            moved = replace(each, start=each.start - piece.start, end=each.end - piece.start)
            key = _key(each, register, is_quoted=is_quoted)
            if each.act == OWN and not key:
                moved = replace(moved, articles=())
            yield PlacedCitation(piece.position, piece.in_heading, key, moved)


def _joined(run: Sequence[tuple[int, Passage]]) -> tuple[str, list[_Piece]]:
    parts: list[str] = []
    pieces: list[_Piece] = []
    at = 0
    for position, passage in run:
        if passage.locator.kind is LocatorKind.ARTICLE:
            parts += (f"{passage.locator.label()}", _BETWEEN)
            at += len(parts[-2]) + len(_BETWEEN)
        for in_heading, said in ((True, passage.heading), (False, passage.text)):
            pieces.append(_Piece(at, at + len(said), position, in_heading))
            parts += (said, _BETWEEN)
            at += len(said) + len(_BETWEEN)
    return "".join(parts), pieces


def _is_quoted(text: str, marks: Sequence[int], at: int, since: int) -> bool:
    """Tells whether the last mark before a place, in its own passage, opens a quotation."""
    last = bisect_right(marks, at) - 1
    return last >= 0 and marks[last] >= since and text[marks[last]] == "»"


def _is_relative(citation: Citation) -> bool:
    """Tells whether the article is said by where the citation stands, «prejšnji člen», «drugi odstavek».

    In a quotation that is the article of another law, which nothing here tells.
    """
    return not _ARTICLE.search(citation.text)


def _key(citation: Citation, register: Register, *, is_quoted: bool) -> str:
    if citation.act == OWN and is_quoted:
        return "" if _is_relative(citation) else BARE_KEY
    if citation.act == OWN:
        return OWN_KEY if _is_relative(citation) or _SAID.search(citation.text) else BARE_KEY
    if citation.act:
        return key_of_cited(citation.act)
    if citation.kind in _IDENTIFIERS and (number := _NUMBER.search(citation.text)):
        acts = register.identified(number[0])
        return acts[0].key if len(acts) == 1 else ""
    return ""


def _bounded(found: Iterable[PlacedCitation]) -> Iterator[PlacedCitation]:
    rows = 0
    for each in found:
        rows += max(len(each.citation.articles), 1)
        if rows > MOST_ROWS:
            return
        yield each
