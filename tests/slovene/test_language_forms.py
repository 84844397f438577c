import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.slovene.counted import counted
from kb.slovene.dates import read_date, read_since, since, written
from kb.slovene.fold import fold
from kb.slovene.normal import tidy
from kb.slovene.order import sort_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Župan Občine Šoštanj", "zupan obcine sostanj"),
        ("ČŠŽĆĐ", "cszcd"),
        ("Müller é ô", "muller e o"),
        ("12. člen", "12. clen"),
    ],
)
def test_folding_takes_case_and_carons_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_keeps_the_length_so_that_places_stay_the_same(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("raw", "tidied"),
    [
        ("c\u030cas", "čas"),
        ("ob\u00adčina\u00a0 Ankaran", "občina Ankaran"),
        ("ena\r\n\r\n\r\n\r\ndve", "ena\n\ndve"),
        ("a\tb", "a\tb"),
        ("\x00\ufeffbesedilo\x0c", "besedilo"),
        ("200 m²", "200 m²"),
        ("\ud800", "\ufffd"),
    ],
)
def test_tidy_text_is_nfc_without_unseen_characters(raw: str, tidied: str) -> None:
    assert tidy(raw) == tidied


@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 gradiv"),
        (1, "1 gradivo"),
        (2, "2 gradivi"),
        (4, "4 gradiva"),
        (5, "5 gradiv"),
        (11, "11 gradiv"),
        (102, "102 gradivi"),
    ],
)
def test_words_after_numbers_have_four_forms(number: int, words: str) -> None:
    assert counted(number, "document") == words


def test_c_with_caron_comes_after_c() -> None:
    names = ["Žalec", "Zreče", "Šoštanj", "Semič", "Črnomelj", "Cerknica", "čebelarstvo", "Celje"]
    assert sorted(names, key=sort_key) == [
        "Celje",
        "Cerknica",
        "čebelarstvo",
        "Črnomelj",
        "Semič",
        "Šoštanj",
        "Zreče",
        "Žalec",
    ]


@pytest.mark.parametrize(
    "text",
    ["22. 11. 2026", "22.11.2026", "22. november 2026", "22. novembra 2026", "2026-11-22", " 22. NOVEMBRA 2026 "],
)
def test_a_date_is_read_in_every_usual_form(text: str) -> None:
    assert read_date(text) == dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    "text", ["31. 2. 2026", "22. novega 2026", "2026", "", "22/11/2026", "1. junijskega 2026 leta"]
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert read_date(text) is None


@given(st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31)))
def test_a_written_date_reads_back(day: dt.date) -> None:
    assert read_date(written(day)) == day


@pytest.mark.parametrize(
    ("text", "day", "again"),
    [
        ("2009", dt.date(2009, 1, 1), "2009"),
        (" 12. 6. 2024 ", dt.date(2024, 6, 12), "12. 6. 2024"),
        ("1. januar 2009", dt.date(2009, 1, 1), "2009"),
        ("0009", None, ""),
        ("²⁰⁰⁹", None, ""),
        ("kdaj", None, ""),
    ],
)
def test_a_year_stands_for_its_first_day(text: str, day: dt.date | None, again: str) -> None:
    assert read_since(text) == day
    assert (since(day) if day else "") == again
