"""kill -9 at any moment of `kb add`, then the same command again: every file in the ledger, none twice."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT, Command

FILES = 12


def folder(tmp_path: Path) -> Path:
    files = tmp_path / "gradiva"
    files.mkdir()
    for number in range(FILES):
        text = f"# Gradivo {number}\n\n" + "\n\n".join(
            f"## Del {part}\n\nBesedilo {number} o vodi." for part in range(20)
        )
        (files / f"gradivo {number} č.md").write_text(text, encoding="utf-8")
    deck = ROOT / "corpus" / "documents" / "predstavitve" / "kaj-je-sos.pptx"
    (files / deck.name).write_bytes(deck.read_bytes())
    return files


def kill_after(kb: Command, files: Path, seconds: float) -> None:
    running = kb.start("add", files)
    time.sleep(seconds)
    if running.poll() is None:
        os.killpg(running.pid, signal.SIGKILL)
    running.communicate()


def assert_whole(kb: Command, files: Path) -> None:
    kb("add", files)
    state = kb.json("status")
    names = sorted(each["name"] for each in state["files"])
    assert names == sorted(path.name for path in files.iterdir())
    assert {each["outcome"] for each in state["files"]} == {"read"}
    documents = {each["document"] for each in state["files"]}
    assert len(documents) == FILES + 1
    found = kb.json("find", "--limit", "100")
    assert (found["documents"], state["status"]["to_index"]) == (FILES + 1, 0)
    assert {hit["document"] for hit in found["hits"]} == documents


def walk(kb: Command, files: Path, times: int, seed: int) -> None:
    moments = random.Random(seed)
    for _ in range(times):
        kill_after(kb, files, moments.uniform(0.2, 2.5))
    assert_whole(kb, files)


def test_killed_three_times_in_a_row_everything_is_there_once(kb: Command, tmp_path: Path) -> None:
    walk(kb, folder(tmp_path), 3, seed=20261122)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(30))
def test_killed_at_many_moments_everything_is_there_once(kb: Command, tmp_path: Path, seed: int) -> None:
    walk(kb, folder(tmp_path), 5, seed)
