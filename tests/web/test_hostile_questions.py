"""Hostile questions over HTTP: always a page that stands, or a refusal that says why; JSON for those who ask for it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from itertools import islice
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from bench.hostile_queries import questions
from kb.search.query import LONGEST_TEXT
from tests.web.markup import Page

COUNT = 10_000
ASKED = 66
LONGEST_PAGE = 500_000
LONG_ONES = 120
LONG = 5_000


def typed(text: str) -> str:
    """Gives a text as an address holds it, lone surrogates and all."""
    return quote(text.encode("utf-8", "surrogatepass"))


def _answered(client: FlaskClient, text: str) -> str:
    """Gives "answered" or "refused", the two things that may become of a question."""
    answer = client.get(f"/iskanje?q={typed(text)}")
    assert len(answer.text) < LONGEST_PAGE, len(answer.text)
    page = Page(answer.text)
    if answer.status_code == 400:
        assert "Iskalni niz je predolg" in page.words()
        return "refused"
    assert answer.status_code == 200, text
    assert page.texts("//h2[@id='zadetki']"), text
    return "answered"


def test_every_hostile_question_is_answered_by_a_page(client: FlaskClient) -> None:
    became = Counter(_answered(client, text) for _, text in questions(ASKED, seed=8))
    assert set(became) == {"answered", "refused"}


def test_every_hostile_question_is_answered_as_json(client: FlaskClient) -> None:
    for _, text in questions(ASKED, seed=9):
        answer = client.get(f"/iskanje.json?q={typed(text[:5_000])}")
        told = json.loads(answer.data)
        assert answer.status_code == (400 if told.get("error") == "query" else 200)
        assert told.keys() == {"error", "message"} or {"total", "hits", "facets", "page"} <= told.keys()


def test_hostile_values_of_every_parameter_are_left_out(client: FlaskClient) -> None:
    for _, text in islice(questions(ASKED, seed=10), 44):
        value = typed(text[:2_000])
        names = ("komisija", "podrocje", "vrsta", "leto", "razvrsti", "stran", "samo", "lang")
        answer = client.get("/iskanje?q=redar&" + "&".join(f"{name}={value}" for name in names))
        assert answer.status_code in (200, 302), text


def test_hostile_questions_to_the_document_page_mark_what_they_can(client: FlaskClient, ids: dict[str, int]) -> None:
    for _, text in islice(questions(ASKED, seed=11), 44):
        answer = client.get(f"/gradivo/{ids['Vzorec']}?q={typed(text[:5_000])}")
        assert answer.status_code == (200 if len(text) <= LONGEST_TEXT else answer.status_code)
        assert answer.status_code in (200, 400)


def test_the_longest_question_is_said_to_who_asks_a_longer_one(client: FlaskClient) -> None:
    answer = client.get("/iskanje.json?q=" + "a" * 1_001)
    assert (answer.status_code, answer.mimetype) == (400, "application/json")
    assert "(1001 > 1000 znakov)" in answer.json["message"]
    english = client.get("/en/iskanje.json?q=" + "a" * 1_001).json
    assert english["message"] == "The query is too long (1001 > 1000 characters). Shorten it and try again."


def test_json_has_the_hits_of_the_page(client: FlaskClient, page: Callable[..., Page]) -> None:
    told = client.get("/iskanje.json?q=modra+luč").json
    links = {one.split("?")[0] for one in page("/iskanje?q=modra+luč").all("//@href")}
    assert {hit["url"] for hit in told["hits"]} <= links
    assert (told["total"], told["page"], told["pages"]) == (2, 1, 1)
    assert client.get("/iskanje.json?q=modra+luč&stran=9").json["hits"] == []


def test_an_address_for_programs_that_leads_nowhere_says_so_as_json(client: FlaskClient) -> None:
    answer = client.get("/nikjer.json")
    assert (answer.status_code, answer.json["error"]) == (404, "404")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("redar blizu uniforma", "sta sosednji besedi blizu druga druge"),
        ("datum:lani", "»lani« ni datum"),
        ("a -(b " * 30 + ")" * 30, "preveč oklepajev"),
        ("a " * 65, "število upoštevanih besed: 64"),
    ],
)
def test_what_was_read_otherwise_than_typed_is_said(page: Callable[..., Page], asked: str, said: str) -> None:
    assert said in " ".join(page(f"/iskanje?q={typed(asked)}").texts("//p[@class='notice']"))


@pytest.mark.soak
def test_ten_thousand_hostile_questions_are_answered_by_pages(client: FlaskClient) -> None:
    # A text of a million characters costs the test client a second to make an address of: a few go whole.
    whole = Counter(_answered(client, text) for _, text in questions(LONG_ONES, seed=12))
    became = Counter(_answered(client, text[:LONG]) for _, text in questions(COUNT))
    assert whole["refused"]
    assert became["answered"] > COUNT // 2
