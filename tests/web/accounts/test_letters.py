"""Invitations and new passwords, by the links in letters."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.library import Library
from kb.people import Role, User
from kb.web import create_app
from tests.web.accounts.conftest import PASSWORD, Browser, link_in
from tests.web.markup import Page

Browse = Callable[..., Browser]
Letters = Callable[[], list[str]]
NEW = "povsem drugo dolgo geslo"


def chosen(password: str = NEW, again: str = "") -> dict[str, str]:
    return {"geslo": password, "geslo-znova": again or password}


def test_an_invitation_is_taken_up_once_with_a_password_of_ones_own(
    people: Library, browse: Browse, letters: Letters
) -> None:
    people.people.invite(people.people.new_user("nova@obcina.si", name="Nova", role=Role.STAFF))
    [letter] = letters()
    link, browser = link_in(letter), browse()
    assert "Strokovna služba" in browser.get(link).text
    assert browser.get(link).headers["Referrer-Policy"] == "no-referrer"
    assert browser.send(link, ime="Nova Oseba", **chosen()).status_code == 303
    assert "Nova Oseba" in browser.get("/moj-racun").text
    assert browse().get(link).status_code == 410
    assert browse().sign_in("NOVA@obcina.si", NEW).status_code == 303


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (chosen("kratko"), "vsaj 12 znakov"),
        (chosen("geslo1234567"), "med prvimi"),
        (chosen(NEW, "nekaj povsem drugega"), "se ne ujemata"),
    ],
)
def test_a_poor_password_is_told_beside_its_field(
    people: Library, browse: Browse, told: dict[str, str], said: str
) -> None:
    link = link_in(people.people.invite(people.people.new_user("nova@obcina.si")).link)
    answer = browse().send(link, **told)
    page = Page(answer.text)
    assert answer.status_code == 422
    assert said in page.words("//*[@id='geslo-wrong']")
    assert "geslo-wrong" in page.all("//input[@id='geslo']/@aria-describedby")[0].split()
    assert browse().get(link).status_code == 200


def test_a_forgotten_password_is_replaced_by_a_letter(
    people: Library, browse: Browse, ana: User, letters: Letters
) -> None:
    lost = browse()
    lost.sign_in()
    browse().send("/pozabljeno-geslo", email="ANA@obcina.si")
    link, browser = link_in(letters()[0]), browse()
    assert browser.send(link, **chosen()).status_code == 303
    assert browser.get("/moj-racun").status_code == 200
    assert lost.get("/moj-racun").status_code == 302
    assert browse().sign_in(password=PASSWORD).status_code == 422
    assert browse().get(link).status_code == 410
    assert "spremenjeno" in letters()[1]


def test_the_answer_is_the_same_for_an_address_without_an_account(browse: Browse, ana: User, letters: Letters) -> None:
    known = browse().send("/pozabljeno-geslo", email="ana@obcina.si")
    unknown = browse().send("/pozabljeno-geslo", email="nihce@obcina.si")
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    assert len(letters()) == 1


def test_letters_are_in_the_language_they_are_asked_for_in(browse: Browse, ana: User, letters: Letters) -> None:
    browse().send("/en/pozabljeno-geslo", email="ana@obcina.si")
    assert "somebody has asked for a new password" in letters()[0]


def test_a_mailbox_is_not_flooded(browse: Browse, ana: User, letters: Letters) -> None:
    for _ in range(5):
        assert browse().send("/pozabljeno-geslo", email="ana@obcina.si").status_code == 200
    assert len(letters()) == 3


def test_a_newer_link_ends_the_one_before(people: Library, browse: Browse, ana: User) -> None:
    first, second = (link_in(people.people.reset_link(ana.id)) for _ in range(2))
    assert (browse().get(first).status_code, browse().get(second).status_code) == (410, 200)


@pytest.mark.parametrize("address", ["/povabilo/x", "/novo-geslo/x", "/povabilo/" + "x" * 3000, "/novo-geslo/%00"])
def test_a_link_that_is_none_says_so(browse: Browse, address: str) -> None:
    answer = browse().get(address)
    assert answer.status_code == 410
    assert "Povezava ne velja več" in answer.text


def test_a_link_of_one_purpose_opens_no_other_door(people: Library, browse: Browse, ana: User) -> None:
    reset = link_in(people.people.reset_link(ana.id))
    assert browse().get(reset.replace("novo-geslo", "povabilo")).status_code == 410


def test_a_fault_on_a_page_with_a_secret_address_is_logged_without_the_secret(
    people: Library, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(people)

    def fails(token: str) -> str:
        raise RuntimeError("padec")

    app.view_functions["links.invitation"] = fails
    assert app.test_client().get("/povabilo/zelo-skrivno").status_code == 500
    assert "padec" in caplog.text
    assert "/povabilo/<token>" in caplog.text
    assert "zelo-skrivno" not in caplog.text
