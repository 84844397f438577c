"""Events as iCalendar (RFC 5545), for calendars of people: one as a file, all that are coming as an address to follow.

Hours are by the clocks of Slovenia, with the rule of summer time in the file, so that they are right in ten years too.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import Response
from icalendar import Calendar, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar import Event as Entry

from kb.model import Event, EventState
from kb.slovene.hours import said
from kb.slovene.workdays import HERE

MAKER = "-//Skupnost občin Slovenije//Zbirka znanja//SL"
ASKED_AGAIN = dt.timedelta(hours=6)
"""How often a calendar that follows all events should ask."""

_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:kb:dogodki")
_ONE_DAY = dt.timedelta(days=1)
_LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """An event with the address of its page."""

    event: Event
    address: str


def response(told: Iterable[Told], *, name: str, file: str) -> Response:
    """Gives a calendar of events as an answer; those without a day are left out."""
    answer = Response(written(told, name=name), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def written(told: Iterable[Told], *, name: str) -> bytes:
    """Gives a calendar of events as the text of RFC 5545."""
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASKED_AGAIN, parameters={"value": "DURATION"})
    calendar.add_component(_timezone())
    for each in told:
        if each.event.starts is not None:
            calendar.add_component(_entry(each, each.event.starts))
    return bytes(calendar.to_ical())


def uid_of(event: Event) -> str:
    """Gives what tells the event from all others in every calendar, whatever of it changes."""
    return str(uuid.uuid5(_NAMES, event.slug))


def _entry(told: Told, first: dt.date) -> Entry:
    event, entry = told.event, Entry()
    entry.add("uid", uid_of(event))
    entry.add("dtstamp", event.changed or _LONG_AGO)
    entry.add("sequence", event.edition)
    entry.add("summary", event.title)
    entry.add("status", "CANCELLED" if event.state is EventState.CANCELLED else "CONFIRMED")
    entry.add("url", told.address)
    if event.place:
        entry.add("location", event.place)
    if description := _description(event):
        entry.add("description", description)
    starts, ends = _span(event, first)
    entry.add("dtstart", starts)
    if ends is not None:
        entry.add("dtend", ends)
    return entry


def _span(event: Event, first: dt.date) -> tuple[dt.date, dt.date | None]:
    """Gives when it begins and ends: days where it has no hours, and then the day after its last one."""
    last = event.last_day or first
    if event.starts_at is None:
        return first, last + _ONE_DAY
    starts = _moment(first, event.starts_at)
    if event.ends_at is not None:
        return starts, _moment(last, event.ends_at)
    return starts, _moment(last + _ONE_DAY, dt.time()) if last != first else None


def _moment(day: dt.date, hour: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, hour, ZoneInfo(HERE))


def _description(event: Event) -> str:
    items = [f"{said(item.starts)} {item.title}" if item.starts else item.title for item in event.agenda]
    return "\n\n".join(part for part in (event.reason, event.call, "\n".join(items)) if part)


def _timezone() -> Timezone:
    """Gives the time zone of Slovenia: summer time from the last Sunday of March to the last one of October."""
    zone = Timezone()
    zone.add("tzid", HERE)
    for part, month, hour, away, here in ((TimezoneDaylight(), 3, 2, 1, 2), (TimezoneStandard(), 10, 3, 2, 1)):
        part.add("tzname", "CEST" if here == 2 else "CET")
        part.add("dtstart", dt.datetime(1996, month, 31 if month == 3 else 27, hour))  # noqa: DTZ001
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", dt.timedelta(hours=away))
        part.add("tzoffsetto", dt.timedelta(hours=here))
        zone.add_component(part)
    return zone
