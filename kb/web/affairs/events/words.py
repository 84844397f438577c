"""How events are told on a page: their sorts, days and hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from flask import Flask
from flask_babel import gettext as _

from kb.model import AgendaItem, Event
from kb.slovene.hours import said
from kb.web import language
from kb.web.words import date

SORTS = ("posvet", "seja", "usposabljanje", "srecanje", "posvetovanje", "predstavitev", "drugo")
"""The sorts of events that are offered; what a manifest has of its own is shown as it is."""


def event_sort(sort: str) -> str:
    """Gives the name of a sort of events: "srecanje" → «Srečanje»."""
    names: dict[str, str] = {
        "posvet": _("Seminar"),
        "seja": _("Session"),
        "usposabljanje": _("Training"),
        "srecanje": _("Meeting"),
        "posvetovanje": _("Consultation"),
        "predstavitev": _("Presentation of an act or project"),
        "drugo": _("Other event"),
    }
    return names.get(sort) or sort[:1].upper() + sort[1:]


def event_hour(hour: dt.time) -> str:
    """Gives an hour: «9.30», "9:30"."""
    return said(hour) if language.current() == "sl" else f"{hour.hour}:{hour.minute:02}"


def event_when(event: Event) -> str:
    """Gives the days and hours: «8. 3. 2027 od 9.00 do 14.30», «8. 3. 2027 ob 9.00 – 9. 3. 2027»; "" without a day."""
    if event.starts is None:
        return ""
    if event.ends and event.ends != event.starts:
        return f"{_at(event.starts, event.starts_at)} – {_at(event.ends, event.ends_at)}"
    if event.starts_at and event.ends_at:
        hours = {"first": event_hour(event.starts_at), "last": event_hour(event.ends_at)}
        return str(_("%(day)s from %(first)s to %(last)s", day=date(event.starts), **hours))
    return _at(event.starts, event.starts_at)


def _at(day: dt.date, hour: dt.time | None) -> str:
    return str(_("%(day)s at %(hour)s", day=date(day), hour=event_hour(hour))) if hour else date(day)


def agenda_days(
    agenda: Sequence[AgendaItem], event: Event
) -> list[tuple[dt.date | None, list[tuple[int, AgendaItem]]]]:
    """Gives an agenda day by day, each item with the number of its passage in the record of the event."""
    numbered = enumerate(agenda, 2)
    return [(day, list(items)) for day, items in groupby(numbered, key=lambda pair: event.day_of(pair[1]))]


def register(app: Flask) -> None:
    """Gives the templates of `app` these words as filters."""
    for word in (event_sort, event_hour, event_when, agenda_days):
        app.jinja_env.filters[word.__name__] = word
