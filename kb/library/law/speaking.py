"""The documents that speak of an act: counted by body, topic and kind as a search for it would narrow them.

Positions on it are those that cite it, whatever they call it, and those that a search finds: one that names the act in
its title alone cites nothing, and one that has just come is in the index before its citations are known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from kb.legislation.register import Act
from kb.library.affairs.positions import acts_of
from kb.library.citing.citedby import wanted_of
from kb.library.finding import Registers, plan_of
from kb.library.law.values import Spoken
from kb.library.seeing import may_see
from kb.library.values import Counted, Question
from kb.library.widening import Widening
from kb.model import Body, Document, Kind, Named, Reader, RecordSort, Topic
from kb.search.index import Index
from kb.search.plan import Plan, Sort
from kb.search.tree import Filters
from kb.slovene.order import sort_key
from kb.store import Store
from kb.store.affairs.positions import Sought

POSITION_KINDS = ("stalisce",)
MOST_POSITIONS = 20
MOST_LOOKED_AT = 500

T = TypeVar("T", Body, Topic, Kind)


def spoken_of(store: Store, index: Index, widening: Widening, act: Act, *, reader: Reader) -> Spoken:
    """Gives the documents that speak of an act, its newest positions. Raises IndexDamaged, StoreError."""
    registers = Registers.of(store, reader)
    asked = plan_of(Question(act.acronym), registers, reader)
    plan = replace(asked, query=widening.widened(asked.query), sort=Sort.NEWEST, limit=0, passages_per_document=0)
    ranked = index.search(plan)
    positions = [row for row in registers.names.kinds if row.slug in POSITION_KINDS]
    own = _own(store, act, reader)
    documents = _positions(store, index, plan, act, frozenset(kind.id for kind in positions), but=own)
    return Spoken(
        documents=ranked.documents,
        bodies=_counted(Body, registers.names.bodies, ranked.facets.bodies),
        topics=_counted(Topic, registers.names.topics, ranked.facets.topics),
        kinds=_counted(Kind, registers.names.kinds, ranked.facets.kinds),
        positions=documents[:MOST_POSITIONS],
        all_positions=len(documents),
        position_kind=positions[0].slug if positions else "",
        own_positions=len(own),
    )


def _own(store: Store, act: Act, reader: Reader) -> frozenset[int]:
    """Gives the documents of the adopted positions on an act, which its page has by what came of them."""
    found = store.affairs.positions.all(Sought(acts=acts_of(store, act.acronym), is_adopted=True), reader=reader)
    return frozenset(store.records.documents(RecordSort.POSITION, [each.id for each in found]).values())


def _positions(
    store: Store, index: Index, plan: Plan, act: Act, kinds: frozenset[int], *, but: frozenset[int]
) -> tuple[Document, ...]:
    """Gives the documents of kinds that cite an act or that a plan finds, the newest first, the undated last."""
    if not kinds:
        return ()
    wanted = wanted_of(act, "", store.versions.all())
    citing = store.citations.citing(wanted, reader=plan.reader)
    ranked = index.search(replace(plan, filters=Filters(kinds=kinds), limit=MOST_LOOKED_AT))
    ids = {each.document_id for each in citing if each.kind_id in kinds}
    ids |= {group.document_id for group in ranked.groups}
    found = [each for each in store.documents.many(ids - but).values() if may_see(plan.reader, each)]
    return tuple(sorted(found, key=lambda each: (each.dated or dt.date.min, each.id), reverse=True))


def _counted(sort: type[T], rows: Iterable[Named], counts: Mapping[int, int]) -> tuple[Counted[T], ...]:
    """Gives the rows that have a count, the most frequent first, of as many by name."""
    found = [Counted(row, counts[row.id]) for row in rows if isinstance(row, sort) and counts.get(row.id)]
    return tuple(sorted(found, key=lambda each: (-each.documents, sort_key(each.value.name_sl))))
