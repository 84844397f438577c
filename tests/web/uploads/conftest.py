"""A server program of its own over a folder of its own, and people who upload to it over a real connection."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.sender import Sender
from kb.config import load_settings
from kb.library import Library, open_library
from kb.people import Role
from tests.conftest import Command

PASSWORD = "dolgo in varno geslo"
STAFF = ("ina@obcina.si", "oto@obcina.si")


class Served:
    """`kb serve` as a process that can be killed and started again; what it is set to is in the environment."""

    def __init__(self, kb: Command, **environment: str) -> None:
        self.home = kb.home
        self._kb = kb
        self._environment = {"KB_LEAST_FREE_MB": "1", **environment}
        self._running: subprocess.Popen[str] | None = None
        self.port = 0

    def start(self) -> None:
        self._running = self._kb.start("serve", KB_PORT=str(self.port), **self._environment)
        assert self._running.stdout is not None
        told = (re.search(r"http://[^:/\s]+:(\d+)", line) for line in self._running.stdout)
        port = next((found[1] for found in told if found), None)
        assert port, self._running.communicate()[1]
        self.port = int(port)

    def kill(self) -> None:
        if self._running is not None:
            os.killpg(self._running.pid, signal.SIGKILL)
            self._running.communicate()
            self._running = None

    def end(self) -> None:
        if self._running is not None:
            self._running.send_signal(signal.SIGTERM)
            try:
                self._running.communicate(timeout=30)
            except subprocess.TimeoutExpired:
                self.kill()
            self._running = None

    def peak_mb(self) -> float:
        """Gives the most memory that the server has had, in MB."""
        assert self._running is not None
        told = Path(f"/proc/{self._running.pid}/status").read_text("utf-8")
        return int(told.partition("VmHWM:")[2].split()[0]) / 1024

    def sender(self, number: int = 0, **more: int) -> Sender:
        sender = Sender("127.0.0.1", self.port, patient=True, **more)
        sender.sign_in(STAFF[number], PASSWORD)
        return sender

    def library(self) -> Library:
        """Gives the library of the same folder, in this process."""
        return open_library(load_settings({"KB_HOME": str(self.home), **self._environment}))


def add_people(library: Library) -> None:
    for email in STAFF:
        library.people.add(library.people.new_user(email, name=email.partition("@")[0], role=Role.STAFF), PASSWORD)
    library.people.add(library.people.new_user("mia@obcina.si", name="Mia", role=Role.MEMBER), PASSWORD)


@pytest.fixture
def serve(kb: Command) -> Iterator[Callable[..., Served]]:
    """Starts a server over the test's folder, with people in it."""
    made: list[Served] = []

    def start(**environment: str) -> Served:
        served = Served(kb, **environment)
        with served.library() as library:
            add_people(library)
        made.append(served)
        served.start()
        return served

    yield start
    for each in made:
        each.end()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server for the tests of one module."""
    server = Served(Command(tmp_path_factory.mktemp("nalaganje") / "data"))
    with server.library() as library:
        add_people(library)
    server.start()
    yield server
    server.end()


@pytest.fixture(scope="module")
def sender(served: Served) -> Iterator[Sender]:
    one = served.sender()
    yield one
    one.close()


@pytest.fixture
def batch(sender: Sender) -> int:
    return sender.open()


def content_of(data: bytes) -> Callable[[int, int], bytes]:
    """Gives what a sender sends of bytes."""
    return lambda offset, length: data[offset : offset + length]


def part_of(home: Path, file_id: int) -> Path:
    return home / "uploads" / f"{file_id}.part"
