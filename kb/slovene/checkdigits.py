"""Numbers that prove themselves by a check digit: EMŠO, tax number, IBAN, and the Slovene bank account inside it.

Each takes digits (and letters of an IBAN) as ASCII, without spaces. python-stdnum knows the rules; it also takes the
looser forms with spaces and dashes, which are told here by their context.
"""

from __future__ import annotations

import datetime as dt
import re

from stdnum import iban
from stdnum.exceptions import ValidationError
from stdnum.si import ddv, emso

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)


def is_emso(digits: str) -> bool:
    """Tells whether 13 digits are an EMŠO: a day of birth (ddmmyyy), a region, a serial number and the check digit.

    >>> is_emso("0101006500006"), is_emso("0101006500007")
    (True, False)
    """
    return _is_number(digits, 13) and bool(emso.is_valid(digits))


def birthday(digits: str) -> dt.date | None:
    """Gives the day that the first seven digits of an EMŠO tell, None where there is no such day."""
    try:
        return emso.get_birth_date(digits)
    except ValidationError:
        return None


def is_tax_number(digits: str) -> bool:
    """Tells whether eight digits are a Slovene tax number.

    >>> is_tax_number("15012557"), is_tax_number("15012556")
    (True, False)
    """
    return _is_number(digits, 8) and bool(ddv.is_valid(digits))


def is_iban(text: str) -> bool:
    """Tells whether `text` is an IBAN of the form that its country has.

    >>> is_iban("SI56192001234567892"), is_iban("SI56192001234567893")
    (True, False)
    """
    return bool(_IBAN.fullmatch(text)) and bool(iban.is_valid(text))


def is_slovene_account(digits: str) -> bool:
    """Tells whether 15 digits are a Slovene bank account as it is written without SI56, the check of all of them."""
    return _is_number(digits, 15) and is_iban(f"SI56{digits}")


def _is_number(digits: str, length: int) -> bool:
    return len(digits) == length and digits.isascii() and digits.isdigit()
