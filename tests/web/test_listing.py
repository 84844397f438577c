import csv
import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.web.markup import Page

Read = Callable[..., Page]


def test_results_are_taken_along_as_csv(client: FlaskClient) -> None:
    answer = client.get("/iskanje.csv?q=luč&vrsta=predstavitev")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert 'filename="zadetki.csv"' in answer.headers["Content-Disposition"]
    head, row, asked = csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";")
    told = dict(zip(head, row, strict=True))
    assert told["Naslov"] == "Novosti prenovljenega ZORed"
    assert (told["Datum"], told["Mesto v besedilu"]) == ("2017-03-08", "Prosojnica 3")
    assert told["Naslov strani"].startswith("http://localhost/gradivo/")
    assert asked[1] == "Iskalni niz: luč"


def test_results_are_taken_along_as_a_spreadsheet(client: FlaskClient) -> None:
    answer = client.get("/en/iskanje.xlsx?q=luč")
    assert answer.status_code == 200
    assert answer.data[:2] == b"PK"
    assert 'filename="results.xlsx"' in answer.headers["Content-Disposition"]


def test_results_are_a_list_for_paper_with_the_question_and_the_day(page: Read) -> None:
    shown = page("/iskanje/natisni?q=luč&stran=7")
    assert shown.texts("//h1") == ["Zadetki za »luč«"]
    assert len(shown.all("//ol[@class='printed-list']/li")) == 2


def test_the_page_of_results_leads_to_the_lists_with_its_filters(page: Read) -> None:
    shown = page("/iskanje?q=luč&vrsta=predstavitev&stran=1")
    assert shown.link("CSV") == "/iskanje.csv?q=luč&vrsta=predstavitev"
    page(shown.link("Seznam za tisk"))


@pytest.mark.parametrize("ending", [".csv", ".xlsx", "/natisni"])
@pytest.mark.parametrize("asked", ["", "?q=zvezdoslovje", "?q=%00&stran=9999&leto=x", "?q=" + "a" * 6000])
def test_any_address_of_a_list_is_answered(client: FlaskClient, ending: str, asked: str) -> None:
    assert client.get(f"/iskanje{ending}{asked}").status_code in (200, 400)


def test_a_list_has_nothing_that_the_reader_may_not_see(client: FlaskClient) -> None:
    assert "Osnutek" not in client.get("/iskanje.csv").text
    assert "Osnutek" not in client.get("/iskanje/natisni").text


def test_a_slide_that_was_found_has_its_picture_beside_it(page: Read, ids: dict[str, int]) -> None:
    shown = page("/iskanje?q=modra+luč&vrsta=predstavitev")
    thumbs = shown.all("//a[@class='thumb']")
    if not thumbs:
        pytest.skip("LibreOffice is not installed (make test installs it as root or with sudo)")
    [picture] = thumbs[0].xpath("img")
    assert thumbs[0].text_content() == "Odpri na prosojnici 3"
    assert thumbs[0].get("href").startswith(f"/gradivo/{ids['Novosti']}/prosojnica-3?")
    assert (picture.get("src"), picture.get("width")) == (f"/gradivo/{ids['Novosti']}/slika/3/200.webp", "160")
