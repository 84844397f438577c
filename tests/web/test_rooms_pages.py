from collections.abc import Callable

from kb.library import Library
from tests.web.markup import Page

Read = Callable[..., Page]


def test_a_body_has_its_materials_by_kind_and_its_topics(page: Read) -> None:
    room = page("/organi/k-redarstvo")
    assert room.texts("//h1") == ["Komisija za občinsko redarsko službo"]
    shelves = room.texts("//section[h2='Gradiva po vrstah']/h3")
    assert [title.split()[0] for title in shelves] == ["Predstavitev", "Vzorec"]
    assert room.texts("//aside//ul/li/a") == ["Občinsko redarstvo", "Prekrški", "Promet, red in varnost"]


def test_a_search_inside_a_body_stays_in_it(page: Read) -> None:
    room = page("/organi/k-okolje")
    [inside] = room.all("//main//form")
    hidden = inside.xpath(".//input[@type='hidden']")
    assert [(one.get("name"), one.get("value")) for one in hidden] == [("komisija", "k-okolje")]
    assert inside.get("action") == "/iskanje"
    assert inside.get("aria-label") == "Iskanje po gradivih tega organa"


def test_a_topic_has_its_bodies_and_a_search_of_its_own(page: Read) -> None:
    room = page("/podrocja/obcinsko-redarstvo")
    assert room.all("//main//input[@type='hidden']/@name") == ["podrocje"]
    assert room.texts("//aside//ul/li/a") == [
        "Komisija za občinsko redarsko službo",
        "Komisija za pravna in zakonodajna vprašanja",
    ]


def test_a_topic_stands_below_the_one_above_it(page: Read, stocked: Library) -> None:
    branch = next(one for one in stocked.home().topics if one.children)
    below = branch.children[0].value
    assert branch.topic.value.name_sl in page(f"/podrocja/{below.slug}").texts("//nav[@class='crumbs']//li/a")
    assert below.name_sl in page(f"/podrocja/{branch.topic.value.slug}").texts("//aside//li/a")


def test_a_body_without_materials_says_so(page: Read) -> None:
    assert "Tukaj še ni gradiv." in page("/organi/k-kultura").words()


def test_a_body_is_about_something_in_both_languages(page: Read) -> None:
    assert page("/en/organi/k-redarstvo").texts("//h1") == ["Commission for the municipal warden service"]
    assert page("/en/organi/k-redarstvo").texts("//nav[@class='crumbs']//li")[:2] == ["Home", "Bodies"]


def test_a_body_or_topic_that_is_not_there_is_not_found(page: Read) -> None:
    assert "nikjer" in page("/organi/nikjer", status=404).words()
    assert "nowhere" in page("/en/podrocja/nowhere", status=404).words()
