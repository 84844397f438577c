from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kb.errors import NotFound, WrongValue
from kb.model import Event
from kb.store import Store

POSVET = Event(
    slug="posvet-redarstvo-2025",
    title="Posvet občinskih redarstev",
    starts=dt.date(2025, 3, 6),
    ends=dt.date(2025, 3, 7),
    place="Žalec",
    organiser="k-redarstvo",
    speakers=("vodja redarstva", "predstavnica ministrstva"),
)


def test_an_event_comes_back_as_it_was_put(store: Store) -> None:
    assert store.events.put(POSVET) == POSVET
    assert store.events.event(POSVET.slug) == POSVET


def test_an_event_put_again_replaces_the_one_with_its_slug(store: Store) -> None:
    store.events.put(POSVET)
    changed = replace(POSVET, title="Posvet", organiser="", speakers=("vodja redarstva",))
    store.events.put(changed)
    assert store.events.all() == (changed,)


def test_the_latest_event_comes_first(store: Store) -> None:
    for slug, starts in (("brez-dneva", None), ("prej", dt.date(2024, 1, 1)), ("potem", dt.date(2025, 1, 1))):
        store.events.put(Event(slug, slug, starts=starts))
    assert [event.slug for event in store.events.all()] == ["potem", "prej", "brez-dneva"]


def test_wrong_events_are_refused(store: Store) -> None:
    for wrong in (replace(POSVET, slug=""), replace(POSVET, title=" "), replace(POSVET, organiser="k-neznana")):
        with pytest.raises(WrongValue):
            store.events.put(wrong)
    assert store.events.all() == ()


def test_an_event_that_is_not_there_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        store.events.event("neznan")
