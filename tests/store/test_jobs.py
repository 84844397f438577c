from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.errors import Locked, StoreError
from kb.model import Outcome, Stage
from kb.store import JobState, Store, worker_name
from kb.store.jobs import MAX_EXPIRED, MAX_ORPHANED, waiting_time
from tests.store.making import NOON, StandingClock, claimed, keep, read

File = Callable[..., Path]


def test_a_claimed_job_is_nobody_elses(store: Store) -> None:
    store.jobs.put("read", 1)
    job = claimed(store, "prvi")
    assert (job.subject, job.worker, job.attempt, job.leased_until) == (1, "prvi", 1, NOON + dt.timedelta(seconds=60))
    assert store.jobs.claim("drugi", lease_seconds=60) is None


def test_jobs_are_claimed_in_the_order_they_are_due(store: Store, clock: StandingClock) -> None:
    for subject in (3, 1, 2):
        store.jobs.put("read", subject)
        clock.go_on(1)
    assert [claimed(store).subject for _ in range(3)] == [3, 1, 2]


def test_kinds_of_job_do_not_mix(store: Store) -> None:
    store.jobs.put("thumbnail", 1)
    assert store.jobs.claim("delavec", lease_seconds=60) is None
    assert store.jobs.claim("delavec", lease_seconds=60, kind="thumbnail") is not None


def test_a_finished_job_is_done(store: Store) -> None:
    store.jobs.put("read", 1)
    job = claimed(store)
    assert store.jobs.finish(job)
    assert not store.jobs.finish(job)
    assert store.jobs.counts() == {JobState.DONE: 1}


def test_an_expired_lease_can_be_claimed(store: Store, clock: StandingClock) -> None:
    store.jobs.put("read", 1)
    claimed(store, "prvi", seconds=60)
    clock.go_on(60)
    assert claimed(store, "drugi").worker == "drugi"


def test_a_renewed_lease_lasts_longer(store: Store, clock: StandingClock) -> None:
    store.jobs.put("read", 1)
    job = claimed(store, seconds=60)
    clock.go_on(50)
    assert store.jobs.renew(job, lease_seconds=60)
    clock.go_on(50)
    assert store.jobs.claim("drugi", lease_seconds=60) is None


def test_a_lost_lease_changes_nothing(store: Store, file: File, clock: StandingClock) -> None:
    entry = keep(store, file())
    lost = claimed(store, "prvi")
    clock.go_on(61)
    held = claimed(store, "drugi")
    assert not store.jobs.renew(lost, lease_seconds=60)
    assert not store.jobs.postpone(lost, reason="store")
    assert not store.jobs.give_up(lost, reason="locked")
    assert not store.jobs.finish(lost)
    assert not read(store, lost, "Prepozno.")
    assert not store.fail_reading(lost, Locked())
    assert (store.ledger.entry(entry.id), store.documents.count()) == (entry, 0)
    assert store.jobs.finish(held)


def test_a_lease_that_nobody_else_took_is_still_good(store: Store, clock: StandingClock) -> None:
    store.jobs.put("read", 1)
    job = claimed(store)
    clock.go_on(3600)
    assert store.jobs.finish(job)


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 5), (2, 20), (3, 80), (4, 320), (6, 3600), (1000, 3600)])
def test_a_job_waits_longer_each_time(attempt: int, seconds: int) -> None:
    assert waiting_time(attempt) == dt.timedelta(seconds=seconds)


def test_a_postponed_job_is_tried_three_times(store: Store, clock: StandingClock) -> None:
    store.jobs.put("read", 1)
    for attempt, wait in ((1, 5), (2, 20)):
        job = claimed(store)
        assert job.attempt == attempt
        assert store.jobs.postpone(job, reason="store", detail="disk full")
        clock.go_on(wait - 1)
        assert store.jobs.claim("delavec", lease_seconds=60) is None
        clock.go_on(1)
    assert store.jobs.postpone(claimed(store), reason="store", detail="disk full")
    assert store.jobs.counts() == {JobState.GIVEN_UP: 1}


def test_the_ledger_hears_of_every_setback(store: Store, file: File, clock: StandingClock) -> None:
    entry = keep(store, file())
    for _ in range(3):
        store.fail_reading(claimed(store), StoreError("disk full"))
        clock.go_on(3600)
    told = [(step.outcome, step.reason) for step in store.ledger.entry(entry.id).steps[2:]]
    assert told == [(Outcome.WAITING, "store"), (Outcome.WAITING, "store"), (Outcome.FAILED, "store")]
    assert store.ledger.entry(entry.id).detail == "disk full"


def test_a_job_that_outlives_three_leases_is_given_up(store: Store, file: File, clock: StandingClock) -> None:
    entry = keep(store, file())
    for _ in range(3):
        claimed(store)
        clock.go_on(61)
    assert store.jobs.claim("delavec", lease_seconds=60) is None
    assert store.jobs.counts() == {JobState.GIVEN_UP: 1}
    told = store.ledger.entry(entry.id)
    assert (told.stage, told.outcome, told.reason) == (Stage.KEPT, Outcome.FAILED, "unreadable")


