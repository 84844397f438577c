"""A question as a tree of frozen nodes, and the filters that narrow it.

`query.parse` gives Word, Phrase, Near, Field, And, Or, Not and Everything; `plan.make_plan` turns each Field into
Narrow nodes or words, so that engines meet no Field.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from kb.model import Visibility


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the results; ids of bodies, topics, kinds and documents.

    A document has many bodies and topics: all those named must be among them. It has one kind, one visibility
    and one id: each must be among those named. Years and dates are inclusive, None is an open end; a document without
    a date fails every filter on years or dates. An empty filter holds for every document.
    """

    bodies: frozenset[int] = frozenset()
    topics: frozenset[int] = frozenset()
    kinds: frozenset[int] = frozenset()
    years: tuple[int | None, int | None] | None = None
    visibilities: frozenset[Visibility] = frozenset()
    documents: frozenset[int] = frozenset()
    dates: tuple[dt.date | None, dt.date | None] | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed, without the punctuation around it; «139/06» and «12. člen» are words too.

    With `prefix` it asks for every word that begins so: of the forms in the index at most `most_forms`, where that is 0
    as many as kb.search.patterns looks for.
    """

    text: str
    prefix: bool = False
    most_forms: int = field(default=0, repr=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side, as typed between quotes, in any of their forms; with `exact` in just these."""

    words: tuple[str, ...]
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """All of the parts (two or more) in one field, in any order, with at most `within` other words among them.

    A part stands at each position at which one of its patterns begins. The question is met at each position of a
    part from which the `width` next ones hold every part, each at a position of its own: a word said twice is needed
    twice. `kb.search.nearness.windows` works this out; the positions met are what is counted for the score.
    """

    parts: tuple[Word | Phrase, ...]
    within: int

    @property
    def width(self) -> int:
        """Gives how many positions the last part may begin after the first."""
        return self.within + sum(len(part.words) if isinstance(part, Phrase) else 1 for part in self.parts) - 1


@dataclass(frozen=True, slots=True)
class Field:
    """A known field with its value as typed: name is the canonical one, of `query.FIELDS`."""

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
class Most:
    """Some of the parts, one or more: what a question for all words is relaxed to.

    Those that a passage has must carry at least `share` of the rarity of all parts, so that «kaj mora» does not count
    for «obdolžilni»; parts that no passage has carry none. `plan.relaxed` and `plan.mostly` make it; nobody types it.
    Its score is `ranking.most_score`; words related to those asked for count too (see kb.search.clues).
    """

    parts: tuple[Node, ...]
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Not:
    """Without the part."""

    part: Node


@dataclass(frozen=True, slots=True)
class Alike:
    """What was asked for, or any of `others`, which stand for it: an act's title and number for its acronym.

    `kb.search.expansion.expand` makes it; nobody types it. Its score is `ranking.alike_score`: the others count
    `weight` of what they would count alone, so that what was typed goes first.
    """

    asked: Node
    others: tuple[Node, ...]
    weight: float = 0.5


@dataclass(frozen=True, slots=True)
class Everything:
    """Every passage: the question is empty, and the filters decide."""


Asked = Word | Phrase | Near
"""What a question looks for in the text of passages."""

Node = Asked | Field | Narrow | And | Or | Most | Not | Alike | Everything


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


def asked_for(node: Node) -> Iterator[Asked]:
    """Gives the words, phrases and nearnesses that `node` looks for; what it excludes is not among them."""
    match node:
        case Word() | Phrase() | Near():
            yield node
        case And(parts) | Or(parts) | Most(parts):
            for part in parts:
                yield from asked_for(part)
        case Alike(asked, others):
            for part in (asked, *others):
                yield from asked_for(part)
