"""Bodies, topics, kinds and events: editable data that documents are placed with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class Body(Named):
    """A body (organ): `sort` is "organ", "sekcija", "komisija", "mreza" …, free data.

    With `needs_two` its documents are published by two people: one proposes, another agrees.
    """

    sort: str = ""
    needs_two: bool = False


@dataclass(frozen=True, slots=True)
class Topic(Named):
    """A topic (področje); `parent_id` is None on the first of the two levels."""

    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Kind(Named):
    """A kind of document (vrsta gradiva)."""


@dataclass(frozen=True, slots=True)
class Event:
    """A seminar, session or training; `organiser` is a body's slug or "", `speakers` are roles or names."""

    slug: str
    title: str
    sort: str = "posvet"
    starts: dt.date | None = None
    ends: dt.date | None = None
    place: str = ""
    organiser: str = ""
    speakers: tuple[str, ...] = ()
