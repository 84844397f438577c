from __future__ import annotations

import datetime as dt

from kb.store import AskedOnce, Store
from kb.store.tables import searches
from tests.store.making import NOON


def once(
    text: str, *, hours_ago: int = 0, documents: int = 1, relaxed: bool = False, language: str = "sl"
) -> AskedOnce:
    moment = NOON + dt.timedelta(minutes=17, seconds=5) - dt.timedelta(hours=hours_ago)
    return AskedOnce(text, language, moment, documents, relaxed, 0.02)


def test_what_is_asked_is_counted_by_its_text(store: Store) -> None:
    store.searches.keep([once("redar"), once("redar", documents=0), once("voda", documents=3, relaxed=True)])
    told = [(each.text, each.asked, each.unanswered, each.relaxed) for each in store.searches.often()]
    assert told == [("redar", 2, 1, 0), ("voda", 1, 0, 1)]


def test_only_the_hour_is_kept(store: Store) -> None:
    store.searches.keep([once("redar")])
    assert [each.last for each in store.searches.often()] == [NOON]


def test_no_column_could_tell_who_asked() -> None:
    assert set(searches.c.keys()) == {"id", "text", "language", "hour", "documents", "relaxed", "seconds"}


def test_what_is_written_together_does_not_tell_its_order(store: Store) -> None:
    store.searches.keep([once("žir"), once("ajda"), once("mrva")])
    with store.database.reading() as connection:
        kept = [row.text for row in connection.execute(searches.select().order_by(searches.c.id))]
    assert kept == ["ajda", "mrva", "žir"]


def test_a_long_or_odd_text_is_kept_cut(store: Store) -> None:
    store.searches.keep([once("a" * 1000), once("b\x00\udce8")])
    assert [each.text for each in store.searches.often()] == ["a" * 200, "b\\u0000\\udce8"]


def test_a_report_reaches_back_as_far_as_asked(store: Store) -> None:
    store.searches.keep([once("danes"), once("včeraj", hours_ago=24)])
    assert [each.text for each in store.searches.often(NOON - dt.timedelta(hours=2))] == ["danes"]


def test_what_is_old_is_forgotten(store: Store) -> None:
    store.searches.keep([once("danes"), once("včeraj", hours_ago=24)])
    assert store.searches.forget(NOON - dt.timedelta(hours=2)) == 1
    assert store.searches.forget(NOON - dt.timedelta(hours=2)) == 0
    assert [each.text for each in store.searches.often()] == ["danes"]
    assert store.searches.forget() == 1
    assert store.searches.often() == ()


def test_nothing_is_no_work(store: Store) -> None:
    store.searches.keep([])
    assert store.searches.often() == ()
