"""The index is kept in order by itself: what is stored is found, what is damaged is built anew, and pages say so."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import IndexDamaged
from kb.library import Library, Question, open_library
from kb.library.indexing import REBUILDS_APART_SECONDS, Indexing
from kb.model import EVERYTHING, Metadata, Outcome, Visibility
from kb.search.embedded import FINGERPRINT, open_index
from kb.search.embedded.committing import generations_in, segments_in
from kb.store import Arriving, Store
from kb.web import create_app
from kb.worker import run_worker
from tests.conftest import ROOT, Command

Write = Callable[[str, str], Path]

WATER = "# Voda\n\nObčina zagotavlja oskrbo s pitno vodo.\n"
NOISE = "# Hrup\n\nHrup na javnih prireditvah meri občina.\n"


@pytest.fixture
def stocked(library: Library, write: Write) -> Library:
    """A library whose two documents are in segments of their own."""
    library.add([write("voda.md", WATER)], Metadata())
    library.add([write("hrup.md", NOISE)], Metadata())
    return library


def titles(library: Library, text: str = "") -> list[str]:
    return sorted(group.document.title for group in library.find(Question(text=text), reader=EVERYTHING).groups)


def damage(settings: Settings, *, all_of_it: bool = False) -> None:
    """Flips a bit in the oldest segment, or in all of them."""
    segments = sorted(settings.index_folder.glob("g-*/*.seg"), key=lambda path: path.stat().st_ino)
    for path in segments if all_of_it else segments[:1]:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)


# --- damage


def test_a_damaged_index_answers_from_what_is_left_and_is_built_anew_by_itself(
    stocked: Library, settings: Settings
) -> None:
    damage(settings)
    with open_library(settings) as library:
        results = library.find(Question("občina"), reader=EVERYTHING)
        assert (len(results.groups), [remark.key for remark in results.remarks]) == (1, ["index-renewed"])
        assert not library.status().index_current
        assert library.index_marked() == 2
        results = library.find(Question("občina"), reader=EVERYTHING)
        assert (len(results.groups), results.remarks, library.status().index_current) == (2, (), True)


def test_the_page_says_that_the_index_is_being_rebuilt(stocked: Library, settings: Settings) -> None:
    damage(settings)
    with open_library(settings) as library:
        page = create_app(library).test_client().get("/iskanje?q=občina")
        assert page.status_code == 200
        assert "Kazalo se obnavlja" in page.get_data(as_text=True)


def test_the_command_line_says_it_too_and_any_upload_mends_it(
    stocked: Library, settings: Settings, write: Write, kb: Command
) -> None:
    stocked.close()
    damage(settings)
    assert "Kazalo se obnavlja" in kb("find", "občina")
    kb("add", write("zrak.md", "# Zrak\n\nObčina meri kakovost zraka.\n"))
    told = kb("find", "občina")
    assert "Kazalo se obnavlja" not in told
    assert all(title in told for title in ("Voda", "Hrup", "Zrak"))


def test_an_index_of_which_nothing_is_left_is_a_named_page_until_it_is_built_anew(
    stocked: Library, settings: Settings
) -> None:
    damage(settings, all_of_it=True)
    with open_library(settings) as library:
        client = create_app(library).test_client()
        page = client.get("/iskanje?q=občina")
        assert page.status_code == 503
        assert "se gradi na novo" in page.get_data(as_text=True)
        library.index_marked()
        assert client.get("/iskanje?q=občina").status_code == 200
        assert titles(library) == ["Hrup", "Voda"]


def test_an_upload_into_a_damaged_index_is_kept_and_found(stocked: Library, settings: Settings, write: Write) -> None:
    damage(settings, all_of_it=True)
    with open_library(settings) as library:
        batch = library.add([write("zrak.md", "# Zrak\n\nKakovost zraka.\n")], Metadata())
        assert not batch.failed
        assert titles(library) == ["Hrup", "Voda", "Zrak"]


def test_damage_that_nobody_has_met_is_found_when_there_is_time(stocked: Library, settings: Settings) -> None:
    damage(settings)
    stocked.tend_index()
    assert not stocked.status().index_current
    assert stocked.index_marked() == 2
    assert stocked.status().index_current


def test_an_index_that_is_damaged_time_and_again_is_not_built_without_end(settings: Settings, write: Write) -> None:
    with open_library(settings) as library:
        library.add([write("voda.md", WATER)], Metadata())
    now = [0.0]
    store = Store.open(settings.database_url, originals_url=settings.originals_url)
    index = open_index(settings.index_folder)
    indexing = Indexing(store, index, FINGERPRINT, clock=lambda: now[0])
    damage(settings)
    assert not index.is_intact()
    assert indexing.index_marked(_unheard) == 1
    damage(settings)
    assert not index.is_intact()
    with pytest.raises(IndexDamaged):
        indexing.index_marked(_unheard)
    now[0] = REBUILDS_APART_SECONDS + 1
    assert indexing.index_marked(_unheard) == 1
    index.close()
    store.close()


def _unheard(_title: str, _done: int, _total: int) -> None:
    """Hears nothing."""


# --- a rebuild that was broken off

DIES_IN_A_REBUILD = """
import os, pathlib, signal, sys
from kb.config import Settings
from kb.library import open_library
from kb.search.embedded import rebuilding
rebuilding.POSITIONS_A_SEGMENT, rebuilding.CORES = 10, 1
def told(stage, name, done, total):
    if done == 6:
        os.kill(os.getpid(), signal.SIGKILL)
