"""Parts of events (dogodki): the items of an agenda, and how an event stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class EventState(StrEnum):
    """How an event stands: as it was announced first, on another day, or not at all."""

    PLANNED = "planned"
    MOVED = "moved"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item of an agenda (točka dnevnega reda), by whom, and with the document that was shown.

    `day` is None on the first day of the event. Items stand in the order in which they follow one another.
    """

    title: str
    day: dt.date | None = None
    starts: dt.time | None = None
    speakers: tuple[str, ...] = ()
    document_id: int | None = None
