"""Processes watched from outside: their time, the memory of their family, and the end of all of it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kb.errors import TimedOut, TooCostly
from kb.ingest.watched import Watch, await_end, family, kill_family, resident_mb

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="družina procesa se bere iz /proc")

_PARENT = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', sys.argv[1]], **{}).wait()"
_SLEEPER = "import time; time.sleep(60)"
_EATER = "x = b'a' * 300_000_000; import time; time.sleep(60)"


@contextmanager
def parent_of(code: str, options: str = "{}") -> Iterator[subprocess.Popen[bytes]]:
    """Starts a process that starts another, which runs `code`."""
    command = [sys.executable, "-c", _PARENT.format(options), code]
    with subprocess.Popen(command, start_new_session=True) as child:
        try:
            for _ in range(200):
                if len(family(child.pid)) == 2:
                    break
                time.sleep(0.05)
            yield child
        finally:
            kill_family(child)


def gone(pids: frozenset[int]) -> bool:
    for _ in range(200):
        if not sum(map(resident_mb, pids)):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("options", ["{}", "{'process_group': 0}", "{'start_new_session': True}"])
def test_a_process_is_killed_with_its_children_whatever_group_they_are_in(options: str) -> None:
    with parent_of(_SLEEPER, options) as child:
        pids = family(child.pid)
        assert len(pids) == 2
        kill_family(child)
        assert gone(pids)


def test_a_process_that_takes_too_long_is_killed_and_the_reason_kept() -> None:
    with parent_of(_SLEEPER) as child:
        pids = family(child.pid)
        with Watch(child, seconds=0.3, memory_mb=1000) as watch:
            await_end(child)
        assert (type(watch.fault), str(watch.fault and watch.fault.detail)) == (TimedOut, "0.3 s")
        assert gone(pids)


def test_a_process_that_the_watch_has_waited_for_already_is_not_waited_for_twice() -> None:
    with subprocess.Popen([sys.executable, "-c", "pass"]) as child:
        while child.poll() is None:
            pass
        await_end(child)
        assert child.wait() == 0


def test_what_a_child_takes_counts() -> None:
    with parent_of(_EATER) as child, Watch(child, seconds=60, memory_mb=200) as watch:
        await_end(child)
    assert isinstance(watch.fault, TooCostly)


def test_a_process_that_ends_in_time_has_no_fault() -> None:
    with subprocess.Popen([sys.executable, "-c", "pass"]) as child:
        with Watch(child, seconds=60, memory_mb=1000) as watch:
            await_end(child)
        assert (watch.fault, child.wait()) == (None, 0)


def test_a_process_that_was_waited_for_is_not_killed_again() -> None:
    with subprocess.Popen([sys.executable, "-c", "pass"]) as child:
        child.wait()
        kill_family(child)
        assert child.returncode == 0
