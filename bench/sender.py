"""A person who uploads over HTTP as the page's script does: signs in, opens a batch, announces files, sends pieces.

sender = Sender("127.0.0.1", 8000)
sender.sign_in("ana@obcina.si", "geslo")
batch = sender.open()
(file,) = sender.announce(batch, [("mapa/Zapisnik.pdf", 123)])
sender.send(batch, file, lambda offset: content[offset:])
"""

from __future__ import annotations

import http.client
import json
import re
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

PIECE = 8 * 1024 * 1024
TRIES = 6_000
"""How often something is tried, ten times a second, that fails for reasons that pass: no connection, too busy."""

_MARK = re.compile(r'name="obrazec" value="(\w+)"')


class Refused(Exception):
    """An answer that says no: its status and what it told."""

    def __init__(self, status: int, told: Any) -> None:
        super().__init__(f"{status}: {told}")
        self.status = status
        self.told = told


class Sender:
    """One person at one browser. With `patient` what fails for want of a connection is tried again for a while."""

    def __init__(self, host: str, port: int, *, patient: bool = False, piece: int = PIECE) -> None:
        self._where = (host, port)
        self._connection: http.client.HTTPConnection | None = None
        self.cookies: dict[str, str] = {}
        self.mark = ""
        self._tries = TRIES if patient else 1
        self._piece = piece
        self.retried = 0

    def as_(self, other: Sender) -> Sender:
        """Becomes the same visit as another's, over a connection of its own."""
        self.cookies, self.mark = dict(other.cookies), other.mark
        return self

    def close(self) -> None:
        """Ends the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def sign_in(self, email: str, password: str) -> None:
        """Begins a visit."""
        shown = self.get("/prijava")[1].decode()
        self._form("/prijava", {"obrazec": _mark(shown), "email": email, "geslo": password})
        self.mark = _mark(self.get("/odjava")[1].decode())

    def open(self, once: str = "", **metadata: str) -> int:
        """Opens a batch and gives its id."""
        told = {"obrazec": self.mark, "enkrat": once, **metadata}
        _, _, headers = self._form("/delo/nalaganje/", told)
        return int(urlsplit(headers["Location"]).path.rsplit("/", 1)[1])

    def announce(self, batch: int, files: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
        """Announces (name, size) or (name, size, checksum) and gives how each stands."""
        told = {"files": [dict(zip(("name", "size", "sha256"), each, strict=False)) for each in files]}
        answer = self.json("POST", f"/delo/nalaganje/{batch}/datoteke.json", json.dumps(told).encode())
        return list(answer["files"])

    def state(self, batch: int, page: int = 1) -> dict[str, Any]:
        """Gives how a batch stands."""
        return self.json("GET", f"/delo/nalaganje/{batch}.json?stran={page}")

    def file(self, batch: int, file_id: int) -> dict[str, Any]:
        """Gives how a file stands."""
        return self.json("GET", f"/delo/nalaganje/{batch}/datoteke/{file_id}.json")

    def put(self, batch: int, file_id: int, offset: int, piece: bytes) -> dict[str, Any]:
        """Sends one piece."""
        return self.json("PUT", f"/delo/nalaganje/{batch}/datoteke/{file_id}.json?od={offset}", piece)

    def send(self, batch: int, file: Mapping[str, Any], content: Callable[[int, int], bytes]) -> dict[str, Any]:
        """Sends what is missing of a file, `content(offset, length)` piece by piece, and gives how it stands then."""
        now = dict(file)
        while now["wanted"]:
            piece = content(now["offset"], min(self._piece, now["size"] - now["offset"]))
            try:
                now = self.put(batch, now["id"], now["offset"], piece)
            except Refused as refused:
                if refused.status not in (409, 410):
                    raise
                now = refused.told["file"]
        return now

    def json(self, method: str, path: str, body: bytes | None = None) -> dict[str, Any]:
        """Gives what an address answers. Raises Refused."""
        for tries_left in reversed(range(self._tries)):
            status, answer, headers = self._asked(method, path, body, tries_left=tries_left)
            if status in (429, 503) and tries_left:
                time.sleep(0.1)
                self.retried += 1
                continue
            told = json.loads(answer) if "json" in headers.get("Content-Type", "") else answer[:300]
            if status != 200:
                raise Refused(status, told)
            return dict(told)
        raise AssertionError

    def get(self, path: str) -> tuple[int, bytes, Mapping[str, str]]:
        """Gives status, body and headers of an address."""
        return self._asked("GET", path, None, tries_left=self._tries - 1)

    def _form(self, path: str, told: Mapping[str, str]) -> tuple[int, bytes, Mapping[str, str]]:
        status, answer, headers = self._asked("POST", path, urlencode(told).encode(), tries_left=self._tries - 1)
        if status != 303:
            raise Refused(status, answer.decode("utf-8", "replace")[-2000:])
        return status, answer, headers

    def _asked(
        self, method: str, path: str, body: bytes | None, *, tries_left: int
    ) -> tuple[int, bytes, Mapping[str, str]]:
        while True:
            try:
                return self._ask(method, path, body)
            except (OSError, http.client.HTTPException):
                self.close()
                if tries_left <= 0:
                    raise
                tries_left -= 1
                self.retried += 1
                time.sleep(0.1)

    def _ask(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes, Mapping[str, str]]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(*self._where, timeout=60)
            self._connection.connect()
            self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        is_form = path.endswith("/") or path == "/prijava"
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            kind = "application/x-www-form-urlencoded" if is_form else "application/json"
            kind = "application/octet-stream" if method == "PUT" else kind
            headers |= {"Content-Type": kind, "X-Kb-Form": "" if is_form else self.mark}
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, content, answer.headers


def _mark(page: str) -> str:
    found = _MARK.search(page)
    assert found, page[:500]
    return found[1]
