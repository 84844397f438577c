from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from kb.store.workers import is_dead, worker_name


def test_this_process_lives() -> None:
    assert worker_name().startswith(f"{socket.gethostname()}:{os.getpid()}:")
    assert not is_dead(worker_name())


def test_a_process_that_has_ended_is_dead(dead_worker: str) -> None:
    assert is_dead(dead_worker)


def test_a_killed_process_is_dead_before_anybody_waits_for_it() -> None:
    code = "from kb.store.workers import worker_name; print(worker_name(), flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        name = child.stdout.readline().strip()
        assert not is_dead(name)
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert is_dead(name)


def test_a_later_process_with_the_same_number_is_another() -> None:
    host, pid, start = worker_name().rsplit(":", 2)
    assert is_dead(f"{host}:{pid}:{int(start) - 1}")


@pytest.mark.parametrize("name", ["", "delavec", "drug-streznik:1:1", f"{socket.gethostname()}:x:1"])
def test_of_others_nothing_is_known(name: str) -> None:
    assert not is_dead(name)


def test_a_number_that_no_process_can_have_is_dead() -> None:
    assert is_dead(f"{socket.gethostname()}:{10**30}:1")
