"""From a question to a page of hits: parse → plan → search, then titles, placements and snippets from the store."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from kb.library.folding import FOLDED_AMONG, Shown, folded
from kb.library.intent import card_of, priors_said
from kb.library.relaxing import Answered, answered
from kb.library.seeing import may_see, passage_path
from kb.library.values import ActCard, FacetList, FacetValue, Found, Hit, Question, Results, Twin
from kb.library.widening import Widening
from kb.model import Body, Document, Named, Reader, StoredPassage, Visibility
from kb.search.index import Index, Ranked
from kb.search.marking import matches
from kb.search.names import Names, years_named
from kb.search.plan import Plan, Sort, make_plan
from kb.search.query import Remark, parse
from kb.search.ranking import prior_of_kinds
from kb.search.snippets import mark, snippet
from kb.search.synonyms import widened_by
from kb.search.tree import Filters, Node, asked_for
from kb.store import Store

SNIPPET_LENGTH = 240


@dataclass(frozen=True, slots=True)
class Registers:
    """The bodies, topics and kinds as they are now, to name ids with and find ids by."""

    names: Names
    by_slug: Mapping[tuple[str, str], Named]
    by_id: Mapping[tuple[str, int], Named]

    @classmethod
    def of(cls, store: Store, reader: Reader) -> Registers:
        """Gives the registers of `store` as `reader` may know them: of the municipalities only their own, or all."""
        bodies = store.registers.all_bodies()
        rows: dict[str, tuple[Named, ...]] = {
            "body": tuple(each for each in bodies if not each.is_municipality or _may_know(reader, each)),
            "topic": store.registers.topics(),
            "kind": store.registers.kinds(),
        }
        return cls(
            Names(bodies=rows["body"], topics=rows["topic"], kinds=rows["kind"]),
            {(name, row.slug): row for name, each in rows.items() for row in each},
            {(name, row.id): row for name, each in rows.items() for row in each},
        )


def _may_know(reader: Reader, municipality: Body) -> bool:
    return reader.may_see(Visibility.BODY, frozenset({municipality.id}))


def find(store: Store, index: Index, question: Question, *, reader: Reader, widening: Widening) -> Results:
    """Gives the answer to `question` as `reader` may see it. Raises QueryError, IndexDamaged, StoreError."""
    with store.database.one_state():
        return _answer(store, index, question, reader=reader, widening=widening)


def _answer(store: Store, index: Index, question: Question, *, reader: Reader, widening: Widening) -> Results:
    started = time.perf_counter()
    registers = Registers.of(store, reader)
    plan = plan_of(question, registers, reader)
    in_other_words = cache(widening.widened)
    widened = in_other_words(plan.query)
    wider = (lambda node: node) if question.exactly else in_other_words
    given = answered(index, _from_the_first(plan), widened=wider, strictly=question.exactly)
    ranked = given.ranked
    page, folded_away, stored = _page(store, index, given, plan)
    return Results(
        question=question,
        groups=_found(store, page, given.plan, stored),
        documents=ranked.documents,
        passages=ranked.passages,
        query=given.plan.query,
        folded=folded_away,
        facets=_facets(ranked, question, registers),
        breadth=given.breadth,
        with_all=given.with_all,
        remarks=plan.remarks + _remarks(ranked),
        widened=widened_by(widened),
        card=_card(store, index, plan, widening),
        seconds=time.perf_counter() - started,
    )


def _remarks(ranked: Ranked) -> tuple[Remark, ...]:
    renewed = () if ranked.whole else (Remark("index-renewed", ""),)
    return (*renewed, *(Remark("forms-left-out", beginning) for beginning in ranked.cut))


def _from_the_first(plan: Plan) -> Plan:
    """Gives the plan for the documents among which near-identical passages are folded, where any are."""
    return replace(plan, offset=0, limit=FOLDED_AMONG) if _is_folded(plan) else plan


def _is_folded(plan: Plan) -> bool:
    return plan.sort is Sort.RELEVANCE and plan.limit > 0 and any(True for _ in asked_for(plan.query))


def _page(
    store: Store, index: Index, given: Answered, plan: Plan
) -> tuple[tuple[Shown, ...], int, Mapping[int, StoredPassage]]:
    """Gives the documents of the page that `plan` is for, how many are folded away on all pages, and what was read."""
    if not _is_folded(plan):
        return tuple(map(Shown, given.ranked.groups)), 0, {}
    groups = given.ranked.groups
    stored = store.passages.by_id([id_ for group in groups for id_, _ in group.passages])
    texts = {id_: each.passage.text for id_, each in stored.items()}
    first = folded(groups, texts, speaks=lambda id_: bool(matches(texts[id_], given.plan.query)))
    begin, end = plan.offset, plan.offset + plan.limit
    page = first[begin:end]
    rest = min(end - len(first), plan.limit)
    if rest > 0 and given.ranked.documents > len(groups):
        after = replace(given.plan, offset=len(groups) + max(begin - len(first), 0), limit=rest)
        page += tuple(map(Shown, index.search(after).groups))
    return page, len(groups) - len(first), stored


def _card(store: Store, index: Index, plan: Plan, widening: Widening) -> ActCard | None:
    """Gives the card of the act that a question names; only the first page shows it."""
    if plan.offset:
        return None
    return card_of(store, index, widening.act_names(), node=plan.query, reader=plan.reader)


def plan_of(question: Question, registers: Registers, reader: Reader) -> Plan:
    """Gives what the index is asked for a question, before it is widened. Raises QueryError."""
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
    kinds = {row.slug: row.id for row in registers.names.kinds}
    priors = {**prior_of_kinds(kinds), **priors_said(plan.query, kinds)}
    return replace(plan, remarks=plan.remarks + unknown, kind_priors=tuple(priors.items()))


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


def _found(
    store: Store, page: tuple[Shown, ...], asked: Plan, stored: Mapping[int, StoredPassage]
) -> tuple[Found, ...]:
    twins = [twin for each in page for likes in each.alike.values() for twin in likes]
    ids = [each.group.document_id for each in page] + [document_id for document_id, _ in twins]
    many = store.documents.many(list(dict.fromkeys(ids)))
    # What left the store, or the reader's sight, after the index was last written is not shown.
    documents = {id_: document for id_, document in many.items() if may_see(asked.reader, document)}
    shown = [id_ for each in page for id_, _ in each.group.passages]
    wanted = [id_ for id_ in (*shown, *(passage_id for _, passage_id in twins)) if id_ not in stored]
    passages = {**stored, **store.passages.by_id(wanted)}
    return tuple(
        _one_found(each, documents, passages, asked.query) for each in page if each.group.document_id in documents
    )


def _one_found(
    shown: Shown, documents: Mapping[int, Document], passages: Mapping[int, StoredPassage], query: Node
) -> Found:
    group, document = shown.group, documents[shown.group.document_id]
    hits = tuple(
        Hit(
            passage=passages[id_],
            score=score,
            snippet=snippet(passages[id_].passage.text, query, length=SNIPPET_LENGTH),
            path=passage_path(document.id, passages[id_].passage.locator.anchor),
            alike=tuple(
                _twin(documents[document_id], passages[passage_id])
                for document_id, passage_id in shown.alike.get(id_, ())
                if document_id in documents and passage_id in passages
            ),
        )
        for id_, score in group.passages
        if id_ in passages
    )
    return Found(document, mark(document.title, query), hits, max(group.matching - len(hits), 0))


def _twin(document: Document, stored: StoredPassage) -> Twin:
    return Twin(document, stored, passage_path(document.id, stored.passage.locator.anchor))


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
    rows = {
        id_: (row, count) for id_, count in counted.items() if (row := registers.by_id.get((name, id_))) is not None
    }
    for slug in chosen:
        if (row := registers.by_slug.get((name, slug))) is not None:
            rows.setdefault(row.id, (row, 0))
    ordered = sorted(rows.values(), key=lambda pair: (-pair[1], pair[0].slug))
    return tuple(FacetValue(row.slug, row, count, row.slug in chosen) for row, count in ordered)  # type: ignore[arg-type]
