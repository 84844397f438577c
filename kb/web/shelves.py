"""Lists of bodies and topics in the order in which people look for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from kb.library import Counted, KindShelf, TopicBranch
from kb.model import Body
from kb.slovene.order import sort_key
from kb.web import language

AnyCounted = TypeVar("AnyCounted", bound=Counted[Any])

_SORTS = ("organ", "sekcija", "komisija", "mreza", "delovna-skupina")


@dataclass(frozen=True, slots=True)
class BodyGroup:
    """The bodies of one sort; `sort` is "" for those of a sort without a heading of its own."""

    sort: str
    bodies: tuple[Counted[Body], ...]


def body_groups(bodies: Iterable[Counted[Body]]) -> tuple[BodyGroup, ...]:
    """Gives the bodies by sort, organs first, each group by name; networks and working groups stand together."""
    groups: dict[str, list[Counted[Body]]] = {}
    for each in bodies:
        groups.setdefault(_group(each.value.sort), []).append(each)
    order = (*_SORTS, "")
    return tuple(BodyGroup(sort, in_order(groups[sort])) for sort in sorted(groups, key=order.index))


def _group(sort: str) -> str:
    if sort == "delovna-skupina":
        return "mreza"
    return sort if sort in _SORTS else ""


def branches(topics: Iterable[TopicBranch]) -> tuple[TopicBranch, ...]:
    """Gives both levels of topics by name."""
    ordered = sorted(topics, key=lambda branch: _key(branch.topic))
    return tuple(TopicBranch(branch.topic, in_order(branch.children)) for branch in ordered)


def in_order(counted: Iterable[AnyCounted]) -> tuple[AnyCounted, ...]:
    """Gives bodies or topics by name, in Slovene order."""
    return tuple(sorted(counted, key=_key))


def _key(each: Counted[Any]) -> str:
    return sort_key(each.value.name(language.current()))


def kinds_in_order(shelves: Iterable[KindShelf]) -> tuple[KindShelf, ...]:
    """Gives the shelves by the name of their kind, the materials without a kind last."""
    here = language.current()
    return tuple(
        sorted(shelves, key=lambda shelf: (shelf.kind is None, sort_key(shelf.kind.name(here)) if shelf.kind else ""))
    )
