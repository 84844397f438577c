"""The description of what programs may ask, and a program that asks all of it: nothing else comes back than is said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import Phase, given, settings

import kb
from kb.library import Library
from tests.web.serving import served

QUESTIONS = 60
"""Requests of each address; the same ones each time."""

FOR_STAFF = "/delo/"


@pytest.fixture(scope="module")
def address(app: Flask, stocked: Library) -> Iterator[str]:
    """The address of a real server on this machine, with somebody who works."""
    stocked.standing.beat()
    with served(app) as found:
        yield found


def test_every_address_for_programs_is_described_and_every_one_described_is_there(
    app: Flask, client: FlaskClient
) -> None:
    described = set(client.get("/openapi.json").get_json()["paths"])
    there = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.endswith(".json") and not rule.rule.startswith(FOR_STAFF)
    }
    shown = {rule.replace("<int(max=2147483647):document_id>", "{document}") for rule in there}
    assert described == shown | {"/predlogi", "/healthz"}


def test_what_is_described_has_the_version_of_this_release(client: FlaskClient) -> None:
    told = client.get("/openapi.json").get_json()
    assert (told["openapi"], told["info"]["version"]) == ("3.1.0", kb.__version__)


@pytest.mark.parametrize("path", ["/iskanje.json", "/predlogi", "/gradivo/{document}/navedbe.json", "/healthz"])
def test_whatever_a_program_asks_it_gets_what_is_described(address: str, path: str) -> None:
    operation = schemathesis.openapi.from_url(f"{address}/openapi.json")[path]["GET"]

    @settings(max_examples=QUESTIONS, derandomize=True, deadline=None, database=None, phases=[Phase.generate])
    @given(case=operation.as_strategy())
    def ask(case: schemathesis.Case) -> None:
        answer = case.call(base_url=address)
        assert answer.status_code < 500, case.as_curl_command()
        case.validate_response(answer)

    ask()
