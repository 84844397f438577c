"""Damage on disk is noticed, what is left is searched and says so, and a rebuild mends it."""

from __future__ import annotations

import gc
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.errors import IndexDamaged
from kb.search.embedded import FINGERPRINT, EmbeddedIndex, open_index
from kb.search.embedded.committing import generations_in, segments_in
from kb.search.embedded.segment import path_of
from kb.search.index import Ranked, Removed
from tests.search.embedded.processes import said
from tests.search.questions import ask, document, found

WATER, AIR = document(1, "Voda", "O vodi in zraku.", "Redar."), document(2, "Zrak", "O zraku.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kazalo č"


@pytest.fixture
def index(folder: Path) -> Iterator[EmbeddedIndex]:
    """Gives an index whose two documents are in segments of their own, in the second generation."""
    index = open_index(folder, patience=0.1)
    index.apply([WATER])
    index.apply([AIR])
    yield index
    index.close()


def file(folder: Path, pattern: str, *, newest: bool = True) -> Path:
    """Gives the file of the newest or the oldest segment or table of contents."""
    generations = generations_in(folder / "g-1")
    tocs = [folder / "g-1" / f"_MAIN_{number}.toc" for number in reversed(generations)]
    segments = [path_of(folder / "g-1", each) for each in segments_in(folder / "g-1", generations[0])]
    return (tocs if pattern == "*.toc" else segments)[-1 if newest else 0]


def flip(path: Path, place: int) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :])


# --- what is told


def test_state_tells_the_fingerprint_on_disk(index: EmbeddedIndex, folder: Path) -> None:
    assert (index.state().fingerprint, index.state().whole) == (FINGERPRINT, True)
    told = json.loads((folder / "current").read_text())
    (folder / "current").write_text(json.dumps({**told, "fingerprint": "older"}))
    assert index.state().fingerprint == "older"
    assert found(index, "vodi") == [1]


def test_an_index_of_another_fingerprint_takes_no_changes_until_it_is_rebuilt(
    index: EmbeddedIndex, folder: Path
) -> None:
    told = json.loads((folder / "current").read_text())
    (folder / "current").write_text(json.dumps({**told, "fingerprint": "older"}))
    with pytest.raises(IndexDamaged):
        index.apply([Removed(1)])
    assert index.tidy() is False
    index.rebuild([WATER])
    index.apply([AIR])
    assert index.state().fingerprint == FINGERPRINT


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", "null", '{"folder": "g-9", "fingerprint": "x", "base": 0}'])
def test_where_it_is_no_longer_told_what_serves_that_which_was_built_last_is_searched(
    index: EmbeddedIndex, folder: Path, content: str
) -> None:
    (folder / "current").write_text(content)
    for reader in (index, open_index(folder)):
        assert sorted(found(reader)) == [1, 2]
        assert (ask(reader).whole, reader.state().whole) == (False, False)
        with pytest.raises(IndexDamaged):
            reader.apply([AIR])
    index.rebuild([WATER])
    assert (found(index), ask(index).whole, index.state().whole) == ([1], True, True)


# --- what is left


def test_without_a_segment_the_others_answer_and_say_that_there_may_be_more(index: EmbeddedIndex, folder: Path) -> None:
    flip(file(folder, "*.seg", newest=False), 900)
    reader = open_index(folder)
    ranked = ask(reader, "zraku")
    assert ([group.document_id for group in ranked.groups], ranked.whole) == ([2], False)
    assert (reader.state().documents, reader.state().whole) == (1, False)
    reader.close()


def test_what_one_process_finds_damaged_all_others_know(index: EmbeddedIndex, folder: Path) -> None:
    assert index.state().whole
    flip(file(folder, "*.seg"), 900)
    assert said(folder, "print(ask(open_index(folder)).whole)") == ["False"]
    assert not index.state().whole
    with pytest.raises(IndexDamaged):
        index.apply([Removed(1)])


def test_without_the_newest_generation_the_one_before_it_answers(index: EmbeddedIndex, folder: Path) -> None:
    flip(file(folder, "*.toc", newest=False), 900)
    file(folder, "*.toc").write_bytes(b"")
    reader = open_index(folder)
    with pytest.raises(IndexDamaged):
        ask(reader, "zraku")
    shutil.rmtree(folder)
    again = open_index(folder)
    again.apply([WATER])
    again.apply([AIR])
    flip(file(folder, "*.toc"), 900)
    reader = open_index(folder)
    assert (found(reader, "zraku"), reader.state().whole) == ([1], False)
    reader.close()


@pytest.mark.parametrize("pattern", ["*.toc", "*.seg"])
def test_an_index_of_which_nothing_is_left_is_damaged_until_it_is_rebuilt(
    index: EmbeddedIndex, folder: Path, pattern: str
) -> None:
    for path in folder.glob(f"g-1/{pattern}"):
        path.unlink()
    reader = open_index(folder)
    for reading in (reader.state, lambda: ask(reader, "voda"), lambda: reader.apply([AIR])):
        with pytest.raises(IndexDamaged):
            reading()
    assert reader.is_intact() is False
    reader.rebuild([WATER])
    assert (found(reader), reader.state().whole, reader.is_intact()) == ([1], True, True)
    reader.close()


def test_a_generation_folder_that_is_gone_is_an_index_that_was_never_built(index: EmbeddedIndex, folder: Path) -> None:
    index.close()
    shutil.rmtree(folder / "g-1")
    reader = open_index(folder)
    assert (found(reader), reader.state().fingerprint) == ([], "")
    reader.apply([AIR])
    assert found(reader) == [2]
    reader.close()


# --- every place


