"""What every page is made with: addresses and words, kept from page to page and yet those of the page."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string, url_for
from flask_babel import gettext, pgettext
from werkzeug.urls import iri_to_uri


@pytest.mark.parametrize("path", ["/iskanje", "/en/iskanje"])
@pytest.mark.parametrize(
    "values",
    [
        {"document_id": 12},
        {"document_id": 12, "q": None},
        {"document_id": 12, "q": "luč & »voda« +1?"},
        {"document_id": 12, "anchor": "clen-14", "q": "14. člen", "_anchor": "clen-14"},
        {"document_id": 12, "anchor": "čl n", "q": "a/b", "_anchor": "čl n"},
        {"document_id": 12, "q": "redar", "x": "1"},
    ],
)
def test_a_template_is_given_addresses_that_a_browser_sends_as_those_of_flask(
    app: Flask, path: str, values: dict[str, object]
) -> None:
    kept = app.jinja_env.globals["url_for"]
    for _ in range(2):
        with app.test_request_context(*_asked(path)):
            assert iri_to_uri(kept("documents.document", **values)) == url_for("documents.document", **values)


def _asked(path: str) -> tuple[str, str]:
    """Gives path and base of a request as the layer of languages hands it on."""
    return ("/iskanje", "http://localhost/en") if path.startswith("/en") else (path, "http://localhost")


def test_the_words_of_a_page_are_those_of_its_language_whatever_was_asked_before(app: Flask) -> None:
    told = []
    for code in ("sl", "en", "sl"):
        with app.test_request_context(environ_overrides={"kb.language": code}):
            told.append((render_template_string("{{ _('Search') }}"), gettext("Search"), pgettext("button", "Show")))
    assert told == [("Iskanje", "Iskanje", "Prikaži"), ("Search", "Search", "Show"), ("Iskanje", "Iskanje", "Prikaži")]


def test_what_is_put_into_words_is_no_markup(app: Flask) -> None:
    with app.test_request_context(environ_overrides={"kb.language": "en"}):
        said = render_template_string("{{ _('Remove filter: %(name)s', name=name) }}", name="<b>&</b>")
    assert said == "Remove filter: &lt;b&gt;&amp;&lt;/b&gt;"
