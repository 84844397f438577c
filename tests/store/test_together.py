"""Several threads and processes on one store, and processes that are killed at every step of their way."""

from __future__ import annotations

import multiprocessing
import shutil
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import pytest

from kb.model import LedgerEntry, Outcome, Stage
from kb.store import JobState, Store, measure
from tests.store.dying import claim_all, copy_half, keep_all, open_new, take_in, take_in_together
from tests.store.making import keep, open_store

File = Callable[..., Path]


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.store.dying"])
    return context


def _run_together(context: ForkServerContext, work: Callable[..., None], *words: Any, count: int = 4) -> None:
    barrier = context.Barrier(count)
    started = [context.Process(target=work, args=(*words, barrier)) for _ in range(count)]
    for process in started:
        process.start()
    for process in started:
        process.join(60)
    assert [process.exitcode for process in started] == [0] * count


def test_processes_that_keep_the_same_bytes_end_with_one_document(
    home: Path, file: File, processes: ForkServerContext
) -> None:
    paths = [file(f"{number}.txt", f"{number % 3}") for number in range(6)]
    _run_together(processes, keep_all, home, paths)
    with open_store(home) as store:
        entries = store.ledger.entries(limit=None)
        assert len(entries) == 4 * 6
        assert len({entry.document_id for entry in entries}) == 3
        assert len([entry for entry in entries if entry.outcome is Outcome.WAITING]) == 3
        assert store.jobs.counts() == {JobState.READY: 3}


def test_threads_that_keep_the_same_bytes_end_with_one_document(store: Store, file: File) -> None:
    path = file()
    with ThreadPoolExecutor(8) as pool:
        entries = list(pool.map(lambda number: keep(store, path, origin=f"{number % 5}"), range(20)))
    assert {entry.document_id for entry in entries} == {1}
    assert len({entry.id for entry in entries}) == 5
    assert store.jobs.counts() == {JobState.READY: 1}


def test_no_two_processes_claim_the_same_job(home: Path, tmp_path: Path, processes: ForkServerContext) -> None:
    with open_store(home) as store:
        for subject in range(1, 41):
            store.jobs.put("read", subject)
    (tmp_path / "claimed").mkdir()
    _run_together(processes, claim_all, home, tmp_path / "claimed")
    claimed = [int(word) for path in (tmp_path / "claimed").iterdir() for word in path.read_text().split()]
    assert sorted(claimed) == list(range(1, 41))


def test_no_two_threads_claim_the_same_job(store: Store) -> None:
    for subject in range(1, 31):
        store.jobs.put("read", subject)
    with ThreadPoolExecutor(8) as pool:
        jobs = list(pool.map(lambda number: store.jobs.claim(f"nit {number}", lease_seconds=60), range(40)))
    assert sorted(job.subject for job in jobs if job is not None) == list(range(1, 31))


def test_a_process_killed_while_it_copies_leaves_no_original(
    home: Path, file: File, processes: ForkServerContext
) -> None:
    process = processes.Process(target=copy_half, args=(home, file()))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    with open_store(home) as store:
        assert store.ledger.entries() == ()
        assert not store.files.has(measure(file(), max_bytes=100))
        assert keep(store, file()).outcome is Outcome.WAITING


def test_processes_that_make_the_same_store_make_it_once(tmp_path: Path, processes: ForkServerContext) -> None:
    _run_together(processes, open_new, tmp_path / "skupna")
    with open_store(tmp_path / "skupna") as store:
        assert len(store.registers.bodies()) == 26


def _killed_at_each_step(
    home: Path, tmp_path: Path, path: Path | list[Path], context: ForkServerContext, step: Callable[..., None] = take_in
) -> Iterator[Path]:
    """Gives a copy of the store for each step that a process was killed at, until one comes to its end."""
    for number in range(1, 500):
        copy = Path(shutil.copytree(home, tmp_path / f"ubita {number}"))
        process = context.Process(target=step, args=(copy, path, number))
        process.start()
        process.join(60)
        yield copy
        if process.exitcode == 0:
            return
    raise AssertionError("no end")


def _state(store: Store) -> tuple[LedgerEntry, ...]:
    """Gives the ledger, after looking whether all that it says is so."""
    entries = tuple(store.ledger.entry(entry.id) for entry in store.ledger.entries(limit=None))
    for entry in entries:
        document = store.documents.get(entry.document_id or 0)
        assert b"".join(store.files.open_original(entry.sha256)) == b"Prva seja."
        assert document.passages == len(store.passages.of(document.id)) == (2 if entry.outcome is Outcome.READ else 0)
        assert len(store.documents.revisions(document.id)) == 1
    assert store.documents.count() == len([entry for entry in entries if entry.outcome is Outcome.READ])
    return entries


def test_a_process_killed_at_any_step_leaves_a_store_that_goes_on(
    home: Path, tmp_path: Path, file: File, processes: ForkServerContext
) -> None:
    path = file()
    stages: set[Stage] = set()
    for copy in _killed_at_each_step(home, tmp_path, path, processes):
        with open_store(copy) as store:
            left = _state(store)
            assert len(left) <= 1
            stages.update(entry.stage for entry in left)
        take_in(copy, path)
        with open_store(copy) as store:
            (entry,) = _state(store)
            assert (entry.stage, entry.outcome) == (Stage.INDEXED, Outcome.READ)
            assert [step.stage for step in entry.steps] == list(Stage)
            assert store.jobs.counts() == {JobState.DONE: 1}
            assert store.marks.count() == 0
        shutil.rmtree(copy)
    assert stages == {Stage.KEPT, Stage.STORED, Stage.INDEXED}


def test_a_process_killed_with_a_lot_in_its_hands_has_kept_all_of_it_or_nothing(
    home: Path, tmp_path: Path, file: File, processes: ForkServerContext
) -> None:
    paths = [file(f"{number}.txt", f"Seja {number}.") for number in range(3)]
    states: set[tuple[Stage, ...]] = set()
    for copy in _killed_at_each_step(home, tmp_path, paths, processes, take_in_together):
        with open_store(copy) as store:
            states.add(tuple(entry.stage for entry in store.ledger.entries()))
        take_in_together(copy, paths)
        with open_store(copy) as store:
            entries = store.ledger.entries()
            assert {(entry.stage, entry.outcome) for entry in entries} == {(Stage.INDEXED, Outcome.READ)}
            assert store.documents.count() == len(entries) == 3
            assert store.jobs.counts() == {JobState.DONE: 3}
        shutil.rmtree(copy)
    assert states == {(), (Stage.KEPT,) * 3, (Stage.STORED,) * 3, (Stage.INDEXED,) * 3}
