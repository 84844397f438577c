"""Requests that mean harm: forms without marks, other hosts, other places, paths out of the folder, old visits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.config import Settings
from kb.library import Library, open_library
from kb.web import create_app
from kb.web.documents import attachment
from kb.web.site import Site
from tests.web.accounts.conftest import PASSWORD, Browser
from tests.web.markup import Page
from tests.web.security.conftest import ROLES
from tests.web.security.crawling import GUARDS

Enter = Callable[[str], Browser]

SAFE = {"GET", "HEAD", "OPTIONS"}
OUT = (
    "..%2f..%2f..%2fetc%2fpasswd",
    "../../../../etc/passwd",
    "%2e%2e/%2e%2e/etc/passwd",
    "..%5c..%5cwindows%5cwin.ini",
    "%00",
    "a%00.css",
    "%252e%252e%252fetc%252fpasswd",
    "a%0d%0aX-Vrinjeno:%20da",
    "%F0%9F%8E%89",
    "%ff%fe",
    "č" * 3000,
    "-1",
    "99999999999999999999",
    "2147483647",
    "{{7*7}}",
    "' OR 1=1 --",
)


def filled(pattern: str, value: str) -> str:
    """An address with `value` in every place of its pattern but those that take a few words only."""
    one_of = re.sub(r"<any\(['\"]?([\w-]+)[^>]*>", r"\1", pattern)
    return re.sub(r"<[^>]+>", lambda _: value, one_of)


def changing(app: Flask) -> Iterator[tuple[str, str]]:
    """Every (method, address) of `app` that changes something."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - SAFE):
            yield method, filled(rule.rule, "1")


# --- forms ---


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_changed_without_the_mark_of_the_form(guarded_app: Flask, enter: Enter, role: str) -> None:
    client = enter(role).client
    tried = list(changing(guarded_app))
    assert len(tried) > 20
    for method, address in tried:
        for told in ({}, {"data": {"obrazec": "x"}}, {"headers": {"X-Kb-Form": "č".encode().decode("latin-1")}}):
            answer = client.open(address, method=method, **told)  # type: ignore[arg-type]
            if role == "nobody" and answer.status_code == 302:
                assert answer.headers["Location"].startswith("/prijava"), (method, address)
            else:
                assert answer.status_code in (400, 403), (method, address, answer.status_code)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_nothing_is_changed_for_another_site_even_with_the_mark(guarded_app: Flask, enter: Enter, site: str) -> None:
    browser = enter("administrator")
    mark = Page(browser.get("/moj-racun").text).all("//input[@name='obrazec']/@value")[0]
    headers = {"Sec-Fetch-Site": site, "X-Kb-Form": mark}
    for method, address in changing(guarded_app):
        answer = browser.client.open(address, method=method, data={"obrazec": mark}, headers=headers)
        assert answer.status_code == 400, (method, address)


def test_what_only_reads_changes_nothing_however_it_is_asked(enter: Enter) -> None:
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND"):
        assert enter("staff").client.open("/gradivo/1", method=method).status_code in (400, 405)


def test_a_method_cannot_be_told_in_a_field_or_header(enter: Enter, guarded: Library) -> None:
    before = len(guarded.people.users())
    answer = enter("administrator").get("/uporabniki/2?_method=POST", headers={"X-HTTP-Method-Override": "DELETE"})
    assert answer.status_code == 200
    assert len(guarded.people.users()) == before


# --- where one is led ---


@pytest.mark.parametrize(
    "wanted",
    [
        "https://drugje.example/",
        "//drugje.example",
        "///drugje.example",
        "/\\drugje.example",
        "\\\\drugje.example",
        "/\t/drugje.example",
        "javascript:alert(1)",
        "/%0d%0aSet-Cookie: x=1",
        "/a\r\nSet-Cookie: x=1",
        "http:drugje.example",
        "/" + "a" * 5_000,
    ],
)
def test_signing_in_leads_nowhere_else(guarded_app: Flask, wanted: str) -> None:
    browser = Browser(guarded_app.test_client())
    assert wanted not in Page(browser.get("/prijava", query_string={"naprej": wanted}).text).all("//input/@value")
    answer = browser.sign_in("member@obcina.si", naprej=wanted)
    assert answer.status_code == 303
    assert re.fullmatch(r"/(?:[^/\\].*)?", answer.headers["Location"])
    assert "x=1" not in str(answer.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize("address", ["//drugje.example/..", "/en//drugje.example", "/%2f%2fdrugje.example", "/\\x"])
def test_an_address_with_several_slashes_leads_to_no_other_host(guarded_app: Flask, address: str) -> None:
    answer = guarded_app.test_client().get(address)
    assert answer.status_code in (308, 404)
    assert not re.match(r"(?:https?:)?//(?!localhost)", answer.headers.get("Location", ""))


# --- hosts ---


@pytest.fixture(scope="module")
def public(guarded: Library) -> FlaskClient:
    return create_app(guarded, site=Site("https://zbirka.example", is_public=True)).test_client()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("zbirka.example", 200),
        ("zbirka.example:443", 200),
        ("ZBIRKA.example", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("drugje.example", 400),
        ("zbirka.example.drugje.example", 400),
        ("zbirka.example@drugje.example", 400),
        ("drugje.example/zbirka.example", 400),
        ("", 400),
        ("[", 400),
        ('"><script>', 400),
    ],
)
def test_only_our_host_is_answered_where_it_is_known(public: FlaskClient, host: str, status: int) -> None:
    answer = public.get("/", environ_overrides={"HTTP_HOST": host})
    assert answer.status_code == status
    if status == 400:
        assert "drugje" not in answer.text
        assert "script" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_proxy_cannot_be_played_by_a_browser(guarded: Library) -> None:
    direct, behind = (create_app(guarded, site=Site(proxies=count)).test_client() for count in (0, 1))
    forged = {"X-Forwarded-Host": "drugje.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.1"}
    assert "drugje.example" not in direct.get("/", headers=forged).text
    told = {**forged, "X-Forwarded-Host": "drugje.example, zbirka.example"}
    assert "https://zbirka.example/" in behind.get("/", headers=told).text


