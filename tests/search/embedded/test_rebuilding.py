"""A rebuild: chunks made by two processes, gone on with after a crash, given up where the disk is full."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import IndexUnwritable
from kb.search.embedded import EmbeddedIndex, open_index
from kb.search.embedded.beside import Beside
from kb.search.embedded.folder import generation_folders
from kb.search.embedded.rebuilding import NOTES, Chunk, Notes, begun_in, chunk_of, fill
from kb.search.index import IndexedDocument, unheard
from tests.search.embedded.processes import other_process, said
from tests.search.questions import ask, document, found

DOCUMENTS = [
    replace(document(number, f"Naslov {number}", f"voda beseda{number}", "zrak"), version=number)
    for number in range(1, 41)
]
A_CHUNK = 30
"""Positions after which these tests make a chunk; a document of theirs has five."""


def all_valid(done: Mapping[int, int]) -> Collection[int]:
    return done.keys()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def index(folder: Path) -> Iterator[EmbeddedIndex]:
    index = open_index(folder, patience=0.1)
    index.apply([document(100, "Staro", "staro")])
    yield index
    index.close()


# --- chunks


def test_chunks_of_two_processes_are_one_index(tmp_path: Path) -> None:
    told: list[int] = []
    fill(tmp_path, iter(DOCUMENTS), told.append, positions=A_CHUNK)
    chunks = list(tmp_path.glob("*.seg"))
    assert len(chunks) > 4
    assert told == list(range(1, 41))


def test_a_few_documents_start_no_process(tmp_path: Path) -> None:
    with Beside() as process:
        assert process.pid == 0
    fill(tmp_path, DOCUMENTS[:3], unheard)
    assert len(list(tmp_path.glob("*.seg"))) == 1


def test_what_a_process_that_was_killed_was_asked_is_done_here(tmp_path: Path) -> None:
    with Beside() as process:
        first = process.does(chunk_of, tmp_path, DOCUMENTS[:2])
        os.kill(process.pid, signal.SIGKILL)
        second = process.does(chunk_of, tmp_path, DOCUMENTS[2:4])
    assert [dict(chunk.versions) for chunk in (first, second)] == [{1: 1, 2: 2}, {3: 3, 4: 4}]


def test_a_full_disk_in_the_other_process_is_told(tmp_path: Path) -> None:
    with Beside() as process, pytest.raises(FileNotFoundError):
        process.does(chunk_of, tmp_path / "not there", DOCUMENTS[:2])


STARTS_ANOTHER = """
from kb.search.embedded.beside import Beside
beside = Beside()
print(beside.does(os.getpid))
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="only Linux tells of processes so")
def test_a_process_ends_with_the_one_that_started_it(folder: Path) -> None:
    [pid] = said(folder, STARTS_ANOTHER)
    for _ in range(600):
        if not _runs(pid):
            return
        time.sleep(0.05)
    raise AssertionError("it still runs")


def _runs(pid: str) -> bool:
    """Tells whether a process runs; one that has ended and that nobody has asked about since is a zombie (Z)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


# --- gone on with

DIES_AFTER_SOME = """
from kb.search.embedded import rebuilding
from tests.search.embedded.test_rebuilding import A_CHUNK, DOCUMENTS
rebuilding.POSITIONS_A_SEGMENT, rebuilding.CORES = A_CHUNK, 1
def some():
    yield from DOCUMENTS[:int(sys.argv[2])]
    os.kill(os.getpid(), signal.SIGKILL)
