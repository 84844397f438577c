from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.web import language
from tests.web.markup import Page

Read = Callable[..., Page]


@pytest.mark.parametrize(
    ("address", "english"),
    [
        ("/", "/en/"),
        ("/iskanje?q=lu%C4%8D&komisija=k-redarstvo", "/en/iskanje?q=lu%C4%8D&komisija=k-redarstvo"),
        ("/organi/k-okolje", "/en/organi/k-okolje"),
    ],
)
def test_the_switch_keeps_the_whole_address(page: Read, address: str, english: str) -> None:
    slovene = page(address)
    assert slovene.all("/html/@lang") == ["sl"]
    assert slovene.link("English") == english
    other = page(english)
    assert other.all("/html/@lang") == ["en"]
    assert other.link("Slovenščina") == address


def test_both_languages_are_told_to_search_engines(page: Read) -> None:
    links = page("/en/organi?x=1").all("//head/link[@rel='alternate']")
    assert [(one.get("hreflang"), one.get("href")) for one in links] == [
        ("sl", "http://localhost/organi?x=1"),
        ("en", "http://localhost/en/organi?x=1"),
    ]


def test_every_link_of_an_english_page_stays_english(page: Read) -> None:
    links = page("/en/iskanje?q=luč").all("//a[not(@hreflang)]/@href | //form/@action")
    assert all(one.startswith(("/en/", "#")) for one in links), links


def test_the_style_sheet_is_one_for_both_languages(page: Read) -> None:
    sheets = [page(address).all("//link[@rel='stylesheet']/@href") for address in ("/", "/en/")]
    assert sheets[0] == sheets[1]
    assert sheets[0][0].startswith("/static/kb.css?v=")


@pytest.mark.parametrize("address", ["//evil.example/", "/en//evil.example/", "///evil.example"])
def test_no_address_makes_the_switch_lead_to_another_host(app: Flask, address: str) -> None:
    with app.test_request_context(address):
        for code in language.LANGUAGES:
            assert not language.address_in(code).startswith("//")


def test_a_word_that_begins_with_en_is_no_language(client: FlaskClient) -> None:
    assert client.get("/energija").status_code == 404
    assert 'lang="sl"' in client.get("/energija").text


def test_below_another_folder_the_language_still_follows_it(client: FlaskClient) -> None:
    answer = client.get("/en/organi", environ_overrides={"SCRIPT_NAME": "/zbirka"})
    tree = Page(answer.text)
    assert tree.link("Slovenščina") == "/zbirka/organi"
    assert tree.link("Topics") == "/zbirka/en/podrocja"
    assert tree.all("//link[@rel='stylesheet']/@href")[0].startswith("/zbirka/static/")
