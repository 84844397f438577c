"""From the passages that an engine found to the page that was asked for: access, grouping, order, facets."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kb.model import Reader, Visibility
from kb.search.index import Facets, Group, Ranked
from kb.search.plan import Plan
from kb.search.ranking import document_key, passage_key
from kb.search.tree import Filters

T = TypeVar("T", int, dt.date)


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What an engine keeps of a document to filter, sort and count by."""

    id: int
    kind: int | None
    bodies: frozenset[int]
    topics: frozenset[int]
    dated: dt.date | None
    visibility: Visibility


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document with its matching passages as (passage id, score), in no order."""

    facts: DocumentFacts
    passages: Sequence[tuple[int, float]]


def lets_through(filters: Filters, facts: DocumentFacts) -> bool:
    """Tells whether a document passes all of `filters`."""
    return (
        filters.bodies <= facts.bodies
        and filters.topics <= facts.topics
        and (not filters.kinds or facts.kind in filters.kinds)
        and (not filters.visibilities or facts.visibility in filters.visibilities)
        and (not filters.documents or facts.id in filters.documents)
        and (filters.years is None or _within(filters.years, facts.dated.year if facts.dated else None))
        and (filters.dates is None or _within(filters.dates, facts.dated))
    )


def is_open(reader: Reader, facts: DocumentFacts) -> bool:
    """Tells whether the reader may know of a document at all."""
    return reader.may_see(facts.visibility, facts.bodies)


def answering(passages: Iterable[tuple[int, float, bool]]) -> list[tuple[int, float]]:
    """Gives those of a document's matching passages that answer, from (id, score, holds a word itself).

    Where only the document's title holds what was asked for, every passage of it matches; its first one stands for it.
    """
    matching = sorted(passages)
    own = [(id_, score) for id_, score, holds in matching if holds]
    return own or [(id_, score) for id_, score, _ in matching[:1]]


def page_of(found: Iterable[FoundDocument], plan: Plan) -> Ranked:
    """Gives the page that `plan` asks for, with the totals and facets of all that was found."""
    documents = list(found)
    scored = [(max(score for _, score in document.passages), document) for document in documents]
    scored.sort(key=lambda pair: _place(pair[0], pair[1].facts, plan))
    first = max(plan.offset, 0)
    groups = tuple(_group(score, document, plan) for score, document in scored[first : first + max(plan.limit, 0)])
    passages = sum(len(document.passages) for document in documents)
    return Ranked(groups, len(documents), passages, _facets([document.facts for document in documents]))


def _within(ends: tuple[T | None, T | None], value: T | None) -> bool:
    first, last = ends
    return value is not None and (first is None or first <= value) and (last is None or value <= last)


def _place(score: float, facts: DocumentFacts, plan: Plan) -> tuple[float, ...]:
    return document_key(plan.sort, score=score, dated=facts.dated, id_=facts.id)


def _group(score: float, document: FoundDocument, plan: Plan) -> Group:
    best = sorted(document.passages, key=passage_key)[: plan.passages_per_document]
    return Group(document.facts.id, score, tuple(best), len(document.passages))


def _facets(found: Sequence[DocumentFacts]) -> Facets:
    return Facets(
        bodies=Counter(body for facts in found for body in facts.bodies),
        topics=Counter(topic for facts in found for topic in facts.topics),
        kinds=Counter(facts.kind for facts in found if facts.kind is not None),
        years=Counter(facts.dated.year for facts in found if facts.dated),
    )
