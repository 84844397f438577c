"""The embedded index on disk: processes, crashes, damage."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.errors import IndexBusy, IndexUnwritable
from kb.search.embedded import EmbeddedIndex, open_index
from kb.search.index import IndexedDocument, Removed
from tests.search.questions import ask, document, found

WATER, AIR = document(1, "Voda", "O vodi in zraku.", "Redar."), document(2, "Zrak", "O zraku.")
PROJECT = Path(__file__).parents[3]

HOLDS_THE_LOCK = """
from kb.search.embedded.folder import write_lock
with write_lock(folder, patience=0):
    print("held", flush=True)
    input()
"""
DIES_IN_A_REBUILD = """
def documents():
    yield document(8, "Nov", "voda")
    os.kill(os.getpid(), signal.SIGKILL)
open_index(folder).rebuild(documents())
"""
WRITES_FOR_EVER = """
index = open_index(folder)
for number in range(100, 10_000):
    index.apply([document(number, "Nov", "voda"), document(1, "Voda", f"O vodi {number}.")])
    print(number, flush=True)
"""


def other_process(folder: Path, script: str) -> subprocess.Popen[str]:
    """Starts `script` in another Python, `folder` in its hands."""
    opening = (
        "import os, pathlib, signal, sys\n"
        "from kb.search.embedded import open_index\n"
        "from tests.search.questions import document\n"
        "folder = pathlib.Path(sys.argv[1])\n"
    )
    command = [sys.executable, "-W", "ignore", "-c", opening + script, str(folder)]
    return subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kazalo č"


@pytest.fixture
def index(folder: Path) -> Iterator[EmbeddedIndex]:
    index = open_index(folder, patience=0.1)
    index.apply([WATER, AIR])
    yield index
    index.close()


def generations(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("g-*"))


# --- readers and writers


def test_the_folder_is_private(index: EmbeddedIndex, folder: Path) -> None:
    assert {path.stat().st_mode & 0o077 for path in (folder, *folder.glob("g-*"))} == {0}


def test_the_text_itself_is_not_in_the_index(folder: Path, index: EmbeddedIndex) -> None:
    index.apply([document(3, "Občinski predpisi", "Člen | Župan razpiše volitve.")])
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert not any(word.encode() in everything for word in ("Občinski", "Župan", "Člen"))


def test_a_second_process_that_writes_is_told_that_the_index_is_busy(index: EmbeddedIndex, folder: Path) -> None:
    with other_process(folder, HOLDS_THE_LOCK) as holder:
        assert first_line(holder) == "held"
        with pytest.raises(IndexBusy):
            index.apply([Removed(1)])
        with pytest.raises(IndexBusy):
            index.rebuild([])
        assert sorted(found(index)) == [1, 2]
        holder.communicate("go\n")
    index.apply([Removed(1)])
    assert found(index) == [2]


def test_a_writer_waits_a_while_for_another(index: EmbeddedIndex, folder: Path) -> None:
    with other_process(folder, HOLDS_THE_LOCK) as holder:
        assert first_line(holder) == "held"
        waiting = threading.Thread(target=open_index(folder, patience=60).apply, args=([Removed(1)],))
        waiting.start()
        holder.communicate("go\n")
        waiting.join()
    assert found(index) == [2]


def test_while_a_rebuild_runs_the_old_index_serves_and_other_writers_are_told(
    index: EmbeddedIndex, folder: Path
) -> None:
    other = open_index(folder, patience=0)

    def documents() -> Iterator[IndexedDocument]:
        yield document(8, "Nov", "voda")
        assert sorted(found(index)) == sorted(found(other)) == [1, 2]
        with pytest.raises(IndexBusy):
            other.apply([Removed(1)])

    index.rebuild(documents())
    assert found(index) == found(other) == [8]
    other.close()


def test_a_reader_sees_what_another_wrote_removed_and_rebuilt(index: EmbeddedIndex, folder: Path) -> None:
    reader = open_index(folder)
    assert found(reader, "vodi") == [1]
    index.apply([Removed(1)])
    assert found(reader, "vodi") == []
    index.rebuild([WATER])
    assert found(reader, "vodi") == [1]
    assert reader.state() == index.state()
    reader.close()


def test_the_old_generation_folder_is_gone_after_a_rebuild(index: EmbeddedIndex, folder: Path) -> None:
    index.rebuild([WATER])
    index.rebuild([AIR])
    assert generations(folder) == ["g-3"]


def test_a_closed_index_opens_again_when_it_is_asked(index: EmbeddedIndex) -> None:
    index.close()
    assert found(index, "vodi") == [1]


def test_threads_search_while_one_writes(index: EmbeddedIndex) -> None:
    seen: list[int] = []

    def search() -> None:
        for _ in range(40):
            seen.append(ask(index, '"o vodi" ALI nikjer').documents)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(10):
        index.apply([document(10 + number, "x", "zrak"), WATER])
    for thread in threads:
        thread.join()
    assert seen == [1] * 160


# --- crashes


def test_a_rebuild_that_is_killed_leaves_the_old_index_and_the_next_one_sweeps(
    index: EmbeddedIndex, folder: Path
) -> None:
    with other_process(folder, DIES_IN_A_REBUILD) as dying:
        assert dying.wait() == -signal.SIGKILL
    assert generations(folder) == ["g-1", "g-2"]
    assert sorted(found(index)) == [1, 2]
    index.apply([Removed(1)])
    index.rebuild([WATER])
    assert generations(folder) == ["g-2"]
    assert found(index) == [1]


def test_a_first_rebuild_that_is_killed_leaves_an_index_that_was_never_built(folder: Path) -> None:
    with other_process(folder, DIES_IN_A_REBUILD) as dying:
        assert dying.wait() == -signal.SIGKILL
    index = open_index(folder)
    assert index.state().fingerprint == ""
    index.apply([WATER])
    assert found(index) == [1]
    index.close()


@pytest.mark.parametrize("generation", [0, 3, 7])
def test_a_writer_that_is_killed_leaves_whole_generations(index: EmbeddedIndex, folder: Path, generation: int) -> None:
    with other_process(folder, WRITES_FOR_EVER) as writer:
        for _ in range(generation + 1):
            assert first_line(writer)
        writer.kill()
    written = [id_ for id_ in found(index) if id_ >= 100]
    assert sorted(written) == list(range(100, 100 + len(written)))
    assert found(index, f"vodi {99 + len(written)}") == [1]
    index.apply([Removed(1)])
    assert 1 not in found(index)


# --- trouble


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    index = open_index(tmp_path / "file" / "index")
    with pytest.raises(IndexUnwritable):
        index.apply([WATER])
    with pytest.raises(IndexUnwritable):
        index.rebuild([WATER])


def test_a_title_with_characters_that_are_none_is_indexed(index: EmbeddedIndex) -> None:
    index.apply([document(3, "voda \ud800 \x00", "\udfff")])
    assert 3 in found(index, "voda")
