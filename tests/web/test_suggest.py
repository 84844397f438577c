from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.web.markup import Page
from tests.web.test_style_sheet import SHEET

Read = Callable[..., Page]
MOST_BYTES = 60 * 1024


def told(client: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_json()["suggestions"]  # type: ignore[no-any-return]


def test_suggestions_tell_what_they_are_and_where_they_lead(client: FlaskClient, ids: dict[str, int]) -> None:
    found = told(client, "/predlogi?q=obc+redar")
    assert {"text": "Komisija za občinsko redarsko službo", "sort": "body", "label": "organ",
            "address": "/organi/k-redarstvo"} in found  # fmt: skip
    assert {"text": "Vzorec odloka o občinskem redarstvu", "sort": "document", "label": "gradivo",
            "address": f"/gradivo/{ids['Vzorec']}"} in found  # fmt: skip
    assert found[0]["ask"] == "ZORed"


def test_english_pages_have_english_suggestions(client: FlaskClient) -> None:
    [topic] = [each for each in told(client, "/en/predlogi?q=environment+waste") if each["sort"] == "topic"]
    assert (topic["label"], topic["address"]) == ("topic", "/en/podrocja/okolje")
    assert client.get("/en/predlogi?q=qqqq").get_json()["said"] == "No suggestions"


@pytest.mark.parametrize(
    ("typed", "said"), [("zzzz", "Ni predlogov"), ("priročnik", "1 predlog"), ("", "Ni predlogov")]
)
def test_the_number_of_suggestions_is_said(client: FlaskClient, typed: str, said: str) -> None:
    assert client.get(f"/predlogi?q={typed}").get_json()["said"] == said


def test_only_the_browser_of_the_reader_keeps_suggestions(client: FlaskClient) -> None:
    answer = client.get("/predlogi?q=redar")
    assert answer.headers["Cache-Control"] == "private, max-age=60"
    assert "Set-Cookie" not in answer.headers


def test_what_is_for_members_is_not_suggested_to_visitors(client: FlaskClient) -> None:
    assert "Osnutek" not in client.get("/predlogi?q=osnutek").text


@pytest.mark.parametrize("typed", ["", "%", '"><script>', "\x00", "č" * 3000, "a " * 1000, "../..", "🙂"])
def test_whatever_is_typed_the_answer_is_json(client: FlaskClient, typed: str) -> None:
    answer = client.get(f"/predlogi?q={quote(typed)}")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")


def test_a_box_is_an_ordinary_one_until_the_script_runs(page: Read) -> None:
    for address in ("/", "/iskanje", "/organi", "/organi/k-redarstvo", "/en/o-zbirki"):
        for box in page(address).all("//input[@type='search']"):
            assert box.get("role") is None
            assert box.get("data-suggest").endswith("/predlogi")


def test_a_mistyped_question_is_answered_with_a_link_to_what_finds_more(page: Read) -> None:
    found = page("/iskanje?q=istovetonst&vrsta=predstavitev")
    assert found.texts("//p[@class='meant']") == ["Ste mislili: istovetnost"]
    assert found.link("istovetnost") == "/iskanje?q=istovetnost&vrsta=predstavitev"
    assert page("/en/iskanje?q=istovetonst").texts("//p[@class='meant']") == ["Did you mean: istovetnost"]
    assert not page("/iskanje?q=istovetnost").all("//p[@class='meant']")


def test_sheet_and_script_stay_small_and_ask_nothing_of_other_servers(client: FlaskClient) -> None:
    with client.get("/static/kb.js") as answer:
        script = answer.text
    assert answer.mimetype == "text/javascript"
    assert len(script.encode()) + len(SHEET.encode()) < MOST_BYTES
    assert "://" not in script
    assert not [word for word in ("innerHTML", "eval(", "document.write", "insertAdjacentHTML") if word in script]