def test_one_deadly_job_does_not_hold_up_the_next(store: Store, clock: StandingClock) -> None:
    store.jobs.put("read", 1)
    for _ in range(3):
        claimed(store)
        clock.go_on(61)
    store.jobs.put("read", 2)
    assert claimed(store).subject == 2


def test_jobs_of_dead_workers_are_ready_at_once(store: Store, dead_worker: str) -> None:
    store.jobs.put("read", 1)
    claimed(store, dead_worker)
    assert store.jobs.release_dead() == 1
    assert claimed(store, "drugi").attempt == 1


def test_jobs_of_living_workers_are_left_alone(store: Store) -> None:
    store.jobs.put("read", 1)
    store.jobs.put("read", 2)
    claimed(store, worker_name())
    claimed(store, "drug-streznik:17:1")
    assert store.jobs.release_dead() == 0


def test_a_worker_that_was_killed_is_not_the_fault_of_the_job(store: Store, dead_worker: str) -> None:
    store.jobs.put("read", 1)
    for _ in range(MAX_ORPHANED - 1):
        claimed(store, dead_worker)
        store.jobs.release_dead()
    assert store.jobs.counts() == {JobState.READY: 1}


def test_a_job_that_kills_every_worker_is_given_up(store: Store, file: File, dead_worker: str) -> None:
    entry = keep(store, file())
    for _ in range(MAX_ORPHANED):
        claimed(store, dead_worker)
        store.jobs.release_dead()
    assert store.ledger.entry(entry.id).reason == "unreadable"


def test_a_released_worker_cannot_finish(store: Store, dead_worker: str) -> None:
    store.jobs.put("read", 1)
    job = claimed(store, dead_worker)
    store.jobs.release_dead()
    assert not store.jobs.finish(job)


def test_a_job_put_again_is_fresh(store: Store) -> None:
    store.jobs.put("read", 1)
    store.jobs.give_up(claimed(store), reason="locked")
    store.jobs.put("read", 1)
    assert claimed(store).attempt == 1


def test_a_job_put_again_is_not_taken_from_who_is_doing_it(store: Store) -> None:
    store.jobs.put("read", 1)
    job = claimed(store)
    store.jobs.put("read", 1)
    assert store.jobs.claim("drugi", lease_seconds=60) is None
    assert store.jobs.finish(job)


def test_the_next_moment_to_look_is_known(store: Store, clock: StandingClock) -> None:
    assert store.jobs.next_due() is None
    store.jobs.put("read", 1)
    store.jobs.put("read", 2)
    claimed(store, seconds=60)
    store.jobs.postpone(claimed(store), reason="store")
    assert store.jobs.next_due() == NOON + dt.timedelta(seconds=5)
    clock.go_on(10)
    store.jobs.finish(claimed(store))
    assert store.jobs.next_due() == NOON + dt.timedelta(seconds=60)


def test_busy_is_who_has_a_job_or_will_soon(store: Store, clock: StandingClock) -> None:
    assert not store.jobs.is_busy()
    store.jobs.put("read", 1)
    for _ in range(2):
        job = claimed(store)
        assert store.jobs.is_busy()
        store.jobs.postpone(job, reason="store")
        clock.go_on(25)
    store.jobs.finish(claimed(store))
    assert not store.jobs.is_busy()


def test_some_jobs_are_claimed_at_once_and_nobody_elses_then(store: Store, clock: StandingClock) -> None:
    for subject in (3, 1, 2):
        store.jobs.put("read", subject)
        clock.go_on(1)
    assert [job.subject for job in store.jobs.claim_some("prvi", lease_seconds=60, most=2)] == [3, 1]
    assert [job.subject for job in store.jobs.claim_some("drugi", lease_seconds=60, most=2)] == [2]
    assert store.jobs.claim_some("tretji", lease_seconds=60, most=2) == ()


def test_what_kills_whoever_takes_it_is_given_up_among_others(store: Store, clock: StandingClock) -> None:
    store.jobs.put("read", 1)
    for _ in range(MAX_EXPIRED):
        claimed(store, seconds=1)
        clock.go_on(1)
    store.jobs.put("read", 2)
    assert [job.subject for job in store.jobs.claim_some("prvi", lease_seconds=60, most=5)] == [2]
    assert store.jobs.counts() == {JobState.GIVEN_UP: 1, JobState.LEASED: 1}


def test_jobs_that_are_put_back_are_ready_as_if_never_claimed(store: Store) -> None:
    for subject in (1, 2):
        store.jobs.put("read", subject)
    jobs = store.jobs.claim_some("prvi", lease_seconds=60, most=2)
    store.jobs.finish(jobs[0])
    store.jobs.put_back(jobs)
    assert store.jobs.counts() == {JobState.DONE: 1, JobState.READY: 1}
    assert (claimed(store, "drugi").subject, jobs[1].attempt) == (2, 1)
