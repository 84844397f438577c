"""The card of an act above the hits of a search, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kb.config import Settings
from kb.library import Library, open_library
from kb.model import Metadata, Visibility
from kb.web import create_app
from tests.web.markup import Page

Read = Callable[[str], Page]

ACT = """ZAKON O OBČINSKEM REDARSTVU

9. člen
(program)
Občina sprejme program varnosti.

10. člen
(vrste pooblastil)
Občinski redar sme <opozoriti> & odrediti.

11. člen
(opozorilo)
Občinski redar opozarja.
"""
CARD = "//section[@class='act']"


@pytest.fixture(scope="module")
def acts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("predpisi")
    (folder / "zored.txt").write_text(ACT, encoding="utf-8")
    (folder / "mnenje.txt").write_text("Mnenje o ZORed za članice.\n", encoding="utf-8")
    with open_library(Settings(home=folder / "data")) as library:
        told = Metadata(title="Zakon o občinskem redarstvu", language="sl")
        library.add([folder / "zored.txt"], told)
        hidden = Metadata(title="Mnenje o ZORed", visibility=Visibility.MEMBERS)
        library.add([folder / "mnenje.txt"], hidden)
        yield library


@pytest.fixture
def read(acts: Library) -> Read:
    client = create_app(acts).test_client()

    def page(address: str) -> Page:
        answer = client.get(address)
        assert answer.status_code == 200
        return Page(answer.get_data(as_text=True))

    return page


def facts(page: Page) -> dict[str, str]:
    return dict(zip(page.texts(f"{CARD}//dt"), page.texts(f"{CARD}//dd"), strict=True))


def test_an_acronym_shows_its_act_above_the_hits(read: Read) -> None:
    page = read("/iskanje?q=zor-edom")
    assert page.texts("//h2")[0] == "ZORed – Zakon o občinskem redarstvu"
    assert facts(page) == {
        "Uradni list RS, št.": "139/06, 9/17 – ZORed-A",
        "Veljavnost": "velja",
        "Preverjeno": "22. 11. 2026",
        "Spremembe": "ZORed-A",
        "SOP": "2006-01-6040",
        "Besedilo predpisa v zbirki": "Zakon o občinskem redarstvu",
    }
    assert page.link("ZORed-A") == "/predpis/ZORed-A"
    assert page.link("ZORed – Zakon o občinskem redarstvu") == "/predpis/ZORed"


def test_a_citation_shows_the_article_with_a_link_to_it(read: Read) -> None:
    page = read("/iskanje?q=10.+člen+ZORed")
    assert page.texts("//h2")[0] == "10. člen ZORed – Zakon o občinskem redarstvu"
    [link] = page.all(f"{CARD}//h3/a")
    assert " ".join(link.text_content().split()) == "10. člen vrste pooblastil"
    assert link.get("href") == "/predpis/ZORed/art_10"
    assert page.link("Člen v gradivu").startswith("/gradivo/1/clen-10?q=")
    assert page.texts(f"{CARD}//p[@class='snippet']") == ["Občinski redar sme <opozoriti> & odrediti."]


def test_an_english_page_tells_it_in_english(read: Read) -> None:
    page = read("/en/iskanje?q=ZORed+Article+11")
    assert page.texts("//h2")[0] == "Article 11 ZORed – Zakon o občinskem redarstvu"
    assert facts(page)["Status"] == "in force"
    assert page.all(f"{CARD}/h2/@lang") == ["sl"]
    assert page.texts(f"{CARD}//h3/a") == ["Article 11 opozorilo"]


def test_what_is_missing_is_said(read: Read) -> None:
    assert "99. člen: besedila v zbirki ni." in read("/iskanje?q=99.+člen+ZORed").words(CARD)
    assert "ZORed-C je predpis, ki spreminja ZORed" in read("/iskanje?q=ZORed-C").words(CARD)
    assert facts(read("/iskanje?q=117/06"))["Lahko pomeni tudi"] == "ZDDV-1, ZDoh-2, ZDDPO-2"


def test_the_card_names_no_document_that_the_reader_may_not_see(read: Read) -> None:
    assert "Mnenje" not in read("/iskanje?q=ZORed").words()


@pytest.mark.parametrize("question", ["redar", "", "-ZORed", "ZORed ZP-1"])
def test_other_questions_show_no_card(read: Read, question: str) -> None:
    assert read(f"/iskanje?q={question}").all(CARD) == []
