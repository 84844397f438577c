"""A writer that is killed, or whose disk is full, at any of its steps on disk leaves the last whole generation."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from kb.search.embedded import open_index
from kb.search.embedded.merging import TOGETHER
from kb.search.index import IndexedDocument, Removed
from tests.search.questions import document, found

PROJECT = Path(__file__).parents[3]
STEPS = ("open", "os.rename", "os.remove", "os.mkdir")

# The audit hook hears each step on disk of whatever runs, so nothing of ours or Whoosh's has to be patched.
DIES_AT_EACH_STEP = """
import os, pathlib, shutil, signal, sys
from kb.search.embedded import open_index, rebuilding
from kb.search.index import Removed
from tests.search.questions import document
rebuilding.POSITIONS_A_SEGMENT, rebuilding.CORES = 2, 1
work, what, steps = pathlib.Path(sys.argv[1]), sys.argv[2], set(sys.argv[3].split(","))
documents = [document(1, "Voda", "nova voda"), document(9, "Zrak", "zrak in hrup")]
number, left = 0, True
while left:
    number += 1
    folder = work / f"copy-{number}"
    shutil.copytree(work / "index", folder)
    child = os.fork()
    if not child:
        index, still = open_index(folder), [number]
        def hear(event, args):
            if event in steps and isinstance(args[0], (str, os.PathLike)) and str(folder) in str(args[0]):
                still[0] -= 1
                if not still[0]:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(hear)
        if what == "apply":
            index.apply([*documents, Removed(2)])
        elif what == "rebuild":
            index.rebuild(documents)
        else:
            index.tidy()
        os._exit(0)
    left = os.waitpid(child, 0)[1] != 0
print(number - 1)
"""
FULL_DISK = """
import pathlib, resource, signal, sys
from kb.errors import IndexUnwritable
from kb.search.embedded import open_index
from tests.search.questions import document
index = open_index(pathlib.Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
for write in (lambda: index.apply([document(9, "x", "zrak " * 40)]), lambda: index.rebuild([document(9, "x", "zrak")])):
    try:
        write()
    except IndexUnwritable:
        print("named")
"""


def run(script: str, *arguments: str) -> list[str]:
    """Runs `script` in another Python; gives what it prints."""
    command = [sys.executable, "-W", "ignore", "-c", script, *arguments]
    told = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=600)
    assert told.returncode == 0, told.stderr
    return told.stdout.split()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    index = open_index(tmp_path / "index")
    index.apply([document(1, "Voda", "stara voda"), document(2, "Hrup", "hrup")])
    index.close()
    return tmp_path / "index"


@pytest.mark.parametrize(("what", "after"), [("apply", [1, 9]), ("rebuild", [1, 9])])
def test_a_writer_killed_at_any_step_leaves_the_old_or_the_new_generation(
    folder: Path, what: str, after: list[int]
) -> None:
    [steps] = run(DIES_AT_EACH_STEP, str(folder.parent), what, ",".join(STEPS))
    assert int(steps) > 5
    seen = []
    for number in range(1, int(steps) + 2):
        index = open_index(folder.parent / f"copy-{number}")
        there = sorted(found(index))
        assert there in ([1, 2], after)
        assert found(index, "stara") == ([1] if there == [1, 2] else [])
        index.apply([document(5, "Novo", "pozneje"), Removed(1)])
        assert sorted(found(index)) == sorted({*there, 5} - {1})
        seen.append(there)
        index.close()
    assert seen == sorted(seen, key=lambda there: there != [1, 2])
    assert (seen[0], seen[-1]) == ([1, 2], after)


def test_a_rebuild_killed_at_any_step_is_gone_on_with(folder: Path) -> None:
    [steps] = run(DIES_AT_EACH_STEP, str(folder.parent), "rebuild", ",".join(STEPS))
    kept = set[int]()
    for number in range(1, int(steps) + 1):
        index = open_index(folder.parent / f"copy-{number}")
        done: dict[int, int] = {}
        index.rebuild(_but(done), still_valid=lambda versions, done=done: done.update(versions) or done)
        assert sorted(found(index)) == [1, 9]
        assert (index.state().documents, index.is_intact()) == (2, True)
        assert len(list(folder.parent.glob(f"copy-{number}/g-*"))) == 1
        kept.add(len(done))
        index.close()
    assert kept == {0, 1, 2}


def _but(done: Collection[int]) -> Iterator[IndexedDocument]:
    for each in (document(1, "Voda", "nova voda"), document(9, "Zrak", "zrak in hrup")):
        if each.id not in done:
            yield each


def test_a_merge_killed_at_any_step_changes_no_answer(folder: Path) -> None:
    index = open_index(folder)
    for number in range(3, 3 + TOGETHER):
        index.apply([document(number, "Naslov", "beseda")])
    index.apply([Removed(3)])
    everything = sorted(found(index))
    index.close()
    [steps] = run(DIES_AT_EACH_STEP, str(folder.parent), "tidy", ",".join(STEPS))
    assert int(steps) > 3
    for number in range(1, int(steps) + 2):
        index = open_index(folder.parent / f"copy-{number}")
        assert sorted(found(index)) == everything
        while index.tidy():
            pass
        index.apply([document(50, "Novo", "pozneje")])
        assert sorted(found(index)) == [*everything, 50]
        assert not list(folder.parent.glob(f"copy-{number}/g-*/*being-made"))
        assert index.is_intact()
        index.close()


@pytest.mark.parametrize("size", [0, 100, 1500])
def test_a_full_disk_is_named_and_the_old_generation_serves(folder: Path, size: int) -> None:
    assert run(FULL_DISK, str(folder), str(size)) == ["named", "named"]
    index = open_index(folder)
    assert sorted(found(index)) == [1, 2]
    index.apply([document(9, "x", "zrak")])
    assert sorted(found(index)) == [1, 2, 9]
    index.close()