# --- places ---


def test_no_address_leads_out_of_its_folder_or_breaks(guarded_app: Flask, enter: Enter) -> None:
    client = enter("staff").client
    for rule in guarded_app.url_map.iter_rules():
        if not rule.arguments or "GET" not in (rule.methods or ()):
            continue
        for out in OUT:
            with client.get(filled(rule.rule, out)) as answer:
                assert answer.status_code < 500, (rule.rule, out)
                assert b"root:" not in answer.data, (rule.rule, out)
                assert "X-Vrinjeno" not in answer.headers
                assert answer.headers["X-Content-Type-Options"] == "nosniff"


# --- what is downloaded ---


@pytest.mark.parametrize(
    ("name", "plain", "whole"),
    [
        ("🎉😀.txt", "izvirnik.txt", "%F0%9F%8E%89%F0%9F%98%80.txt"),
        ("%2e%2e%2f%41.txt", "_2e_2e_2f_41.txt", "%252e%252e%252f%2541.txt"),
        ("‮txt.exe", "_txt.exe", "_txt.exe"),
        ("č" * 300 + ".pdf", "c" * 300 + ".pdf", "%C4%8D" * 300 + ".pdf"),
        ("", "izvirnik", ""),
        (".htaccess", "izvirnik.htaccess", ".htaccess"),
        ("a;b=c.txt", "a;b=c.txt", "a%3Bb%3Dc.txt"),
    ],
)
def test_a_download_has_a_name_that_is_only_a_name(name: str, plain: str, whole: str) -> None:
    assert attachment(name) == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}"


def test_every_original_is_a_download_that_can_do_nothing(guarded: Library, enter: Enter) -> None:
    found = {entry.document_id for entry in guarded.ledger(limit=None)}
    gone = set()
    for document_id in found:
        with enter("staff").get(f"/gradivo/{document_id}/izvirnik") as answer:
            headers = answer.headers
            if answer.status_code in (404, 410):
                gone.add(document_id)
                continue
            assert headers["Content-Disposition"].startswith("attachment; filename=")
            assert "\n" not in headers["Content-Disposition"]
            assert headers["Content-Security-Policy"].endswith("sandbox")
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert "X-Vrinjeno" not in headers
    assert len(found - gone) > 12


# --- headers and visits ---


@pytest.mark.parametrize(
    "address", ["/", "/delo/stanje/", "/static/kb.css", "/nikjer", "/iskanje.json?q=a", "/metrics"]
)
def test_every_answer_is_guarded_from_other_sites(enter: Enter, address: str) -> None:
    with enter("staff").get(address) as answer:
        assert {name: answer.headers.get(name) for name in GUARDS} == GUARDS
        assert "camera=()" in answer.headers["Permissions-Policy"]


def test_what_is_for_staff_is_kept_by_nobody(guarded_app: Flask, enter: Enter) -> None:
    for rule in guarded_app.url_map.iter_rules():
        if rule.rule.startswith("/delo/") and not rule.arguments and "GET" in (rule.methods or ()):
            with enter("staff").get(rule.rule) as answer:
                assert "no-store" in answer.headers["Cache-Control"], rule.rule
                assert answer.headers.get("ETag") is None, rule.rule
            with enter("nobody").get(rule.rule) as answer:
                assert answer.status_code == 302
            with enter("member").get(rule.rule) as answer:
                assert answer.status_code == 403


@pytest.fixture
def fresh(settings: Settings) -> Iterator[Library]:
    with open_library(settings) as library:
        library.people.add(library.people.new_user("ana@obcina.si", name="Ana"), PASSWORD)
        yield library


def test_a_visit_ends_when_its_time_is_over_whatever_the_cookie_says(fresh: Library) -> None:
    browser = Browser(create_app(fresh).test_client())
    browser.sign_in()
    assert browser.get("/moj-racun").status_code == 200
    with fresh._store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE sessions SET ends = '2020-01-01 00:00:00'")
    answer = browser.get("/moj-racun")
    assert answer.status_code == 302
    assert any(header.startswith("kb=;") for header in answer.headers.getlist("Set-Cookie"))


def test_a_form_that_is_sent_twice_after_signing_out_does_nothing(fresh: Library) -> None:
    browser = Browser(create_app(fresh).test_client())
    browser.sign_in()
    told = {"obrazec": Page(browser.get("/moj-racun").text).all("//input[@name='obrazec']/@value")[0], "ime": "B"}
    assert browser.client.post("/moj-racun/podatki", data=told).status_code == 303
    browser.send("/odjava")
    assert browser.client.post("/moj-racun/podatki", data=told).status_code == 400


def test_costly_pages_are_limited_too(guarded: Library) -> None:
    client = create_app(guarded, site=Site(questions_per_minute=4)).test_client()
    codes = [client.get("/primerjava?od=1&do=2").status_code for _ in range(4)]
    assert 429 not in codes[:2]
    assert codes[-1] == 429
    assert client.get("/organi").status_code == 200


def test_a_page_tells_nothing_of_the_program(guarded_app: Flask) -> None:
    for address in ("/", "/nikjer", "/gradivo/0"):
        answer = guarded_app.test_client().get(address)
        assert "Server" not in answer.headers or "Werkzeug" not in answer.headers["Server"]
        assert "Traceback" not in answer.text
        assert str(Path(__file__).parents[3]) not in answer.text
