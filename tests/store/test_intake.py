from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from kb.errors import Unreadable
from kb.library.intake import Intake
from kb.model import Actor, Outcome, Stage
from kb.store import Store
from kb.store.intake import Chosen
from tests.store.making import StandingClock, claimed, keep, read

INA = Actor(None, "Ina")
MINUTE = dt.timedelta(seconds=60)
WriteFile = Callable[..., Path]


def keep_some(store: Store, file: WriteFile, count: int, *, under: str = "nalaganje/1/") -> None:
    for number in range(count):
        path = file(f"{number}.txt", f"{under} {number}")
        keep(store, path, origin=f"{under}{path.name}")


def read_next(store: Store, *, fails: bool = False) -> None:
    job = claimed(store)
    if fails:
        store.fail_reading(job, Unreadable("x"))
    else:
        read(store, job, "Besedilo")


def test_rows_are_chosen_by_outcome_and_by_how_their_origin_begins(store: Store, file: WriteFile) -> None:
    keep_some(store, file, 3)
    keep_some(store, file, 2, under="nalaganje/10/")
    read_next(store, fails=True)
    assert len(store.intake.entries(Chosen(), limit=50)) == 5
    assert len(store.intake.entries(Chosen(under="nalaganje/1/"), limit=50)) == 3
    assert len(store.intake.entries(Chosen(Outcome.FAILED, "nalaganje/1/"), limit=50)) == 1
    assert store.intake.entries(Chosen(Outcome.FAILED, "nalaganje/10/"), limit=50) == ()


def test_marks_of_patterns_in_an_origin_mean_themselves(store: Store, file: WriteFile) -> None:
    keep_some(store, file, 1, under="mapa_1%/")
    assert len(store.intake.entries(Chosen(under="mapa_1%/"), limit=50)) == 1
    assert store.intake.entries(Chosen(under="mapa_%"), limit=50) == ()
    assert store.intake.entries(Chosen(under="%"), limit=50) == ()


def test_pages_follow_one_another_without_gaps(store: Store, file: WriteFile) -> None:
    keep_some(store, file, 7)
    pages = [store.intake.entries(Chosen(), limit=3, offset=offset) for offset in (0, 3, 6)]
    names = [entry.name for page in pages for entry in page]
    assert names == sorted(names, reverse=True)
    assert len(names) == 7


def test_the_course_tells_how_far_files_are_and_which_are_being_read(store: Store, file: WriteFile) -> None:
    keep_some(store, file, 3)
    read_next(store)
    claimed(store)
    course = store.intake.course(window=MINUTE)
    assert course.counts == {(Stage.STORED, Outcome.READ): 1, (Stage.KEPT, Outcome.WAITING): 2}
    assert course.reading == ("1.txt",)
    assert store.intake.course("nalaganje/2/", window=MINUTE).reading == ()


def test_the_last_change_of_a_batch_is_its_own(store: Store, file: WriteFile, clock: StandingClock) -> None:
    keep_some(store, file, 1)
    first = clock.time
    clock.go_on(30)
    keep_some(store, file, 1, under="nalaganje/2/")
    assert store.intake.course("nalaganje/1/", window=MINUTE).changed == first
    assert store.intake.course(window=MINUTE).changed == clock.time
    assert store.intake.course("nalaganje/3/", window=MINUTE).changed is None


def test_an_empty_ledger_has_no_course(store: Store) -> None:
    course = store.intake.course(window=MINUTE)
    assert (course.counts, course.reading, course.last, course.changed, course.ended) == ({}, (), 0, None, 0)


def test_speed_and_rest_come_from_what_was_done_lately(store: Store, file: WriteFile, clock: StandingClock) -> None:
    intake = Intake(store, clock=clock)
    keep_some(store, file, 12)
    assert (intake.progress().per_minute, intake.progress().rest) == (0.0, None)
    for number in range(6):
        clock.go_on(5)
        read_next(store, fails=number == 3)
    progress = intake.progress()
    assert progress.per_minute == 6 / 25 * 60
    assert progress.rest == round(6 / progress.per_minute * 60)
    clock.go_on(600)
    assert (intake.progress().per_minute, intake.progress().rest) == (0.0, None)


def test_a_batch_waits_for_what_came_before_it(store: Store, file: WriteFile, clock: StandingClock) -> None:
    intake = Intake(store, clock=clock)
    keep_some(store, file, 8)
    keep_some(store, file, 1, under="nalaganje/2/")
    for _ in range(4):
        clock.go_on(10)
        read_next(store)
    batch = intake.progress("nalaganje/2/")
    assert (batch.total, batch.waiting, batch.is_done) == (1, 1, False)
    assert batch.rest == intake.progress().rest == round(5 / batch.per_minute * 60)


def test_the_mark_changes_with_every_change_and_with_nothing_else(store: Store, file: WriteFile) -> None:
    intake = Intake(store)
    keep_some(store, file, 2)
    first = intake.progress().mark
    assert intake.progress().mark == first
    job = claimed(store)
    second = intake.progress().mark
    read(store, job, "Besedilo")
    assert len({first, second, intake.progress().mark}) == 3


def test_what_failed_waits_again_all_of_it_or_some(store: Store, file: WriteFile) -> None:
    keep_some(store, file, 3)
    keep_some(store, file, 1, under="nalaganje/2/")
    for _ in range(4):
        read_next(store, fails=True)
    [other] = store.intake.entries(Chosen(Outcome.FAILED, "nalaganje/2/"), limit=5)
    assert store.intake.retry(INA, Chosen(under="nalaganje/1/"), ids=[other.id]) == 0
    assert store.intake.retry(INA, Chosen(under="nalaganje/1/")) == 3
    assert store.intake.retry(INA, Chosen(), ids=[other.id, 999]) == 1
    assert store.intake.retry(INA, Chosen()) == 0
    assert {entry.outcome for entry in store.intake.entries(Chosen(), limit=9)} == {Outcome.WAITING}
    assert [read_next(store) for _ in range(4)] == [None] * 4
