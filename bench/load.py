"""Searches while a writer commits: how much slower are they than in quiet, and is anything ever missing or twice?

    python -m bench.load [--passages N] [--seconds 60] [--processes 2] [--threads 4] [--every 0.25] [--json | --write]

The index has documents that never change, one that each commit writes anew, and ones that come and go. Each thread asks
in turns for a page of a word and for the documents that must be there; another thread of the writer merges segments.
Wall milliseconds a search, p50 and p95, in quiet and under load, all processes and threads asking in both.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.passages import documents
from bench.report import put
from kb.model import EVERYTHING
from kb.search.embedded import EmbeddedIndex, open_index
from kb.search.index import IndexedDocument, IndexedPassage, Removed
from kb.search.plan import Plan
from kb.search.tree import Word

STAYING = 200
COMING = 30
STAY, CHANGE = "xxstalnost", "xxmenjava"
ASKED = ("občina", "člen", "zakon", "predlog", "sredstva", "redar", "voda", "postopek")
_FIRST = 50_000_000


@dataclass(frozen=True)
class Told:
    """What the threads of a process saw: milliseconds of each search, and answers that were wrong."""

    times: list[float]
    wrong: list[str]


def main() -> None:
    """Runs both and prints how they compare; ends with 1 where an answer was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--every", type=float, default=0.25)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    parser.add_argument("--searching", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.searching:
        told = searched(Path(chosen.searching), seconds=chosen.seconds, threads=chosen.threads)
        print(json.dumps([told.times, told.wrong]))
        return
    with tempfile.TemporaryDirectory(prefix="kb-load-") as name:
        report = measured(Path(name) / "index", chosen)
    print(json.dumps(report) if chosen.json else text_of(report))
    if chosen.write:
        put("load", f"```\n{text_of(report)}\n```")
    sys.exit(1 if report["wrong"] else 0)


def measured(folder: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """Gives the figures in quiet and under load."""
    make(folder, chosen.passages)
    quiet = _in_processes(folder, chosen, seconds=chosen.seconds / 4)
    with _writing(folder, every=chosen.every) as commits:
        loaded = _in_processes(folder, chosen, seconds=chosen.seconds)
    before, after = (_figures([time for told in each for time in told.times]) for each in (quiet, loaded))
    return {
        "passages": chosen.passages,
        "seconds": chosen.seconds,
        "commits": len(commits),
        "commit_ms": _figures(commits),
        "quiet": before,
        "load": after,
        "p95_times": after["p95"] / before["p95"],
        "wrong": [wrong for told in (*quiet, *loaded) for wrong in told.wrong],
    }


def make(folder: Path, passages: int) -> None:
    """Makes the index: documents of the benchmarks, those that stay, and the one that changes."""
    index = open_index(folder)
    staying = (small(_FIRST + number, STAY) for number in range(STAYING))
    index.rebuild([*documents(passages), *staying, small(_FIRST - 1, f"{CHANGE} 0")])
    while index.tidy():
        pass
    index.close()


def small(id_: int, text: str) -> IndexedDocument:
    """Gives a document of one passage."""
    return IndexedDocument(id_, "Preizkus", (IndexedPassage(id_, "", text),))


def searched(folder: Path, *, seconds: float, threads: int) -> Told:
    """Gives what threads of this process see that search for so long."""
    index, told = open_index(folder), Told([], [])
    until = time.monotonic() + seconds
    working = [threading.Thread(target=_search, args=(index, until, number, told)) for number in range(threads)]
    for each in working:
        each.start()
    for each in working:
        each.join()
    index.close()
    return told


def _search(index: EmbeddedIndex, until: float, first: int, told: Told) -> None:
    number = first
    while time.monotonic() < until:
        number += 1
        started = time.perf_counter()
        index.search(Plan(Word(ASKED[number % len(ASKED)]), reader=EVERYTHING, limit=10))
        told.times.append(1e3 * (time.perf_counter() - started))
        always = index.search(Plan(Word(STAY), reader=EVERYTHING, limit=STAYING + 1))
        ids = {group.document_id for group in always.groups}
        changing = index.search(Plan(Word(CHANGE), reader=EVERYTHING, limit=5)).documents
        if (len(ids), always.documents, always.whole, changing) != (STAYING, STAYING, True, 1):
            told.wrong.append(f"{len(ids)} of {always.documents}, {changing} that changes")


def _in_processes(folder: Path, chosen: argparse.Namespace, *, seconds: float) -> list[Told]:
    command = [sys.executable, "-W", "ignore", "-m", "bench.load", "--searching", str(folder)]
    command += ["--seconds", str(seconds), "--threads", str(chosen.threads)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(chosen.processes)]
    return [Told(*json.loads(each.communicate()[0])) for each in running]


@contextmanager
def _writing(folder: Path, *, every: float) -> Iterator[list[float]]:
    """Commits and merges meanwhile; the list takes in the milliseconds of each commit."""
    index, stop, commits = open_index(folder), threading.Event(), list[float]()

    def write() -> None:
        number = 0
        while not stop.wait(every):
            number += 1
            fresh = (small(_FIRST - 1, f"{CHANGE} {number}"), small(number + 2 * _FIRST, "novo"))
            started = time.perf_counter()
            index.apply([*fresh, Removed(number + 2 * _FIRST - COMING)])
            commits.append(1e3 * (time.perf_counter() - started))

    def merge() -> None:
        while not stop.wait(every):
            index.tidy()

    threads = [threading.Thread(target=each) for each in (write, merge)]
    for thread in threads:
        thread.start()
    yield commits
    stop.set()
    for thread in threads:
        thread.join()
    index.close()


def _figures(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {"count": len(ordered), "p50": ordered[len(ordered) // 2], "p95": ordered[int(len(ordered) * 0.95)]}


def text_of(report: dict[str, Any]) -> str:
    """Gives the report as text."""
    quiet, load, commits = report["quiet"], report["load"], report["commit_ms"]
    return (
        f"{report['passages']:,} passages, {report['seconds']:g} s, {report['commits']} commits "
        f"(p50 {commits['p50']:.0f} ms, p95 {commits['p95']:.0f} ms)\n"
        f"quiet: {quiet['count']:,} searches, p50 {quiet['p50']:.2f} ms, p95 {quiet['p95']:.2f} ms\n"
        f"load:  {load['count']:,} searches, p50 {load['p50']:.2f} ms, p95 {load['p95']:.2f} ms\n"
        f"p95 under load is {report['p95_times']:.2f} × that in quiet; wrong answers: {len(report['wrong'])}"
    )


if __name__ == "__main__":
    main()
