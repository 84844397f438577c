from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.legislation.citations import Citation, Kind
from kb.legislation.placed import PlacedCitation
from kb.library import Library
from kb.library.law.links import LawLink, LinkedCitation, LinkedPiece, LinkedSpan, with_links
from kb.model import Metadata
from kb.search.snippets import Piece
from kb.web import create_app
from tests.library.laws import stocked
from tests.web.markup import Page

Read = Callable[..., Page]


@pytest.fixture(scope="module")
def lawful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, dict[str, int]]]:
    """A library with the documents of tests.library.laws, and their ids."""
    with stocked(tmp_path_factory.mktemp("navedbe")) as opened:
        yield opened


@pytest.fixture
def ids(lawful: tuple[Library, dict[str, int]]) -> dict[str, int]:
    return lawful[1]


@pytest.fixture
def client(lawful: tuple[Library, dict[str, int]]) -> FlaskClient:
    return create_app(lawful[0]).test_client()


# --- in the text -----------------------------------------------------------------------------------


def test_a_citation_in_the_text_is_a_link_with_a_preview(page: Read, ids: dict[str, int]) -> None:
    shown = page(f"/gradivo/{ids['novosti.md']}")
    (link,) = [each for each in shown.all("//a[@class='citation']") if "10." in each.text_content()]
    assert link.text_content() == "drugem odstavku 10. člena ZORed"
    assert link.get("href") == "/predpis/ZORed/art_10#art_10__para_2"
    assert link.get("title") == "Zakon o občinskem redarstvu (ZORed), 10. člen – vrste pooblastil"
    assert link.get("data-preview") == "/predogled/ZORed/art_10"


def test_an_article_without_a_text_leads_to_its_act_and_an_unknown_act_nowhere(page: Read, ids: dict[str, int]) -> None:
    shown = page(f"/gradivo/{ids['novosti.md']}")
    assert shown.link("52. členu Zakona o prekrških") == "/predpis/ZP-1"
    assert "Zakon o igriščih (Ur. l. RS, št. 1/99" in shown.words()
    assert "igriščih" not in " ".join(shown.texts("//a[@class='citation']"))


def test_a_law_leads_within_itself_and_keeps_the_words_asked_for(page: Read, ids: dict[str, int]) -> None:
    law = ids["zored.txt"]
    shown = page(f"/gradivo/{law}?q=redar")
    assert shown.link("10. člena tega zakona") == f"/gradivo/{law}/clen-10?q=redar#clen-10"
    assert "prejšnjega odstavka" not in shown.texts("//a[@class='citation']")


@pytest.mark.parametrize(
    ("question", "inside", "outside"),
    [
        ("ZORed", ["ZORed"], []),
        ('"odstavku 10. člena"', ["odstavku 10. člena"], []),
        ('"po drugem odstavku"', ["drugem odstavku"], ["Po "]),
        ("opozorilo", [], ["opozorilo"]),
    ],
)
def test_words_asked_for_stay_marked_inside_and_across_links(
    page: Read, ids: dict[str, int], question: str, inside: list[str], outside: list[str]
) -> None:
    first = "//section[@id='razdelek-1']//p"
    shown = page(f"/gradivo/{ids['novosti.md']}/razdelek-1?q={question}")
    assert [each.text_content() for each in shown.all(f"{first}//a[@class='citation']//mark")] == inside
    assert [each.text_content() for each in shown.all(f"{first}//mark[not(ancestor::a)]")] == outside
    assert "Po drugem odstavku 10. člena ZORed je opozorilo ustno." in shown.words()


def test_pieces_are_cut_at_links_and_lose_nothing() -> None:
    pieces = (Piece("ab"), Piece("cdef", marked=True), Piece("gh"))
    link = LawLink(None, "1", anchor="clen-1")

    def linked(start: int, end: int, to: LawLink | None = link) -> LinkedCitation:
        placed = PlacedCitation(0, False, "", Citation("", start, end, Kind.ARTICLE))
        return LinkedCitation(placed, (LinkedSpan(start, end, to),) if to else ())

    def cut(*links: LinkedCitation) -> list[tuple[str, bool, bool]]:
        found = with_links(pieces, links)
        return [(each.text, each.marked, isinstance(each, LinkedPiece) and each.link is not None) for each in found]

    assert cut(linked(1, 4)) == [
        ("a", False, False),
        ("b", False, True),
        ("cd", True, True),
        ("ef", True, False),
        ("gh", False, False),
    ]
    assert cut(linked(0, 8)) == [("ab", False, True), ("cdef", True, True), ("gh", False, True)]
    assert cut(linked(3, 4), linked(4, 5)) == [
        ("ab", False, False),
        ("c", True, False),
        ("d", True, True),
        ("e", True, True),
        ("f", True, False),
        ("gh", False, False),
    ]
    assert cut(linked(2, 6, None)) == cut() == [("ab", False, False), ("cdef", True, False), ("gh", False, False)]


