"""Memory and time: of building an index of any size, of merging it, and of a process that serves it.

    python -m bench.memory [--passages 100000] [--index FOLDER] [--json] [--write]

Memory is private memory (Linux): what a process does not share with others, also of files that it alone has mapped;
`anonymous` is without these, which the system takes back when it needs them. Of building it is that of all processes of
the build together, looked at ten times a second, passages and all. With --index, an index that is there is served and
nothing is built. Serving opens it in a new process and asks questions of every kind.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.passages import documents
from bench.report import put
from kb.model import EVERYTHING
from kb.search.embedded import open_index
from kb.search.plan import Plan
from kb.search.tree import And, Node, Or, Phrase, Word

ASKED: tuple[Node, ...] = (
    *(Word(word) for word in ("občina", "zakon", "člen", "redar", "proračun", "odpadki", "volitve", "voda")),
    And((Word("občinski"), Word("svet"), Word("predlog"))),
    Or((Word("javna"), Word("služba"), Word("komunalna"))),
    Phrase(("občinski", "svet")),
    Word("obč", prefix=True),
    Word("pred", prefix=True),
)


def main() -> None:
    """Builds or not, serves, and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    parser.add_argument("--serving", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serving:
        print(json.dumps(serving(chosen.serving)))
    elif chosen.index:
        print(_told({"serving": _in_a_process(chosen.index)}, chosen.json))
    else:
        with tempfile.TemporaryDirectory(prefix="kb-memory-") as name:
            folder = Path(name) / "index"
            report: dict[str, Any] = {"passages": chosen.passages, **building(folder, chosen.passages)}
            report["serving"] = _in_a_process(folder)
            print(_told(report, chosen.json))
            if chosen.write:
                put(
                    f"memory of {chosen.passages}", f"{chosen.passages:,} passages:\n\n```\n{_told(report, False)}\n```"
                )


def building(folder: Path, passages: int) -> dict[str, dict[str, float]]:
    """Gives seconds and peak megabytes of building and of merging."""
    index = open_index(folder)

    def merge() -> None:
        while index.tidy():
            pass

    told = {"build": _watched(lambda: index.rebuild(documents(passages)))}
    told["build"]["mb_on_disk"] = _on_disk(folder)
    told["merge"] = _watched(merge)
    index.apply([])
    told["merge"]["mb_on_disk"] = _on_disk(folder)
    index.close()
    return told


def serving(folder: Path) -> dict[str, float]:
    """Gives what this process takes to open an index and to answer questions of it."""
    started, spent = time.perf_counter(), time.process_time()
    index = open_index(folder)
    state = index.state()
    opened, opened_cpu = time.perf_counter() - started, time.process_time() - spent
    after_opening = _private(os.getpid())
    for _ in range(3):
        for node in ASKED:
            index.search(Plan(node, reader=EVERYTHING, limit=10))
    told = {"passages": state.passages, "open_s": opened, "open_cpu_s": opened_cpu, "opened_mb": after_opening}
    return {**told, "served_mb": _private(os.getpid()), "anonymous_mb": _private(os.getpid(), "Anonymous:")}


def _in_a_process(folder: Path) -> dict[str, float]:
    command = [sys.executable, "-W", "ignore", "-m", "bench.memory", "--serving", str(folder)]
    told: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return told


def _watched(work: Callable[[], object]) -> dict[str, float]:
    """Gives wall and CPU seconds of a piece of work, and the most private memory of this and all its processes."""
    stop, most = threading.Event(), [0.0]

    def watch() -> None:
        while not stop.wait(0.1):
            most[0] = max(most[0], sum(_private(pid) for pid in _family(os.getpid())))

    watching = threading.Thread(target=watch)
    watching.start()
    started, before = time.perf_counter(), os.times()
    work()
    wall, after = time.perf_counter() - started, os.times()
    stop.set()
    watching.join()
    cpu = sum(after[:4]) - sum(before[:4])
    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    return {"wall_s": wall, "cpu_s": cpu, "private_mb": most[0], "largest_process_mb": largest}


def _family(pid: int) -> Iterator[int]:
    yield pid
    for place in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _words(place):
            yield from _family(int(child))


def _private(pid: int, what: str = "Private_") -> float:
    """Gives megabytes, 0 for a process that has ended and where this is not told."""
    lines = _text(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024


def _words(place: Path) -> Sequence[str]:
    return _text(place).split()


def _text(place: Path) -> str:
    try:
        return place.read_text("ascii")
    except OSError:
        return ""


def _on_disk(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _told(report: dict[str, Any], as_json: bool) -> str:
    if as_json:
        return json.dumps(report)
    parts = ((name, each) for name, each in report.items() if isinstance(each, dict))
    return "\n".join(
        f"{name}: " + ", ".join(f"{key} {value:,.2f}" for key, value in each.items()) for name, each in parts
    )


if __name__ == "__main__":
    main()