def _answers(index: EmbeddedIndex) -> list[Ranked]:
    return [ask(index, text) for text in ("voda", '"o zraku" -redar', "", "zrak*", "=zraku")]


def _is_honest(folder: Path, truth: list[Ranked]) -> bool:
    """Tells whether the answers are right, or say that they are not whole, or are refused."""
    reader = open_index(folder)
    try:
        answers = _answers(reader)
    except IndexDamaged:
        return True
    finally:
        reader.close()
    return answers == truth or not all(answer.whole for answer in answers)


# Whoosh leaves files to the garbage collector when it cannot open an index.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("pattern", ["*.toc", "*.seg"])
@pytest.mark.parametrize("cut", [False, True])
def test_wherever_a_file_is_damaged_no_answer_is_wrong_unsaid(
    index: EmbeddedIndex, folder: Path, pattern: str, cut: bool
) -> None:
    truth, path = _answers(index), file(folder, pattern)
    whole = path.read_bytes()
    for place in range(0, len(whole), len(whole) // 150 + 1):
        (folder / "damaged").unlink(missing_ok=True)
        path.write_bytes(whole)
        path.write_bytes(whole[:place]) if cut else flip(path, place)
        assert _is_honest(folder, truth), place
    gc.collect()


HEAD = 12
"""Bytes at the beginning of a segment that only Whoosh reads."""


@pytest.mark.parametrize("pattern", ["*.toc", "*.seg"])
def test_looking_at_all_of_it_finds_a_flipped_bit_wherever_it_is(
    index: EmbeddedIndex, folder: Path, pattern: str
) -> None:
    path = file(folder, pattern)
    whole = path.read_bytes()
    for place in range(HEAD, len(whole), len(whole) // 150 + 1):
        path.write_bytes(whole)
        (folder / "damaged").unlink(missing_ok=True)
        assert open_index(folder).is_intact()
        flip(path, place)
        assert not open_index(folder).is_intact(), place
        assert not open_index(folder).state().whole


FOREIGN = (b"", b"\0", b"PK\x03\x04" + b"x" * 5000, b"SQLite format 3\0" + bytes(10_000))


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("content", FOREIGN, ids=["empty", "one byte", "zip", "sqlite"])
@pytest.mark.parametrize("pattern", ["*.toc", "*.seg"])
def test_a_foreign_file_in_the_place_of_one_of_ours_is_left_out(
    index: EmbeddedIndex, folder: Path, pattern: str, content: bytes
) -> None:
    file(folder, pattern).write_bytes(content)
    reader = open_index(folder)
    assert (found(reader, "vodi"), ask(reader).whole) == ([1], False)
    reader.rebuild([AIR])
    assert (found(reader), ask(reader).whole) == ([2], True)
    reader.close()


CUT_WHILE_OPEN = """
import time
reader = open_index(folder)
print(*sorted(found(reader)))
os.truncate(sys.argv[2], 100)
time.sleep(1.2)
print(*sorted(found(reader)), ask(reader).whole)
"""


def test_a_file_that_is_cut_off_while_it_is_read_ends_no_process(index: EmbeddedIndex, folder: Path) -> None:
    assert said(folder, CUT_WHILE_OPEN, str(file(folder, "*.seg", newest=False))) == ["1", "2", "2", "False"]


# --- what is no damage

NO_FILES_LEFT = """
import resource
from kb.errors import IndexDamaged
resource.setrlimit(resource.RLIMIT_NOFILE, (8, 64))
held = []
while True:
    try:
        held.append(open(os.devnull))
    except OSError:
        break
reader = open_index(folder)
try:
    ask(reader)
except IndexDamaged:
    print("named")
for each in held:
    each.close()
print(ask(reader).whole, reader.state().whole, (folder / "damaged").exists())
"""


def test_a_process_without_files_left_takes_nothing_for_damaged(index: EmbeddedIndex, folder: Path) -> None:
    assert said(folder, NO_FILES_LEFT) == ["named", "True", "True", "False"]


@pytest.mark.parametrize("hours", [-24, 24])
def test_a_clock_that_has_jumped_hides_no_change(index: EmbeddedIndex, folder: Path, hours: int) -> None:
    reader = open_index(folder)
    for number in range(10, 14):
        for path in (folder, folder / "current", folder / "g-1"):
            moment = path.stat().st_mtime + hours * 3600
            os.utime(path, (moment, moment))
        assert len(found(reader)) == len(found(reader)) == number - 8
        index.apply([document(number, "x", "zrak")])
        assert number in found(reader)
    reader.close()


READ_ONLY = """
from kb.errors import IndexDamaged, IndexUnwritable
print(*sorted(found(open_index(folder.parent / "writable"))))
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
index = open_index(folder, patience=0)
print(*sorted(found(index)))
for write in (lambda: index.apply([document(9, "x", "zrak")]), lambda: index.rebuild([document(9, "x", "zrak")])):
    try:
        write()
    except IndexUnwritable:
        print("named")
print(*sorted(found(index)), index.is_intact())
left = open_index(folder.parent / "damaged")
print(*sorted(found(left)), left.state().whole)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_folder_that_can_only_be_read_is_searched_and_says_so_to_writers(index: EmbeddedIndex, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        for copy in ("writable", "read only", "damaged"):
            shutil.copytree(folder, Path(name) / copy)
        flip(file(Path(name) / "damaged", "*.seg", newest=False), 900)
        _only_read(Path(name))
        told = said(Path(name) / "read only", READ_ONLY)
        _writable(Path(name))
    assert told == ["1", "2", "1", "2", "named", "named", "1", "2", "True", "2", "False"]


def _only_read(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)


def _writable(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)
