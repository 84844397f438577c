"""What nobody wishes for: two thousand pages, a picture that cannot be drawn, a browser that refuses cookies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.config import Settings
from kb.library import Library, open_library
from kb.model import Metadata
from kb.web import create_app
from tests.ingest.making import line, pdf
from tests.web.markup import Page

PAGES = 2000
LONGEST = 150_000
"""Characters that a page may have, whatever it shows."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("slabo")


@pytest.fixture(scope="module")
def library(home: Path) -> Iterator[Library]:
    """A library with a PDF of two thousand pages as document 1, and one that has lost its original as document 2."""
    with open_library(Settings(home=home / "data")) as opened:
        pages = [
            [line(f"Poglavje {at}", size=20), line(f"Postavka p{at} je na strani.", top=120)]
            for at in range(1, PAGES + 1)
        ]
        for name, content in (("debel.pdf", pages), ("plan.pdf", [[line("Redar potrebuje modro luč.")]])):
            pdf(home / name, content)
            assert not opened.add([home / name], Metadata(title=name)).failed
        [lost] = [
            path for path in (home / "data" / "originals").rglob("*") if path.is_file() and path.stat().st_size < 5000
        ]
        lost.chmod(0o600)
        lost.write_bytes(b"%PDF-1.7\nto ni PDF\n")
        yield opened


@pytest.fixture(scope="module")
def app(library: Library) -> Flask:
    return create_app(library)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def read(client: FlaskClient, address: str, status: int = 200) -> Page:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.text)
    assert len(answer.text) < LONGEST, (address, len(answer.text))
    return Page(answer.text)


@pytest.mark.parametrize("number", [1, 2, 999, 1000, 1999, PAGES])
def test_every_one_of_two_thousand_pages_is_read(client: FlaskClient, number: int) -> None:
    shown = read(client, f"/gradivo/1/stran-{number}")
    assert f"Postavka p{number} je na strani." in shown.words("//section[contains(@class, 'passage')]")
    assert [place for place in shown.texts("//li[@class='gap']") if "2.000" in place] == [
        f"{number:,} / 2.000".replace(",", ".")
    ]
    assert len(shown.all("//nav[@class='contents']//li")) <= 150


def test_the_whole_text_of_two_thousand_pages_comes_in_parts(client: FlaskClient) -> None:
    first, last = read(client, "/gradivo/1?del=1"), read(client, f"/gradivo/1/stran-{PAGES}?del=20")
    assert "Postavka p1 je na strani." in first.words()
    assert f"Postavka p{PAGES} je na strani." not in first.words()
    assert f"Postavka p{PAGES} je na strani." in last.words()


def test_one_page_of_two_thousand_is_found_and_searched_for_inside(client: FlaskClient) -> None:
    assert "Stran 1000" in read(client, "/iskanje?q=p1000").words("//main")
    inside = read(client, "/gradivo/1?q=postavka")
    assert "Označenih je 2.000 mest" in inside.words("//div[@class='inside-hits']")


def test_the_picture_of_the_last_page_of_two_thousand_is_drawn(client: FlaskClient) -> None:
    with client.get(f"/gradivo/1/slika/{PAGES}/200.webp") as drawn:
        assert (drawn.status_code, drawn.mimetype) == (200, "image/webp")


def test_a_page_past_the_last_is_told_and_the_material_is_shown(client: FlaskClient) -> None:
    assert "stran-2001" in read(client, "/gradivo/1/stran-2001", status=404).words("//p[@role='status']")


def test_where_no_picture_can_be_drawn_its_text_is_read(client: FlaskClient) -> None:
    before = read(client, "/gradivo/2/stran-1")
    assert before.all("//figure//img/@alt") == ["Redar potrebuje modro luč."]
    assert client.get("/gradivo/2/slika/1/1200.webp").status_code == 404
    after = read(client, "/gradivo/2/stran-1")
    assert after.all("//figure") == []
    assert "Slike te strani ni mogoče narediti; tu je njeno besedilo." in after.words()
    assert "Redar potrebuje modro luč." in after.words("//section[contains(@class, 'passage')]")


def test_who_refuses_cookies_reads_and_searches(app: Flask) -> None:
    refusing = app.test_client(use_cookies=False)
    for address in ("/", "/iskanje?q=luč", "/gradivo/2/stran-1", "/prijava", "/en/iskanje?q=luč"):
        assert refusing.get(address).status_code == 200


@pytest.mark.parametrize(("language", "said"), [("", "ni poslal piškotka"), ("/en", "sent no cookie")])
def test_who_refuses_cookies_and_signs_in_is_told_why_not(app: Flask, language: str, said: str) -> None:
    refusing = app.test_client(use_cookies=False)
    form = Page(refusing.get(f"{language}/prijava").text)
    [mark] = form.all("//main//input[@name='obrazec']/@value")
    told = {"obrazec": mark, "email": "ana@obcina.si", "geslo": "dolgo in varno geslo"}
    answer = refusing.post(f"{language}/prijava", data=told)
    assert answer.status_code == 400
    assert said in Page(answer.text).words("//p[@class='lead']")
