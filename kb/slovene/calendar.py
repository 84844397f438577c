"""Dates inside running text, in every form that people write, Slovene and English.

«22. 11. 2026», «22.11.2026», «22. XI. 2026», «22. novembra 2026», «22. nov. 2026», «22. in 23. 11. 2026» (the first
day), «22/11/2026», «2026-11-22», "22 November 2026", "November 22, 2026"; «november 2026» is a month without a day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.slovene.fold import fold

FIRST_YEAR = 1900
LAST_YEAR = 2100
_CENTURY_TURNS = 50
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_STEMS = (
    ("januar",),
    ("februar",),
    ("marec", "marc"),
    ("april",),
    ("maj", "may"),
    ("junij", "june"),
    ("julij", "july"),
    ("avgust", "august"),
    ("septemb",),
    ("oktob", "octob"),
    ("novemb",),
    ("decemb",),
)
_SHORT = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "avg", "sep", "okt", "nov", "dec")
_SHORT_TOO = {"aug": 8, "sept": 9, "oct": 10}
_LONGEST_ENDING = 3

_DAY = r"(?<![\d.,/-])(?<!\d\. )(?P<day>\d{1,2})"
_SPAN = r"(?:\. ?(?:in|ter|do|–|-|/) ?\d{1,2})?"
_YEAR = r"(?P<year>\d{4})(?![\d/-])"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_DAY}{_SPAN} ?\. ?(?P<month>\d{{1,2}}) ?\. ?{_YEAR}",
        rf"{_DAY}{_SPAN} ?\. ?(?P<roman>x?[iv]{{1,4}}|xi{{0,2}}|ix)\.? ?{_YEAR}",
        rf"{_DAY}{_SPAN}(?:\.|st|nd|rd|th)? ?(?P<word>[a-z]{{3,10}})\.?,? (?:leta )?{_YEAR}",
        rf"(?<![^\W_])(?P<word>[a-z]{{3,9}})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?, {_YEAR}",
        rf"(?<![\d.,/-])(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})/{_YEAR}",
        r"(?<![\d.,/-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d/-])",
        r"(?<![\d.,/-])(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<short>\d{2})(?![\d.,/-])",
        rf"(?<![^\W_])(?P<word>[a-z]{{3,10}}) {_YEAR}",
    )
)


@dataclass(frozen=True, slots=True)
class Written:
    """A date in a text, `start` to `end`; the first of the month where `is_month` tells that no day is given.

    `is_short` tells that the year has two digits: «22. 11. 26» is as likely a number of a chapter.
    """

    day: dt.date
    start: int
    end: int
    is_month: bool = False
    is_short: bool = False


def dates_in(text: str) -> tuple[Written, ...]:
    """Gives the dates in `text` in its order, none inside another.

    >>> [str(found.day) for found in dates_in("Ljubljana, dne 22. decembra 2006, in 8. 3. 2017")]
    ['2006-12-22', '2017-03-08']
    """
    folded = fold(text)
    kept: list[Written] = []
    for found in _every(folded):
        if all(found.end <= other.start or other.end <= found.start for other in kept):
            kept.append(found)
    return tuple(sorted(kept, key=lambda found: found.start))


def _every(folded: str) -> Iterator[Written]:
    for form in _FORMS:
        for found in form.finditer(folded):
            if date := _read(found):
                yield date


def _read(found: re.Match[str]) -> Written | None:
    parts = found.groupdict()
    is_short = bool(parts.get("short"))
    year = _whole_year(int(parts["short"])) if is_short else int(parts["year"])
    is_month = "day" not in parts
    month = _month(parts)
    if not month or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        day = dt.date(year, month, 1 if is_month else int(parts["day"]))
    except ValueError:
        return None
    return Written(day, found.start(), found.end(), is_month, is_short)


def _whole_year(short: int) -> int:
    return short + (2000 if short < _CENTURY_TURNS else 1900)


def _month(parts: dict[str, str]) -> int:
    if word := parts.get("word"):
        return _month_named(word)
    if roman := parts.get("roman"):
        return _ROMAN.index(roman) + 1 if roman in _ROMAN else 0
    return int(parts["month"])


def _month_named(word: str) -> int:
    if word in _SHORT:
        return _SHORT.index(word) + 1
    for month, stems in enumerate(_STEMS, 1):
        if any(word.startswith(stem) and len(word) <= len(stem) + _LONGEST_ENDING for stem in stems):
            return month
    return _SHORT_TOO.get(word, 0)
