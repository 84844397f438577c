"""What in a short text may tell of a person: numbers and addresses that name one, put out of sight.

Names of people are not known here; whoever keeps texts has to keep them for a short while only.
"""

from __future__ import annotations

import re

MASK = "[…]"

_MAIL = re.compile(r"[^\s@<>()\"»«]{1,64}@[^\s@<>()\"»«]{1,255}")
_ACCOUNT = re.compile(r"(?<![^\W_])[A-Za-z]{2}\d{2}(?:\s?\d{4}){3}\s?\d{1,4}(?:\s?\d{1,4}){0,4}(?![^\W_])")
_DIGITS = re.compile(r"(?<![\w/])(?:\+|\(|[sS][iI])?\d(?:[ \-./()]{0,2}\d){6,40}(?!\w)")
_TELEPHONE = re.compile(r"0\d{1,2}[/\-.]\d{3}[\-.]?\d{2,4}(?:[\-.]?\d{2})?")
_HARMLESS = re.compile(
    r"(?:19|20)\d\d(?:(?:\.\.|-)(?:19|20)\d\d)?"  # a year, or from one to another
    r"|(?:19|20)\d\d-\d{2,4}-\d{4}"  # SOP, EVA
    r"|\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d"  # a day
    r"|\d{1,4}[-/]\d{1,4}(?:[-/]\d{1,4})?"  # a gazette, a case, a procedure
    r"|[1-9]\d{0,2}(?:\.\d{3}){1,4}"  # an amount
)


def masked(text: str) -> str:
    """Gives `text` with MASK for each e-mail address, account and long number: EMŠO, tax number, telephone.

    What numbers the law has stays: years, dates, SOP and EVA numbers, numbers of gazettes, cases and procedures.

    >>> masked("Novak 0101990500123 ali 031 123 456"), masked("139/06, 9/17 in 2006-01-6040")
    ('Novak […] ali […]', '139/06, 9/17 in 2006-01-6040')
    """
    for pattern in (_MAIL, _ACCOUNT):
        text = pattern.sub(MASK, text)
    return _DIGITS.sub(lambda found: found[0] if _is_harmless(found[0]) else MASK, text)


def _is_harmless(number: str) -> bool:
    if _TELEPHONE.fullmatch(number):
        return False
    return bool(_HARMLESS.fullmatch(number)) or all(map(_HARMLESS.fullmatch, number.split()))
