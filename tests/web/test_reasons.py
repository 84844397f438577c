"""Why a hit is a hit, near-identical hits, and relaxed questions, on the search page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from kb.config import Settings
from kb.library import Library, open_library
from kb.model import Metadata
from kb.web import create_app
from tests.web.markup import Page

Read = Callable[[str], Page]

ARTICLE = (
    "Občinski redar sme uporabiti prisilna sredstva le, če naloge ne more opraviti drugače, in mora o tem poročati."
)
TEXTS = {
    "a.md": f"# Prva\n\n{ARTICLE}\n",
    "b.md": f"# Druga\n\n{ARTICLE} Takoj.\n",
    "c.md": "# Tretja\n\nRedar sme uporabiti palico.\n",
}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Read]:
    """Reads a page of a site with two near-identical articles."""
    folder: Path = tmp_path_factory.mktemp("reasons")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    with open_library(Settings(home=folder / "data")) as library:
        library.add([folder / name for name in TEXTS], Metadata())
        client = _client(library)
        yield lambda address: Page(client.get(address).get_data(as_text=True))


def _client(library: Library) -> FlaskClient:
    return create_app(library).test_client()


def asking_why(page: Page, language: str = "") -> str:
    """Gives the address that the first button «Zakaj ta zadetek» of a page leads to."""
    button = page.all("//form[@id='zakaj']//button")[0]
    fields = [(each.get("name"), each.get("value")) for each in page.all("//form[@id='zakaj']/input")]
    return f"{language}/iskanje?{urlencode([*fields, (button.get('name'), button.get('value'))])}"


def test_why_a_result_is_one_is_told_when_it_is_asked(read: Read) -> None:
    plain = read("/iskanje?q=palica+redar")
    assert not plain.all("//details[@class='why']")
    explained = read(asking_why(plain))
    [details] = explained.all("//details[@class='why']")
    words = " ".join(details.text_content().split())
    assert details.get("open") is not None
    assert "v besedilu palico" in words
    assert "v besedilu redar; takoj na začetku" in words
    in_english = read(asking_why(plain, "/en"))
    assert "in the text palico" in " ".join(in_english.all("//details[@class='why']")[0].text_content().split())


@pytest.mark.parametrize("asked", ["", "x", "-1", "9" * 30, "١", "1 OR 1"])
def test_reasons_of_nothing_are_no_error(read: Read, asked: str) -> None:
    page = read(f"/iskanje?q=palica&zakaj={asked}")
    assert page.all("//button[@name='zakaj']")


def test_what_a_relaxed_result_lacks_is_named(read: Read) -> None:
    explained = read(asking_why(read("/iskanje?q=palica+čelada")))
    assert "Tu ni: čelada." in explained.words()


def test_near_identical_results_are_one_that_tells_of_the_others(read: Read) -> None:
    page = read("/iskanje?q=prisilna+sredstva")
    assert len(page.all("//ol[@class='results']/li")) == 1
    assert page.texts("//details/summary") == ["in še 1 skoraj enak"]
    assert "/gradivo/" in page.link("Druga") or "/gradivo/" in page.link("Prva")
    assert "and 1 more that is nearly the same" in read("/en/iskanje?q=prisilna+sredstva").words()


def test_a_long_question_says_that_most_of_its_words_will_do(read: Read) -> None:
    page = read("/iskanje?q=kdaj+sme+redar+uporabiti+palico")
    assert "Ni gradiva z vsemi besedami; prikazana so tista z večino besed." in page.words()


def test_where_few_have_all_the_words_one_can_ask_for_just_them(read: Read) -> None:
    page = read("/iskanje?q=prisilna+sredstva+poročati+takoj")
    assert "Vse besede ima le 1 gradivo; prikazana so tudi tista z večino besed." in page.words()
    strict = read(page.link("Samo z vsemi besedami"))
    assert len(strict.all("//ol[@class='results']/li")) == 1
    assert "večino" not in strict.words()
