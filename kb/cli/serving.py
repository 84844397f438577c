"""The server program (waitress) as we run it: many connections at once, silent ones closed, no body longer than needed.

A request takes a thread only when all of it is there, so that slow senders keep nobody waiting; what they send is kept
in files on the disk of the uploads.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import waitress
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

from kb.cli.turns import dispatcher
from kb.config import Settings
from kb.web.bodies import MEBIBYTE, App, longest_body

# Bytes. A question of a million characters is told in the site's words that it is too long, not by the server program.
LONGEST_ADDRESS = 4 * MEBIBYTE

RECEIVED_AT_ONCE = 64 * 1024
"""Bytes that are taken from a connection at once; with the 8 KiB of waitress an upload costs twice as much."""

CONNECTIONS = 500
SILENT_SECONDS = 60
"""Seconds after which a connection on which nothing comes or goes is closed."""


def make_server(app: App, settings: Settings, *, silent_seconds: int = SILENT_SECONDS) -> Any:
    """Gives the server of `app` at host and port of the settings. Raises OSError where it cannot listen there."""
    # What comes over the network is put there before the pages see it: not into a folder of the system, which may be
    # small or in memory.
    tempfile.tempdir = str(settings.tmp_folder)
    server = waitress.create_server(
        app,
        host=settings.host,
        port=settings.port,
        threads=settings.threads,
        ident="kb",
        max_request_header_size=LONGEST_ADDRESS,
        max_request_body_size=(settings.max_file_mb + 64) * MEBIBYTE,
        recv_bytes=RECEIVED_AT_ONCE,
        connection_limit=CONNECTIONS,
        channel_timeout=silent_seconds,
        cleanup_interval=max(1, silent_seconds // 4),
        asyncore_use_poll=True,
        _dispatcher=dispatcher(settings.threads),
    )
    for each in _listening(server):
        each.channel_class = _channel(app)
    return server


def _listening(server: Any) -> Iterator[Any]:
    """Gives the servers behind `server`: one for each address that the name of the host stands for."""
    found = [server, *getattr(server, "map", {}).values()]
    return (each for each in found if hasattr(each, "channel_class"))


def _channel(app: App) -> type[HTTPChannel]:
    """Gives the class of connections to `app` that take no longer body than its pages do."""

    class Parser(HTTPRequestParser):  # type: ignore[misc]
        """Reads a request; what may follow is known when its head is."""

        adj: Any

        def parse_header(self, header_plus: bytes) -> None:
            """Reads the head. Raises what waitress' own raises."""
            super().parse_header(header_plus)
            if self.content_length or self.chunked:
                most = longest_body(app, method=self.command, path=self.path, cookies=self.headers.get("COOKIE", ""))
                limits: Any = SimpleNamespace(max_request_body_size=min(most, self.adj.max_request_body_size))
                self.adj = limits

    class Channel(HTTPChannel):  # type: ignore[misc]
        """A connection."""

        parser_class = Parser

    return Channel
