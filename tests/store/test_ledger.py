from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.errors import Empty, Locked, NotFound
from kb.model import Outcome, Stage
from kb.store import JobState, Store
from tests.store.making import StandingClock, claimed, keep, kept_and_read

File = Callable[..., Path]


def test_the_newest_row_comes_first(store: Store, file: File, clock: StandingClock) -> None:
    for number in range(3):
        keep(store, file(f"{number}.txt", f"{number}"))
        clock.go_on(1)
    assert [entry.name for entry in store.ledger.entries(limit=2)] == ["2.txt", "1.txt"]
    assert [entry.name for entry in store.ledger.entries(offset=2)] == ["0.txt"]
    assert len(store.ledger.entries(limit=None)) == 3


def test_rows_are_chosen_by_outcome_and_stage(store: Store, file: File) -> None:
    kept_and_read(store, file("a.txt", "a"))
    keep(store, file("b.txt", "b"))
    keep(store, file("prazno.txt", ""))
    assert [entry.name for entry in store.ledger.entries(Outcome.FAILED)] == ["prazno.txt"]
    assert [entry.name for entry in store.ledger.entries(Outcome.WAITING, stage=Stage.KEPT)] == ["b.txt"]


def test_files_are_counted_by_how_far_they_have_come(store: Store, file: File) -> None:
    kept_and_read(store, file("a.txt", "a"))
    keep(store, file("a2.txt", "a"))
    keep(store, file("b.txt", "b"))
    keep(store, file("prazno.txt", ""))
    assert store.ledger.counts() == {
        (Stage.STORED, Outcome.READ): 1,
        (Stage.KEPT, Outcome.KNOWN): 1,
        (Stage.KEPT, Outcome.WAITING): 1,
        (Stage.ARRIVED, Outcome.FAILED): 1,
    }


def test_all_that_failed_can_be_read_again(store: Store, file: File) -> None:
    for number in range(3):
        keep(store, file(f"{number}.txt", f"{number}"))
        store.fail_reading(claimed(store), Locked())
    assert store.ledger.retry() == 3
    assert store.jobs.counts() == {JobState.READY: 3}
    assert store.ledger.entries(Outcome.FAILED) == ()


def test_one_that_failed_can_be_read_again(store: Store, file: File) -> None:
    for number in range(2):
        keep(store, file(f"{number}.txt", f"{number}"))
        store.fail_reading(claimed(store), Locked())
    assert store.ledger.retry([2]) == 1
    assert [entry.id for entry in store.ledger.entries(Outcome.FAILED)] == [1]


def test_what_was_not_kept_cannot_be_read_again(store: Store) -> None:
    store.refuse("prazno.txt", origin="prazno.txt", error=Empty())
    assert store.ledger.retry() == 0
    assert len(store.ledger.entries(Outcome.FAILED)) == 1


def test_a_job_leads_to_the_row_it_came_with(store: Store, file: File) -> None:
    entry = keep(store, file("a.txt"))
    keep(store, file("b.txt"))
    assert store.ledger.of_revision(claimed(store).subject).id == entry.id


@pytest.mark.parametrize("entry_id", [0, 5, -1, 2**31, 10**30])
def test_a_row_that_is_not_there_is_not_found(store: Store, entry_id: int) -> None:
    with pytest.raises(NotFound):
        store.ledger.entry(entry_id)
    with pytest.raises(NotFound):
        store.ledger.of_revision(entry_id)
