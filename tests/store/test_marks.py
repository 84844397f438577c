from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kb.model import Metadata, Outcome, Stage
from kb.store import Mark, Store
from tests.store.making import StandingClock, claimed, keep, kept_and_read, read

File = Callable[..., Path]


def test_what_is_stored_is_marked(store: Store, file: File) -> None:
    keep(store, file())
    assert store.marks.pending() == ()
    read(store, claimed(store), "Besedilo.")
    assert store.marks.pending() == (Mark(1, version=1),)
    assert store.marks.count() == 1


def test_what_is_indexed_is_marked_no_more(store: Store, file: File) -> None:
    kept_and_read(store, file())
    assert store.marks.clear(store.marks.pending()) == 1
    assert (store.marks.pending(), store.marks.count()) == ((), 0)
    told = store.ledger.entry(1)
    assert (told.stage, told.outcome) == (Stage.INDEXED, Outcome.READ)


def test_a_change_that_comes_meanwhile_stays_marked(store: Store, file: File) -> None:
    document_id = kept_and_read(store, file("v1.txt", "prva"))
    seen = store.marks.pending()
    keep(store, file("v2.txt", "druga"), revises=document_id)
    read(store, claimed(store), "Novo.")
    assert store.marks.clear(seen) == 0
    assert [mark.document_id for mark in store.marks.pending()] == [document_id]
    assert store.ledger.entry(1).stage is Stage.STORED


def test_a_mark_cleared_twice_does_not_clear_a_later_one(store: Store, file: File) -> None:
    kept_and_read(store, file())
    seen = store.marks.pending()
    store.marks.clear(seen)
    store.marks.mark_all()
    assert store.marks.clear(seen) == 0
    assert store.marks.pending() == (Mark(1, version=2),)


def test_a_mark_is_cleared_once(store: Store, file: File) -> None:
    kept_and_read(store, file())
    seen = store.marks.pending()
    assert (store.marks.clear(seen), store.marks.clear(seen)) == (1, 0)
    assert [step.stage for step in store.ledger.entry(1).steps].count(Stage.INDEXED) == 1


def test_a_removed_document_is_marked_to_leave(store: Store, file: File) -> None:
    document_id = kept_and_read(store, file())
    store.marks.clear(store.marks.pending())
    store.remove(document_id)
    assert store.marks.pending() == (Mark(document_id, version=2, removed=True),)


def test_everything_that_is_read_can_be_marked(store: Store, file: File) -> None:
    for number in range(3):
        kept_and_read(store, file(f"{number}.txt", f"{number}"))
    store.remove(2)
    keep(store, file("neprebrano.txt", "x"))
    store.marks.clear(store.marks.pending())
    assert store.marks.mark_all() == 2
    assert [mark.document_id for mark in store.marks.pending()] == [1, 3]


def test_the_longest_waiting_come_first(store: Store, file: File, clock: StandingClock) -> None:
    for number in range(3):
        kept_and_read(store, file(f"{number}.txt", f"{number}"))
        clock.go_on(1)
    assert [mark.document_id for mark in store.marks.pending(limit=2)] == [1, 2]


def test_indexing_again_writes_nothing_into_the_ledger(store: Store, file: File) -> None:
    kept_and_read(store, file())
    store.marks.clear(store.marks.pending())
    steps = store.ledger.entry(1).steps
    store.marks.mark_all()
    store.marks.clear(store.marks.pending())
    assert store.ledger.entry(1).steps == steps


def test_moving_a_topic_marks_its_documents(store: Store, file: File) -> None:
    kept_and_read(store, file("a.txt", "a"), metadata=Metadata(topics=("prekrski",)))
    kept_and_read(store, file("b.txt", "b"), metadata=Metadata(topics=("okolje",)))
    store.marks.clear(store.marks.pending())
    above = store.registers.topic("uprava-in-organizacija")
    store.registers.put(replace(store.registers.topic("prekrski"), parent_id=above.id))
    assert [mark.document_id for mark in store.marks.pending()] == [1]
    store.registers.put(replace(store.registers.topic("okolje"), name_sl="Okolje"))
    assert store.marks.count() == 1
