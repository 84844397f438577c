"""Enquiries on the pages: members of two municipalities ask and answer, staff hide, visitors are led to sign in."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from werkzeug.test import TestResponse

from kb.config import Settings
from kb.library import Library, Question, open_library
from kb.model import EVERYTHING, PROGRAM, VISITOR, Enquiry
from kb.people import Role
from kb.web import create_app
from tests.web.accounts.conftest import PASSWORD, Browser
from tests.web.markup import Page

ASKED = {
    "naslov": "Ure redarjev",
    "vprasanje": "Koliko ur na teden so vaši redarji na terenu?",
    "rok": "",
    "podrocje": "obcinsko-redarstvo",
}
NEW = "/povprasevanja/novo"


@dataclass
class Square:
    """A library with a browser of each who meets there."""

    library: Library
    kranj: Browser
    koper: Browser
    nowhere: Browser
    staff: Browser
    role_visitor: Browser
    nobody: Browser


@pytest.fixture(scope="module")
def square(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Square]:
    with open_library(Settings(home=tmp_path_factory.mktemp("trg"))) as library:
        app, browsers = create_app(library), {}
        for name, role, municipality in (
            ("kranj", Role.MEMBER, "Kranj"),
            ("koper", Role.MEMBER, "Mestna občina Koper"),
            ("nowhere", Role.MEMBER, ""),
            ("staff", Role.STAFF, ""),
            ("role_visitor", Role.VISITOR, "Celje"),
        ):
            email = f"{name.replace('_', '-')}@obcina.si"
            user = library.people.new_user(email, name=name, role=role, municipality=municipality)
            library.people.add(user, PASSWORD)
            browsers[name] = Browser(app.test_client())
            browsers[name].sign_in(email)
        yield Square(library, **browsers, nobody=Browser(app.test_client()))


@pytest.fixture
def asked(square: Square) -> Enquiry:
    """A question that no other test knows of."""
    number = len(square.library.affairs.enquiries.all(reader=EVERYTHING)) + 1
    told = {**ASKED, "naslov": f"Ure redarjev ({number})"}
    assert square.kranj.send(NEW, **told).headers["Location"] == f"/povprasevanja/{number}"
    return now(square, number)


def now(square: Square, number: int) -> Enquiry:
    return square.library.affairs.enquiries.get(number, reader=EVERYTHING)


def page_of(enquiry: Enquiry, end: str = "") -> str:
    return f"/povprasevanja/{enquiry.id}{end}"


def answers(browser: Browser, enquiry: Enquiry, said: str) -> TestResponse:
    return browser.send(page_of(enquiry, "/odgovori"), shown_at=page_of(enquiry), odgovor=said)


def late(library: Library) -> int:
    """Keeps an enquiry whose time was over before it was asked, as the pages would not let anybody."""
    told = Enquiry(
        id=0,
        title="Staro",
        question="Kaj?",
        municipality="Občina Kranj",
        author_id=0,
        author="",
        made=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
        topics=("okolje",),
        deadline=dt.date(2020, 2, 1),
    )
    return library.affairs.enquiries.ask(told, by=PROGRAM)[0].id


def test_one_municipality_asks_and_others_answer(square: Square, asked: Enquiry) -> None:
    assert (asked.municipality, asked.author, asked.topics) == ("Občina Kranj", "kranj", ("obcinsko-redarstvo",))
    answer = answers(square.koper, asked, "Dvajset ur.\nPoleti več.")
    assert answer.headers["Location"] == page_of(asked, "?poslano=1#razdelek-2")
    page = Page(square.kranj.get(page_of(asked)).text)
    assert page.texts("//section[@id='razdelek-2']//h3") == ["Mestna občina Koper"]
    assert page.texts("//section[@id='razdelek-2']//p[last()]")[-1] == "Poleti več."
    assert "koper" not in page.texts("//section[@id='razdelek-2']")[0].split()


def test_staff_answer_for_the_association_and_see_who_wrote(square: Square, asked: Enquiry) -> None:
    answers(square.staff, asked, "V anketi je bilo povprečje petnajst ur.")
    assert now(square, asked.id).answers[0].municipality == "Skupnost občin Slovenije"
    page = Page(square.staff.get(page_of(asked)).text)
    assert "Občina Kranj (kranj)" in page.texts("//dl//dd")


def test_enquiries_are_for_members_and_staff(square: Square, asked: Enquiry) -> None:
    for address in ("/povprasevanja/", page_of(asked), page_of(asked, ".csv"), NEW):
        assert square.nobody.get(address).headers["Location"].startswith("/prijava")
        assert square.role_visitor.get(address).status_code == 403
        assert square.nowhere.get(address).status_code == 200
    assert square.kranj.get("/povprasevanja/9999").status_code == 404


def test_an_enquiry_is_found_by_members_only_and_leads_to_its_page(square: Square, asked: Enquiry) -> None:
    answers(square.koper, asked, "Pri nas patruljirajo tudi ponoči.")
    square.library.index_marked()
    (group,) = square.library.find(Question(text="patruljirajo ponoči"), reader=EVERYTHING).groups
    answer = square.koper.get(f"/gradivo/{group.document.id}/razdelek-2")
    assert answer.headers["Location"] == page_of(asked, "#razdelek-2")
    assert "Ure redarjev" in square.koper.get("/iskanje?q=patruljirajo").text
    assert "Ure redarjev" not in square.nobody.get("/iskanje?q=patruljirajo").text
    assert square.library.find(Question(text="patruljirajo"), reader=VISITOR).groups == ()


# --- what cannot be ---


@pytest.mark.parametrize(
    ("told", "field", "said"),
    [
        ({"naslov": " "}, "naslov", "kaj sprašujete"),
        ({"naslov": "x" * 301}, "naslov", "največ 300"),
        ({"vprasanje": ""}, "vprasanje", "Napišite vprašanje"),
        ({"vprasanje": "x" * 20_001}, "vprasanje", "največ 20000"),
        ({"rok": "jutri"}, "rok", "22. 11. 2026"),
        ({"rok": "1. 1. 2020"}, "rok", "že mimo"),
        ({"rok": "1. 1. 2999"}, "rok", "letu dni"),
        ({"podrocje": "neznano"}, "podrocje", "ni več"),
    ],
)
def test_what_cannot_be_asked_is_told_at_the_field(square: Square, told: dict[str, str], field: str, said: str) -> None:
    before = square.library.affairs.enquiries.all(reader=EVERYTHING)
    answer = square.kranj.send(NEW, **{**ASKED, **told})
    page = Page(answer.text)
    assert answer.status_code == 422
    assert said in page.texts(f"//*[@id='{field}-wrong']")[0]
    assert page.all(f"//*[contains(@aria-describedby, '{field}-wrong')]")
    assert square.library.affairs.enquiries.all(reader=EVERYTHING) == before


def test_who_has_no_municipality_is_told_what_to_do_and_loses_nothing(square: Square, asked: Enquiry) -> None:
    answer = square.nowhere.send(NEW, **ASKED)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert "Prosite skrbnika" in page.texts("//*[@role='alert']")[0]
    assert page.texts("//textarea[@id='vprasanje']") == [ASKED["vprasanje"]]
    answer = answers(square.nowhere, asked, "Odgovor brez občine.")
    assert answer.status_code == 422
    assert Page(answer.text).texts("//textarea[@id='odgovor']") == ["Odgovor brez občine."]
    assert now(square, asked.id).answers == ()


def test_a_question_sent_twice_is_told_and_kept_once(square: Square, asked: Enquiry) -> None:
    again = square.kranj.send(NEW, **{**ASKED, "naslov": asked.title})
    assert again.headers["Location"] == page_of(asked, "?ze=1")
    assert "shranjeno enkrat" in square.kranj.get(again.headers["Location"]).text


def test_an_answer_sent_twice_is_told_and_kept_once(square: Square, asked: Enquiry) -> None:
    answers(square.koper, asked, "Dvajset ur.")
    answer = answers(square.koper, asked, " Dvajset  ur. ")
    assert answer.status_code == 409
    assert "že poslala" in Page(answer.text).texts("//*[@id='odgovor-wrong']")[0]
    assert len(now(square, asked.id).answers) == 1


@pytest.mark.parametrize(("said", "told"), [(" ", "Napišite odgovor"), ("x" * 20_001, "predolgo")])
def test_an_answer_that_says_nothing_or_too_much_is_not_taken(
    square: Square, asked: Enquiry, said: str, told: str
) -> None:
    answer = answers(square.koper, asked, said)
    assert answer.status_code == 422
    assert told in Page(answer.text).texts("//*[@id='odgovor-wrong']")[0]


def test_after_the_time_no_answers_are_taken_and_the_text_stays(square: Square) -> None:
    number = late(square.library)
    assert not Page(square.koper.get(f"/povprasevanja/{number}").text).all("//textarea")
    answer = square.koper.send(f"/povprasevanja/{number}/odgovori", shown_at=NEW, odgovor="Prepozen odgovor.")
    assert answer.status_code == 409
    page = Page(answer.text)
    assert "1. 2. 2020" in page.texts("//*[@id='odgovor-wrong']")[0]
    assert page.texts("//textarea[@id='odgovor']") == ["Prepozen odgovor."]


def test_nobody_answers_their_own_municipality(square: Square, asked: Enquiry) -> None:
    assert not Page(square.kranj.get(page_of(asked)).text).all("//textarea")
    answer = square.kranj.send(page_of(asked, "/odgovori"), shown_at=NEW, odgovor="Sami sebi.")
    assert answer.status_code == 409
    assert "vprašala vaša občina" in answer.text


def test_names_of_persons_are_shown_before_anything_is_sent(square: Square, asked: Enquiry) -> None:
    said = "Za to skrbi ga. Ana Novak, tel. 041 234 567."
    answer = answers(square.koper, asked, said)
    page = Page(answer.text)
    assert answer.status_code == 422
    assert any("Ana Novak" in each for each in page.texts("//*[@id='osebni-podatki']//mark"))
    assert page.texts("//textarea[@id='odgovor']") == [said]
    assert now(square, asked.id).answers == ()
    (tick,) = page.all("//input[@id='potrjeno']/@value")
    told = {"odgovor": said, "potrjeno": tick}
    assert square.koper.send(page_of(asked, "/odgovori"), shown_at=page_of(asked), **told).status_code == 303
    question = square.kranj.send(NEW, **{**ASKED, "vprasanje": "Kdo nadomešča g. Janeza Kranjca?"})
    assert (question.status_code, "osebni-podatki" in question.text) == (422, True)


# --- closing and hiding ---


def test_who_asked_and_staff_close_and_open_an_enquiry(square: Square, asked: Enquiry) -> None:
    assert square.koper.send(page_of(asked, "/zakljuci"), shown_at=NEW).status_code == 403
    assert square.kranj.send(page_of(asked, "/zakljuci"), shown_at=NEW).status_code == 303
    assert now(square, asked.id).closed is not None
    answer = square.koper.send(page_of(asked, "/odgovori"), shown_at=NEW, odgovor="Prepozno.")
    assert (answer.status_code, "zaključeno in ne sprejema" in answer.text) == (409, True)
    assert square.koper.send(page_of(asked, "/odpri"), shown_at=NEW).status_code == 403
    square.staff.send(page_of(asked, "/odpri"), shown_at=NEW)
    assert now(square, asked.id).closed is None


def test_staff_hide_an_answer_for_a_reason(square: Square, asked: Enquiry) -> None:
    answers(square.koper, asked, "Redar-novak dela ponoči.")
    hide = page_of(asked, "/odgovori/1/skrij")
    assert square.koper.send(hide, shown_at=NEW, razlog="x").status_code == 403
    answer = square.staff.send(hide, shown_at=NEW, razlog=" ")
    assert (answer.status_code, bool(Page(answer.text).texts("//*[@id='razlog-1-wrong']"))) == (422, True)
    square.staff.send(hide, shown_at=NEW, razlog="Osebno ime.")
    seen = square.kranj.get(page_of(asked)).text
    assert "Redar-novak" not in seen
    assert "Osebno ime." in seen
    assert "Redar-novak" in square.staff.get(page_of(asked)).text
    assert "Redar-novak" not in square.staff.get(page_of(asked, ".csv")).text
    square.staff.send(hide, shown_at=NEW, dejanje="pokazi")
    assert "Redar-novak" in square.kranj.get(page_of(asked)).text
    assert square.staff.send(page_of(asked, "/odgovori/9/skrij"), shown_at=NEW, razlog="Ni ga.").status_code == 404


def test_an_enquiry_is_saved_as_csv_without_formulas(square: Square, asked: Enquiry) -> None:
    answers(square.koper, asked, "=1+1; »dvajset«")
    answer = square.koper.get(page_of(asked, ".csv"))
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0] == ["vrsta", "občina", "dan", "besedilo"]
    assert [(row[0], row[1]) for row in rows[1:]] == [
        ("povpraševanje", "Občina Kranj"),
        ("odgovor", "Mestna občina Koper"),
    ]
    assert rows[2][3] == "'=1+1; »dvajset«"


# --- what is new, lists ---


def test_what_is_new_is_marked_until_it_is_opened(square: Square, asked: Enquiry) -> None:
    others = [each for each in square.library.affairs.enquiries.all(reader=EVERYTHING) if each.id != asked.id]
    for browser in (square.koper, square.kranj, square.staff):
        for each in others:
            browser.get(page_of(each))
    assert "1 povpraševanje z novostmi za vas" in square.koper.get("/moj-racun").text
    assert "1 povpraševanje z novostmi za vas" in square.staff.get("/delo/").text
    assert Page(square.koper.get("/povprasevanja/").text).texts("//main//*[@class='flag']") == ["novo"]
    square.koper.get(page_of(asked))
    assert "novostmi za vas" not in square.koper.get("/moj-racun").text
    answers(square.koper, asked, "Dvajset.")
    assert Page(square.kranj.get("/povprasevanja/").text).texts("//main//*[@class='flag']") == ["1 nov odgovor"]
    assert "povpraševanj" not in square.role_visitor.get("/moj-racun").text


def test_the_list_is_narrowed(square: Square) -> None:
    late(square.library)
    square.kranj.send(NEW, **{**ASKED, "naslov": "Odlagališča", "podrocje": "okolje"})
    for asked_for, titles in (
        ("", ["Odlagališča", "Staro"]),
        ("&samo=odprta", ["Odlagališča"]),
        ("&samo=zakljucena", ["Staro"]),
        ("&samo=moja", []),
        ("&samo=x&stran=99", ["Odlagališča", "Staro"]),
    ):
        page = Page(square.koper.get(f"/povprasevanja/?podrocje=okolje{asked_for}").text)
        assert page.texts("//main//*[@class='document-title']") == titles, asked_for


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_is_well_formed(square: Square, asked: Enquiry, prefix: str) -> None:
    answers(square.koper, asked, "Dvajset.")
    old = now(square, late(square.library))
    for browser in (square.staff, square.kranj, square.koper, square.nowhere):
        for address in ("/povprasevanja/", page_of(asked), page_of(old), NEW, "/moj-racun"):
            answer = browser.get(prefix + address)
            assert (address, answer.status_code) == (address, 200)
            assert Page(answer.text).texts("//h1")
