"""A question as a tree of frozen nodes, and the filters that narrow it.

`query.parse` gives Word, Phrase, Field, And, Or, Not and Everything; `plan.make_plan` turns each Field into
Narrow nodes or words, so that engines meet no Field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.model import Visibility


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the results; ids of bodies, topics, kinds and documents.

    A document has many bodies and topics: all those named must be among them. It has one kind, one visibility
    and one id: each must be among those named. Years are inclusive, None is an open end; a document without a
    date fails every filter on years. An empty filter holds for every document.
    """

    bodies: frozenset[int] = frozenset()
    topics: frozenset[int] = frozenset()
    kinds: frozenset[int] = frozenset()
    years: tuple[int | None, int | None] | None = None
    visibilities: frozenset[Visibility] = frozenset()
    documents: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed, without the punctuation around it; «139/06» and «12. člen» are words too.

    With `prefix` it asks for every word that begins so.
    """

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side, as typed between quotes, in any of their forms; with `exact` in just these."""

    words: tuple[str, ...]
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A known field with its value as typed: name is the canonical one (body, topic, kind, year, visibility)."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Narrow:
    """Every passage of the documents that `filters` let through."""

    filters: Filters


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Without the part."""

    part: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """Every passage: the question is empty, and the filters decide."""


Node = Word | Phrase | Field | Narrow | And | Or | Not | Everything


def all_of(parts: tuple[Node, ...]) -> Node:
    """Gives the node that asks for all `parts`, those of an And taken singly: Everything for none, itself for one."""
    single = tuple(inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,)))
    asking = tuple(part for part in single if not isinstance(part, Everything))
    if len(asking) > 1:
        return And(asking)
    return asking[0] if asking else Everything()


def any_of(parts: tuple[Node, ...]) -> Node:
    """Gives the node that asks for any of `parts` (one or more): the part itself for one."""
    return Or(parts) if len(parts) > 1 else parts[0]


def asked_for(node: Node) -> Iterator[Word | Phrase]:
    """Gives the words and phrases that `node` looks for; what it excludes is not among them."""
    match node:
        case Word() | Phrase():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from asked_for(part)
