"""Saved searches: each person's own."""

from __future__ import annotations

import pytest

from kb.errors import NotFound, WrongValue
from kb.library import Library
from kb.model import Actor, Deed, Sought
from kb.store.people.saved import MOST


@pytest.fixture
def ana(library: Library) -> Actor:
    return library.people.add(library.people.new_user("ana@obcina.si", name="Ana"), "dolgo in varno geslo").actor


@pytest.fixture
def vid(library: Library) -> Actor:
    return library.people.add(library.people.new_user("vid@obcina.si", name="Vid"), "dolgo in varno geslo").actor


def test_a_person_sees_only_what_they_saved_the_newest_first(library: Library, ana: Actor, vid: Actor) -> None:
    library.people.saved.put(ana, "Redarji", "q=redar")
    library.people.saved.put(ana, "  Vode\n", "q=voda&leto=2026")
    library.people.saved.put(vid, "Ceste", "q=cesta")
    assert [(each.name, each.asked) for each in library.people.saved.of(ana.id or 0)] == [
        ("Vode", "q=voda&leto=2026"),
        ("Redarji", "q=redar"),
    ]


def test_the_same_search_saved_again_gets_the_new_name(library: Library, ana: Actor) -> None:
    library.people.saved.put(ana, "Redarji", "q=redar")
    library.people.saved.put(ana, "Redarstvo", "q=redar")
    assert [each.name for each in library.people.saved.of(ana.id or 0)] == ["Redarstvo"]


def test_nobody_removes_what_another_saved(library: Library, ana: Actor, vid: Actor) -> None:
    library.people.saved.put(ana, "Redarji", "q=redar")
    [saved] = library.people.saved.of(ana.id or 0)
    with pytest.raises(NotFound):
        library.people.saved.remove(vid, saved.id)
    library.people.saved.remove(ana, saved.id)
    assert library.people.saved.of(ana.id or 0) == ()


@pytest.mark.parametrize(("name", "asked"), [("", "q=a"), ("a" * 201, "q=a"), (" \n", "q=a"), ("a", "q=" + "a" * 4000)])
def test_what_cannot_be_kept_is_refused(library: Library, ana: Actor, name: str, asked: str) -> None:
    with pytest.raises(WrongValue):
        library.people.saved.put(ana, name, asked)
    assert library.people.saved.of(ana.id or 0) == ()


def test_a_person_saves_only_so_many(library: Library, ana: Actor) -> None:
    for number in range(MOST):
        library.people.saved.put(ana, str(number), f"q={number}")
    with pytest.raises(WrongValue):
        library.people.saved.put(ana, "preveč", "q=preveč")


def test_the_audit_log_tells_that_a_search_was_saved_not_which(library: Library, ana: Actor) -> None:
    library.people.saved.put(ana, "Redarji", "q=skrivnost")
    [row] = library.audit.page(Sought(subject="saved-search")).rows
    assert (row.deed, row.actor.name, row.before, row.after) == (Deed.ADDED, "Ana", {}, {})
