from collections.abc import Callable

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from kb.errors import IndexDamaged, Locked, NotFound, QueryError, StoreError, WrongValue
from kb.library import Library
from kb.web import create_app
from tests.web.markup import Page


def test_a_page_that_is_not_there_can_be_acted_on(client: FlaskClient) -> None:
    answer = client.get("/en/nowhere")
    shown = Page(answer.text)
    assert answer.status_code == 404
    assert shown.texts("//h1") == ["Page not found."]
    assert shown.all("//main//form[@role='search']")
    assert shown.link("Browse materials by topic") == "/en/podrocja"


def test_a_page_that_is_not_written_to_says_what_it_allows(client: FlaskClient) -> None:
    answer = client.post("/iskanje")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert Page(answer.text).texts("//h1") == ["Ta stran takih zahtev ne sprejema."]


ERRORS = [
    (NotFound("7"), 404, "V zbirki tega ni: 7."),
    (QueryError("2000 > 1000"), 400, "Iskalni niz je predolg (2000 > 1000 znakov)."),
    (WrongValue("leto"), 400, "Vrednosti ni mogoče uporabiti: leto."),
    (Locked(), 422, "Datoteka je zaščitena z geslom."),
    (StoreError("disk"), 503, "Zbirke trenutno ni mogoče brati"),
    (IndexDamaged("toc"), 503, "Iskalno kazalo je poškodovano"),
]


@pytest.fixture
def failing(stocked: Library) -> Callable[[BaseException], FlaskClient]:
    """Gives the pages with one more, /padec, that raises what it is given."""

    def pages(error: BaseException) -> FlaskClient:
        app: Flask = create_app(stocked)

        @app.get("/padec")
        def fall() -> str:
            raise error

        return app.test_client()

    return pages


@pytest.mark.parametrize(("error", "status", "sentence"), ERRORS)
def test_our_errors_have_their_status_and_their_sentence(
    failing: Callable[[BaseException], FlaskClient], error: Exception, status: int, sentence: str
) -> None:
    answer = failing(error).get("/padec")
    assert answer.status_code == status
    assert sentence in Page(answer.text).words()
    assert ("Retry-After" in answer.headers) == (status == 503)


def test_what_nobody_foresaw_is_a_page_without_its_inside(
    failing: Callable[[BaseException], FlaskClient], caplog: pytest.LogCaptureFixture
) -> None:
    answer = failing(RuntimeError("skrivnost")).get("/en/padec")
    assert answer.status_code == 500
    assert Page(answer.text).texts("//h1") == ["Something went wrong."]
    assert "skrivnost" not in answer.text
    assert "skrivnost" in caplog.text


def test_an_error_of_http_keeps_its_status(stocked: Library) -> None:
    app = create_app(stocked)
    app.add_url_rule("/poln", "full", lambda: abort(413))
    answer = app.test_client().get("/poln")
    assert (answer.status_code, Page(answer.text).texts("//h1")) == (413, ["Obrazec je predolg."])
