from __future__ import annotations

import datetime as dt

import pytest

from kb.slovene.workdays import MOST_COUNTED, day_here, is_workday, workday_after, workdays_left


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


OFF = {
    "2026-01-01": "new year",
    "2026-01-02": "new year, the second day",
    "2026-04-06": "Easter Monday",
    "2026-04-27": "27 April",
    "2025-05-02": "2 May",
    "2026-06-25": "25 June, a Thursday",
    "2025-08-15": "15 August",
    "2025-10-31": "Reformation day",
    "2026-12-25": "Christmas",
    "2023-08-14": "the day of solidarity after the floods",
    "2026-11-21": "a Saturday",
    "2026-11-22": "a Sunday",
}
AT_WORK = {
    "2013-01-02": "2 January was a working day for five years",
    "2026-11-23": "Rudolf Maister day",
    "2026-08-17": "Prekmurje day",
    "2026-09-15": "Primorska day",
    "2026-11-20": "a Friday",
}


@pytest.mark.parametrize("text", OFF, ids=OFF.get)
def test_nobody_works_on_a_holiday_or_at_the_weekend(text: str) -> None:
    assert not is_workday(day(text))


@pytest.mark.parametrize("text", AT_WORK, ids=AT_WORK.get)
def test_other_days_are_working_days(text: str) -> None:
    assert is_workday(day(text))


@pytest.mark.parametrize(
    ("received", "days", "wanted"),
    [
        ("2026-11-02", 15, "2026-11-23"),  # 23 November counts
        ("2026-04-24", 5, "2026-05-05"),  # Monday 27 April and Friday 1 May do not
        ("2025-12-23", 3, "2025-12-30"),  # nor do 25 and 26 December
        ("2026-12-31", 1, "2027-01-04"),  # the new year and its second day
        ("2026-11-21", 1, "2026-11-23"),  # received on a Saturday
        ("2026-11-20", 0, "2026-11-20"),
    ],
)
def test_a_deadline_is_counted_from_the_day_after_the_receipt(received: str, days: int, wanted: str) -> None:
    assert workday_after(day(received), days) == day(wanted)


@pytest.mark.parametrize(
    ("today", "deadline", "left"),
    [
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11-20", "2026-11-22", 0),
        ("2026-11-20", "2026-11-23", 1),
        ("2026-11-22", "2026-11-25", 3),
        ("2026-11-25", "2026-11-20", -3),
        ("2026-11-22", "2026-11-21", 0),
    ],
)
def test_working_days_left_are_counted_up_to_the_deadline(today: str, deadline: str, left: int) -> None:
    assert workdays_left(day(today), day(deadline)) == left


def test_what_is_counted_is_what_is_left() -> None:
    received = day("2026-03-03")
    for days in (1, 8, 15, 30, 60):
        assert workdays_left(received, workday_after(received, days)) == days


def test_days_are_counted_as_one_by_one() -> None:
    today = day("2025-12-19")
    for ahead in range(0, 900, 13):
        after = [today + dt.timedelta(days=one) for one in range(1, ahead + 1)]
        assert workdays_left(today, today + dt.timedelta(days=ahead)) == sum(map(is_workday, after))


def test_no_more_days_are_counted_than_anybody_needs() -> None:
    assert workdays_left(dt.date.min, dt.date.max) <= MOST_COUNTED


@pytest.mark.parametrize(
    ("moment", "wanted"),
    [("2026-11-22T23:30+00:00", "2026-11-23"), ("2026-07-01T21:59+00:00", "2026-07-01")],
)
def test_the_day_is_that_of_slovenia(moment: str, wanted: str) -> None:
    assert day_here(dt.datetime.fromisoformat(moment)) == day(wanted)
