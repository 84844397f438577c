"""Citations in a text as links: to the article or act of the register that they point to, or within the document.

A citation of an act that the register does not have leads nowhere; one of an article that no text in the collection
has leads to the act.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.legislation.acronyms import key_of
from kb.legislation.chapters import is_chapter
from kb.legislation.citations import Citation, Kind
from kb.legislation.placed import BARE_KEY, OWN_KEY, PlacedCitation
from kb.legislation.register import Act, Register
from kb.legislation.spans import article_spans
from kb.legislation.versions import ActVersion, in_force
from kb.model import BETWEEN_HEADINGS, Locator, LocatorKind, Reader
from kb.search.snippets import Piece
from kb.store import Store

_ARTICLE = re.compile(r"\d{1,4}[a-zčšž]?")
_OF_CHAPTER = re.compile(r"[A-ZČŠŽ\d]|[a-zčšž]\)")


@dataclass(frozen=True, slots=True)
class LawLink:
    """What a citation leads to: an article of an act or the act itself, or with `anchor` a passage of its own document.

    `title` is that of the article, `paragraph` its number where the citation names just one.
    """

    act: Act | None
    article: str = ""
    paragraph: str = ""
    title: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class LinkedPiece(Piece):
    """A run of text that may be of a citation, with what that leads to."""

    link: LawLink | None = None


@dataclass(frozen=True, slots=True)
class LinkedSpan:
    """A part of a citation that leads somewhere, from `start` to `end` in its heading or text."""

    start: int
    end: int
    link: LawLink


@dataclass(frozen=True, slots=True)
class LinkedCitation:
    """A citation of a passage with what it leads to: one link for each article that it says, or one, or none."""

    placed: PlacedCitation
    links: tuple[LinkedSpan, ...] = ()


def article_title(heading: str) -> str:
    """Gives the title of an article of its passage's heading: «vsebina zakona – I. SPLOŠNO» → «vsebina zakona»."""
    first = heading.split(BETWEEN_HEADINGS)[0]
    return "" if _OF_CHAPTER.match(first) and is_chapter(first) else first


class Texts:
    """The texts of acts that a reader may see: of each act the one that is shown where none is asked for."""

    def __init__(self, store: Store, reader: Reader) -> None:
        self._store = store
        versions = store.versions.all()
        seen = store.documents.seen([each.document_id for each in versions], reader=reader)
        self._versions: dict[str, list[ActVersion]] = {}
        for each in versions:
            if each.document_id in seen:
                self._versions.setdefault(key_of(each.act), []).append(each)

    def of(self, act: Act) -> ActVersion | None:
        """Gives the text of an act."""
        return in_force(self._versions.get(act.key, ()))

    def titles(self, wanted: Iterable[tuple[Act, str]]) -> dict[tuple[str, str], str]:
        """Gives the titles of articles by the act's key and the number, without those that no text has."""
        places = {
            (text.document_id, article): (act.key, article)
            for act, article in wanted
            if article and (text := self.of(act)) is not None
        }
        found = self._store.citations.articles(places)
        return {places[place]: article_title(heading) for place, heading in found.items()}


def linked_citations(
    store: Store,
    register: Register,
    placed: Sequence[PlacedCitation],
    *,
    document_id: int,
    anchors: Sequence[str],
    reader: Reader,
) -> tuple[LinkedCitation, ...]:
    """Gives citations of a document with what they lead to; `anchors` are those of its passages in order."""
    own = store.versions.of_document(document_id)
    found = [(each, _spans(each, register, own, anchors)) for each in placed]
    acts = {(span.link.act, span.link.article) for _, spans in found for span in spans if span.link.act is not None}
    titles = Texts(store, reader).titles(acts) if acts else {}
    return tuple(LinkedCitation(each, joined(known_span(span, titles) for span in spans)) for each, spans in found)


