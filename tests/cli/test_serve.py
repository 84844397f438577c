"""The server program itself, asked over a real connection."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Command


@pytest.fixture(scope="module")
def server(corpus: Command) -> Iterator[subprocess.Popen[str]]:
    """A process of `kb serve`."""
    process = corpus.start("serve", KB_PORT="0")
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


@pytest.fixture(scope="module")
def address(server: subprocess.Popen[str]) -> str:
    """Where it listens: host and port."""
    assert server.stdout is not None
    return next(found[1] for line in server.stdout if (found := re.search(r"http://([^/\s]+)", line)))


@pytest.mark.skipif(sys.platform != "linux", reason="jedra se določajo samo v Linuxu")
def test_threads_that_answer_share_a_core_and_the_worker_may_have_all(
    server: subprocess.Popen[str], address: str
) -> None:
    asked(address, "/iskanje?q=" + "a" * 1_001)
    tasks = list(Path(f"/proc/{server.pid}/task").iterdir())
    cores = [os.sched_getaffinity(int(task.name)) for task in tasks]
    assert cores.count({max(os.sched_getaffinity(0))}) > 8
    children = " ".join((task / "children").read_text() for task in tasks).split()
    assert {frozenset(os.sched_getaffinity(int(child))) for child in children} == {frozenset(os.sched_getaffinity(0))}


@pytest.mark.parametrize("length", [1_001, 300_000, 1_000_000])
def test_a_question_of_any_length_is_answered_in_the_words_of_the_site(address: str, length: int) -> None:
    said = f"Iskalni niz je predolg ({length} "
    assert said in asked(address, "/iskanje?q=" + "a" * length)
    assert said in json.loads(asked(address, "/iskanje.json?q=" + "a" * length))["message"]


def asked(address: str, path: str) -> str:
    """Gives the body of an answer that refuses the question."""
    with closing(http.client.HTTPConnection(address, timeout=30)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 400
        return answer.read().decode()
