"""The list of the acts of the register: narrowed by name, topic and status, a page of it at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kb.legislation.register import Act, Register
from kb.library.law.values import ActLine, ActList
from kb.model import Reader, Topic
from kb.slovene.fold import fold
from kb.slovene.order import sort_key
from kb.store import Store

ACTS_A_PAGE = 100
LONGEST_NAME = 200
_SHORTEST_STEM = 3
_LONGEST_ENDING = 2


def list_acts(
    store: Store,
    register: Register,
    *,
    name: str = "",
    topic: str = "",
    status: str = "",
    page: int = 1,
    reader: Reader,
) -> ActList:
    """Gives a page of the acts that a name, a topic (slug, with those below it) and a status tell, by acronym.

    A name is an acronym, a number of the gazette, or words of the title, in any case and with any ending. A page beyond
    the last is the last.
    """
    topics = {each.slug: each for each in store.registers.topics()}
    below = _below(topic, topics.values())
    found = [
        act
        for act in named(register, name)
        if (not topic or act.topic in below) and (not status or act.status == status)
    ]
    found.sort(key=lambda act: sort_key(act.acronym))
    pages = max(-(-len(found) // ACTS_A_PAGE), 1)
    page = min(max(page, 1), pages)
    counts = store.versions.counts(reader=reader)
    shown = found[(page - 1) * ACTS_A_PAGE : page * ACTS_A_PAGE]
    lines = tuple(ActLine(act, counts.get(act.key, 0), topics.get(act.topic)) for act in shown)
    used = {act.topic for act in register.acts}
    return ActList(lines, len(found), page, pages, tuple(each for slug, each in topics.items() if slug in used))


def named(register: Register, name: str) -> Sequence[Act]:
    """Gives the acts that a name may mean: all for no name."""
    name = " ".join(name[:LONGEST_NAME].split())
    if not name:
        return register.acts
    if act := register.get(name):
        return [act, *register.amending(act)]
    if exact := register.listing(name) or register.identified(name):
        return exact
    if meant := register.named(name):
        return [meant.act]
    stems = [_stem(word) for word in fold(name).split()]
    return [act for act in register.acts if all(map(_words(act).__contains__, (f" {stem}" for stem in stems)))]


def _words(act: Act) -> str:
    return " " + " ".join(fold(f"{act.acronym} {act.title}").replace("-", " ").split())


def _stem(word: str) -> str:
    """Gives the beginning of a word that its other cases share: «redarstvom» → "redarstv"."""
    return word[: max(len(word) - _LONGEST_ENDING, min(len(word), _SHORTEST_STEM))]


def _below(slug: str, topics: Iterable[Topic]) -> frozenset[str]:
    rows = tuple(topics)
    ids = {each.id for each in rows if each.slug == slug}
    return frozenset({slug, *(each.slug for each in rows if each.parent_id in ids)})
