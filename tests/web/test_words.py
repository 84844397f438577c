import datetime as dt

import pytest
from flask import Flask

from kb.library import Remark
from kb.model import Locator, LocatorKind, Visibility
from kb.web import words


def said(app: Flask, language: str, word: str, *values: object) -> str:
    with app.test_request_context(environ_overrides={"kb.language": language}):
        return str(app.jinja_env.filters[word](*values))


TABLE = [
    ("date", (dt.date(2026, 11, 22),), "22. 11. 2026", "22 November 2026"),
    ("number", (1234567.5,), "1.234.567,5", "1,234,567.5"),
    ("file_size", (12,), "12 B", "12 B"),
    ("file_size", (1536,), "1,5 kB", "1.5 kB"),
    ("file_size", (1024 * 1024 * 250,), "250 MB", "250 MB"),
    ("file_size", (3 * 1024**3,), "3 GB", "3 GB"),
    ("place", (Locator(LocatorKind.SLIDE, "12"),), "Prosojnica 12", "Slide 12"),
    ("place", (Locator(LocatorKind.ARTICLE, "12a"),), "12.a člen", "Article 12a"),
    ("language_name", ("en",), "angleščina", "English"),
    ("language_name", ("x-nič",), "x-nič", "x-nič"),
    ("access_name", (Visibility.STAFF,), "Samo sekretariat", "Secretariat only"),
    ("remark_text", (Remark("kar-koli", "x"),), "x", "x"),
]


@pytest.mark.parametrize(("word", "values", "slovene", "english"), TABLE)
def test_values_are_written_in_both_languages(
    app: Flask, word: str, values: tuple[object, ...], slovene: str, english: str
) -> None:
    assert (said(app, "sl", word, *values), said(app, "en", word, *values)) == (slovene, english)


@pytest.mark.parametrize("visibility", Visibility)
def test_every_visibility_has_a_name(app: Flask, visibility: Visibility) -> None:
    assert said(app, "sl", "access_name", visibility) != said(app, "en", "access_name", visibility)


@pytest.mark.parametrize(
    ("media_type", "name", "shown"),
    [("application/pdf", "x", "PDF"), ("text/csv", "seznam.csv", "CSV"), ("application/x", "brez", "application/x")],
)
def test_a_format_has_a_short_name(media_type: str, name: str, shown: str) -> None:
    assert words.format_name(media_type, name) == shown
