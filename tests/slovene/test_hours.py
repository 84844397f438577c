from __future__ import annotations

import datetime as dt

import pytest

from kb.slovene.hours import read_hour, said


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("9", dt.time(9)),
        ("9.00", dt.time(9)),
        ("09.30", dt.time(9, 30)),
        ("14:05", dt.time(14, 5)),
        ("ob 9.30", dt.time(9, 30)),
        ("9h", dt.time(9)),
        ("9.30 h", dt.time(9, 30)),
        ("9. uri", None),
        ("24.00", None),
        ("9.60", None),
        ("-1", None),
        ("devet", None),
        ("٩", None),
        ("", None),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, hour: dt.time | None) -> None:
    assert read_hour(text) == hour


def test_an_hour_is_written_with_a_dot() -> None:
    assert (said(dt.time(9)), said(dt.time(14, 5))) == ("9.00", "14.05")