def _spans(
    placed: PlacedCitation, register: Register, own: ActVersion | None, anchors: Sequence[str]
) -> list[LinkedSpan]:
    begin = placed.citation.start
    links = (
        (start, end, link_of(placed, article, register=register, own=own, anchors=anchors))
        for start, end, article in article_spans(placed.citation)
    )
    return [LinkedSpan(begin + start, begin + end, link) for start, end, link in links if link is not None]


def joined(spans: Iterable[LinkedSpan]) -> tuple[LinkedSpan, ...]:
    """Gives the links of a citation as one where they all lead to the same."""
    several = tuple(spans)
    if len({span.link for span in several}) != 1:
        return several
    return (LinkedSpan(several[0].start, several[-1].end, several[0].link),)


def link_of(
    placed: PlacedCitation, said: str, *, register: Register, own: ActVersion | None, anchors: Sequence[str]
) -> LawLink | None:
    """Gives what a citation of an article, or of none (""), leads to, whether there is a text of it or not."""
    article = said if _ARTICLE.fullmatch(said) else ""
    if placed.key in (OWN_KEY, BARE_KEY) and not (placed.key == BARE_KEY and own is not None and own.amending):
        anchor = Locator(LocatorKind.ARTICLE, article).anchor if article else ""
        is_elsewhere = anchor in anchors and anchors[placed.position] != anchor
        return LawLink(None, article, anchor=anchor) if is_elsewhere else None
    return link_to(placed, said, register, own)


def link_to(placed: PlacedCitation, said: str, register: Register, own: ActVersion | None) -> LawLink | None:
    """Gives the article of an act, or the act, that a citation leads to; None where the register does not have it."""
    citation = placed.citation
    article = said if _ARTICLE.fullmatch(said) else ""
    paragraph = citation.paragraphs[0] if article and len(citation.articles) == len(citation.paragraphs) == 1 else ""
    act = act_of(placed.key, register, own) or _of_gazette(citation, register)
    return LawLink(act, article, paragraph) if act is not None else None


def act_of(key: str, register: Register, own: ActVersion | None) -> Act | None:
    """Gives the act of the register that is cited; `own` tells which one the document is that cites it."""
    if key in (OWN_KEY, BARE_KEY):
        if own is None:
            return None
        return register.get(own.amending if key == OWN_KEY and own.amending else own.act)
    return register.get(key) if key and " " not in key else None


def _of_gazette(citation: Citation, register: Register) -> Act | None:
    """Gives the act whose number in the gazette stands first in a list; None where several share the issue."""
    if citation.kind is not Kind.GAZETTE or not citation.gazette:
        return None
    first = citation.gazette[0]
    acts = register.with_number(f"{first.number}/{first.year % 100:02}")
    return acts[0] if len(acts) == 1 else None


def known_span(span: LinkedSpan, titles: Mapping[tuple[str, str], str]) -> LinkedSpan:
    """Gives a link with the title of its article, or to the act where no text has the article."""
    link = span.link
    if link.act is None or not link.article:
        return span
    title = titles.get((link.act.key, link.article))
    return replace(span, link=LawLink(link.act) if title is None else replace(link, title=title))


# --- on the page -----------------------------------------------------------------------------------


def with_links(pieces: Iterable[Piece], linked: Sequence[LinkedCitation]) -> tuple[Piece, ...]:
    """Gives the pieces of a text cut where links begin and end; what is marked stays so inside and outside of them."""
    spans = [span for each in linked for span in each.links]
    return tuple(_cut(pieces, spans)) if spans else tuple(pieces)


def _cut(pieces: Iterable[Piece], spans: Sequence[LinkedSpan]) -> Iterator[Piece]:
    at, place = 0, 0
    for piece in pieces:
        end = at + len(piece.text)
        begin = at
        while at < end:
            while place < len(spans) and spans[place].end <= at:
                place += 1
            span = spans[place] if place < len(spans) else None
            is_inside = span is not None and span.start <= at
            until = end if span is None else min(end, span.end if is_inside else span.start)
            said = piece.text[at - begin : until - begin]
            yield LinkedPiece(said, piece.marked, span.link if span is not None and is_inside else None)
            at = until
