"""Numbers of spreadsheets as a reader sees them."""

from __future__ import annotations

import pytest

from kb.ingest.formats.numbers import format_of, shown

SHOWN = [
    ("1234.5", "General", "1234,5"),
    ("0.30000000000000004", "General", "0,3"),
    ("1e-7", "General", "1E-07"),
    ("2026", "0", "2026"),
    ("7", "00000", "00007"),
    ("1234.5", "#,##0.00", "1.234,50"),
    ("1234567", "#,##0,", "1.235"),
    ("12345.6", "0.0#", "12345,6"),
    ("1234.5", '#,##0.00 "EUR"', "1.234,50 EUR"),
    ("-1234.567", "#,##0.00 [$€-424]", "-1.234,57 €"),
    ("44", '_-* #,##0.00 "€"_-;-* #,##0.00 "€"_-', "44,00 €"),
    ("0", '_-* #,##0.00 "€"_-;-* #,##0.00 "€"_-;_-* "-"?? "€"_-', "- €"),
    ("-5", "#,##0.00;[Red]-#,##0.00", "-5,00"),
    ("-5", "0;(0)", "(5)"),
    ("0", '0;-0;"–"', "–"),
    ("0.1234", "0.00%", "12,34 %"),
    ("12", '0"."', "12."),
    ("5", '"št. "0', "št. 5"),
    ("5", "@", "5"),
    ("0.5", "# ?/?", "0,5"),
    ("46348", "dd/mm/yyyy", "22. 11. 2026"),
    ("46348", "[$-424]d. mmmm yyyy;@", "22. 11. 2026"),
    ("46348.38", "dd/mm/yyyy hh:mm", "22. 11. 2026 9:07"),
    ("46348", "mmm yy", "11. 2026"),
    ("46348", "yyyy", "2026"),
    ("0.75", "h:mm", "18:00"),
    ("1.5", "[h]:mm", "36:00"),
    ("1e99", "dd/mm/yyyy", "1E+99"),
    ("ni številka", "0.00", "ni številka"),
    ("nan", "0.00", "nan"),
]


@pytest.mark.parametrize(("value", "form", "expected"), SHOWN)
def test_a_number_is_shown_as_its_format_says(value: str, form: str, expected: str) -> None:
    assert shown(value, form) == expected


def test_dates_may_count_from_1904() -> None:
    assert shown("0", "d.m.yyyy", from_1904=True) == "1. 1. 1904"


def test_the_formats_that_all_workbooks_share_need_not_be_written() -> None:
    assert [format_of(number, {164: "0.0"}) for number in (164, 4, 999)] == ["0.0", "#,##0.00", "General"]


@pytest.mark.parametrize("value", ["1e308", "-1e308", "1.7e307", "1e15", "-0.0"])
@pytest.mark.parametrize("form", ["[h]:mm", "General", "0%", "General%", "dd/mm/yyyy", "#,##0,,", "0E+00", "# ?/?"])
def test_numbers_beyond_all_sense_are_shown_somehow(value: str, form: str) -> None:
    assert shown(value, form)
