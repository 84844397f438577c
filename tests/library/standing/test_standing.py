"""How the service stands: what waits, what failed, disk, index, workers, backups; each says whether it is well."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.config import Settings
from kb.library import Library, open_library
from kb.library.bundles import back_up
from kb.library.standing import Allowed, Standing
from kb.library.standing.beating import Beating
from kb.library.standing.sizes import Sizes
from kb.model import Metadata
from kb.store import worker_name
from kb.store.clock import now
from kb.worker import run_worker

Write = Callable[[str, str], Path]
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def stocked(library: Library, write: Write) -> Library:
    library.add(
        [write("a.txt", "Pitna voda."), write("b.txt", "Občinski redar."), write("c.xyz", "\0\1\2")], Metadata()
    )
    return library


def later(library: Library, settings: Settings, by: dt.timedelta, allowed: Allowed = Allowed()) -> Standing:
    """The same collection, seen some time later."""
    parts = (library._store, library._index, library._indexing)
    return Standing(*parts, home=settings.home, allowed=allowed, clock=lambda: now() + by)


def test_a_quiet_collection_with_a_worker_and_a_backup_is_well(
    library: Library, settings: Settings, write: Write, tmp_path: Path
) -> None:
    library.add([write("a.txt", "Pitna voda.")], Metadata())
    back_up(settings, tmp_path / "kopija.zip")
    library.standing.beat()
    report = library.standing.report()
    assert report.is_well
    assert (report.documents, report.index.documents, report.backup.days) == (1, 1, 0)
    assert [queue.count for queue in report.queues] == [0, 0, 0, 0]


def test_counts_are_those_of_the_store(stocked: Library) -> None:
    report = stocked.standing.report()
    assert (report.documents, report.failures.count, len(report.failures.newest)) == (2, 1, 1)
    assert not report.failures.is_well
    sizes = {place.name: place.size for place in report.disk.places}
    assert sizes["originals"] == len("Pitna voda.Občinski redar.".encode()) + 3
    assert (sizes["database"] or 0) > 100_000
    assert (sizes["index"] or 0) > 1_000


def test_a_failure_calls_for_attention_for_a_week(stocked: Library, settings: Settings) -> None:
    assert not later(stocked, settings, dt.timedelta(days=6)).report().failures.is_well
    assert later(stocked, settings, dt.timedelta(days=8)).report().failures.is_well


def test_work_that_waits_for_long_is_told_with_its_age(stocked: Library, settings: Settings) -> None:
    stocked._store.marks.mark_all()
    soon, long = (later(stocked, settings, by).report().queues[2] for by in (5 * MINUTE, 11 * MINUTE))
    assert (soon.sort, soon.count, soon.is_well) == ("index", 2, True)
    assert soon.oldest >= 5 * MINUTE
    assert not long.is_well


def test_a_file_that_waits_to_be_read_is_in_the_queue(library: Library, settings: Settings, write: Write) -> None:
    library._store.keep(write("a.txt", "Pitna voda."), name="a.txt", origin="/a.txt")
    fresh, old = (later(library, settings, by).report().queues[0] for by in (MINUTE, 61 * MINUTE))
    assert (fresh.sort, fresh.count, fresh.is_well, old.is_well) == ("read", 1, True, False)


def test_a_backup_is_too_old_after_the_days_of_the_setting(
    stocked: Library, settings: Settings, tmp_path: Path
) -> None:
    assert not stocked.standing.report().backup.is_well
    back_up(settings, tmp_path / "kopija.zip")
    week, any_age = Allowed(backup_days=7), Allowed(backup_days=0)
    for days, allowed, well in ((6, week, True), (7, week, False), (70, any_age, True)):
        backup = later(stocked, settings, dt.timedelta(days=days, minutes=1), allowed).report().backup
        assert (backup.days, backup.is_well) == (days, well)
    assert stocked.standing.report().backup.last.path.endswith("kopija.zip")  # type: ignore[union-attr]


def test_an_empty_collection_needs_no_backup(library: Library) -> None:
    assert library.standing.report().backup.is_well


def test_a_disk_that_is_nearly_full_is_unwell(library: Library, settings: Settings) -> None:
    free = shutil.disk_usage(settings.home).free
    needy = later(library, settings, MINUTE, Allowed(free_bytes=free * 2))
    assert not needy.report().disk.is_well
    assert not needy.health().disk
    assert library.standing.health().disk == (free >= 1024**3)


def test_an_index_that_is_gone_is_not_current(stocked: Library, settings: Settings) -> None:
    assert stocked.standing.health().index
    stocked.close()
    shutil.rmtree(settings.index_folder)
    with open_library(settings) as again:
        assert not again.standing.report().index.is_well


def test_an_index_of_which_nothing_can_be_read_is_unwell(stocked: Library, settings: Settings) -> None:
    stocked.close()
    for file in settings.index_folder.glob("g-*/*"):
        if file.is_file() and file.name != "built":
            file.write_bytes(b"x" * 64)
    with open_library(settings) as again:
        assert not again.standing.health().index
        assert not again.standing.report().index.is_well
        assert again.status().index_current is False


# --- workers ---


@pytest.fixture
def beating(tmp_path: Path) -> Beating:
    return Beating(tmp_path / "workers", now)


def test_a_worker_is_alive_while_it_beats(beating: Beating, tmp_path: Path) -> None:
    assert beating.workers() == ()
    beating.beat()
    [worker] = beating.workers()
    assert (worker.name, worker.is_alive) == (worker_name(), True)
    after = Beating(tmp_path / "workers", lambda: now() + 2 * MINUTE)
    assert [each.is_alive for each in after.workers()] == [False]


def test_a_worker_that_has_ended_is_told_as_such_and_when(beating: Beating) -> None:
    beating.beat()
    beating.end()
    [worker] = beating.workers()
    assert not worker.is_alive
    assert worker.heard <= now()


def test_a_worker_whose_process_was_killed_is_dead_at_once(beating: Beating, tmp_path: Path) -> None:
    beating.beat()
    [file] = (tmp_path / "workers").iterdir()
    told = json.loads(file.read_text())
    host = told["worker"].split(":")[0]
    file.write_text(json.dumps({**told, "worker": f"{host}:{2**22 + 7}:1"}))
    assert [each.is_alive for each in beating.workers()] == [False]


def test_a_worker_of_another_machine_is_alive_until_it_is_silent(beating: Beating, tmp_path: Path) -> None:
    beating.beat()
    [file] = (tmp_path / "workers").iterdir()
    file.write_text(json.dumps({**json.loads(file.read_text()), "worker": "drug-streznik:1:1"}))
    assert [each.is_alive for each in beating.workers()] == [True]


@pytest.mark.parametrize("written", ["", "{", "[]", '{"worker": 1}', '{"worker": "a:1:1", "at": "včeraj"}'])
def test_a_garbled_heartbeat_is_nobody(beating: Beating, tmp_path: Path, written: str) -> None:
    (tmp_path / "workers").mkdir()
    (tmp_path / "workers" / "x.json").write_text(written)
    assert beating.workers() == ()


def test_a_heartbeat_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "workers").write_text("not a folder")
    beating = Beating(tmp_path / "workers", now)
    beating.beat()
    assert beating.workers() == ()


@pytest.fixture
def working(library: Library) -> Iterator[Library]:
    stop = threading.Event()
    thread = threading.Thread(target=run_worker, args=(library, stop))
    thread.start()
    yield library
    stop.set()
    thread.join(20)


def test_the_worker_beats_while_it_works_and_says_when_it_ends(
    working: Library, request: pytest.FixtureRequest
) -> None:
    deadline = threading.Event()
    for _ in range(200):
        if working.standing.health().worker:
            break
        deadline.wait(0.05)
    assert working.standing.health().is_well


def test_sizes_of_folders_are_looked_at_now_and_then(tmp_path: Path) -> None:
    at = [0.0]
    sizes = Sizes(clock=lambda: at[0])
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "x").write_bytes(b"123")
    assert (sizes.of(tmp_path / "a"), sizes.of(tmp_path / "none")) == (3, 0)
    (tmp_path / "a" / "y").write_bytes(b"12")
    assert sizes.of(tmp_path / "a") == 3
    at[0] = 1_000
    assert sizes.of(tmp_path / "a") == 5
