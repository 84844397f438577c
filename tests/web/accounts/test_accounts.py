"""One's own account, and the accounts of others for an administrator."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.library import Library
from kb.people import Role, User, UserState
from tests.web.accounts.conftest import PASSWORD, Browser
from tests.web.markup import Page

Browse = Callable[..., Browser]
NEW = "povsem drugo dolgo geslo"


@pytest.fixture
def administrator(browse: Browse, ana: User) -> Browser:
    browser = browse()
    browser.sign_in()
    return browser


@pytest.mark.parametrize(
    "address",
    [
        "/prijava", "/odjava", "/pozabljeno-geslo", "/moj-racun", "/uporabniki", "/uporabniki?ime=ana&stran=9",
        "/uporabniki/povabi", "/uporabniki/1", "/uporabniki/2", "/moj-racun?shranjeno=geslo",
    ],
)  # fmt: skip
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_of_accounts_is_well_formed(administrator: Browser, vid: User, prefix: str, address: str) -> None:
    answer = administrator.client.get(prefix + address, follow_redirects=True)
    assert answer.status_code == 200
    assert Page(answer.text).texts("//h1")


def test_a_password_is_changed_by_who_knows_the_old_one(administrator: Browser, browse: Browse) -> None:
    other = browse()
    other.sign_in()
    told = {"geslo": NEW, "geslo-znova": NEW}
    wrong = administrator.send("/moj-racun/geslo", shown_at="/moj-racun", **{"staro-geslo": "narobe"}, **told)
    assert wrong.status_code == 422
    assert "ni pravilno" in Page(wrong.text).words("//*[@id='staro-geslo-wrong']")
    done = administrator.send("/moj-racun/geslo", shown_at="/moj-racun", **{"staro-geslo": PASSWORD}, **told)
    assert done.headers["Location"] == "/moj-racun?shranjeno=geslo"
    assert administrator.get("/moj-racun").status_code == 200
    assert other.get("/moj-racun").status_code == 302
    assert browse().sign_in(password=NEW).status_code == 303


def test_visits_are_listed_by_device_and_ended_one_by_one(
    administrator: Browser, browse: Browse, people: Library, ana: User
) -> None:
    phone = browse()
    phone.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Android 14; Mobile; rv:120.0) Firefox/120.0"
    phone.sign_in()
    page = Page(administrator.get("/moj-racun").text)
    assert any(text.startswith("Firefox, Android") for text in page.texts("//ul[@class='sessions']/li"))
    [theirs] = [each.id for each in people.people.sessions(ana.id) if each.device == "Firefox, Android"]
    administrator.send(f"/moj-racun/prijave/{theirs}", shown_at="/moj-racun")
    assert phone.get("/moj-racun").status_code == 302
    assert administrator.get("/moj-racun").status_code == 200


def test_nobody_ends_the_visits_of_others(administrator: Browser, browse: Browse, vid: User, people: Library) -> None:
    theirs = browse()
    theirs.sign_in("vid@obcina.si")
    [session] = people.people.sessions(vid.id)
    assert administrator.send(f"/moj-racun/prijave/{session.id}", shown_at="/moj-racun").status_code == 404
    assert theirs.get("/moj-racun").status_code == 200


def test_an_administrator_invites_with_role_and_bodies(administrator: Browser, people: Library) -> None:
    told = {"email": "nov@obcina.si", "ime": "Nov Član", "vloga": "member", "organ": ["k-redarstvo", "ni-ga"]}
    page = Page(administrator.send("/uporabniki/povabi", **told).text)
    user = people.people.by_email("nov@obcina.si")
    assert (user.role, user.state, len(user.bodies)) == (Role.BODY_MEMBER, UserState.INVITED, 1)
    assert "/povabilo/" in page.all("//input[@id='povezava']/@value")[0]


@pytest.mark.parametrize(
    ("email", "said"), [("ni naslov", "ni e-poštni naslov"), ("ANA@obcina.si", "že ima račun"), ("", "ni e-poštni")]
)
def test_an_address_that_cannot_be_invited_is_told(administrator: Browser, email: str, said: str) -> None:
    answer = administrator.send("/uporabniki/povabi", email=email, ime="X", vloga="staff")
    assert answer.status_code == 400
    assert said in Page(answer.text).words("//*[@role='alert']")


def test_what_an_administrator_changes_holds_from_the_next_page_on(
    administrator: Browser, browse: Browse, vid: User
) -> None:
    theirs = browse()
    theirs.sign_in("vid@obcina.si")
    assert theirs.get("/uporabniki").status_code == 403
    administrator.send(f"/uporabniki/{vid.id}", ime="Vid", vloga="administrator", email="vid@obcina.si")
    assert theirs.get("/uporabniki").status_code == 200
    administrator.send(f"/uporabniki/{vid.id}/zapri", shown_at=f"/uporabniki/{vid.id}")
    assert theirs.get("/moj-racun").status_code == 302
    assert browse().sign_in("vid@obcina.si").status_code == 422
    administrator.send(f"/uporabniki/{vid.id}/odpri", shown_at=f"/uporabniki/{vid.id}")
    assert browse().sign_in("vid@obcina.si").status_code == 303


def test_the_last_administrator_stays(administrator: Browser, ana: User, people: Library) -> None:
    answer = administrator.send(f"/uporabniki/{ana.id}/zapri", shown_at=f"/uporabniki/{ana.id}")
    assert "skrbnik mora ostati" in answer.text
    answer = administrator.send(f"/uporabniki/{ana.id}", ime="Ana", vloga="member", email="ana@obcina.si")
    assert "skrbnik mora ostati" in answer.text
    assert people.people.user(ana.id).is_administrator


def test_a_name_is_text_and_never_markup(administrator: Browser, browse: Browse) -> None:
    administrator.send("/moj-racun/podatki", shown_at="/moj-racun", ime='<img src=x onerror="a()">\r\nX', jezik="en")
    page = Page(administrator.get("/moj-racun").text)
    assert not page.all("//img")
    assert page.words("//nav[@class='person']//summary") == '<img src=x onerror="a()"> X'
    empty = administrator.send("/moj-racun/podatki", shown_at="/moj-racun", ime="   ")
    assert empty.status_code == 400
    assert Page(empty.text).all("//input[@id='ime']/@aria-invalid") == ["true"]


def test_many_accounts_are_shown_a_page_at_a_time_and_narrowed(administrator: Browser, people: Library) -> None:
    for number in range(60):
        people.people.invite(people.people.new_user(f"oseba{number:02}@obcina.si", name=f"Čebela {number:02}"))
    page = Page(administrator.get("/uporabniki").text)
    assert len(page.all("//tbody/tr")) == 50
    assert "61 uporabniških računov" in page.words()
    assert page.texts("//tbody/tr/th")[:2] == ["Ana", "Čebela 00"]
    assert len(Page(administrator.get("/uporabniki?ime=cebela+3").text).all("//tbody/tr")) == 10
    assert "0 uporabniških" in Page(administrator.get("/uporabniki?ime=%00nikogar").text).words()