# --- what a document cites -------------------------------------------------------------------------


def test_a_document_lists_the_acts_it_cites(page: Read, ids: dict[str, int]) -> None:
    shown = page(f"/gradivo/{ids['novosti.md']}")
    lines = shown.texts("//section[@aria-labelledby='navedeni-predpisi']/ul/li")
    assert lines == ["ZORed 2×(2 navedbi) 10. člen", "ZP-1 1×(1 navedba) 52. člen", "Zakon o igriščih 1×(1 navedba)"]
    addresses = shown.all("//section[@aria-labelledby='navedeni-predpisi']//a/@href")
    assert addresses == ["/predpis/ZORed", "/predpis/ZORed/art_10", "/predpis/ZP-1", "/predpis/ZP-1"]


def test_a_document_that_cites_nothing_has_no_such_list(lawful: tuple[Library, dict[str, int]], page: Read) -> None:
    ids = lawful[1]
    assert not page(f"/gradivo/{ids['zored.txt']}").all("//section[@aria-labelledby='navedeni-predpisi']")


def test_programs_read_the_citations_of_a_document(client: FlaskClient, ids: dict[str, int]) -> None:
    told = client.get(f"/gradivo/{ids['novosti.md']}/navedbe.json").get_json()
    assert (told["document"], told["title"]) == (ids["novosti.md"], "Novosti")
    assert told["acts"][0] == {
        "act": "ZORed",
        "title": "Zakon o občinskem redarstvu",
        "address": "/predpis/ZORed",
        "citations": 2,
        "articles": [{"number": "10", "citations": 1, "address": "/predpis/ZORed/art_10"}],
    }
    first = told["citations"][0]
    assert {name: first[name] for name in ("passage", "in", "start", "end", "text", "kind", "act")} == {
        "passage": "razdelek-1",
        "in": "text",
        "start": 3,
        "end": 34,
        "text": "drugem odstavku 10. člena ZORed",
        "kind": "article",
        "act": "ZORed",
    }
    assert (first["articles"], first["paragraphs"], first["points"], first["indents"]) == (["10"], ["2"], [], [])
    assert told["citations"][1]["gazette"] == [{"number": "1", "year": 1999, "qualifier": ""}]
    assert told["citations"][1]["addresses"] == []
    assert first["addresses"] == ["/predpis/ZORed/art_10#art_10__para_2"]


# --- what cites an act -----------------------------------------------------------------------------


def test_the_page_of_an_article_tells_what_cites_it(page: Read, ids: dict[str, int]) -> None:
    shown = page("/predpis/ZORed/art_10")
    section = "//section[@aria-labelledby='navajajo']"
    assert shown.texts(f"{section}/h2") == ["Na ta člen se sklicujejo"]
    assert "4 gradiva, 5 odlomkov" in shown.words(section)
    assert shown.texts(f"{section}//summary") == [
        "Zakon 2(2 gradivi)",
        "Predstavitev s posveta · Komisija za občinsko redarsko službo 1(1 gradivo)",
        "Stališče · Komisija za pravna in zakonodajna vprašanja 1(1 gradivo)",
    ]
    assert f"/gradivo/{ids['stalisce.txt']}/razdelek-1#razdelek-1" in shown.all(f"{section}//a/@href")
    assert "10. člen ZORed" in shown.texts(f"{section}//mark")
    assert "Na ta predpis se sklicujejo" in page("/predpis/ZORed").words()


def test_the_page_of_all_that_cites_can_be_narrowed(page: Read) -> None:
    every = page("/navedbe/ZORed/art_10")
    assert every.texts("//h1") == ["Sklicevanja na ZORed, 10. člen"]
    assert every.texts("//h2")[0] == "Zakon 2(2 gradivi)"
    narrowed = page(every.link("Stališče"))
    assert narrowed.texts("//a[@class='document-title']") == ["Stališče o pooblastilih"]
    assert page("/navedbe/ZORed?vrsta=stalisce&organ=k-okolje").texts("//p[@class='notice']") == [
        "Gradiv te vrste in tega organa ni. Izberite drugo možnost."
    ]
    assert page("/navedbe/ZLS").texts("//p[@class='notice']") == ["V zbirki se nanj ne sklicuje nobeno gradivo."]


