"""Readers who ask a running service at a steady pace, in a process of their own.

with asking(8000, Readers(50, 30.0, seed=7)) as told:
    ...
figures(told.times)
"""

from __future__ import annotations

import http.client
import json
import random
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).parents[1]

_SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}


@dataclass(frozen=True)
class Readers:
    """How many ask, and how many questions a second all of them together."""

    count: int
    a_second: float
    seed: int


@dataclass
class Told:
    """What readers saw: milliseconds of each answer, and what went wrong."""

    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@contextmanager
def asking(port: int, readers: Readers) -> Iterator[Told]:
    """Readers ask for as long as the block lasts; what they saw is in the value once it has ended."""
    command = [sys.executable, "-W", "ignore", "-m", "bench.asking", str(port), *map(str, astuple(readers))]
    told = Told()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield told
        finally:
            seen = json.loads(process.communicate("")[0])
            told.times, told.wrong = seen["times"], seen["wrong"]


def figures(times: Sequence[float]) -> dict[str, float]:
    """Gives p50, p95, p99 and the worst of milliseconds."""
    ordered = sorted(times) or [0.0]
    at = {name: ordered[min(len(ordered) - 1, int(len(ordered) * share))] for name, share in _SHARES.items()}
    return {**at, "worst": ordered[-1]}


def questions() -> list[str]:
    """Gives the questions of the corpus."""
    told = tomllib.loads((ROOT / "corpus" / "queries.toml").read_text("utf-8"))
    return [each["text"] for each in told["query"]]


def main(port: str, count: str, a_second: str, seed: str) -> None:
    """Asks until there is nothing more to be read on the standard input, then prints what was seen."""
    readers, told, stop = Readers(int(count), float(a_second), int(seed)), Told(), threading.Event()
    threads = [
        threading.Thread(target=_ask, args=(int(port), number, readers, told, stop)) for number in range(readers.count)
    ]
    for each in threads:
        each.start()
    print("asking", flush=True)
    sys.stdin.read()
    stop.set()
    for each in threads:
        each.join()
    print(json.dumps(vars(told)))


def _ask(port: int, number: int, readers: Readers, told: Told, stop: threading.Event) -> None:
    """Asks at a steady pace; an answer that comes late does not make the next question later."""
    turn = random.Random(readers.seed + number)
    words = questions()
    pause = readers.count / readers.a_second
    due = time.monotonic() + turn.uniform(0, pause)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while not stop.wait(max(0.0, due - time.monotonic())):
        address = f"/iskanje?q={quote(turn.choice(words))}"
        try:
            connection.request("GET", address)
            answer = connection.getresponse()
            said = answer.read()
            if answer.status != 200 or b"</html>" not in said:
                told.wrong.append(f"{answer.status} {address}")
        except (OSError, http.client.HTTPException) as error:
            told.wrong.append(f"{address}: {error!r}")
            connection.close()
        # From when it was due: whoever has to wait for a free connection waits as well.
        told.times.append(1e3 * (time.monotonic() - due))
        due += pause
    connection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
