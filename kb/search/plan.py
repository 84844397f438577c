"""A plan: what an index is asked, with names resolved to ids and the reader's access inside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from kb.model import VISITOR, Reader
from kb.search.lexing import words_in
from kb.search.names import Names, dates_named, visibility_named, years_named
from kb.search.query import Parsed, Remark
from kb.search.tree import (
    And,
    Everything,
    Field,
    Filters,
    Most,
    Narrow,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Word,
    all_of,
    any_of,
    asked_for,
)

__all__ = ["Filters", "Plan", "Remark", "Sort", "make_plan", "mostly", "relaxed", "words_of"]


NO_FILTERS = Filters()
MANY_BEGINNINGS, MANY_FORMS = 8, 3_200
"""Of more beginnings of words than these so many forms are looked for together; of fewer, 400 each."""
MOST = 0.4
"""At 0.4 the judged questions of corpus/ have their answer first 79 times of 90; 77 at 0.3, 76 at 0.5."""


class Sort(StrEnum):
    """The order of the found documents."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Plan:
    """One question to an index: no Field in `query`; `filters` are those chosen beside the question.

    `remarks` are for the page and mean nothing to an engine. `kind_priors` are what documents of a kind (by id) gain in
    advance, as `ranking.prior` says.
    """

    query: Node = field(default_factory=Everything)
    filters: Filters = NO_FILTERS
    reader: Reader = VISITOR
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 10
    passages_per_document: int = 3
    remarks: tuple[Remark, ...] = ()
    kind_priors: tuple[tuple[int, float], ...] = ()


def make_plan(
    parsed: Parsed,
    *,
    names: Names,
    filters: Filters = NO_FILTERS,
    reader: Reader = VISITOR,
    sort: Sort = Sort.RELEVANCE,
    offset: int = 0,
    limit: int = 10,
    passages_per_document: int = 3,
) -> Plan:
    """Gives the plan of a parsed question: each known field becomes a filter in the tree, any of several matches.

    A value that names nothing is searched as words, with a remark «unknown-…».
    """
    query, remarks = _resolved(parsed.node, names)
    return Plan(
        with_fewer_forms(query), filters, reader, sort, offset, limit, passages_per_document, parsed.remarks + remarks
    )


def with_fewer_forms(query: Node) -> Node:
    """Gives a question with many beginnings of words so that fewer forms are looked for each; else the question."""
    asked = (part for each in asked_for(query) for part in (each.parts if isinstance(each, Near) else (each,)))
    beginnings = sum(isinstance(part, Word) and part.prefix for part in asked)
    # A power of two, so that what is kept of a beginning serves questions with somewhat more or fewer of them.
    most = 1 << max(MANY_FORMS // max(beginnings, 1), 1).bit_length() - 1
    return _bounded(query, most) if beginnings > MANY_BEGINNINGS else query


def _bounded(node: Node, most: int) -> Node:
    match node:
        case Word(prefix=True):
            return replace(node, most_forms=most)
        case Near(parts):
            bounded = [
                replace(part, most_forms=most) if isinstance(part, Word) and part.prefix else part for part in parts
            ]
            return replace(node, parts=tuple(bounded))
        case And(parts) | Or(parts):
            return replace(node, parts=tuple(_bounded(part, most) for part in parts))
        case Not(part):
            return Not(_bounded(part, most))
    return node


def relaxed(plan: Plan) -> Plan | None:
    """Gives the plan that is met by any of the words where `plan` asks for all; None with fewer than two.

    Exclusions and filters stay. Ranking puts passages with more of the words first.
    """
    return _some(plan, 0.0)


def mostly(plan: Plan) -> Plan | None:
    """Gives the plan met by most of the words where `plan` asks for all; None with fewer than three.

    Most are those that carry MOST of the rarity of all.
    """
    return _some(plan, MOST) if len(words_of(plan.query)) > 2 else None


def words_of(query: Node) -> tuple[Node, ...]:
    """Gives the parts of a question that ask for words, all of which have to be met; alternatives are one part."""
    parts = query.parts if isinstance(query, And) else (query,)
    return tuple(part for part in parts if _is_text(part))


def _some(plan: Plan, share: float) -> Plan | None:
    wanted = words_of(plan.query)
    if not isinstance(plan.query, And) or len(wanted) < 2:
        return None
    kept = tuple(part for part in plan.query.parts if not _is_text(part))
    return replace(plan, query=all_of((Most(wanted, share), *kept)))


def _is_text(node: Node) -> bool:
    """Tells whether a part of a question asks for words, and for nothing else."""
    if isinstance(node, Or):
        return all(_is_text(part) for part in node.parts)
    return isinstance(node, Word | Phrase | Near)


def _resolved(node: Node, names: Names) -> tuple[Node, tuple[Remark, ...]]:
    match node:
        case Field():
            return _narrowed(node, names)
        case Not(part):
            inner, remarks = _resolved(part, names)
            return (inner if isinstance(inner, Everything) else Not(inner)), remarks
        case And(parts):
            return _each(parts, names, all_of)
        case Or(parts):
            return _each(parts, names, _any_asked)
    return node, ()


def _each(
    parts: tuple[Node, ...], names: Names, joined: Callable[[tuple[Node, ...]], Node]
) -> tuple[Node, tuple[Remark, ...]]:
    found = [_resolved(part, names) for part in parts]
    return joined(tuple(node for node, _ in found)), tuple(remark for _, remarks in found for remark in remarks)


def _any_asked(parts: tuple[Node, ...]) -> Node:
    """Gives the node that asks for any of `parts`, but for those that ask nothing: «redar ALI leto:..»."""
    asking = tuple(part for part in parts if not isinstance(part, Everything))
    return any_of(asking) if asking else Everything()


def _narrowed(asked: Field, names: Names) -> tuple[Node, tuple[Remark, ...]]:
    choices = _choices(asked, names)
    if choices:
        return any_of(tuple(Narrow(filters) for filters in choices)), ()
    words = tuple(Word(word) for word in words_in(asked.value))
    name = "date" if asked.name in ("from", "until") else asked.name
    return all_of(words), (Remark(f"unknown-{name}", asked.value),)


def _choices(asked: Field, names: Names) -> list[Filters]:
    """Gives the filters any of which a field asks for; none where its value is unknown."""
    match asked.name:
        case "body":
            return [Filters(bodies=frozenset({found})) for found in names.find("body", asked.value)]
        case "topic":
            return [Filters(topics=frozenset({found})) for found in names.find("topic", asked.value)]
        case "kind":
            return [Filters(kinds=frozenset({found})) for found in names.find("kind", asked.value)]
        case "year":
            years = years_named(asked.value)
            return [Filters(years=years)] if years else []
        case "date" | "from" | "until":
            return _dated(asked)
    visibility = visibility_named(asked.value)
    return [Filters(visibilities=frozenset({visibility}))] if visibility else []


def _dated(asked: Field) -> list[Filters]:
    """Gives the filter for «datum:maj 2024», «od:2024» (from its first day), «do:maj 2024» (until its last)."""
    days = dates_named(asked.value)
    if days is None:
        return []
    first, last = days
    if asked.name == "from":
        return [Filters(dates=(first, None))] if first else []
    if asked.name == "until":
        return [Filters(dates=(None, last))] if last else []
    return [Filters(dates=days)]