open_library(Settings(home=pathlib.Path(sys.argv[1]))).reindex(told=told)
"""


def test_a_killed_rebuild_goes_on_and_takes_what_has_changed_meanwhile_anew(settings: Settings, write: Write) -> None:
    paths = [write(f"{number}.md", f"# Gradivo {number}\n\nBesedilo {number} o vodi.\n") for number in range(1, 9)]
    with open_library(settings) as library:
        library.add(paths, Metadata())
        ids = {group.document.title: group.document.id for group in library.find(Question(per_page=20)).groups}
        command = [sys.executable, "-W", "ignore", "-c", DIES_IN_A_REBUILD, str(settings.home)]
        assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
        assert len(list(settings.index_folder.glob("g-*"))) == 2
        changed = write("2 novo.md", "# Gradivo 2\n\nPopolnoma drugo besedilo.\n")
        library.add([changed], Metadata(), revises=ids["Gradivo 2"])
        told: list[int] = []
        assert library.reindex(told=lambda _stage, _name, done, _total: told.append(done)) == 8
        assert told[0] > 4
        assert (len(titles(library)), titles(library, "popolnoma drugo")) == (8, ["Gradivo 2"])
        assert titles(library, '"besedilo 2"') == []
        assert titles(library, '"besedilo 3"') == ["Gradivo 3"]


# --- what is stored is found


@contextmanager
def working(library: Library) -> Iterator[None]:
    """Lets a worker work."""
    stop = threading.Event()
    worker = threading.Thread(target=run_worker, args=(library, stop))
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join()


def until(happens: Callable[[], bool]) -> None:
    """Waits until something happens; the test run's own patience ends what never does."""
    for _ in range(600):
        if happens():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen")


def keep(settings: Settings, paths: list[Path]) -> None:
    """Keeps files as an upload does: another process reads and indexes them."""
    store = Store.open(settings.database_url, originals_url=settings.originals_url)
    store.keep_all([Arriving(path, path.name, str(path), Metadata(visibility=Visibility.PUBLIC)) for path in paths])
    store.close()


def test_what_another_process_keeps_is_read_and_found_while_a_worker_works(
    library: Library, settings: Settings, write: Write
) -> None:
    with working(library):
        keep(settings, [write("voda.md", WATER)])
        until(lambda: titles(library, "pitna voda") == ["Voda"])
        keep(settings, [write("hrup.md", NOISE)])
        until(lambda: titles(library, "voda ALI hrup") == ["Hrup", "Voda"])
    assert titles(library, "hrup") == ["Hrup"]


def test_the_first_files_of_many_are_found_while_the_last_still_wait(
    library: Library, settings: Settings, write: Write
) -> None:
    library.add([write("voda.md", WATER)], Metadata())
    paths = [
        write(f"{number}.md", f"# Hrup {number}\n\n" + f"Hrup {number} ponoči.\n\n" * 3000) for number in range(24)
    ]
    keep(settings, paths)
    seen_early = False
    with working(library):
        while library.status().waiting:
            waiting, found = library.status().waiting, len(titles(library, "hrup"))
            seen_early = seen_early or (found > 0 and waiting > 0)
            time.sleep(0.02)
        until(lambda: library.find(Question("hrup"), reader=EVERYTHING).documents == len(paths))
    assert seen_early


def test_small_parts_are_put_together_while_a_worker_works(library: Library, settings: Settings, write: Write) -> None:
    index = open_index(settings.index_folder)
    for number in range(9):
        keep(settings, [write(f"{number}.md", f"# Voda {number}\n\nBesedilo {number}.\n")])
        library.read_waiting(stop=threading.Event())
        library.index_marked()
    assert (_segments(settings), index.state().whole) == (9, True)
    with working(library):
        until(lambda: _segments(settings) == 1)
    assert len(titles(library, "voda")) == 9


def _segments(settings: Settings) -> int:
    [folder] = settings.index_folder.glob("g-*")
    return len(segments_in(folder, generations_in(folder)[0]))


def test_a_full_disk_of_the_index_harms_no_upload(settings: Settings, write: Write) -> None:
    """A file in the place of the index folder refuses whatever is written."""
    settings.home.mkdir(parents=True)
    settings.index_folder.write_text("")
    with open_library(settings) as library:
        keep(settings, [write("voda.md", WATER)])
        with working(library):
            until(lambda: library.status().waiting == 0)
        assert library.status().outcomes == {Outcome.READ: 1}
        assert library.status().to_index == library.status().documents
    settings.index_folder.unlink()
    with open_library(settings) as library:
        assert library.index_marked() > 0
        assert titles(library, "voda") == ["Voda"]
