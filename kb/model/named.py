"""Bodies, topics, kinds and events: editable data that documents are placed with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from kb.model.access import Visibility
from kb.model.events import AgendaItem, EventState


@dataclass(frozen=True, slots=True)
class Named:
    """A row of editable data with a slug and a name in each language."""

    id: int
    slug: str
    name_sl: str
    name_en: str
    about_sl: str = ""
    about_en: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def name(self, language: str = "sl") -> str:
        """Gives the name in `language`, the Slovene one where there is no English."""
        return self.name_en if language == "en" and self.name_en else self.name_sl

    def about(self, language: str = "sl") -> str:
        """Gives the description in `language`, the Slovene one where there is no English."""
        return self.about_en if language == "en" and self.about_en else self.about_sl

    def valid_on(self, day: dt.date) -> bool:
        """Tells whether the row is valid on `day`; open ends are always valid."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


MUNICIPALITY = "obcina"
"""The sort of the bodies that stand for municipalities."""


@dataclass(frozen=True, slots=True)
class Body(Named):
    """A body (organ): `sort` is "organ", "sekcija", "komisija", "mreza" …, free data.

    With `needs_two` its documents are published by two people: one proposes, another agrees.
    """

    sort: str = ""
    needs_two: bool = False

    @property
    def is_municipality(self) -> bool:
        """Tells whether the row stands for a municipality: only its people see what it wrote, and nobody chooses it."""
        return self.sort == MUNICIPALITY


@dataclass(frozen=True, slots=True)
class Topic(Named):
    """A topic (področje); `parent_id` is None on the first of the two levels."""

    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Kind(Named):
    """A kind of document (vrsta gradiva)."""


@dataclass(frozen=True, slots=True)
class Event:
    """A seminar, session or training; `organiser` is a body's slug or "", `speakers` are roles or names, topics slugs.

    `call` is the invitation and `apply_at` the address, of a page or for letters, at which one applies until
    `apply_until`. `reason` tells why it is cancelled or moved, `moved_from` the day that it was to be on. `edition`
    grows with each change; the agenda and the topics are given where the whole event is asked for.
    """

    slug: str
    title: str
    sort: str = "posvet"
    starts: dt.date | None = None
    ends: dt.date | None = None
    place: str = ""
    organiser: str = ""
    speakers: tuple[str, ...] = ()
    id: int = field(default=0, compare=False)
    starts_at: dt.time | None = None
    ends_at: dt.time | None = None
    call: str = ""
    apply_at: str = ""
    apply_until: dt.date | None = None
    visibility: Visibility = Visibility.PUBLIC
    state: EventState = EventState.PLANNED
    reason: str = ""
    moved_from: dt.date | None = None
    edition: int = field(default=0, compare=False)
    changed: dt.datetime | None = field(default=None, compare=False)
    topics: tuple[str, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()

    @property
    def last_day(self) -> dt.date | None:
        """Gives the day that it ends on, None where it has no day yet."""
        return self.ends or self.starts

    def is_coming(self, today: dt.date) -> bool:
        """Tells whether it is not over yet; one without a day does not come."""
        return self.last_day is not None and self.last_day >= today

    def day_of(self, item: AgendaItem) -> dt.date | None:
        """Gives the day of an item of the agenda, the first one unless it says another."""
        return item.day or self.starts
