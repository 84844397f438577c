"""From a question to a page of hits: parse → plan → search, then titles, placements and snippets from the store."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kb.library.values import FacetList, FacetValue, Found, Hit, Question, Results
from kb.model import Document, Named, Reader, StoredPassage
from kb.search.index import Group, Index, Ranked
from kb.search.names import Names, years_named
from kb.search.plan import Plan, make_plan, relaxed
from kb.search.query import Remark, parse
from kb.search.snippets import mark, snippet
from kb.search.tree import Filters, Node
from kb.store import Store

SNIPPET_LENGTH = 240


def passage_path(document_id: int, anchor: str) -> str:
    """Gives the address of a passage: «/gradivo/12/clen-14»."""
    return f"/gradivo/{document_id}/{anchor}"


@dataclass(frozen=True, slots=True)
class Registers:
    """The bodies, topics and kinds as they are now, to name ids with and find ids by."""

    names: Names
    by_slug: Mapping[tuple[str, str], Named]
    by_id: Mapping[tuple[str, int], Named]

    @classmethod
    def of(cls, store: Store) -> Registers:
        """Gives the registers of `store`."""
        rows: dict[str, tuple[Named, ...]] = {
            "body": store.registers.bodies(),
            "topic": store.registers.topics(),
            "kind": store.registers.kinds(),
        }
        return cls(
            Names(bodies=rows["body"], topics=rows["topic"], kinds=rows["kind"]),
            {(name, row.slug): row for name, each in rows.items() for row in each},
            {(name, row.id): row for name, each in rows.items() for row in each},
        )


def find(store: Store, index: Index, question: Question, *, reader: Reader) -> Results:
    """Gives the answer to `question` as `reader` may see it. Raises QueryError, IndexDamaged, StoreError."""
    started = time.perf_counter()
    registers = Registers.of(store)
    plan = _plan(question, registers, reader)
    ranked, wider = index.search(plan), None
    if not ranked.documents and (wider := relaxed(plan)) is not None:
        ranked = index.search(wider)
    asked = wider if wider is not None else plan
    return Results(
        question=question,
        groups=_found(store, ranked.groups, asked),
        documents=ranked.documents,
        passages=ranked.passages,
        facets=_facets(ranked, question, registers),
        relaxed=wider is not None and ranked.documents > 0,
        remarks=plan.remarks,
        seconds=time.perf_counter() - started,
    )


def _plan(question: Question, registers: Registers, reader: Reader) -> Plan:
    chosen, unknown = _filters(question, registers)
    plan = make_plan(
        parse(question.text),
        names=registers.names,
        filters=chosen,
        reader=reader,
        sort=question.sort,
        offset=(question.page - 1) * question.per_page,
        limit=question.per_page,
    )
    return replace(plan, remarks=plan.remarks + unknown)


def _filters(question: Question, registers: Registers) -> tuple[Filters, tuple[Remark, ...]]:
    """Gives the filters chosen beside the question; a slug that names nothing filters nothing and is remarked."""
    ids: dict[str, set[int]] = {"body": set(), "topic": set(), "kind": set()}
    unknown: list[Remark] = []
    asked = (("body", question.bodies), ("topic", question.topics), ("kind", question.kinds))
    for name, slug in ((name, slug) for name, slugs in asked for slug in slugs):
        row = registers.by_slug.get((name, slug))
        if row is None:
            unknown.append(Remark(f"unknown-{name}", slug))
        else:
            ids[name].add(row.id)
    years = years_named(question.years)
    if question.years and years is None:
        unknown.append(Remark("unknown-year", question.years))
    chosen = (frozenset(ids[name]) for name in ("body", "topic", "kind"))
    bodies, topics, kinds = chosen
    return Filters(bodies=bodies, topics=topics, kinds=kinds, years=years), tuple(unknown)


def _found(store: Store, groups: tuple[Group, ...], asked: Plan) -> tuple[Found, ...]:
    documents = store.documents.many([group.document_id for group in groups])
    passages = store.passages.by_id([id_ for group in groups for id_, _ in group.passages])
    # What left the store, or the reader's sight, after the index was last written is not shown.
    return tuple(
        _one_found(document, group, passages, asked.query)
        for group in groups
        if (document := documents.get(group.document_id)) is not None and may_see(asked.reader, document)
    )


def may_see(reader: Reader, document: Document) -> bool:
    """Tells whether `document` is open to `reader`."""
    return reader.may_see(document.visibility, frozenset(body.id for body in document.bodies))


def _one_found(document: Document, group: Group, passages: Mapping[int, StoredPassage], query: Node) -> Found:
    hits = tuple(
        Hit(
            passage=passages[id_],
            score=score,
            snippet=snippet(passages[id_].passage.text, query, length=SNIPPET_LENGTH),
            path=passage_path(document.id, passages[id_].passage.locator.anchor),
        )
        for id_, score in group.passages
        if id_ in passages
    )
    return Found(document, mark(document.title, query), hits, max(group.matching - len(hits), 0))


def _facets(ranked: Ranked, question: Question, registers: Registers) -> tuple[FacetList, ...]:
    counts = (
        ("body", ranked.facets.bodies, question.bodies),
        ("topic", ranked.facets.topics, question.topics),
        ("kind", ranked.facets.kinds, question.kinds),
    )
    named = [FacetList(name, _values(name, counted, chosen, registers)) for name, counted, chosen in counts]
    years = sorted(ranked.facets.years.items(), reverse=True)
    return (
        *named,
        FacetList(
            "year",
            tuple(FacetValue(str(year), str(year), count, question.years == str(year)) for year, count in years),
        ),
    )


def _values(
    name: str, counted: Mapping[int, int], chosen: tuple[str, ...], registers: Registers
) -> tuple[FacetValue, ...]:
    rows = {registers.by_id[name, id_]: count for id_, count in counted.items() if (name, id_) in registers.by_id}
    for slug in chosen:
        if (row := registers.by_slug.get((name, slug))) is not None:
            rows.setdefault(row, 0)
    ordered = sorted(rows.items(), key=lambda pair: (-pair[1], pair[0].slug))
    return tuple(FacetValue(row.slug, row, count, row.slug in chosen) for row, count in ordered)  # type: ignore[arg-type]
