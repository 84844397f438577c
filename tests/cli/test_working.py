"""The worker that `kb serve` runs beside it: another one where it dies, and none that outlives it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Command

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked for in /proc")


def workers_of(parent: int) -> list[int]:
    """Gives the processes that a process has started."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                told = (place / "stat").read_text("utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            if told[0] != "Z" and int(told[1]) == parent:
                found.append(int(place.name))
    return found


def wait_for(what: Callable[[], object]) -> None:
    until = time.monotonic() + 90
    while not what():
        assert time.monotonic() < until
        time.sleep(0.1)


def served(kb: Command) -> subprocess.Popen[str]:
    running = kb.start("serve", KB_PORT="0")
    assert running.stdout is not None
    assert any("http://" in line for line in running.stdout)
    wait_for(lambda: workers_of(running.pid))
    return running


def is_there(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_worker_that_is_killed_is_followed_by_another_that_reads_on(
    kb: Command, write: Callable[[str, str], Path]
) -> None:
    running = served(kb)
    (first,) = workers_of(running.pid)
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: workers_of(running.pid) not in ([], [first]))
    assert running.poll() is None
    kb("add", write("a.txt", "Občinski redar svetuje."))
    running.send_signal(signal.SIGTERM)
    running.communicate(timeout=60)


def test_no_worker_outlives_a_server_that_is_killed(kb: Command) -> None:
    running = served(kb)
    (worker,) = workers_of(running.pid)
    running.kill()
    wait_for(lambda: not is_there(worker))
    running.communicate(timeout=60)
    assert not is_there(worker)


def test_a_server_that_is_stopped_stops_its_worker(kb: Command) -> None:
    running = served(kb)
    (worker,) = workers_of(running.pid)
    running.send_signal(signal.SIGTERM)
    running.communicate(timeout=60)
    assert running.returncode == 0
    assert not is_there(worker)
