"""The server program with rude company on real sockets: slow, silent, too long, garbled; others are served."""

from __future__ import annotations

import re
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from kb.cli.serving import make_server
from kb.config import Settings
from kb.library import Library, open_library
from kb.people import Role
from kb.web import create_app

PASSWORD = "dolgo in varno geslo"
SILENT_SECONDS = 2
HALF = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Pocasi: "

Rude = Callable[..., socket.socket]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Settings, Library]]:
    """The port of a server, its settings and its library."""
    settings = Settings(home=tmp_path_factory.mktemp("streznik"), port=0, max_file_mb=64)
    before = tempfile.tempdir
    with open_library(settings) as library:
        user = library.people.new_user("osebje@obcina.si", name="Osebje", role=Role.STAFF)
        library.people.add(user, PASSWORD)
        settings.tmp_folder.mkdir(exist_ok=True)
        server = make_server(create_app(library), replace(settings, port=0), silent_seconds=SILENT_SECONDS)
        thread = threading.Thread(target=server.run)
        thread.start()
        yield server.effective_port, settings, library
        server.close()
        thread.join(10)
    tempfile.tempdir = before


@pytest.fixture
def address(served: tuple[int, Settings, Library]) -> str:
    return f"http://127.0.0.1:{served[0]}"


@pytest.fixture
def rude(served: tuple[int, Settings, Library]) -> Iterator[Rude]:
    """Opens a connection, sends bytes on it and gives it; all are closed at the end."""
    with ExitStack() as stack:

        def opened(sent: bytes = b"") -> socket.socket:
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", served[0]), timeout=30))
            connection.sendall(sent)
            return connection

        yield opened


def heard(connection: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def test_many_half_requests_keep_nobody_waiting_and_are_closed(address: str, rude: Rude) -> None:
    silent = [rude(HALF) for _ in range(150)]
    for _ in range(5):
        assert requests.get(f"{address}/organi", timeout=20).status_code == 200
    assert heard(silent[0]) == b""


def test_a_body_that_never_comes_takes_no_thread(address: str, rude: Rude) -> None:
    head = b"POST /prijava HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nobrazec="
    waiting = [rude(head) for _ in range(40)]
    assert requests.get(f"{address}/organi", timeout=20).status_code == 200
    assert heard(waiting[0]) == b""


@pytest.mark.parametrize(
    "path", ["/prijava", "/delo/nalaganje/", "/en/delo/nalaganje/", "/nikjer", "/delo/../delo/nalaganje/"]
)
def test_a_long_body_of_somebody_unknown_is_refused_before_it_comes(rude: Rude, path: str) -> None:
    length = 40 * 1024 * 1024
    connection = rude(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n".encode())
    assert heard(connection).startswith(b"HTTP/1.1 413 ")


def test_a_long_body_in_chunks_is_cut_off(rude: Rude) -> None:
    connection = rude(b"POST /prijava HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    try:
        for _ in range(8):
            connection.sendall(chunk)
    except (BrokenPipeError, ConnectionResetError):
        pass
    assert b"200 OK" not in heard(connection)


def test_staff_may_send_much_where_files_are_taken_and_nowhere_else(address: str) -> None:
    with requests.Session() as browser:
        told = {"obrazec": mark_in(browser.get(f"{address}/prijava", timeout=20).text)}
        told |= {"email": "osebje@obcina.si", "geslo": PASSWORD}
        assert browser.post(f"{address}/prijava", data=told, timeout=20).status_code == 200
        body = b"x" * (20 * 1024 * 1024)
        taken = browser.post(f"{address}/delo/nalaganje/", data=body, allow_redirects=False, timeout=60)
        assert taken.status_code == 400
        assert "Obrazec je potekel" in taken.text
        assert browser.post(f"{address}/moj-racun/podatki", data=body, timeout=60).status_code == 413


def mark_in(page: str) -> str:
    found = re.search(r'name="obrazec" value="(\w+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: y\nZ: w\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET http://drugje.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"G" * 100_000 + b"\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused_and_the_server_goes_on(address: str, rude: Rude, sent: bytes) -> None:
    answer = heard(rude(sent))
    assert not answer.startswith((b"HTTP/1.1 500", b"HTTP/1.1 502"))
    assert b"drugje" not in answer
    assert requests.get(f"{address}/organi", timeout=20).status_code == 200


def test_nothing_that_was_refused_stays_on_the_disk(served: tuple[int, Settings, Library]) -> None:
    folder: Path = served[1].tmp_folder
    assert [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size > 1024 * 1024] == []
