"""The pages of the law as a browser asks for them: the register, an act, an article, and what is not there."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from kb.config import Settings
from kb.library import Act, Library, open_library
from kb.web import create_app
from tests.laws import put_law
from tests.web.markup import Page

Read = Callable[..., Page]
NOTICE = "//div[@class='notice law-notice']"


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, dict[str, int]]]:
    folder = tmp_path_factory.mktemp("pravo")
    with open_library(Settings(home=folder / "data")) as library:
        yield library, put_law(library, folder / "files", hidden=("consolidated",))


@pytest.fixture
def ids(law: tuple[Library, dict[str, int]]) -> dict[str, int]:
    return law[1]


@pytest.fixture
def client(law: tuple[Library, dict[str, int]]) -> FlaskClient:
    return create_app(law[0]).test_client()


@pytest.fixture
def read(client: FlaskClient) -> Read:
    def page(address: str, *, status: int = 200) -> Page:
        answer = client.get(address)
        assert answer.status_code == status, (address, answer.status_code, answer.headers.get("Location"))
        return Page(answer.get_data(as_text=True))

    return page


# --- the register ---


def test_the_register_is_in_the_menu_and_lists_acts_with_their_texts(read: Read) -> None:
    assert read("/").link("Zakonodaja") == "/predpis/"
    page = read("/predpis/?podrocje=obcinsko-redarstvo")
    assert page.link("ZORed – Zakon o občinskem redarstvu") == "/predpis/ZORed"
    assert "2 predpisa" in page.words("//*[@role='status']")
    assert "3 besedila v zbirki" in page.words()


def test_the_register_is_searched_by_name_and_keeps_what_was_chosen(read: Read) -> None:
    page = read("/predpis/?ime=občinskim+redarstvom&stanje=velja&podrocje=obcinsko-redarstvo")
    assert page.all("//input[@id='ime']/@value") == ["občinskim redarstvom"]
    assert page.all("//select[@id='stanje']/option[@selected]/@value") == ["velja"]
    assert page.all("//select[@id='podrocje']/option[@selected]/@value") == ["obcinsko-redarstvo"]
    assert len(page.all("//ul[@class='act-list']/li")) == 2


def test_a_name_that_no_act_has_leads_to_the_search(read: Read) -> None:
    page = read("/predpis/?ime=ni+takega")
    assert page.link("Iskanje po vsej zbirki") == "/iskanje?q=ni+takega"


def test_a_long_register_has_pages(read: Read) -> None:
    page = read("/predpis/")
    assert page.link("2") == "/predpis/?stran=2"
    assert read("/predpis/?stran=2").all("//link[@rel='prev']/@href") == ["/predpis/"]


@pytest.mark.parametrize("asked", ["stanje=x", "podrocje=ni", "stran=-5", "stran=x", "ime=%00", "ime=" + "x" * 6000])
def test_what_narrows_nothing_is_no_error(read: Read, asked: str) -> None:
    assert read(f"/predpis/?{asked}").words("//h1") == "Predpisi"


# --- an act ---


def test_the_page_of_an_act_tells_what_the_register_knows(read: Read) -> None:
    page = read("/predpis/ZORed")
    assert page.words("//h1") == "Zakon o občinskem redarstvu"
    facts = dict(zip(page.texts("//dl//dt"), page.texts("//dl//dd"), strict=True))
    assert facts == {
        "Kratica": "ZORed",
        "Veljavnost": "velja",
        "Preverjeno": "22. 11. 2026",
        "Področje": "Občinsko redarstvo",
        "SOP": "2006-01-6040",
    }
    assert page.link("139/06").startswith("https://www.uradni-list.si/")
    assert page.texts("//p[@class='to-copy']")[0] == "ZORed (Uradni list RS, št. 139/06 in 9/17)"


def test_versions_stand_on_a_timeline_that_is_a_list(read: Read, ids: dict[str, int]) -> None:
    page = read("/predpis/ZORed")
    assert [one.split(",")[0] for one in page.texts("//ol[@class='timeline']/li/p[@class='what']")] == [
        "Sprejeto besedilo",
        "Novela ZORed-A",
        "Predlog novele ZORed-B",
    ]
    assert page.texts("//ol[@class='timeline']//time") == ["29. 12. 2006", "24. 2. 2017", "15. 4. 2021"]
    assert f"/gradivo/{ids['adopted']}" in page.all("//ol[@class='timeline']//a/@href")


def test_the_contents_lead_to_the_articles(read: Read) -> None:
    page = read("/predpis/ZORed")
    assert page.link("3. člen vrste pooblastil") == "/predpis/ZORed/art_3"
    assert page.all("//details[@class='chapter']/@open") == ["", "", ""]
    assert page.texts("//details/summary")[1].startswith("II. POOBLASTILA")


def test_amending_acts_regulations_positions_and_citations_are_named(read: Read, ids: dict[str, int]) -> None:
    page = read("/predpis/ZORed")
    assert "ZORed-B predlog" in page.words("//section[@aria-labelledby='novele']")
    resting = "//section[@aria-labelledby='podzakonski']"
    assert page.all(f"{resting}//a/@href") == [f"/gradivo/{ids['decree']}", "/predpis/ZORed/art_3"]
    assert page.texts("//section[@aria-labelledby='stalisca']//a")[0] == "Stališče do novele"
    assert "/iskanje?q=ZORed&komisija=k-redarstvo" in page.all("//section[@aria-labelledby='gradiva']//a/@href")
    assert "Okrožnica o opozarjanju" in page.words("//section[@aria-labelledby='navajajo']")


def test_an_article_without_a_text_is_named_and_no_link(law: tuple[Library, dict[str, int]], read: Read) -> None:
    library, ids = law
    for name in ("adopted", "draft"):
        library.lawbook.clear_version(ids[name])
    resting = "//section[@aria-labelledby='podzakonski']"
    page = read("/predpis/ZORed")
    assert page.all(f"{resting}//a/@href") == [f"/gradivo/{ids['decree']}"]
    assert "podlaga: 3. člen" in page.words(resting)
    for name in ("adopted", "draft"):
        library.lawbook.derive_version(ids[name])


def test_a_text_that_the_reader_may_not_see_is_nowhere(read: Read, client: FlaskClient, ids: dict[str, int]) -> None:
    for address in ("/predpis/ZORed", "/predpis/ZORed/art_3", "/predpis/"):
        assert f"/gradivo/{ids['consolidated']}" not in read(address).text
        assert "prečiščeno besedilo)" not in read(address).words()
    assert client.get("/predpis/ZORed/art_3?razlicica=3").status_code in (302, 404)


def test_what_the_text_lacks_is_said_with_the_authentic_source(read: Read) -> None:
    page = read("/predpis/ZORed")
    assert "še niso vnesene spremembe: 9/17 – ZORed-A" in page.words(NOTICE)
    assert page.link("Verodostojno besedilo v Uradnem listu") == (
        "https://www.uradni-list.si/1/objava.jsp?sop=2006-01-6040"
    )


def test_an_unofficial_text_is_for_information_only(law: tuple[Library, dict[str, int]], read: Read) -> None:
    library, ids = law
    assert "Besedilo je prepis iz Uradnega lista" in read("/predpis/ZORed/art_1").words(NOTICE)
    official = library.lawbook.version_of(ids["adopted"])
    assert official is not None
    library.lawbook.set_version(replace(official, is_official=False, address="https://pisrs.si/p?id=ZAKO1"))
    for address in ("/predpis/ZORed", "/predpis/ZORed/art_1"):
        page = read(address)
        assert "Zgolj informativno." in page.words(NOTICE)
        assert page.link("Vir tega besedila") == "https://pisrs.si/p?id=ZAKO1"
    library.lawbook.derive_version(ids["adopted"])


def test_the_page_of_a_document_says_what_text_of_which_act_it_is(read: Read, ids: dict[str, int]) -> None:
    page = read(f"/gradivo/{ids['adopted']}")
    assert page.link("Zakon o občinskem redarstvu (ZORed)") == "/predpis/ZORed"
    assert "Sprejeto besedilo" in page.words(NOTICE)
    assert page.all(f"{NOTICE}//a[@rel='external']/@href") == [
        "https://www.uradni-list.si/1/objava.jsp?sop=2006-01-6040"
    ]
    assert "To je predlog in ne veljavno besedilo." in read(f"/gradivo/{ids['draft']}").words(NOTICE)
    assert "Novela ZORed-A" in read(f"/gradivo/{ids['amending']}").words(NOTICE)
    assert read(f"/gradivo/{ids['position']}").all(NOTICE) == []


def test_an_act_without_a_text_says_so(read: Read) -> None:
    page = read("/predpis/ZP-1")
    assert "V zbirki še ni besedila tega predpisa." in page.words()
    assert page.texts("//section[@aria-labelledby='stalisca']/p") == ["V zbirki še ni stališč o tem predpisu."]


def test_an_english_page_tells_it_in_english_and_keeps_slovene_law_slovene(read: Read) -> None:
    page = read("/en/predpis/ZORed")
    assert page.all("//h1/@lang") == ["sl"]
    assert "Amending act ZORed-A" in page.words()
    assert page.link("Article 3 vrste pooblastil") == "/en/predpis/ZORed/art_3"
    article = read("/en/predpis/ZORed/art_3")
    assert article.words("//h1") == "Article 3 vrste pooblastil"
    assert "What amending acts changed in this article" in article.words()


# --- an article ---


def test_an_article_is_set_paragraph_by_paragraph_each_with_its_address(read: Read) -> None:
    page = read("/predpis/ZORed/art_2")
    assert page.words("//h1") == "2. člen naloge"
    law = "//article[@id='art_2']"
    assert (
        page.words(f"{law}//*[@id='art_2__para_1']")
        == "(1) Občinski redar: – nadzira mirujoči promet, – varuje javni red."
    )
    assert page.words(f"{law}//li[@id='art_2__para_2__point_1__letter_b']") == "b) poletno;"
    assert page.link("(2)") == "#art_2__para_2"
    # What closes the list stands after it.
    assert page.words(f"{law}//*[@id='art_2__para_2']").endswith("2. opremo. Predpis izda župan.")


def test_an_article_leads_to_its_neighbours_and_to_its_place_in_the_material(read: Read, ids: dict[str, int]) -> None:
    page = read("/predpis/ZORed/art_2")
    assert page.link("← 1. člen vsebina zakona") == "/predpis/ZORed/art_1"
    assert page.link("3. člen vrste pooblastil →") == "/predpis/ZORed/art_3"
    assert page.link("Člen v gradivu") == f"/gradivo/{ids['adopted']}/clen-2#clen-2"
    assert page.texts("//p[@class='to-copy']") == ["2. člen ZORed (Uradni list RS, št. 139/06 in 9/17)"]
    assert page.words("//span[@class='to-copy file']").endswith("/predpis/ZORed/art_2")


def test_an_article_tells_what_was_changed_in_it_and_how_it_reads_now(read: Read, ids: dict[str, int]) -> None:
    page = read("/predpis/ZORed/art_3")
    changes = "//section[@aria-labelledby='spremembe']"
    assert page.texts(f"{changes}//h3/a") == ["ZORed-A, 1. člen"]
    assert page.all(f"{changes}//h3/a/@href") == [f"/gradivo/{ids['amending']}/clen-1#clen-1"]
    assert "3. člen: novo besedilo" in page.words(changes)
    assert "zaseči" in page.words(f"{changes}//blockquote")
    now = page.words("//section[@aria-labelledby='zdaj']")
    assert "(vrste pooblastil redarja)" in now
    assert "Občinski redar sme opozoriti, odrediti in zaseči." in now
    assert "ZORed-B, 2. člen" in page.words("//section[@aria-labelledby='predlogi']")


def test_an_article_that_nothing_changes_says_nothing_of_changes(read: Read) -> None:
    page = read("/predpis/ZORed/art_1")
    assert page.all("//section[@aria-labelledby='spremembe' or @aria-labelledby='zdaj']") == []
    assert "<v občini> & njihova" in page.words("//article")


def test_an_article_names_what_cites_it(read: Read) -> None:
    cited = read("/predpis/ZORed/art_2").words("//section[@aria-labelledby='navajajo']")
    assert "Okrožnica o opozarjanju" in cited


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/predpis/zor-ed", "/predpis/ZORed"),
        ("/predpis/ZORED?razlicica=1", "/predpis/ZORed?razlicica=1"),
        ("/predpis/ZORed/3", "/predpis/ZORed/art_3"),
        ("/predpis/ZORed/clen-3", "/predpis/ZORed/art_3"),
        ("/predpis/ZORed/3.%20člen", "/predpis/ZORed/art_3"),
        ("/predpis/zored/art_3", "/predpis/ZORed/art_3"),
        ("/predpis/ZORed/art_2__para_2", "/predpis/ZORed/art_2#art_2__para_2"),
        (
            "/predpis/ZORed/art_2__para_2__point_1?razlicica=1",
            "/predpis/ZORed/art_2?razlicica=1#art_2__para_2__point_1",
        ),
        ("/en/predpis/zored/3", "/en/predpis/ZORed/art_3"),
        ("/predpis", "/predpis/"),
    ],
)
def test_what_people_write_leads_to_the_page(client: FlaskClient, address: str, leads_to: str) -> None:
    answer = client.get(address)
    assert answer.status_code in (302, 308)
    assert answer.headers["Location"].removeprefix("http://localhost") == leads_to


@pytest.mark.parametrize(
    ("address", "said", "asked"),
    [
        ("/predpis/ZPsi", "V registru te zbirke ni predpisa »ZPsi«.", "ZPsi"),
        ("/predpis/ZPsi/art_3", "V registru te zbirke ni predpisa »ZPsi«.", "ZPsi 3. člen"),
        ("/predpis/ZORed/art_99", "V zbirki ni besedila »99. člen« predpisa ZORed.", "ZORed 99. člen"),
        ("/predpis/ZORed/art_12a", "V zbirki ni besedila »12.a člen« predpisa ZORed.", "ZORed 12.a člen"),
        ("/predpis/ZORed/naslov", "V zbirki ni besedila »naslov« predpisa ZORed.", "ZORed naslov"),
        ("/predpis/ZORed?razlicica=99", "V zbirki ni take različice predpisa ZORed.", "ZORed"),
    ],
)
def test_what_is_not_there_is_said_and_can_be_searched_for(read: Read, address: str, said: str, asked: str) -> None:
    page = read(address, status=404)
    assert said in page.words()
    assert page.all("//input[@id='iskanje']/@value") == [asked]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "\x00",
        "../../etc/passwd",
        "x" * 3000,
        "%s%n",
        "' OR 1=1 --",
        "\u202eZORed",
        "art_1__para_1__para_1__para_1__para_1__para_1__para_1",
        "🙂",
        "{{7*7}}",
    ],
)
def test_hostile_addresses_are_answered_calmly(client: FlaskClient, hostile: str) -> None:
    for address in (f"/predpis/{quote(hostile, safe='')}", f"/predpis/ZORed/{quote(hostile, safe='')}"):
        answer = client.get(address)
        assert answer.status_code in (302, 404), address
        if answer.status_code == 404:
            assert "alert(1)</script>" not in Page(answer.get_data(as_text=True)).text
    asked = client.get("/predpis/ZORed", query_string={"razlicica": hostile, "del": hostile, "q": hostile})
    assert asked.status_code == 200


def test_a_title_in_the_register_cannot_become_markup(law: tuple[Library, dict[str, int]], read: Read) -> None:
    library, _ = law
    library.put_acts([Act("ZZlo", "Zakon <img src=x> o \"zlu\" & 'slabem'", checked_on=dt.date(2026, 11, 1))])
    assert read("/predpis/ZZlo").words("//h1") == "Zakon <img src=x> o \"zlu\" & 'slabem'"
    assert read("/predpis/?ime=ZZlo").all("//img") == []
    library.remove_act("ZZlo")


def test_the_pages_name_themselves_for_machines(client: FlaskClient) -> None:
    text = client.get("/predpis/ZORed/art_3").get_data(as_text=True)
    told = text.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(told)["@type"] == "Legislation"
