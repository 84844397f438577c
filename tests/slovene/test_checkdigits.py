"""Check digits: tables of numbers that are right, of a digit changed, and of what is no number at all."""

import datetime as dt

import pytest

from kb.slovene.checkdigits import birthday, is_emso, is_iban, is_slovene_account, is_tax_number

# Made up: their check digits were reckoned by hand from the published weights.
RIGHT = [
    (is_emso, "0101006500006"),
    (is_tax_number, "15012557"),
    (is_iban, "SI56192001234567892"),
    (is_slovene_account, "192001234567892"),
]


@pytest.mark.parametrize(("is_right", "number"), RIGHT)
def test_the_right_number_is_one_and_no_other_last_digit_is(is_right, number: str) -> None:
    told = [digit for digit in "0123456789" if is_right(number[:-1] + digit)]
    assert told == [number[-1]]


@pytest.mark.parametrize(("is_right", "number"), RIGHT)
def test_two_neighbouring_digits_changed_about_are_noticed(is_right, number: str) -> None:
    last = next(at for at in range(len(number) - 1, 0, -1) if number[at] != number[at - 1])
    assert not is_right(number[: last - 1] + number[last] + number[last - 1] + number[last + 1 :])


def test_an_emso_tells_a_day_of_birth() -> None:
    assert birthday("0101006500006") == dt.date(2006, 1, 1)
    assert birthday("3102990500006") is None


@pytest.mark.parametrize(
    "text",
    ["", "SI56", "SI5619200123456789", "si56192001234567892", "XX56192001234567892", "²" * 13, "0101006 50000-6"],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert not any((is_emso(text), is_tax_number(text), is_iban(text), is_slovene_account(text)))
