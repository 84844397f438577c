"""Working days in Slovenia: every day but Saturdays, Sundays and the holidays on which by law nobody works.

Deadlines are counted as in Article 100 of ZUP: the day of receipt does not count, so that «15 delovnih dni» runs out at
the end of the fifteenth working day after it. Holidays that are working days (17. 8., 15. 9., 23. 11.) count.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

HERE = "Europe/Ljubljana"
"""Where a deadline runs out."""

MOST_COUNTED = 3_660
"""Days that are counted at most in either direction: some ten years."""

_ONE = dt.timedelta(days=1)
_SATURDAY = 5


def day_here(moment: dt.datetime) -> dt.date:
    """Gives the day that it is in Slovenia at a moment: 22. 11. 2026 at 23.30 UTC → 23. 11. 2026."""
    return moment.astimezone(ZoneInfo(HERE)).date()


def is_workday(day: dt.date) -> bool:
    """Tells whether people work on a day: False for 25. 6. 2026 (a Thursday), True for 23. 11. 2026 (a Monday)."""
    return _in_week(day) and day not in _holidays(day.year)


def workday_after(day: dt.date, count: int) -> dt.date:
    """Gives the working day that is the `count`-th after a day.

    >>> workday_after(dt.date(2026, 4, 24), 5)
    datetime.date(2026, 5, 5)
    """
    while count > 0:
        day += _ONE
        count -= is_workday(day)
    return day


def workdays_left(today: dt.date, day: dt.date) -> int:
    """Gives how many working days follow `today` up to and with `day`; negative for those that have gone since `day`.

    0 stands for the same day, and for days that have only days off between them. None is counted that is more than
    MOST_COUNTED days away.
    """
    if day < today:
        return -workdays_left(day, today)
    weeks, rest = divmod(min((day - today).days, MOST_COUNTED), 7)
    last = today + dt.timedelta(weeks=weeks, days=rest)
    days_over = (last - dt.timedelta(days=ago) for ago in range(rest))
    off = (each for year in range(today.year, last.year + 1) for each in _holidays(year) if today < each <= last)
    return weeks * _SATURDAY + sum(map(_in_week, days_over)) - sum(map(_in_week, off))


def _in_week(day: dt.date) -> bool:
    return day.weekday() < _SATURDAY


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[dt.date]:
    # It takes a third of a second to import, which a command that asks for no day need not wait for.
    from holidays import country_holidays

    return frozenset(country_holidays("SI", years=year))
