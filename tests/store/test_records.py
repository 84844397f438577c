from __future__ import annotations

from dataclasses import replace

import pytest

from kb.errors import NotPossible
from kb.model import PROGRAM, Locator, LocatorKind, Metadata, Passage, Record, RecordSort, Visibility
from kb.store import Store
from kb.store.changing import ChangeSort, Wanted
from tests.store.making import StandingClock

TOLD = Metadata(title="Stališče do 14. člena ZORed", kind="stalisce", bodies=("k-redarstvo",))


def record(text: str = "Podpiramo 14. člen predloga.", metadata: Metadata = TOLD) -> Record:
    return Record(RecordSort.POSITION, 7, metadata, (Passage(Locator(LocatorKind.ARTICLE, "14"), "14. člen", text),))


def written(store: Store, each: Record, clock: StandingClock) -> int:
    return store.database.write(lambda connection: store.records.write(connection, each, at=clock()))


def test_a_record_is_a_document_with_its_passages(store: Store, clock: StandingClock) -> None:
    document_id = written(store, record(), clock)
    document = store.documents.get(document_id)
    assert (document.title, document.revision.number, document.passages) == ("Stališče do 14. člena ZORed", 1, 1)
    assert store.passages.by_anchor(document_id, "clen-14").passage.text == "Podpiramo 14. člen predloga."
    assert store.records.of(document_id) == (RecordSort.POSITION, 7)
    assert store.records.documents(RecordSort.POSITION, [7, 8]) == {7: document_id}
    assert [mark.document_id for mark in store.marks.pending()] == [document_id]


def test_what_a_record_said_before_is_kept_as_an_earlier_revision(store: Store, clock: StandingClock) -> None:
    document_id = written(store, record(), clock)
    first = store.documents.get(document_id).revision.sha256
    assert written(store, record("Nasprotujemo 14. členu."), clock) == document_id
    shown = store.documents.get(document_id).revision
    assert shown.number == 2
    assert "Podpiramo" in b"".join(store.files.open_original(first)).decode()
    assert "Nasprotujemo" in b"".join(store.files.open_original(shown.sha256)).decode()


def test_a_record_that_says_the_same_gets_no_further_revision(store: Store, clock: StandingClock) -> None:
    document_id = written(store, record(), clock)
    written(store, record(metadata=replace(TOLD, visibility=Visibility.STAFF, bodies=(), topics=("prekrski",))), clock)
    document = store.documents.get(document_id)
    assert (document.revision.number, document.access) == (1, Visibility.STAFF)
    assert ([each.slug for each in document.topics], document.bodies) == (["prekrski"], ())


def test_a_record_can_say_again_what_it_once_said(store: Store, clock: StandingClock) -> None:
    for text in ("Podpiramo.", "Nasprotujemo.", "Podpiramo."):
        document_id = written(store, record(text), clock)
    assert store.documents.get(document_id).revision.number == 3


def test_a_record_taken_away_is_out_of_sight_and_comes_back_when_written(store: Store, clock: StandingClock) -> None:
    document_id = written(store, record(), clock)
    store.database.write(lambda connection: store.records.remove(connection, RecordSort.POSITION, 7, at=clock()))
    assert document_id not in store.documents.many([document_id])
    assert written(store, record(), clock) == document_id
    assert document_id in store.documents.many([document_id])


def test_staff_do_not_edit_the_document_of_a_record(store: Store, clock: StandingClock) -> None:
    document_id = written(store, record(), clock)
    assert document_id not in store.changing.chosen(Wanted())
    with pytest.raises(NotPossible):
        store.changing.changes.do(PROGRAM, ChangeSort.TRASH, document_id)
    assert document_id in store.documents.many([document_id])
