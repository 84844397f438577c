"""Events as calendars read them: written, and read back by a parser."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from icalendar import Calendar

from kb.model import AgendaItem, Event, EventState
from kb.web.affairs.calendar import Told, uid_of, written

POSVET = Event(
    "posvet-2027",
    "Posvet: redarji, prekrški; in modra luč",
    starts=dt.date(2027, 3, 8),
    place="Žalec, dvorana »Občina«",
    id=3,
    edition=4,
    changed=dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC),
)


def read(*events: Event) -> Calendar:
    told = written([Told(each, f"https://zbirka.si/dogodki/{each.slug}") for each in events], name="Dogodki")
    assert b"\r\n" in told
    assert all(len(line) <= 75 for line in told.split(b"\r\n"))
    return Calendar.from_ical(told)


def only(event: Event) -> dict[str, object]:
    (entry,) = read(event).walk("VEVENT")
    assert not entry.errors
    return entry


@pytest.mark.parametrize(
    ("day", "hour", "in_utc"),
    [
        (dt.date(2027, 1, 15), dt.time(9, 0), dt.time(8, 0)),
        (dt.date(2027, 7, 15), dt.time(9, 0), dt.time(7, 0)),
        (dt.date(2027, 3, 27), dt.time(9, 0), dt.time(8, 0)),
        (dt.date(2027, 3, 28), dt.time(9, 0), dt.time(7, 0)),
        (dt.date(2027, 10, 30), dt.time(9, 0), dt.time(7, 0)),
        (dt.date(2027, 10, 31), dt.time(9, 0), dt.time(8, 0)),
        (dt.date(2045, 7, 15), dt.time(9, 0), dt.time(7, 0)),
    ],
)
def test_hours_are_by_the_clocks_of_slovenia(day: dt.date, hour: dt.time, in_utc: dt.time) -> None:
    calendar = read(replace(POSVET, starts=day, starts_at=hour))
    (entry,) = calendar.walk("VEVENT")
    starts = entry.decoded("dtstart")
    assert starts.replace(tzinfo=None) == dt.datetime.combine(day, hour)
    assert starts.astimezone(dt.UTC).time() == in_utc
    (zone,) = calendar.walk("VTIMEZONE")
    own = starts.replace(tzinfo=zone.to_tz(lookup_tzid=False))
    assert own.astimezone(dt.UTC).time() == in_utc


def test_an_event_without_hours_takes_whole_days() -> None:
    entry = only(replace(POSVET, ends=dt.date(2027, 3, 9)))
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (dt.date(2027, 3, 8), dt.date(2027, 3, 10))
    assert only(POSVET).decoded("dtend") == dt.date(2027, 3, 9)


@pytest.mark.parametrize(
    ("told", "ends"),
    [
        ({"starts_at": dt.time(9), "ends_at": dt.time(14, 30)}, dt.datetime(2027, 3, 8, 14, 30)),
        ({"starts_at": dt.time(9)}, None),
        (
            {"starts_at": dt.time(9), "ends": dt.date(2027, 3, 9), "ends_at": dt.time(12)},
            dt.datetime(2027, 3, 9, 12, 0),
        ),
        ({"starts_at": dt.time(9), "ends": dt.date(2027, 3, 9)}, dt.datetime(2027, 3, 10, 0, 0)),
    ],
)
def test_an_event_ends_when_it_is_said_to(told: dict[str, object], ends: dt.datetime | None) -> None:
    entry = only(replace(POSVET, **told))
    assert ("dtend" in entry) == (ends is not None)
    if ends:
        assert entry.decoded("dtend").replace(tzinfo=None) == ends


def test_what_it_says_is_escaped_and_comes_back() -> None:
    call = "Vabljeni;\nprijave: do 1. 3., prosimo\\hvala"
    entry = only(replace(POSVET, call=call, agenda=(AgendaItem("Novosti, ZORed", starts=dt.time(9, 30)),)))
    assert str(entry["summary"]) == POSVET.title
    assert str(entry["location"]) == POSVET.place
    assert str(entry["description"]) == f"{call}\n\n9.30 Novosti, ZORed"
    assert str(entry["url"]) == "https://zbirka.si/dogodki/posvet-2027"


def test_the_name_of_an_event_stays_whatever_changes() -> None:
    changed = replace(POSVET, title="Drugo", starts=dt.date(2027, 4, 1), edition=9, id=77)
    assert uid_of(changed) == uid_of(POSVET) == str(only(changed)["uid"])
    assert uid_of(replace(POSVET, slug="drug")) != uid_of(POSVET)
    assert (only(POSVET)["sequence"], only(changed)["sequence"]) == (4, 9)


def test_a_cancelled_event_is_told_to_calendars_that_have_it() -> None:
    entry = only(replace(POSVET, state=EventState.CANCELLED, reason="Predavateljica je zbolela."))
    assert (str(entry["status"]), str(entry["description"])) == ("CANCELLED", "Predavateljica je zbolela.")
    assert str(only(POSVET)["status"]) == "CONFIRMED"


def test_a_calendar_has_all_events_with_a_day_and_its_own_name() -> None:
    calendar = read(POSVET, replace(POSVET, slug="drugi"), Event("brez-dneva", "Brez dneva"))
    assert [str(each["url"])[-7:] for each in calendar.walk("VEVENT")] == ["et-2027", "i/drugi"]
    assert (str(calendar["x-wr-calname"]), str(calendar["method"])) == ("Dogodki", "PUBLISH")
