"""Versions of acts as the store keeps them: derived and told by staff, found by act and by document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import NotFound, WrongValue
from kb.legislation.versions import ActVersion, VersionSort
from kb.model import EVERYTHING, VISITOR, Locator, LocatorKind, Metadata, Passage, Visibility
from kb.store import Store
from tests.store.making import claimed, keep, kept_and_read, told

File = Callable[..., Path]


@pytest.fixture
def document(store: Store, file: File) -> int:
    return kept_and_read(store, file())


def version(document_id: int, **more: object) -> ActVersion:
    told: dict[str, object] = {"sort": VersionSort.ADOPTED, "dated": dt.date(2006, 12, 29), **more}
    return ActVersion(id=0, act="ZORed", document_id=document_id, **told)  # type: ignore[arg-type]


def derive(store: Store, document_id: int, found: ActVersion | None, rules: str = "1") -> None:
    stamps = dict(store.versions.stale(rules, limit=100))
    store.versions.put_derived([(document_id, stamps[document_id], found)])


def test_what_was_derived_is_found_by_act_in_any_spelling_and_by_document(store: Store, document: int) -> None:
    derive(
        store, document, version(document, gazette="139/06", is_official=True, address="https://www.uradni-list.si/1")
    )
    [found] = store.versions.of("ZOR-ed")
    assert found == replace(version(document), id=found.id, gazette="139/06", is_official=True, address=found.address)
    assert found.address == "https://www.uradni-list.si/1"
    assert store.versions.of_document(document) == found == store.versions.get(found.id)
    assert store.versions.of_documents([document, 99, -1]) == {document: found}
    assert store.versions.of("ZP-1") == store.versions.of("") == ()


def test_the_versions_of_an_act_come_oldest_first_and_undated_ones_before(store: Store, file: File) -> None:
    days = [dt.date(2017, 2, 24), None, dt.date(2006, 12, 29)]
    for number, day in enumerate(days):
        document = kept_and_read(store, file(f"{number}.txt", f"Besedilo {number}."))
        derive(store, document, version(document, dated=day))
    assert [each.dated for each in store.versions.of("ZORed")] == [None, days[2], days[0]]
    assert len(store.versions.all()) == 3


def test_a_document_is_looked_at_once_until_it_or_the_rules_change(store: Store, document: int, file: File) -> None:
    assert [id_ for id_, _ in store.versions.stale("1", limit=10)] == [document]
    derive(store, document, None)
    assert store.versions.stale("1", limit=10) == ()
    assert store.versions.of_document(document) is None
    assert [id_ for id_, _ in store.versions.stale("2", limit=10)] == [document]
    keep(store, file("nova.txt", "Nova izdaja."), revises=document)
    store.store_readings([told(claimed(store), "Nova izdaja.")])
    assert [id_ for id_, _ in store.versions.stale("1", limit=10)] == [document]


def test_a_document_that_has_not_been_read_is_not_looked_at(store: Store, file: File) -> None:
    keep(store, file())
    assert store.versions.stale("1", limit=10) == ()


def test_what_staff_say_stays_and_keeps_its_id(store: Store, document: int) -> None:
    derive(store, document, version(document))
    before = store.versions.of_document(document)
    assert before is not None
    after = store.versions.set(version(document, sort=VersionSort.CONSOLIDATED))
    assert (after.id, after.sort, after.is_edited) == (before.id, VersionSort.CONSOLIDATED, True)
    assert store.versions.stale("2", limit=10) == ()
    store.versions.put_derived([(document, "2:1", None)])
    assert store.versions.of_document(document) == after


def test_a_document_of_which_staff_say_that_it_is_none_stays_none(store: Store, document: int) -> None:
    derive(store, document, version(document))
    store.versions.clear(document)
    assert store.versions.of_document(document) is None
    assert store.versions.stale("2", limit=10) == ()
    store.versions.forget(document)
    assert [id_ for id_, _ in store.versions.stale("1", limit=10)] == [document]


@pytest.mark.parametrize("act", ["ZPsi", "", "ZORed-A", "x" * 300])
def test_only_an_act_of_the_register_has_versions(store: Store, document: int, act: str) -> None:
    with pytest.raises(WrongValue):
        store.versions.set(replace(version(document), act=act))
    assert store.versions.of_document(document) is None


def test_a_document_that_is_not_there_is_said(store: Store) -> None:
    for wrong in (99, -1, 2**63):
        with pytest.raises(NotFound):
            store.versions.set(version(wrong))
        with pytest.raises(NotFound):
            store.versions.clear(wrong)
        with pytest.raises(NotFound):
            store.versions.forget(wrong)
        assert store.versions.of_document(wrong) is store.versions.get(wrong) is None


def test_a_removed_document_is_no_version(store: Store, document: int) -> None:
    derive(store, document, version(document))
    store.remove(document)
    assert store.versions.of("ZORed") == store.versions.all() == ()
    assert store.versions.of_document(document) is None
    assert store.versions.stale("2", limit=10) == ()


def test_versions_are_counted_as_a_reader_may_see_them(store: Store, file: File) -> None:
    hidden = Metadata(visibility=Visibility.MEMBERS)
    for number, metadata in enumerate([Metadata(), hidden]):
        document = kept_and_read(store, file(f"{number}.txt", f"Besedilo {number}."), metadata=metadata)
        derive(store, document, version(document))
    assert store.versions.counts(reader=VISITOR) == {"ZORED": 1}
    assert store.versions.counts(reader=EVERYTHING) == {"ZORED": 2}


def test_a_document_begins_with_what_stands_before_its_first_article(store: Store, file: File) -> None:
    texts = [
        Passage(Locator(LocatorKind.SECTION, "1"), "Zakon o občinskem redarstvu", ""),
        Passage(Locator(LocatorKind.ARTICLE, "1"), "vsebina", "Ta zakon ureja."),
        Passage(Locator(LocatorKind.SECTION, "2"), "Priloga", "Obrazec."),
    ]
    entry = keep(store, file())
    store.store_readings([replace(told(claimed(store)), passages=texts)])
    document = entry.document_id or 0
    assert store.versions.beginnings([document, 99], passages_each=3) == {document: (texts[0],)}
    other = kept_and_read(store, file("drugo.txt", "Drugo."), "Prva.", "Druga.", "Tretja.")
    assert len(store.versions.beginnings([other], passages_each=2)[other]) == 2
    assert store.versions.with_articles([document, other]) == {document}


def test_characters_that_no_database_takes_are_kept_as_escapes(store: Store, document: int) -> None:
    found = store.versions.set(version(document, amending="ZORed-\x00", address="https://a.si/\udce8" + "a" * 900))
    assert found.act == "ZORed"
    kept = store.versions.of_document(document)
    assert kept is not None
    assert len(kept.address) <= 400