def test_visitors_learn_nothing_of_what_staff_alone_may_see(
    page: Read, client: FlaskClient, ids: dict[str, int]
) -> None:
    for address in ("/navedbe/ZORed/art_10", "/navedbe/ZORed", "/predpis/ZORed/art_10", "/predpis/ZORed"):
        assert "Osnutek" not in page(address).words()
    for address in (
        f"/gradivo/{ids['osnutek.txt']}/navedbe.json",
        f"/predogled/gradivo/{ids['osnutek.txt']}/razdelek-1",
    ):
        assert client.get(address).status_code == 404


def test_the_text_of_an_article_leads_on_to_other_articles_and_never_to_itself(page: Read) -> None:
    ninth = page("/predpis/ZORed/art_9")
    assert ninth.link("10. člena tega zakona") == "/predpis/ZORed/art_10"
    assert (
        ninth.words("//article[@id='art_9']")
        == "Redar nosi oznake. Pooblastila iz 10. člena tega zakona izvaja le z njimi."
    )
    assert page("/predpis/ZORed/art_11").link("prejšnjega člena") == "/predpis/ZORed/art_10"
    assert not page("/predpis/ZORed/art_10").all("//article[@id='art_10']//a[@class='citation']")


# --- previews --------------------------------------------------------------------------------------


def test_a_preview_is_a_piece_of_a_page(client: FlaskClient, ids: dict[str, int]) -> None:
    answer = client.get("/predogled/ZORed/art_10")
    text = answer.get_data(as_text=True)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert answer.headers["Cache-Control"] == "private, max-age=60"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "<html" not in text
    for said in ("Zakon o občinskem redarstvu (ZORed)", "10. člen", "vrste pooblastil", "(1) Redar sme opozoriti"):
        assert said in text
    assert "11. člen" in client.get(f"/predogled/gradivo/{ids['zored.txt']}/clen-11").get_data(as_text=True)
    assert "Veljavnost: velja" in client.get("/predogled/ZP-1").get_data(as_text=True)
    assert "Article 10" in client.get("/en/predogled/ZORed/art_10").get_data(as_text=True)


@pytest.mark.parametrize(
    "address",
    [
        "/predogled/ZXYZ",
        "/predogled/ZORed/art_99",
        "/predogled/ZORed/nekaj",
        "/predogled/%00/art_1",
        "/predogled/gradivo/999/clen-1",
        "/predogled/gradivo/1/clen-999",
        "/navedbe/ZXYZ",
        "/navedbe/ZORed/nekaj",
        "/navedbe/%F0%9F%98%80",
        "/gradivo/999/navedbe.json",
        f"/navedbe/{'Z' * 3000}",
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        "?stran=0",
        "?stran=-7",
        "?stran=nič",
        f"?stran={'9' * 50}",
        "?vrsta=%00",
        f"?organ={'x' * 5000}",
        "?vrsta=a&vrsta=b",
    ],
)
def test_any_parameters_give_some_page(page: Read, asked: str) -> None:
    page(f"/navedbe/ZORed{asked}")


def test_the_pages_are_there_in_english(page: Read, ids: dict[str, int]) -> None:
    assert page("/en/navedbe/ZORed/art_10").texts("//h1") == ["What cites ZORed, Article 10"]
    shown = page(f"/en/gradivo/{ids['novosti.md']}")
    assert shown.link("drugem odstavku 10. člena ZORed") == "/en/predpis/ZORed/art_10#art_10__para_2"
    assert "Acts cited" in shown.texts("//h2")


def test_text_in_citations_is_never_markup(
    client: FlaskClient, lawful: tuple[Library, dict[str, int]], tmp_path: Path
) -> None:
    library = lawful[0]
    path = tmp_path / "hudo.txt"
    path.write_text("<b>12. člen ZORed</b> & Zakon o <script>alert(1)</script> (Ur. l. RS, št. 1/99)", encoding="utf-8")
    document_id = library.add([path], Metadata(title="Hudo <i>gradivo</i>")).received[0].entry.document_id
    for address in (f"/gradivo/{document_id}", "/navedbe/ZORed/art_12", "/navedbe/ZORed"):
        text = client.get(address).get_data(as_text=True)
        assert "<script>alert" not in text
        assert "<b>12" not in text
        assert "<i>gradivo" not in text
