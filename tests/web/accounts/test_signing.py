"""Signing in and out in a browser: cookies, headers, forms, waits."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kb.library import Library
from kb.people import User
from kb.web.accounts.visit import safe_path
from kb.web.site import Site
from tests.web.accounts.conftest import PASSWORD, Browser
from tests.web.markup import Page

Browse = Callable[..., Browser]
TLS = Site("https://zbirka.example")


def test_who_signs_in_is_named_on_every_page_and_goes_where_they_wanted(browse: Browse, ana: User) -> None:
    browser = browse()
    assert Page(browser.get("/organi").text).link("Prijava") == "/prijava"
    answer = browser.sign_in(naprej="/organi?x=1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/organi?x=1")
    page = Page(browser.get("/en/organi").text)
    assert page.words("//nav[@class='person']//summary") == "Ana"
    assert page.link("My account") == "/en/moj-racun"


def test_the_page_that_led_to_signing_in_is_gone_back_to(browse: Browse, ana: User) -> None:
    shown = browse().get("/prijava", headers={"Referer": "http://localhost/gradivo/3?del=2"})
    assert Page(shown.text).all("//input[@name='naprej']/@value") == ["/gradivo/3?del=2"]
    elsewhere = browse().get("/prijava", headers={"Referer": "http://drugje.example/gradivo/3"})
    assert Page(elsewhere.text).all("//input[@name='naprej']/@value") == [""]


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("/gradivo/3", "/gradivo/3"),
        ("/en/iskanje?q=a%20b", "/en/iskanje?q=a%20b"),
        ("//drugje.example", ""),
        ("/\\drugje.example", ""),
        ("https://drugje.example", ""),
        ("javascript:alert(1)", ""),
        ("/a\nb", ""),
        ("/" + "x" * 3000, ""),
        ("/odjava", ""),
        ("/en/prijava?naprej=/", ""),
    ],
)
def test_one_is_never_led_to_another_site(address: str, safe: str) -> None:
    assert safe_path(address) == safe


def test_the_same_is_said_whether_the_address_or_the_password_is_wrong(browse: Browse, ana: User) -> None:
    wrong = browse().sign_in(password="narobe narobe narobe")
    unknown = browse().sign_in("nihce@obcina.si")
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    said = [Page(answer.text).words("//*[@role='alert']") for answer in (wrong, unknown)]
    assert said == ["E-poštni naslov ali geslo ni pravilno."] * 2
    assert PASSWORD not in wrong.text


def test_signing_out_ends_the_visit_and_not_only_the_cookie(browse: Browse, ana: User) -> None:
    browser = browse()
    browser.sign_in()
    cookie = browser.client.get_cookie("kb")
    assert cookie is not None
    answer = browser.send("/odjava")
    assert answer.headers["Location"] == "/odjava"
    assert browser.client.get_cookie("kb") is None
    thief = browse()
    thief.client.set_cookie("kb", cookie.value)
    assert thief.get("/moj-racun").status_code == 302


def test_signing_out_everywhere_ends_the_visits_on_all_devices(browse: Browse, ana: User, people: Library) -> None:
    one, other = browse(), browse()
    one.sign_in()
    other.sign_in()
    one.send("/odjava-povsod", shown_at="/moj-racun")
    assert other.get("/moj-racun").status_code == 302
    assert people.people.sessions(ana.id) == ()


def test_signing_in_again_makes_a_new_token_and_ends_the_old_visit(browse: Browse, ana: User, people: Library) -> None:
    browser = browse()
    browser.client.set_cookie("kb", "izbran-vnaprej")
    browser.sign_in()
    first = browser.client.get_cookie("kb")
    page = Page(browser.get("/moj-racun").text)
    [mark] = set(page.all("//input[@name='obrazec']/@value"))
    told = {"obrazec": mark, "email": "ana@obcina.si", "geslo": PASSWORD}
    assert browser.client.post("/prijava", data=told).status_code == 303
    second = browser.client.get_cookie("kb")
    assert first is not None
    assert second is not None
    assert len({"izbran-vnaprej", first.value, second.value}) == 3
    assert len(people.people.sessions(ana.id)) == 1


def test_a_forged_or_foreign_cookie_is_nobody_and_is_taken_away(browse: Browse, ana: User) -> None:
    for value in ("x", "x" * 4000, "'; DROP TABLE users", "č"):
        browser = browse()
        browser.client.set_cookie("kb", value)
        answer = browser.get("/moj-racun")
        assert answer.status_code == 302
        assert any("kb=;" in header for header in answer.headers.getlist("Set-Cookie"))


# --- cookies and headers -----------------------------------------------------------------------------


def test_over_tls_cookies_are_of_this_host_alone_and_tls_is_for_ever(browse: Browse, ana: User) -> None:
    client = browse(TLS).client
    shown = client.get("/prijava", base_url=TLS.address)
    mark = Page(shown.text).all("//input[@name='obrazec']/@value")[0]
    told = {"obrazec": mark, "email": "ana@obcina.si", "geslo": PASSWORD}
    answer = client.post("/prijava", data=told, base_url=TLS.address)
    [cookie] = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("__Host-kb=")]
    assert all(part in cookie for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"))
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert client.get("/moj-racun", base_url=TLS.address).status_code == 200


def test_without_tls_the_cookie_is_plain_and_nothing_promises_tls(browse: Browse, ana: User) -> None:
    answer = browse().sign_in()
    assert any(each.startswith("kb=") and "HttpOnly" in each for each in answer.headers.getlist("Set-Cookie"))
    assert "Strict-Transport-Security" not in answer.headers


def test_pages_of_who_has_signed_in_are_kept_by_nobody(browse: Browse, ana: User) -> None:
    browser = browse()
    for address in ("/", "/iskanje.json?q=a", "/predlogi?q=a"):
        assert "no-store" not in browser.get(address).headers["Cache-Control"]
        assert "Cookie" in browser.get(address).headers["Vary"]
    browser.sign_in()
    for address in ("/", "/iskanje.json?q=a", "/predlogi?q=a", "/nikjer"):
        assert browser.get(address).headers["Cache-Control"] == "private, no-store"


def test_who_only_reads_gets_no_cookie(browse: Browse) -> None:
    for address in ("/", "/iskanje?q=a", "/organi", "/o-zbirki", "/nikjer"):
        assert "Set-Cookie" not in browse().get(address).headers


# --- forms -------------------------------------------------------------------------------------------


def test_a_form_without_its_mark_or_with_another_browsers_is_refused(browse: Browse, ana: User) -> None:
    mine, theirs = browse(), browse()
    mine.sign_in()
    theirs.sign_in()
    mark = Page(theirs.get("/moj-racun").text).all("//input[@name='obrazec']/@value")[0]
    for told in ({}, {"obrazec": ""}, {"obrazec": "č"}, {"obrazec": mark}):
        answer = mine.client.post("/moj-racun/podatki", data={**told, "ime": "Zlorabljena"})
        assert answer.status_code == 400
        assert "Obrazec je potekel" in answer.text
    assert "Zlorabljena" not in mine.get("/moj-racun").text


def test_a_form_of_an_ended_visit_cannot_be_sent_again(browse: Browse, ana: User) -> None:
    browser = browse()
    browser.sign_in()
    mark = Page(browser.get("/moj-racun").text).all("//input[@name='obrazec']/@value")[0]
    browser.send("/odjava")
    browser.sign_in()
    assert browser.client.post("/moj-racun/podatki", data={"obrazec": mark, "ime": "B"}).status_code == 400


def test_a_form_that_another_site_sends_is_refused_even_with_its_mark(browse: Browse, ana: User) -> None:
    browser = browse()
    browser.sign_in()
    mark = Page(browser.get("/moj-racun").text).all("//input[@name='obrazec']/@value")[0]
    for site in ("cross-site", "same-site"):
        told = {"obrazec": mark, "ime": "B"}
        assert browser.client.post("/moj-racun/podatki", data=told, headers={"Sec-Fetch-Site": site}).status_code == 400


def test_an_enormous_form_is_refused_before_it_is_read(browse: Browse) -> None:
    browser = browse()
    browser.get("/prijava")
    answer = browser.client.post("/prijava", data={"geslo": "x" * 1_000_000})
    assert answer.status_code == 413
    assert "Obrazec je predolg" in answer.text


# --- waits -------------------------------------------------------------------------------------------


def test_guessing_has_to_wait_and_says_until_when(browse: Browse, ana: User) -> None:
    browser = browse()
    answers = [browser.sign_in(password="narobe narobe") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert re.search(r"Poskusite znova čez 1\d sekund", Page(answers[-1].text).words("//*[@role='alert']"))
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 16
    assert browser.sign_in().status_code == 429


def test_a_network_address_behind_a_proxy_is_the_one_the_proxy_tells(browse: Browse, ana: User, vid: User) -> None:
    behind = browse(Site(proxies=1))
    for _ in range(5):
        behind.sign_in(password="narobe narobe")
    forged = {"X-Forwarded-For": "198.51.100.9, 203.0.113.7"}
    assert behind.get("/", headers=forged).status_code == 200
    assert behind.sign_in("vid@obcina.si").status_code == 303


def test_searches_of_one_address_are_limited_but_not_those_of_others(browse: Browse, ana: User) -> None:
    browser = browse(Site(questions_per_minute=3))
    codes = [browser.get("/iskanje?q=a").status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    told = browser.get("/iskanje.json?q=a")
    assert (told.status_code, told.get_json()["error"]) == (429, "too-many-tries")
    assert int(told.headers["Retry-After"]) >= 1
    assert browser.get("/organi").status_code == 200
    assert browser.get("/iskanje?q=a", environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 200
    browser.sign_in()
    assert browser.get("/iskanje?q=a").status_code == 200
