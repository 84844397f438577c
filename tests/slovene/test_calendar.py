"""Dates are found in text in every form that people write."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.slovene.calendar import dates_in

DAY = dt.date(2026, 11, 22)
FORMS = [
    "22. 11. 2026",
    "22.11.2026",
    "22. 11.2026",
    "22 . 11 . 2026",
    "22. XI. 2026",
    "22. november 2026",
    "22. novembra 2026",
    "22. NOVEMBRA 2026",
    "22. nov. 2026",
    "22. novembra leta 2026",
    "22. in 23. 11. 2026",
    "22.–23. novembra 2026",
    "22/11/2026",
    "2026-11-22",
    "22 November 2026",
    "22nd November 2026",
    "November 22, 2026",
]
NO_DATES = [
    "št. 139/06",
    "Številka: 011-3/2010-4",
    "32. 11. 2026",
    "12.3.4.2020",
    "22. členu 2026",
    "1. 1. 1492",
    "telefon 02 234 15 00",
    "5. sklep 2015",
]


@pytest.mark.parametrize("form", FORMS)
def test_a_date_is_found_in_every_form(form: str) -> None:
    (found,) = dates_in(f"Ljubljana, dne {form} – Št.")
    assert (found.day, found.is_month, found.is_short) == (DAY, False, False)


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_not_found(text: str) -> None:
    assert dates_in(text) == ()


@pytest.mark.parametrize(
    ("name", "month"),
    [("januarja", 1), ("marec", 3), ("marca", 3), ("maja", 5), ("junija", 6), ("julij", 7), ("avg.", 8), ("June", 6)],
)
def test_the_month_is_told_by_its_name(name: str, month: int) -> None:
    assert dates_in(f"1. {name} 2024")[0].day == dt.date(2024, month, 1)


def test_a_month_without_a_day_says_so() -> None:
    (found,) = dates_in("Maribor, januar 2023")
    assert (found.day, found.is_month) == (dt.date(2023, 1, 1), True)


def test_a_year_of_two_digits_says_so() -> None:
    assert [(found.day.year, found.is_short) for found in dates_in("1. 3. 07 in 1. 3. 87")] == [
        (2007, True),
        (1987, True),
    ]


def test_a_term_from_day_to_day_is_not_read_as_one_date() -> None:
    assert [found.day for found in dates_in("od 6. 9. do 15. 10. 2021")] == [dt.date(2021, 10, 15)]


def test_a_date_is_where_it_says() -> None:
    text = "Seja bo 14. 5. 2024 na daljavo."
    (found,) = dates_in(text)
    assert text[found.start : found.end] == "14. 5. 2024"


@given(st.text(alphabet="0123456789. -/ivxamrjnoctdI", max_size=200))
def test_any_text_can_be_looked_through(text: str) -> None:
    found = dates_in(text)
    assert all(before.end <= after.start for before, after in pairwise(found))
