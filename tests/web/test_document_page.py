import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from PIL import Image

from kb.ingest import office
from tests.web.markup import Page

Read = Callable[..., Page]


def test_the_found_passage_stands_out_and_its_words_are_marked(page: Read, ids: dict[str, int]) -> None:
    shown = page(f"/gradivo/{ids['Novosti']}/prosojnica-3?q=modra")
    assert shown.all("//section[contains(@class, 'found')]/@id") == ["prosojnica-3"]
    assert "modra" in {text.lower() for text in shown.texts("//section[@id='prosojnica-3']//mark")}
    assert shown.texts("//nav[@class='contents']//a[@aria-current]") == ["Prosojnica 3 Modra luč"]


def test_an_address_without_a_fragment_still_leads_to_the_passage(page: Read, ids: dict[str, int]) -> None:
    shown = page(f"/gradivo/{ids['Novosti']}/prosojnica-3")
    assert shown.all("//*[@autofocus]/@id") == ["prosojnica-3"]
    assert shown.link("↓ Na najdeni odlomek: Prosojnica 3") == "#prosojnica-3"


def test_every_passage_is_there_under_its_anchor(page: Read, ids: dict[str, int]) -> None:
    shown = page(f"/gradivo/{ids['Novosti']}")
    assert shown.all("//section[contains(@class, 'passage')]/@id") == [f"prosojnica-{n}" for n in range(1, 6)]
    assert not shown.all("//section[contains(@class, 'found')]")


def test_what_is_known_of_a_document_is_listed(page: Read, ids: dict[str, int]) -> None:
    shown = page(f"/gradivo/{ids['Novosti']}")
    listed = dict(zip(shown.texts("//dl/div/dt"), shown.texts("//dl/div/dd"), strict=True))
    assert listed["Organ"] == "Komisija za občinsko redarsko službo"
    assert listed["Področji"] == "Občinsko redarstvo, Prekrški"
    assert listed["Dogodek"] == "Posvet o prenovljenem ZORed, 8. 3. 2017, Maribor"
    assert listed["Predavatelja oziroma predavateljici"] == "predstavnica sekretariata, vodja redarstva"
    assert listed["Imetnik pravic"] == listed["Vir"] == "Skupnost občin Slovenije"
    assert (listed["Jezik gradiva"], listed["Datoteka"], listed["Dostop"]) == (
        "slovenščina",
        "Novosti ZORed.pptx",
        "Javno",
    )


def test_the_way_leads_back_to_the_body_and_to_the_results(page: Read, ids: dict[str, int]) -> None:
    shown = page(f"/gradivo/{ids['Vzorec']}?q=luč")
    assert shown.texts("//nav[@class='crumbs']//li") == [
        "Domov",
        "Organi",
        "Komisija za občinsko redarsko službo",
        "Vzorec odloka o občinskem redarstvu",
    ]
    assert shown.link("← Nazaj na zadetke za »luč«") == "/iskanje?q=lu%C4%8D"


def test_a_long_document_comes_in_parts(page: Read, ids: dict[str, int]) -> None:
    address = f"/gradivo/{ids['Dolg']}"
    first = page(address)
    assert "Del 1 od 2" in first.words()
    second = page(first.link("Naslednji del"))
    assert second.all("//section[contains(@class, 'passage')]/@id")[0] == "razdelek-101"
    assert second.link("Prejšnji del") == f"{address}?del=1"
    assert page(f"{address}/razdelek-120").all("//section[contains(@class, 'found')]/@id") == ["razdelek-120"]


def test_contents_lead_into_other_parts(page: Read, ids: dict[str, int]) -> None:
    lines = page(f"/gradivo/{ids['Dolg']}").all("//nav[@class='contents']//a/@href")
    assert (lines[0], lines[-1]) == ("#razdelek-1", f"/gradivo/{ids['Dolg']}?del=2#razdelek-130")


@pytest.mark.parametrize("part", ["0", "-1", "99", "tri", "", "9" * 40, "%00", "²"])
def test_any_number_of_a_part_gives_some_part(page: Read, ids: dict[str, int], part: str) -> None:
    assert page(f"/gradivo/{ids['Dolg']}?del={part}").all("//section[contains(@class, 'passage')]")


def test_lines_with_tabs_are_a_table(page: Read, ids: dict[str, int]) -> None:
    shown = page(f"/gradivo/{ids['Poročilo']}?q=vzorcev")
    assert shown.texts("//div[@class='passage-text']//th") == ["Zajetje", "Vzorci"]
    assert shown.texts("//div[@class='passage-text']//td") == ["Sever", "12 vzorcev pitne vode"]
    assert shown.texts("//td/mark") == ["vzorcev"]


def test_text_from_a_document_is_never_markup(page: Read, ids: dict[str, int]) -> None:
    shown = page(f"/gradivo/{ids['Poročilo']}")
    assert shown.texts("//h1") == ["Poročilo <b>o vodi</b> & okolju"]
    assert "<script>alert(1)</script>" in shown.words()
    assert not shown.all("//script[not(@src)] | //main//script | //main//b")


def test_a_document_in_another_language_says_so_to_screen_readers(page: Read, ids: dict[str, int]) -> None:
    assert page(f"/gradivo/{ids['About']}").all("//h1/@lang") == ["en"]
    assert page(f"/en/gradivo/{ids['About']}").all("//h1/@lang") == []
    assert page(f"/en/gradivo/{ids['Dolg']}").all("//section[@id='razdelek-1']/div/@lang") == ["sl"]


@pytest.mark.parametrize("address", ["/gradivo/999", "/gradivo/99999999999999999999", "/gradivo/-1", "/gradivo/abc"])
def test_a_document_that_is_not_there_is_not_found(page: Read, address: str) -> None:
    assert page(address, status=404).texts("//h1") == ["Strani ni mogoče najti."]


def test_a_passage_that_is_not_there_is_not_found(page: Read, ids: dict[str, int]) -> None:
    page(f"/gradivo/{ids['Novosti']}/clen-999", status=404)


def test_a_document_for_members_is_not_found_by_visitors(page: Read, ids: dict[str, int]) -> None:
    refused = page(f"/gradivo/{ids['Osnutek']}", status=404)
    page(f"/gradivo/{ids['Osnutek']}/izvirnik", status=404)
    assert "Osnutek" not in refused.words()


def test_a_picture_of_a_slide_is_drawn_when_libreoffice_is_there(client: FlaskClient, ids: dict[str, int]) -> None:
    if not office.is_available():
        pytest.skip("LibreOffice is not installed (make test installs it as root or with sudo)")
    for width in (200, 1200):
        with client.get(f"/gradivo/{ids['Novosti']}/slika/1/{width}.webp") as drawn:
            assert (drawn.status_code, drawn.mimetype) == (200, "image/webp")
            assert Image.open(io.BytesIO(drawn.data)).width == width


@pytest.mark.parametrize("address", ["slika/1/333.webp", "slika/0/200.webp", "slika/999/200.webp"])
def test_a_picture_that_there_cannot_be_is_not_found(client: FlaskClient, ids: dict[str, int], address: str) -> None:
    with client.get(f"/gradivo/{ids['Novosti']}/{address}") as answer:
        assert answer.status_code == 404