open_index(folder).rebuild(some())
"""


def killed_after(folder: Path, count: int) -> None:
    with other_process(folder, DIES_AFTER_SOME, str(count)) as dying:
        assert dying.wait() == -signal.SIGKILL


def test_a_rebuild_that_was_killed_is_gone_on_with(index: EmbeddedIndex, folder: Path) -> None:
    killed_after(folder, 30)
    assert found(index) == [100]
    kept: set[int] = set()

    def documents() -> Iterator[IndexedDocument]:
        assert found(index) == [100]
        assert len(kept) >= 6
        yield from (each for each in DOCUMENTS if each.id not in kept)

    index.rebuild(documents(), still_valid=lambda done: kept.update(done) or kept)
    assert sorted(found(index, "voda")) == list(range(1, 41))
    assert (index.state().documents, index.state().passages, index.state().whole) == (40, 80, True)
    assert generation_folders(folder) == ["g-2"]
    assert not list(folder.rglob(NOTES))


def test_documents_that_have_changed_since_are_taken_anew(index: EmbeddedIndex, folder: Path) -> None:
    killed_after(folder, 30)
    changed = [document(number, "Drugo", "novo") for number in (1, 3)]
    told: list[int] = []

    def but_the_changed(done: Mapping[int, int]) -> Collection[int]:
        told.extend(done)
        assert all(version == id_ for id_, version in done.items())
        return [id_ for id_ in done if id_ not in (1, 3)]

    index.rebuild(iter(changed), still_valid=but_the_changed)
    assert sorted(found(index, "novo")) == [1, 3]
    assert sorted(found(index)) == sorted({*told, 1, 3})
    assert found(index, "beseda1 ALI beseda3") == []


def test_a_rebuild_may_be_killed_again_and_again(index: EmbeddedIndex, folder: Path) -> None:
    killed_after(folder, 12)
    held: list[int] = []

    def interrupted() -> Iterator[IndexedDocument]:
        yield replace(DOCUMENTS[0], version=77)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.rebuild(interrupted(), still_valid=lambda done: [id_ for id_ in done if id_ != 1])
    index.rebuild(iter(DOCUMENTS[:1]), still_valid=lambda done: held.extend(done) or held)
    assert 1 not in held
    assert sorted(found(index)) == sorted([1, *held])
    assert index.state().documents == len(held) + 1


@pytest.mark.parametrize(
    "harm",
    [
        lambda notes: notes.write_bytes(b""),
        lambda notes: notes.write_bytes(b"nonsense\n"),
        lambda notes: notes.write_bytes(notes.read_bytes().replace(b"schema", b"Schema")),
        lambda notes: notes.unlink(),
        lambda notes: [path.unlink() for path in notes.parent.glob("*.seg")],
        lambda notes: [path.write_bytes(path.read_bytes()[:-1]) for path in notes.parent.glob("*.seg")],
    ],
    ids=["empty", "foreign", "flipped", "gone", "without segments", "cut segments"],
)
def test_what_is_damaged_of_a_rebuild_that_was_broken_off_is_left_out(
    index: EmbeddedIndex, folder: Path, harm: object
) -> None:
    killed_after(folder, 30)
    harm(next(folder.rglob(NOTES)))  # type: ignore[operator]
    index.rebuild(iter(DOCUMENTS), still_valid=all_valid)
    assert sorted(found(index)) == list(range(1, 41))
    assert index.is_intact()


def test_notes_end_where_a_line_was_not_written_whole(tmp_path: Path) -> None:
    chunks = [chunk_of(tmp_path, DOCUMENTS[start : start + 2]) for start in (0, 2)]
    notes = Notes(tmp_path)
    notes.begin(chunks[:1])
    notes.add(chunks[1])
    assert [dict(chunk.versions) for chunk in notes.chunks() or ()] == [{1: 1, 2: 2}, {3: 3, 4: 4}]
    path = tmp_path / NOTES
    path.write_bytes(path.read_bytes()[:-9])
    assert [dict(chunk.versions) for chunk in notes.chunks() or ()] == [{1: 1, 2: 2}]


def test_a_rebuild_of_which_nothing_holds_any_more_begins_anew(index: EmbeddedIndex, folder: Path) -> None:
    killed_after(folder, 30)
    index.rebuild(iter(DOCUMENTS[:5]))
    assert sorted(found(index)) == [1, 2, 3, 4, 5]
    assert len(generation_folders(folder)) == 1


def test_what_is_begun_is_not_looked_for_in_what_serves(folder: Path) -> None:
    (folder / "g-1").mkdir(parents=True)
    notes = Notes(folder / "g-1")
    notes.begin([chunk_of(folder / "g-1", DOCUMENTS[:2])])
    assert begun_in(folder, but="g-1", still_valid=all_valid).chunks == ()
    [chunk] = begun_in(folder, but="", still_valid=all_valid).chunks
    assert isinstance(chunk, Chunk)


# --- given up


def test_a_rebuild_that_a_full_disk_ends_leaves_nothing_behind(index: EmbeddedIndex, folder: Path) -> None:
    def documents() -> Iterator[IndexedDocument]:
        yield DOCUMENTS[0]
        for path in folder.glob("g-2"):
            path.rename(folder / "elsewhere")

    with pytest.raises(IndexUnwritable):
        index.rebuild(documents())
    assert generation_folders(folder) == ["g-1"]
    assert (found(index), index.state().whole) == ([100], True)


def test_a_rebuild_that_is_broken_off_before_its_first_chunk_leaves_nothing(index: EmbeddedIndex, folder: Path) -> None:
    def documents() -> Iterator[IndexedDocument]:
        yield DOCUMENTS[0]
        raise RuntimeError("the store went away")

    with pytest.raises(RuntimeError):
        index.rebuild(documents())
    assert generation_folders(folder) == ["g-1"]
    assert ask(index).documents == 1
