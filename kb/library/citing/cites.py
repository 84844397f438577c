"""What a document cites: the acts with their articles, how often each, and every citation with what it leads to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.legislation.placed import BARE_KEY, OWN_KEY
from kb.legislation.register import Act, Register
from kb.library.law.links import LinkedCitation, Texts, act_of, linked_citations
from kb.model import Document, Reader
from kb.slovene.order import sort_key
from kb.store import CitedUnit, Store

_NUMBER = re.compile(r"(\d+)(.*)", re.S)


@dataclass(frozen=True, slots=True)
class CitedArticle:
    """An article that is cited `count` times; `has_text` where a text in the collection has it."""

    number: str
    count: int
    has_text: bool = False


@dataclass(frozen=True, slots=True)
class CitedAct:
    """An act that is cited `count` times in all, by its name; `act` is its row in the register, None where none is."""

    name: str
    act: Act | None
    count: int
    articles: tuple[CitedArticle, ...]


@dataclass(frozen=True, slots=True)
class Cites:
    """What a document cites: the acts, those cited most first, and its own articles where it is a law itself."""

    document: Document
    acts: tuple[CitedAct, ...]
    own: tuple[CitedArticle, ...] = ()


def cites(store: Store, register: Register, document: Document, *, reader: Reader) -> Cites:
    """Gives what a document that `reader` may see cites."""
    own = store.versions.of_document(document.id)
    named: dict[str, list[CitedUnit]] = {}
    acts: dict[str, Act | None] = {}
    mine: list[CitedUnit] = []
    for unit in store.citations.counted(document.id):
        act = act_of(unit.key, register, own)
        is_own = unit.key in (OWN_KEY, BARE_KEY) and (act is None or own is None or not own.amending)
        if is_own or (act is not None and own is not None and own.is_text and act.acronym == own.act):
            mine.append(unit)
            continue
        name = act.acronym if act is not None else unit.act
        named.setdefault(name, []).append(unit)
        acts[name] = act
    wanted = [(act, unit.article) for name, units in named.items() if (act := acts[name]) for unit in units]
    there = set(Texts(store, reader).titles(wanted)) if wanted else set()
    found = [_cited_act(name, acts[name], units, there) for name, units in named.items()]
    return Cites(document, tuple(sorted(found, key=_place)), _articles(mine))


def _cited_act(name: str, act: Act | None, units: Sequence[CitedUnit], there: set[tuple[str, str]]) -> CitedAct:
    texts = {number for key, number in there if act is not None and key == act.key}
    return CitedAct(name, act, sum(unit.count for unit in units), _articles(units, texts))


def _articles(units: Sequence[CitedUnit], texts: Iterable[str] = ()) -> tuple[CitedArticle, ...]:
    counts: Counter[str] = Counter()
    for unit in units:
        counts[unit.article] += unit.count if unit.article else 0
    having = frozenset(texts)
    numbers = sorted(filter(None, counts), key=_in_order)
    return tuple(CitedArticle(number, counts[number], number in having) for number in numbers)


def _in_order(number: str) -> tuple[int, str]:
    found = _NUMBER.match(number)
    return (int(found[1]), found[2]) if found else (0, number)


def _place(each: CitedAct) -> tuple[bool, int, str]:
    return each.act is None, -each.count, sort_key(each.name)


def citations_of(
    store: Store, register: Register, document: Document, *, reader: Reader
) -> tuple[tuple[LinkedCitation, str], ...]:
    """Gives all citations of a document with what they lead to, each with the anchor of its passage."""
    anchors = [line.locator.anchor for line in store.passages.contents(document.id)]
    placed = store.citations.of(document.id)
    linked = linked_citations(store, register, placed, document_id=document.id, anchors=anchors, reader=reader)
    return tuple((each, anchors[each.placed.position]) for each in linked)
