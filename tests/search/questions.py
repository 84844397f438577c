"""Small documents and questions that the tests of search share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kb.model import EVERYTHING, Body, Kind, Topic
from kb.search.index import Index, IndexedDocument, IndexedPassage, Ranked
from kb.search.names import Names
from kb.search.plan import Plan, make_plan
from kb.search.query import parse

ENVIRONMENT, FINANCE, NETWORK = 1, 2, 3
NATURE, WASTE, BUDGET = 11, 12, 13
ACT, SLIDES = 21, 22

NAMES = Names(
    bodies=(
        Body(ENVIRONMENT, "k-okolje", "Komisija za okolje in prostor", "Commission for the Environment"),
        Body(FINANCE, "k-finance", "Komisija za finance", "Commission for Finance"),
        Body(NETWORK, "m-romi", "Mreža za integracijo romske skupnosti", "Roma Network"),
    ),
    topics=(
        Topic(NATURE, "varstvo-okolja", "Varstvo okolja", "Environment"),
        Topic(WASTE, "odpadki", "Ravnanje z odpadki", "Waste", parent_id=NATURE),
        Topic(BUDGET, "proracun", "Proračun", "Budget"),
    ),
    kinds=(Kind(ACT, "zakon", "Zakon", "Act"), Kind(SLIDES, "predstavitev", "Predstavitev", "Presentation")),
)


def plan(text: str = "", **chosen: Any) -> Plan:
    """Gives the plan of a question, for a reader who may see everything unless told otherwise."""
    return make_plan(parse(text), names=NAMES, **{"reader": EVERYTHING, **chosen})


def document(id_: int, title: str, *texts: str, **facts: Any) -> IndexedDocument:
    """Gives a document whose passages have ids from 100 × its own on; a text «heading | text» has a heading."""
    passages = []
    for number, text in enumerate(texts):
        heading, _, rest = text.rpartition(" | ")
        passages.append(IndexedPassage(id_ * 100 + number, heading, rest))
    return IndexedDocument(id_, title, tuple(passages), **facts)


def ask(index: Index, text: str = "", **chosen: Any) -> Ranked:
    """Gives the answer of `index` to a question."""
    return index.search(plan(text, **chosen))


def found(index: Index, text: str = "", **chosen: Any) -> list[int]:
    """Gives the ids of the found documents in the order of the answer."""
    return [group.document_id for group in ask(index, text, **{"limit": 1000, **chosen}).groups]


def day(text: str) -> dt.date:
    """Gives the date that 2026-11-22 is."""
    return dt.date.fromisoformat(text)
