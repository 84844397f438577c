import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.ingest.pdfium import page_blocks, pages_in
from kb.slovene.dates import written
from kb.slovene.workdays import day_here
from kb.store.clock import now
from tests.web.markup import Page

Read = Callable[..., Page]


def test_a_page_is_taken_along_as_a_pdf_of_its_own(client: FlaskClient, ids: dict[str, int], tmp_path: Path) -> None:
    with client.get(f"/gradivo/{ids['Načrt']}/stran-2/odlomek.pdf") as answer:
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert "Nacrt varnosti" in answer.headers["Content-Disposition"]
        (tmp_path / "odlomek.pdf").write_bytes(answer.data)
    assert pages_in(tmp_path / "odlomek.pdf") == 1
    assert "Modra luč" in " ".join(block.text for block in page_blocks(tmp_path / "odlomek.pdf", 1))


@pytest.mark.parametrize("place", ["razdelek-1", "razdelek-99", "stran-1"])
def test_a_passage_that_is_no_page_is_not_cut_out(client: FlaskClient, ids: dict[str, int], place: str) -> None:
    assert client.get(f"/gradivo/{ids['Odlok']}/{place}/odlomek.pdf").status_code == 404


def test_the_text_is_taken_along_with_its_source(client: FlaskClient, ids: dict[str, int]) -> None:
    answer = client.get(f"/gradivo/{ids['Odlok']}/besedilo.txt")
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    told = io.StringIO(answer.text).read()
    assert told.startswith("Odlok o cestah\nOdlok o cestah. Zbirka znanja SOS, ")
    assert "[1. razdelek] Splošno" in told
    assert "Župan izda sklep v tridesetih dneh." in told


def test_a_passage_is_printed_on_a_page_of_its_own_with_source_and_day(page: Read, ids: dict[str, int]) -> None:
    shown = page(f"/gradivo/{ids['Odlok']}/razdelek-2/natisni")
    assert "Župan izda sklep" in shown.words()
    assert "Občina skrbi" not in shown.words()
    assert f"(dostop: {written(day_here(now()))})" in shown.words("//p[@class='notice']")
    page(f"/gradivo/{ids['Odlok']}/razdelek-99/natisni", status=404)


def test_a_material_is_cited_with_its_source_place_and_address(page: Read, ids: dict[str, int]) -> None:
    number = ids["Načrt"]
    assert page(f"/en/gradivo/{number}/stran-2").words("//p[@id='navedba']") == (
        f"Občina Škofja Loka: Načrt varnosti. stran 2. Zbirka znanja SOS, http://localhost/gradivo/{number}/stran-2 "
        f"(dostop: {written(day_here(now()))})."
    )


def test_a_sentence_that_the_address_points_to_is_marked(page: Read, ids: dict[str, int]) -> None:
    shown = page(f"/gradivo/{ids['Odlok']}/razdelek-1?poudari=redar+nadzira++promet+na+obmo%C4%8Dju")
    assert "".join(shown.texts("//section[@id='razdelek-1']//mark")) == "Redar nadzira prometna območju"
    assert shown.all("//input[@id='poudari']/@value") == ["redar nadzira promet na območju"]


@pytest.mark.parametrize("asked", ["tega+ni", "%3Cscript%3E", "(((", "x" * 5000, "%00%ff"])
def test_a_sentence_that_is_not_there_is_told(page: Read, ids: dict[str, int], asked: str) -> None:
    shown = page(f"/gradivo/{ids['Odlok']}?poudari={asked}")
    assert "ni ali ga ni več" in shown.words("//p[@role='status']")


@pytest.mark.parametrize("address", ["slika/0/besede.svg?q=a", "slika/99999/besede.svg?q=a", "slika/1/besede.svg"])
def test_outlines_of_what_there_is_not_are_not_found_or_empty(
    client: FlaskClient, ids: dict[str, int], address: str
) -> None:
    answer = client.get(f"/gradivo/{ids['Načrt']}/{address}")
    assert answer.status_code == (404 if "q=" in address else 200)
    assert "<rect" not in answer.text
