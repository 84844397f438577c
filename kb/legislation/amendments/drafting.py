"""The automatic consolidated draft: amending acts applied to a base text, one after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.legislation.amendments.applying import apply
from kb.legislation.amendments.reading import named_act, orders_of
from kb.legislation.amendments.telling import phrase
from kb.legislation.amendments.units import Done, Refusal
from kb.legislation.amendments.values import Change, Draft, Operation, Problem, Unread, Why
from kb.legislation.amendments.working import Working, WorkingArticle, working_copy
from kb.legislation.lawtext import LawArticle, LawText
from kb.slovene.fold import fold

_CHANGES = re.compile(
    r".{0,60}?\bo (?:spremem\w{1,4}(?: in dopolnit\w{1,4})?|dopolnit\w{1,4}(?: in spremem\w{1,4})?)\s"
    r"(?:zakona|odloka|statuta|pravilnika|poslovnika|sklepa|uredbe|navodila)?\s{0,2}(?P<name>.{3,300})"
)
_WORDS = re.compile(r"[^\W\d_]{4,}")
_STEM = 5
_SAME = 0.75


@dataclass(slots=True)
class _Made:
    """What has come of the orders so far; the number of an article is told at the end."""

    changes: list[tuple[WorkingArticle, Change]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    own: list[tuple[str, LawArticle]] = field(default_factory=list)


def consolidate(base: LawText, acts: Sequence[LawText]) -> Draft:
    """Gives the draft of the consolidated text: `acts` applied to `base` in their order.

    What cannot be applied is among the problems, and the rest is applied without it: a place or a text that is not
    there or is there more than once, a sentence that is not understood, an act that changes another one.
    """
    working = working_copy(base)
    made = _Made()
    if not base.articles:
        made.problems.append(Problem(Why.NO_BASE, "", "", "", phrase("no-base")))
    for act in acts if base.articles else ():
        _apply_act(working, base, act, made)
    changes = tuple(
        Change(article.number, each.place, each.deed, each.act, each.source, each.sentence, each.note)
        for article, each in made.changes
    )
    return Draft(working.law(), changes, tuple(made.problems), tuple(made.own))


def _apply_act(working: Working, base: LawText, act: LawText, made: _Made) -> None:
    name = act.acronym or act.title
    orders, own = orders_of(act)
    made.own += [(name, article) for article in own]
    if not orders:
        none = phrase("no-orders" if act.articles else "no-articles")
        made.problems.append(Problem(Why.NO_ORDERS, name, "", "", none))
    working.begin()
    meant = _meant(base, act)
    for order in orders:
        if meant[order.source]:
            _apply_order(working, order, name, made)
        else:
            other = phrase("other-base", base.title or base.acronym)
            made.problems.append(Problem(Why.OTHER_BASE, name, order.source, order.sentence, other))


def _apply_order(working: Working, order: Operation | Unread, name: str, made: _Made) -> None:
    if isinstance(order, Unread):
        made.problems.append(Problem(Why.UNREAD, name, order.source, order.sentence, phrase("unread")))
        return
    for each in apply(working, order):
        if isinstance(each, Refusal):
            made.problems.append(Problem(each.why, name, order.source, order.sentence, each.told))
        else:
            made.changes.append((each.article, _change(each, order, name)))


def _change(done: Done, order: Operation, name: str) -> Change:
    return Change(
        "", done.place.label(), order.deed, name, order.source, order.sentence, done.note.text() if done.note else ""
    )


# --- which act is meant ------------------------------------------------------------------------------


def _meant(base: LawText, act: LawText) -> dict[str, bool]:
    """Tells of each amending article whether it changes the base: by the act's title, then by what articles name."""
    changed = _CHANGES.match(" ".join(fold(act.title).split()))
    meant = _is_of(base, changed["name"]) if changed else True
    is_acronym = bool(base.acronym) and act.acronym.startswith(f"{base.acronym}-")
    found: dict[str, bool] = {}
    for article in act.articles:
        if name := named_act(article):
            meant, is_acronym = _is_of(base, name), False
        found[article.number] = meant or is_acronym
    return found


def _is_of(base: LawText, name: str) -> bool:
    """Tells whether a name in any case is the base's title; true where the base has none to compare."""
    told, own = _stems(name), _stems(base.title)
    return not told or not own or len(told & own) >= _SAME * len(told)


def _stems(title: str) -> set[str]:
    return {word[:_STEM] for word in _WORDS.findall(fold(title))}
