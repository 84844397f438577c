"""Dates as Slovenes write them: «22. 11. 2026», «22. november 2026», «22. novembra 2026»."""

from __future__ import annotations

import datetime as dt
import re

from kb.slovene.fold import fold

_STEMS = (
    "januar",
    "februar",
    "marc",
    "april",
    "maj",
    "junij",
    "julij",
    "avgust",
    "septemb",
    "oktob",
    "novemb",
    "decemb",
)
_YEAR = re.compile(r"[1-9]\d{3}", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})")
_WORDED = re.compile(r"(\d{1,2})\. ?([^\W\d_]{3,10}) (\d{4})")


def written(day: dt.date) -> str:
    """Gives the date in the form of the project: «22. 11. 2026»."""
    return f"{day.day}. {day.month}. {day.year}"


def since(day: dt.date) -> str:
    """Gives since when something has been: 1 January stands for the year alone, «2009», another day is written."""
    return str(day.year) if (day.month, day.day) == (1, 1) else written(day)


def read_since(text: str) -> dt.date | None:
    """Gives the day that `text` is, 1 January for a year alone; None where it is none.

    >>> read_since("2009")
    datetime.date(2009, 1, 1)
    """
    text = text.strip()
    return _date(int(text), 1, 1) if _YEAR.fullmatch(text) else read_date(text)


def read_date(text: str) -> dt.date | None:
    """Gives the date that `text` is, in any of the usual forms or as 2026-11-22; None where it is none.

    >>> read_date("22. novembra 2026")
    datetime.date(2026, 11, 22)
    """
    text = text.strip()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        pass
    if found := _NUMERIC.fullmatch(text):
        return _date(int(found[3]), int(found[2]), int(found[1]))
    if found := _WORDED.fullmatch(text):
        name = fold(found[2]).replace("junija", "junij").replace("julija", "julij")
        months = [month for month, stem in enumerate(_STEMS, 1) if name.startswith(stem)]
        return _date(int(found[3]), months[0], int(found[1])) if months else None
    return None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
