"""What the names in a question mean."""

from __future__ import annotations

import pytest

from kb.model import Body, Visibility
from kb.search.names import Names, dates_named, visibility_named, years_named
from tests.search.questions import ACT, BUDGET, ENVIRONMENT, FINANCE, NAMES, NATURE, NETWORK, WASTE, day


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("body", "k-okolje", (ENVIRONMENT,)),
        ("body", "K OKOLJE", (ENVIRONMENT,)),
        ("body", "okolje", (ENVIRONMENT,)),
        ("body", "Komisija za okolje in prostor", (ENVIRONMENT,)),
        ("body", "prostor okolje", (ENVIRONMENT,)),
        ("body", "environment", (ENVIRONMENT,)),
        ("body", "komisija", (ENVIRONMENT, FINANCE)),
        ("body", "komisija fin", (FINANCE,)),
        ("body", "mreža", (NETWORK,)),
        ("body", "MREZA", (NETWORK,)),
        ("body", "integr", (NETWORK,)),
        ("body", "ribištvo", ()),
        ("body", "komisija za ribištvo", ()),
        ("body", "--", ()),
        ("topic", "odpadki", (WASTE,)),
        ("topic", "varstvo-okolja", (NATURE,)),
        ("topic", "proračun", (BUDGET,)),
        ("kind", "act", (ACT,)),
        ("kind", "zakon", (ACT,)),
    ],
)
def test_a_value_names_by_slug_name_words_or_beginnings(field: str, value: str, expected: tuple[int, ...]) -> None:
    assert NAMES.find(field, value) == expected


def test_a_whole_name_wins_over_longer_names_that_contain_it() -> None:
    names = Names(bodies=(Body(1, "sekcija", "Sekcija", ""), Body(2, "sekcija-obcin", "Sekcija občin", "")))
    assert names.find("body", "sekcija") == (1,)


def test_whole_words_win_over_beginnings() -> None:
    names = Names(bodies=(Body(1, "a", "Odbor za promet", ""), Body(2, "b", "Odbor za prometno varnost", "")))
    assert names.find("body", "promet") == (1,)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2018", (2018, 2018)),
        ("2018..2020", (2018, 2020)),
        ("2020..2018", (2018, 2020)),
        ("2018-2020", (2018, 2020)),
        ("2018–2020", (2018, 2020)),
        ("2018..", (2018, None)),
        ("..2020", (None, 2020)),
        ("..", None),
        ("", None),
        ("18", None),
        ("20182020", None),
        ("2018a", None),
        ("²⁰¹⁸", None),
    ],
)
def test_years_are_one_year_or_a_range(value: str, expected: tuple[int | None, int | None] | None) -> None:
    assert years_named(value) == expected


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2023..2024", "2023-01-01", "2024-12-31"),
        ("2024..", "2024-01-01", None),
        ("..2024", None, "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2. 2023", "2023-02-01", "2023-02-28"),
        ("5/2024", "2024-05-01", "2024-05-31"),
        ("maj 2024", "2024-05-01", "2024-05-31"),
        ("2024-05-01", "2024-05-01", "2024-05-01"),
        ("1.5.2024", "2024-05-01", "2024-05-01"),
        ("1. 5. 2024", "2024-05-01", "2024-05-01"),
        ("1. maja 2024", "2024-05-01", "2024-05-01"),
        ("May 1, 2024", "2024-05-01", "2024-05-01"),
        ("1.5.24", "2024-05-01", "2024-05-01"),
        ("1.5.2024..3.5.2024", "2024-05-01", "2024-05-03"),
        ("3. 5. 2024 – 1. 5. 2024", "2024-05-01", "2024-05-03"),
        ("2024-05-01 - 2024-05-03", "2024-05-01", "2024-05-03"),
        ("2024-05..2024", "2024-01-01", "2024-12-31"),
        ("1.5.2024..", "2024-05-01", None),
        ("...1.5.2024", None, "2024-05-01"),
        ("9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_dates_are_days_months_years_or_spans_of_them(value: str, first: str | None, last: str | None) -> None:
    assert dates_named(value) == (first and day(first), last and day(last))


@pytest.mark.parametrize(
    "value", ["", "..", "…", "lani", "31.2.2024", "2024-13", "0000", "0000-01", "1.5.2024..lani", "²⁰²⁴", "1.5.2024 x"]
)
def test_what_is_no_date_is_none(value: str) -> None:
    assert dates_named(value) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("javno", Visibility.PUBLIC),
        ("Public", Visibility.PUBLIC),
        ("članice", Visibility.MEMBERS),
        ("clanice", Visibility.MEMBERS),
        ("komisija", Visibility.BODY),
        ("organ", Visibility.BODY),
        ("sekretariat", Visibility.STAFF),
        ("osebje", Visibility.STAFF),
        ("staff", Visibility.STAFF),
        ("vsi", None),
    ],
)
def test_a_visibility_has_slovene_and_english_names(value: str, expected: Visibility | None) -> None:
    assert visibility_named(value) == expected
