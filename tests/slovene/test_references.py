"""Keys of acronyms, gazette numbers and articles: tables of (as written, keys)."""

from __future__ import annotations

import doctest

import pytest

import kb.slovene.references
from kb.slovene.references import (
    acronym_keys,
    article_key,
    asked_number_keys,
    joined_numbers,
    likely_acronym_keys,
    listed_articles,
    numbered_keys,
)

ACRONYMS: list[tuple[str, tuple[str, ...]]] = [
    ("ZORed", ("zored",)),
    ("ZOR-ed", ("zored",)),
    ("ZOR\u2011ed", ("zored",)),
    ("ZORED", ("zored",)),
    ("ZOR-edom", ("zored",)),
    ("ZORed-a", ("zored",)),
    ("ZORed-om", ("zored",)),
    ("ZORedom", ("zored",)),
    ("ZORed-A", ("zored-a", "zored")),
    ("ZP-1", ("zp-1",)),
    ("ZP1", ("zp-1",)),
    ("ZP-1J", ("zp-1j", "zp-1")),
    ("ZP1J", ("zp-1j", "zp-1")),
    ("ZP-1-UPB8", ("zp-1",)),
    ("ZLS-ja", ("zls",)),
    ("ZLS-S", ("zls-s", "zls")),
    ("ZUreP-3", ("zurep-3",)),
    ("ZPrCP-ja", ("zprcp",)),
    ("SOS-u", ("sos",)),
    ("SOSom", ("sos",)),
    ("EU-jevih", ("eu",)),
    ("IT-oddelek", ()),
    ("Zakon", ()),
    ("zored", ()),
    ("a-b", ()),
    ("", ()),
]
NUMBERS: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
    ("139/06", ("139/06",), ("139/06",)),
    ("139/2006", ("139/2006", "139/06"), ("139/2006", "139/06")),
    ("94/07-UPB2", ("94/07-upb2", "94/07"), ("94/07-upb2",)),
    ("2006/123/ES", ("2006/123/es",), ("2006/123/es",)),
    ("007-12/2024", ("007-12/2024",), ("007-12/2024",)),
    ("2006-1911-0047", ("2006-1911-0047",), ("2006-1911-0047",)),
    ("10-15", (), ()),
    ("km/h", (), ()),
    ("12", (), ()),
]


@pytest.mark.parametrize(("token", "expected"), ACRONYMS)
def test_an_acronym_has_one_key_in_all_its_spellings_and_cases(token: str, expected: tuple[str, ...]) -> None:
    assert acronym_keys(token) == expected


@pytest.mark.parametrize(
    ("token", "meant"),
    [
        ("zored", "zored"),
        ("zor-ed", "zored"),
        ("zoredom", "zored"),
        ("zp1", "zp-1"),
        ("zp-1j", "zp-1j"),
        ("zored-A", "zored-a"),
    ],
)
def test_an_acronym_typed_in_small_letters_may_be_meant(token: str, meant: str) -> None:
    assert meant in likely_acronym_keys(token)


@pytest.mark.parametrize(("token", "found", "asked"), NUMBERS)
def test_a_number_is_found_by_itself_and_a_consolidated_text_by_its_gazette_number(
    token: str, found: tuple[str, ...], asked: tuple[str, ...]
) -> None:
    assert (numbered_keys(token), asked_number_keys(token)) == (found, asked)


LISTS: list[tuple[str, list[str]]] = [
    ("11., 36. in 40. člena", ["11", "36", "40"]),
    ("10. in 11. člen", ["10", "11"]),
    ("12.a in 12. b člen", ["12a", "12b"]),
    ("46. do 49. člena", ["46 47 48", "49"]),
    ("8. do vključno 10. člena", ["8 9", "10"]),
    ("10.–12. člen", ["10 11", "12"]),
    ("5., 7. do 9. in 12. člen", ["5", "7 8", "9", "12"]),
    ("9. do 7. člena", ["9", "7"]),
    ("1. do 900. člena", ["1", "900"]),
    ("1.a do 3. člena", ["1a", "3"]),
    ("člen", []),
]


@pytest.mark.parametrize(("written", "expected"), LISTS)
def test_a_list_of_articles_is_read_number_by_number(written: str, expected: list[str]) -> None:
    told = [" ".join(key.removesuffix(".člen") for key in keys) for _, keys in listed_articles(written)]
    assert told == expected


def test_a_number_may_be_written_with_spaces() -> None:
    assert numbered_keys("2018 - 2030- 0045") == asked_number_keys("2018–2030–0045") == ("2018-2030-0045",)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("EVA 2018 - 2030 - 0045", "EVA 2018-2030-0045"),
        ("EVA 2018– 2030 –0045", "EVA 2018– 2030 –0045"),
        ("SOP 2006 - 01 - 6040!", "SOP 2006-01-6040!"),
        ("2018 -2019 -2020", "2018 -2019 -2020"),
        ("12018 - 2030 - 0045", "12018 - 2030 - 0045"),
        ("2018 - 2030 - 00451", "2018 - 2030 - 00451"),
    ],
)
def test_spaces_in_the_numbers_of_a_question_are_closed(typed: str, expected: str) -> None:
    assert joined_numbers(typed) == expected


@pytest.mark.parametrize("written", ["12.a člen", "12a. člena", "12. a člen", "člen 12a", "čl. 12.a"])
def test_an_article_has_one_key_however_it_is_written(written: str) -> None:
    assert article_key(written) == "12a.člen"


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(kb.slovene.references).failed == 0
