"""How a question is relaxed: all of the words, then most of them, then any, and never without saying so.

Nothing is left out of a question of one to SHORT words that finds anything, nor of one with phrases, beginnings or
alternatives, nor where the newest are wanted first. A longer one that finds fewer than ENOUGH passages («Kdaj sme redar
uporabiti silo?») is asked for most of its words too; those with all of them stay among the hits, mostly in front.
On 700 questions of each judged set, what a page of hits holds has an nDCG@10 of .589 and .658 so, and of .544 and .580
if all words were kept wherever one passage has them (headings, headings with an act's acronym).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from kb.search.index import Index, Ranked
from kb.search.plan import Plan, Sort, mostly, relaxed, words_of
from kb.search.tree import Node, Word

ENOUGH = 10
SHORT = 3
LITTLE_WORD = 2
"""Words of so many letters («v», «za», «je») do not make a question long."""


class Breadth(StrEnum):
    """How many of the words the passages found have at least."""

    ALL = "all"
    MOST = "most"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Answered:
    """What the index was asked in the end, its answer, and how many documents have all of the words."""

    plan: Plan
    ranked: Ranked
    breadth: Breadth
    with_all: int


def answered(index: Index, plan: Plan, *, widened: Callable[[Node], Node], strictly: bool = False) -> Answered:
    """Gives the answer to `plan`, relaxed where it has to be; with `strictly` only where nothing has all of the words.

    `widened` puts what stands for words beside them. Raises IndexDamaged.
    """
    asked = _widened(plan, widened)
    may_relax = _may_relax(plan) and not strictly
    # Of what is probably relaxed only the counts are asked for: to order a page that is not shown costs as much again.
    told = index.search(replace(asked, limit=0) if may_relax else asked)
    if not told.documents or (may_relax and told.passages < ENOUGH):
        for breadth, wider in _wider(plan, most_only=told.documents > 0):
            asked_wider = _widened(wider, widened)
            found = index.search(asked_wider)
            if found.passages > told.passages:
                return Answered(asked_wider, found, breadth, told.documents)
    ranked = index.search(asked) if may_relax and told.documents else told
    return Answered(asked, ranked, Breadth.ALL, told.documents)


def _widened(plan: Plan, widened: Callable[[Node], Node]) -> Plan:
    return replace(plan, query=widened(plan.query))


def _may_relax(plan: Plan) -> bool:
    """Tells whether a question that finds little is asked for most of its words too."""
    words = words_of(plan.query)
    is_plain = all(isinstance(word, Word) and not word.prefix for word in words)
    telling = sum(isinstance(word, Word) and len(word.text) > LITTLE_WORD for word in words)
    return telling > SHORT and is_plain and plan.sort is Sort.RELEVANCE


def _wider(plan: Plan, *, most_only: bool) -> Iterator[tuple[Breadth, Plan]]:
    if (most := mostly(plan)) is not None:
        yield Breadth.MOST, most
    if not most_only and (any_ := relaxed(plan)) is not None:
        yield Breadth.ANY, any_
