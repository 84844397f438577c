"""Jobs claimed some at a time, readings stored some at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from kb.errors import StoreError
from kb.library.supply import CLAIMED_AHEAD, Outbox, Supply
from kb.model import Locator, LocatorKind, Outcome, Passage
from kb.store import READ, Job, JobState, Store, Told


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    originals = (tmp_path / "originals").as_uri()
    with Store.open(f"sqlite:///{tmp_path / 'kb.db'}", originals_url=originals) as opened:
        yield opened


def kept(store: Store, folder: Path, count: int) -> None:
    for number in range(count):
        path = folder / f"{number}.txt"
        path.write_text(f"Seja {number}.", encoding="utf-8")
        store.keep(path, name=path.name, origin=str(path))


def told(job: Job, text: str = "Besedilo.") -> Told:
    return Told(job, "text/plain", "sl", "Naslov", [Passage(Locator(LocatorKind.SECTION, "1"), "", text)])


def test_every_job_is_given_once_with_the_checksum_of_its_file(store: Store, tmp_path: Path) -> None:
    kept(store, tmp_path, CLAIMED_AHEAD + 2)
    supply = Supply(store, kind=READ, lease_seconds=60)
    given = list(iter(supply.next, None))
    assert [job.subject for job, _ in given] == list(range(1, CLAIMED_AHEAD + 3))
    assert [checksum for _, checksum in given] == [entry.sha256 for entry in reversed(store.ledger.entries())]


def test_what_was_claimed_and_not_read_is_ready_for_others(store: Store, tmp_path: Path) -> None:
    kept(store, tmp_path, 3)
    supply = Supply(store, kind=READ, lease_seconds=60)
    supply.next()
    supply.return_rest()
    assert store.jobs.counts() == {JobState.LEASED: 1, JobState.READY: 2}


def test_a_job_whose_lease_was_lost_meanwhile_is_not_given(store: Store, tmp_path: Path) -> None:
    kept(store, tmp_path, 1)
    supply = Supply(store, kind=READ, lease_seconds=0)
    assert supply.fill()
    other = store.jobs.claim("drugi", lease_seconds=60)
    assert other is not None
    assert supply.next() is None


def test_what_is_handed_in_is_stored_and_told_by_the_end(store: Store, tmp_path: Path) -> None:
    kept(store, tmp_path, 5)
    heard: list[int] = []

    def hear(jobs: Sequence[Job]) -> None:
        heard.extend(job.subject for job in jobs)

    with Outbox(store, hear) as outbox:
        for job in store.jobs.claim_some("delavec", lease_seconds=60, most=5):
            outbox.put(told(job))
    assert sorted(heard) == [1, 2, 3, 4, 5]
    assert {entry.outcome for entry in store.ledger.entries()} == {Outcome.READ}


def test_a_reading_that_cannot_be_stored_keeps_no_other_out(store: Store, tmp_path: Path) -> None:
    kept(store, tmp_path, 3)
    store.database.write(
        lambda connection: connection.exec_driver_sql(
            "CREATE TRIGGER refuse BEFORE INSERT ON passages WHEN NEW.text = 'slabo' "
            "BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
    )
    with Outbox(store, lambda jobs: None) as outbox:
        for job in store.jobs.claim_some("delavec", lease_seconds=60, most=3):
            outbox.put(told(job, "slabo" if job.subject == 2 else "dobro"))
    assert store.jobs.counts() == {JobState.DONE: 2, JobState.READY: 1}


def test_a_fault_of_those_who_hear_comes_out_at_the_end(store: Store, tmp_path: Path) -> None:
    kept(store, tmp_path, 1)

    def fail(jobs: Sequence[Job]) -> None:
        raise StoreError("disk full")

    with pytest.raises(StoreError), Outbox(store, fail) as outbox:  # noqa: PT012
        for job in store.jobs.claim_some("delavec", lease_seconds=60, most=1):
            outbox.put(told(job))
