"""The form of an event: what was typed, the event that it means, and what of it cannot be used.

The agenda is a row an item; `naslov-3` is the title of the third. A row in which nothing stands is none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from kb.library.choices import Choices
from kb.library.registering import slug_of
from kb.model import AgendaItem, Event, EventState, Visibility
from kb.slovene.dates import read_date
from kb.slovene.hours import read_hour
from kb.slovene.normal import tidy
from kb.web.affairs import choosing
from kb.web.affairs.events.agenda import (
    OF_ITEM,
    ItemRow,
    empty_row,
    in_order,
    row_of,
    said_or_empty,
    written_or_empty,
)
from kb.web.questions import one_line

LONGEST_LINE = 300
LONGEST_CALL = 20_000
LONGEST_REASON = 1_000
MOST_ITEMS = 100
MOST_SPEAKERS = 20
FIRST_YEAR, LAST_YEAR = 1990, 2100
DAYS = {"od": "starts", "do": "ends", "prijava-do": "apply_until"}
HOURS = {"od-ura": "starts_at", "do-ura": "ends_at"}
LINES = {"naslov": "title", "oznaka": "slug", "vrsta": "sort", "kraj": "place", "prijava": "apply_at"}

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ADDRESS = re.compile(r"https?://[^\s\"<>]+|[^\s@\"<>:/]+@[^\s@\"<>:/]+\.[^\s@\"<>:/]+")


@dataclass(frozen=True, slots=True)
class EventForm:
    """A form: the event that it means, its texts as typed, the rows of the agenda, a sentence a fault by field."""

    event: Event
    typed: Mapping[str, str]
    rows: tuple[ItemRow, ...]
    faults: Mapping[str, str] = field(default_factory=dict)

    def with_row(self) -> EventForm:
        """Gives the form with an empty row more."""
        return replace(self, rows=(*self.rows, empty_row(len(self.rows) + 1)))


def shown(event: Event) -> EventForm:
    """Gives the form of an event as it is kept, with an empty row at the end of the agenda."""
    typed = {
        **{name: getattr(event, attribute) for name, attribute in LINES.items()},
        **{name: written_or_empty(getattr(event, attribute)) for name, attribute in DAYS.items()},
        **{name: said_or_empty(getattr(event, attribute)) for name, attribute in HOURS.items()},
        "organizator": event.organiser,
        "govorci": "\n".join(event.speakers),
        "vabilo": event.call,
        "dostop": event.visibility.value,
        "prestavljen": "1" if event.state is EventState.MOVED else "",
        "razlog": event.reason,
    }
    rows = tuple(row_of(number, item) for number, item in enumerate(event.agenda, 1))
    return EventForm(event, typed, (*rows, empty_row(len(rows) + 1)))


def told(sent: MultiDict[str, str], before: Event, choices: Choices, *, taken: frozenset[str]) -> EventForm:
    """Gives the form as it was sent, over what the event was `before`; `taken` are the slugs of other events."""
    return _Read(sent, before, choices, taken).form()


class _Read:
    """Reads a form that was sent, field by field, and gathers what is wrong with it."""

    def __init__(self, sent: MultiDict[str, str], before: Event, choices: Choices, taken: frozenset[str]) -> None:
        self._sent = sent
        self._before = before
        self._choices = choices
        self._taken = taken
        self.typed: dict[str, str] = {}
        self.faults: dict[str, str] = {}

    def form(self) -> EventForm:
        """Gives the form."""
        lines = {attribute: self._line(name) for name, attribute in LINES.items()}
        told: dict[str, Any] = {
            **lines,
            **{attribute: self._day(name) for name, attribute in DAYS.items()},
            **{attribute: self._hour(name) for name, attribute in HOURS.items()},
        }
        event = replace(
            self._before,
            **{**told, "slug": self._before.slug},
            organiser=self._organiser(),
            speakers=self._speakers("govorci", self._sent.get("govorci", "")),
            call=self._text("vabilo", LONGEST_CALL),
            visibility=self._visibility(),
            topics=self._topics(),
        )
        event = self._standing(event)
        self._check(event)
        event = event if event.slug else replace(event, slug=self._slug(event, lines["slug"]))
        rows = tuple(self._rows())
        items = [self._item(row, event) for row in rows if not row.is_empty]
        return EventForm(replace(event, agenda=in_order(items, event)), self.typed, rows, self.faults)

    def _line(self, name: str) -> str:
        text = self.typed[name] = one_line(self._sent.get(name, "")[: LONGEST_LINE * 4])
        if len(text) > LONGEST_LINE:
            self.faults[name] = _("The text is too long: at most %(count)s characters.", count=LONGEST_LINE)
        return text

    def _text(self, name: str, longest: int) -> str:
        text = self.typed[name] = tidy(self._sent.get(name, "")).strip()
        if len(text) > longest:
            self.faults[name] = _("The text is too long: at most %(count)s characters.", count=longest)
        return text

    def _day(self, name: str, before: str = "") -> dt.date | None:
        text = before or one_line(self._sent.get(name, "")[:LONGEST_LINE])
        self.typed[name] = text
        day = read_date(text) if text else None
        if text and (day is None or not FIRST_YEAR <= day.year <= LAST_YEAR):
            self.faults[name] = _("Enter the date as 22. 11. 2026.")
            return None
        return day

    def _hour(self, name: str) -> dt.time | None:
        text = self.typed[name] = one_line(self._sent.get(name, "")[:LONGEST_LINE])
        hour = read_hour(text) if text else None
        if text and hour is None:
            self.faults[name] = _("Enter the hour as 9.30.")
        return hour

    def _speakers(self, name: str, text: str) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(line for line in map(one_line, tidy(text).split("\n")) if line))
        self.typed[name] = "\n".join(names)
        if len(names) > MOST_SPEAKERS or any(len(each) > LONGEST_LINE for each in names):
            self.faults[name] = _("Write one name on a line, at most %(count)s.", count=MOST_SPEAKERS)
        return names

    def _organiser(self) -> str:
        slug = self.typed["organizator"] = self._sent.get("organizator", "")
        if slug and slug not in {body.slug for body in self._choices.bodies}:
            self.faults["organizator"] = _("What was chosen is no longer there. Choose again.")
        return slug

    def _topics(self) -> tuple[str, ...]:
        chosen = tuple(dict.fromkeys(self._sent.getlist("podrocje")))
        if not {*chosen} <= {topic.slug for topic in self._choices.topics}:
            self.faults["podrocje"] = _("What was chosen is no longer there. Choose again.")
        return chosen

    def _visibility(self) -> Visibility:
        access = self._sent.get("dostop", "")
        self.typed["dostop"] = access
        return Visibility(access) if access in set(Visibility) else self._before.visibility

    def _standing(self, event: Event) -> Event:
        """Gives the event with what the form says of its being moved; the day that it was on at first is kept."""
        if not self._before.id or self._before.state is EventState.CANCELLED:
            return event
        self.typed["prestavljen"] = self._sent.get("prestavljen", "")
        reason = self._text("razlog", LONGEST_REASON)
        if not self.typed["prestavljen"]:
            return replace(event, state=EventState.PLANNED, reason="", moved_from=None)
        was = self._before.moved_from or self._before.starts
        if was is None or event.starts == was:
            self.faults["prestavljen"] = _("An event that is moved needs another day than the one it was on.")
        return replace(event, state=EventState.MOVED, reason=reason, moved_from=was)

    def _slug(self, event: Event, typed: str) -> str:
        """Gives the part of the address of a new event: what was typed, or what its title gives, told from others."""
        if typed:
            if not _SLUG.fullmatch(typed) or len(typed) > 100:
                self.faults["oznaka"] = _("Use small letters without diacritics, digits and hyphens: posvet-2027.")
            elif typed in self._taken:
                self.faults["oznaka"] = _("Another event has this address already. Choose another one.")
            return typed
        year = f"-{event.starts.year}" if event.starts else ""
        base = f"{slug_of(event.title) or 'dogodek'}{year}"
        tries = (base, *(f"{base}-{number}" for number in range(2, 10_000)))
        return next(each for each in tries if each not in self._taken)

    def _check(self, event: Event) -> None:
        """Gathers what does not fit together."""
        say = self.faults.setdefault
        if not event.title:
            say("naslov", _("Write a title, so that the event can be found and told from others."))
        if event.ends and not event.starts:
            say("od", _("Write on which day it begins."))
        if event.starts and event.ends and event.ends < event.starts:
            say("do", _("The event ends before it begins."))
        if event.ends_at and not event.starts_at:
            say("od-ura", _("Write at what hour it begins."))
        is_one_day = event.ends is None or event.ends == event.starts
        if is_one_day and event.starts_at and event.ends_at and event.ends_at <= event.starts_at:
            say("do-ura", _("The event ends before it begins."))
        if event.apply_at and not _ADDRESS.fullmatch(event.apply_at):
            say("prijava", _("Write an address that begins with https://, or an e-mail address."))
        if event.apply_until and event.last_day and event.apply_until > event.last_day:
            say("prijava-do", _("One cannot apply any more when the event is over."))
        if event.visibility is Visibility.BODY and not event.organiser:
            say("organizator", _("Choose a body, or nobody but the secretariat will see it."))

    # --- agenda ---

    def _rows(self) -> Iterator[ItemRow]:
        count = self._sent.get("tock", "")
        most = min(int(count), MOST_ITEMS) if count.isascii() and count.isdecimal() and len(count) < 5 else 0
        for number in range(1, most + 1):
            typed = {name: self._sent.get(f"{name}-{number}", "") for name in OF_ITEM if name != "gradivo"}
            lines = {name: one_line(text[: LONGEST_LINE * 4]) for name, text in typed.items() if name != "govorci"}
            before = self._before.agenda[number - 1].document_id if number <= len(self._before.agenda) else None
            document = choosing.chosen(f"gradivo-{number}", self._sent, before)
            if document.document_id is not None:
                document = choosing.kept(document.document_id)
            yield ItemRow(number, {**lines, "govorci": tidy(typed["govorci"]).strip()}, document)

    def _item(self, row: ItemRow, event: Event) -> AgendaItem:
        """Gives what a row means."""
        at, say = f"-{row.number}", self.faults.setdefault
        day, hour = self._day(f"dan{at}", row.typed["dan"]), self._hour(f"ura{at}")
        title = self._line(f"tocka{at}")
        if not title:
            say(f"tocka{at}", _("Write what this item of the agenda is."))
        if row.document.fault:
            say(f"gradivo{at}", row.document.fault)
        item = AgendaItem(
            title, day, hour, self._speakers(f"govorci{at}", row.typed["govorci"]), row.document.document_id
        )
        self._check_time(item, event, at)
        return item

    def _check_time(self, item: AgendaItem, event: Event, at: str) -> None:
        day, last = event.day_of(item), event.last_day
        if item.day and not (event.starts and last and event.starts <= item.day <= last):
            self.faults.setdefault(f"dan{at}", _("This day is not one of the days of the event."))
        is_early = (
            day == event.starts and event.starts_at is not None and event.starts_at > (item.starts or dt.time.max)
        )
        is_late = day == last and event.ends_at is not None and item.starts is not None and item.starts > event.ends_at
        if is_early or is_late:
            self.faults.setdefault(f"ura{at}", _("This hour is before the event begins or after it ends."))
