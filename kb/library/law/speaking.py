"""The documents that speak of an act: counted by body, topic and kind as a search for it would narrow them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from kb.legislation.register import Act
from kb.library.finding import Registers, plan_of
from kb.library.law.values import Spoken
from kb.library.seeing import may_see
from kb.library.values import Counted, Question
from kb.library.widening import Widening
from kb.model import Body, Document, Kind, Named, Reader, Topic
from kb.search.index import Index
from kb.search.plan import Plan, Sort
from kb.search.tree import Filters
from kb.store import Store

POSITION_KINDS = ("stalisce",)
MOST_POSITIONS = 20

T = TypeVar("T", Body, Topic, Kind)


def spoken_of(store: Store, index: Index, widening: Widening, act: Act, *, reader: Reader) -> Spoken:
    """Gives the documents that a search for the acronym of an act finds. Raises IndexDamaged, StoreError."""
    registers = Registers.of(store)
    asked = plan_of(Question(act.acronym), registers, reader)
    plan = replace(asked, query=widening.widened(asked.query), sort=Sort.NEWEST, limit=0, passages_per_document=0)
    ranked = index.search(plan)
    positions = [row for row in registers.names.kinds if row.slug in POSITION_KINDS]
    documents, count = _newest(store, index, plan, positions)
    return Spoken(
        documents=ranked.documents,
        bodies=_counted(Body, registers.names.bodies, ranked.facets.bodies),
        topics=_counted(Topic, registers.names.topics, ranked.facets.topics),
        kinds=_counted(Kind, registers.names.kinds, ranked.facets.kinds),
        positions=documents,
        all_positions=count,
        position_kind=positions[0].slug if positions else "",
    )


def _newest(store: Store, index: Index, plan: Plan, kinds: Iterable[Named]) -> tuple[tuple[Document, ...], int]:
    """Gives the newest documents of kinds that a plan finds, and how many there are."""
    ids = frozenset(kind.id for kind in kinds)
    if not ids:
        return (), 0
    ranked = index.search(replace(plan, filters=Filters(kinds=ids), limit=MOST_POSITIONS))
    found = store.documents.many([group.document_id for group in ranked.groups])
    order = [found[group.document_id] for group in ranked.groups if group.document_id in found]
    return tuple(each for each in order if may_see(plan.reader, each)), ranked.documents


def _counted(sort: type[T], rows: Iterable[Named], counts: Mapping[int, int]) -> tuple[Counted[T], ...]:
    """Gives the rows that have a count, the most frequent first."""
    found = [Counted(row, counts[row.id]) for row in rows if isinstance(row, sort) and counts.get(row.id)]
    return tuple(sorted(found, key=lambda each: -each.documents))
