"""Two processes of four threads search while a writer commits: no error, no missing or doubled document."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from kb.search.embedded import open_index
from kb.search.index import Removed
from tests.search.questions import document

PROJECT = Path(__file__).parents[3]
PROCESSES, THREADS = 2, 4
EVERY_SECONDS = 0.25
STAYING = 200

# Document 1 is written anew with each commit and must always be there once; those of STAYING never change.
SEARCHES = """
import json, pathlib, sys, threading, time
from kb.search.embedded import open_index
from tests.search.questions import ask
index = open_index(pathlib.Path(sys.argv[1]))
wrong, times = [], []
until = time.monotonic() + float(sys.argv[2])
def search():
    while time.monotonic() < until:
        started = time.perf_counter()
        always, changing = ask(index, "stalno", limit=1000), ask(index, "menjava")
        times.append((time.perf_counter() - started) / 2)
        ids = [group.document_id for group in always.groups]
        if len(ids) != len(set(ids)) or len(ids) != int(sys.argv[3]) or changing.documents != 1:
            wrong.append([len(ids), changing.documents])
threads = [threading.Thread(target=search) for _ in range(int(sys.argv[4]))]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(json.dumps({"wrong": wrong[:5], "searches": len(times), "p95_ms": sorted(times)[int(len(times) * 0.95)] * 1e3}))
"""


def _under_load(folder: Path, seconds: float) -> list[dict[str, Any]]:
    """Gives what the readers saw, each thread searching for so long, while a writer commits and merges."""
    arguments = [str(folder), str(seconds), str(STAYING), str(THREADS)]
    command = [sys.executable, "-W", "ignore", "-c", SEARCHES, *arguments]
    readers = [subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)]
    index, number = open_index(folder), 1000
    while any(reader.poll() is None for reader in readers):
        number += 1
        fresh = (document(1, "x", f"menjava {number}"), document(number, "x", "voda", "zrak"))
        index.apply([*fresh, Removed(number - 30)])
        index.tidy()
        time.sleep(EVERY_SECONDS)
    index.close()
    return [json.loads(reader.communicate(timeout=60)[0]) for reader in readers]


@pytest.mark.parametrize("seconds", [2, pytest.param(60, marks=pytest.mark.soak)])
def test_readers_in_two_processes_see_whole_generations_only(tmp_path: Path, seconds: float) -> None:
    folder = tmp_path / "index"
    index = open_index(folder)
    index.rebuild([document(number, "x", "stalno", "nekaj") for number in range(2, STAYING + 2)])
    index.apply([document(1, "x", "menjava")])
    index.close()
    told = _under_load(folder, seconds)
    assert [each["wrong"] for each in told] == [[]] * PROCESSES
    assert all(each["searches"] > 0 for each in told)
