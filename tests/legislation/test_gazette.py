"""Numbers of the gazette in lists, as words, and in citations of a question."""

from __future__ import annotations

import doctest

import pytest

import kb.legislation.gazette
from kb.legislation.gazette import GazetteNumber, cited_numbers, read_numbers, short_number, unread_items
from kb.legislation.register import read_register

LISTS = [
    ("139/06, 9/17", ["139/06", "9/17"]),
    ("139/2006 in 9/2017", ["139/06", "9/17"]),
    ("94/07 – uradno prečiščeno besedilo, 76/08", ["94/07 – uradno prečiščeno besedilo", "76/08"]),
    ("51/06-UPB2, 117/06–ZDavP-2", ["51/06 – UPB2", "117/06 – ZDavP-2"]),
    ("33/91-I, 42/97 – UZS68", ["33/91", "42/97 – UZS68"]),
    ("24/03 – UZ3a, 47, 68, 69/04 – UZ14", ["24/03 – UZ3a", "47/04", "68/04", "69/04 – UZ14"]),
    ("68/06 – UZ121,140,143, 47/13", ["68/06 – UZ121,140,143", "47/13"]),
    ("SRS 34/84, 26/90", ["34/84", "26/90"]),
    ("12/16 − popravek; 3/22 - ZDeb", ["12/16 – popravek", "3/22 – ZDeb"]),
    ("21/18 (popr.)", ["21/18 – popr."]),
    ("", []),
    ("devet, 12", []),
]
WORDS = [
    ("139/06", "139/06"),
    ("139/2006", "139/06"),
    ("94/07-UPB2", "94/07"),
    ("33/91-I", "33/91"),
    ("009/17", "9/17"),
    ("2006/123", ""),
    ("12", ""),
    ("1/2/3", ""),
    ("", ""),
]
CITATIONS = [
    ("Uradni list RS št 139/06", ("139/06",)),
    ("Uradni list RS št 139/06 9/17", ("139/06", "9/17")),
    ("Ur l RS št 139/2006", ("139/06",)),
    ("Ur.l.RS 139/06", ("139/06",)),
    ("Ur list RS št 79/99", ("79/99",)),
    ("V Uradnem listu 9/17", ()),
    ("Uradnem listu Republike Slovenije številka 9/17", ("9/17",)),
    ("UL 139/06", ("139/06",)),
    ("št 139/06", ("139/06",)),
    ("RS št 139/06 in 9/17", ("139/06", "9/17")),
    ("Uradni list RS 94/07 uradno prečiščeno besedilo 76/08 40/12 ZUJF", ("94/07", "76/08", "40/12")),
    ("Uradni list 19/15 odl US", ("19/15",)),
    ("139/06", ()),
    ("list 139/06", ()),
    ("Uradni list", ()),
    ("Uradni list občine", ()),
    ("UL 139/06 zakon", ()),
    ("", ()),
]


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_a_list_is_read_number_by_number_with_what_it_is_qualified_by(text: str, expected: list[str]) -> None:
    assert [str(each) for each in read_numbers(text)] == expected


@pytest.mark.parametrize(("word", "expected"), WORDS)
def test_a_number_has_two_digits_of_the_year_however_it_is_written(word: str, expected: str) -> None:
    assert short_number(word) == expected


@pytest.mark.parametrize(("words", "expected"), CITATIONS)
def test_a_citation_in_a_question_gives_its_numbers(words: str, expected: tuple[str, ...]) -> None:
    assert cited_numbers(words.split()) == expected


def test_every_list_of_the_register_is_read_whole() -> None:
    for act in read_register():
        assert unread_items(act.gazette) == (), act.acronym
        assert act.numbers, act.acronym


def test_what_is_no_number_is_named() -> None:
    assert unread_items("139/06, devet, 9/17 – ZORed-A, –") == ("devet", "–")


def test_a_list_without_end_is_cut() -> None:
    assert len(read_numbers("1/06, " * 10_000)) == 100
    assert cited_numbers(["Uradni", "list", *["1/06"] * 10_000]) == ("1/06",)
    assert read_numbers("1/06 – " + "x" * 10_000) == ()


def test_a_number_is_shown_with_its_qualifier() -> None:
    assert str(GazetteNumber("40/12", "ZUJF")) == "40/12 – ZUJF"


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(kb.legislation.gazette).failed == 0
