"""The server program itself, asked over a real connection."""

from __future__ import annotations

import http.client
import json
import re
import signal
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.conftest import Command


@pytest.fixture(scope="module")
def address(corpus: Command) -> Iterator[str]:
    """Where `kb serve` listens: host and port."""
    server = corpus.start("serve", KB_PORT="0")
    try:
        assert server.stdout is not None
        yield next(found[1] for line in server.stdout if (found := re.search(r"http://([^/\s]+)", line)))
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=20)


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
