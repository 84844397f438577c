from urllib.parse import parse_qsl

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from kb.library import Question, Sort
from kb.web.questions import address_of, one_line, page_of, question_of, years_of


def test_an_address_asks_a_question() -> None:
    args = MultiDict(
        parse_qsl("q= občinski\u00a0redar &komisija=k-redarstvo&komisija=k-pravna&podrocje=okolje&stran=2")
    )
    args.update(parse_qsl("vrsta=zakon&leto=2018..2020&razvrsti=najstarejse"))
    assert question_of(args) == Question(
        text="občinski redar",
        bodies=("k-redarstvo", "k-pravna"),
        topics=("okolje",),
        kinds=("zakon",),
        years="2018..2020",
        sort=Sort.OLDEST,
        page=2,
    )


QUESTIONS = [
    (Question("redar", sort=Sort.RELEVANCE), "/iskanje?q=redar"),
    (Question("č & ž", bodies=("a", "b")), "/iskanje?q=č+%26+ž&komisija=a&komisija=b"),
    (Question(sort=Sort.NEWEST, years="2018.."), "/iskanje?leto=2018.."),
    (Question("x", sort=Sort.NEWEST, page=3), "/iskanje?q=x&razvrsti=najnovejse&stran=3"),
    (
        Question(topics=("okolje",), kinds=("zakon",), sort=Sort.OLDEST),
        "/iskanje?podrocje=okolje&vrsta=zakon&razvrsti=najstarejse",
    ),
]


@pytest.mark.parametrize(("question", "address"), QUESTIONS)
def test_a_question_and_its_address_are_one(app: Flask, question: Question, address: str) -> None:
    with app.test_request_context(address) as here:
        assert address_of(question, page=question.page) == address
        assert question_of(here.request.args) == question


def test_a_change_of_the_question_leads_to_the_first_page(app: Flask) -> None:
    with app.test_request_context():
        assert address_of(Question("x", page=5), years="2020") == "/iskanje?q=x&leto=2020"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        ("", 1),
        ("0", 1),
        ("-3", 1),
        ("tri", 1),
        ("1.5", 1),
        ("²", 1),
        ("٣", 1),
        (" 4 ", 4),
        ("9" * 50, 1),
        ("999999999", 100_000),
    ],
)
def test_a_page_number_is_a_number_or_one(text: str, number: int) -> None:
    assert page_of(text) == number


@pytest.mark.parametrize(
    ("text", "years"),
    [("2018", "2018"), ("2018..2020", "2018..2020"), ("2018..", "2018.."), ("..2020", "..2020")]
    + [(junk, "") for junk in ("", "..", "18", "leto", "2018-2020x", "٢٠١٨", "2018...2020", "20181")],
)
def test_years_are_years_or_nothing(text: str, years: str) -> None:
    assert years_of(text) == years


def test_what_is_typed_becomes_one_clean_line() -> None:
    assert one_line("  ob\u00adčina\r\n\x00Ankaran\t c\u030c ") == "občina Ankaran č"


def test_slugs_that_cannot_be_slugs_are_not_asked_for() -> None:
    args = MultiDict([("komisija", value) for value in ("", "a b", "k-okolje", "k-okolje", "<x>", "a" * 101)])
    assert question_of(args).bodies == ("k-okolje",)
    assert len(question_of(MultiDict([("vrsta", str(n)) for n in range(99)])).kinds) == 20
