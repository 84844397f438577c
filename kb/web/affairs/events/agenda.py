"""The agenda in the form of an event: its rows as they stand there, and the order of the items that they mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.model import AgendaItem, Event
from kb.slovene.dates import written
from kb.slovene.hours import said
from kb.web.affairs import choosing
from kb.web.affairs.choosing import Chosen

OF_ITEM = ("dan", "ura", "tocka", "govorci", "gradivo")
"""The fields of an item of the agenda, but for which one it is."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A row of the agenda as it stands in the form."""

    number: int
    typed: Mapping[str, str]
    document: Chosen = field(default_factory=Chosen)

    @property
    def is_empty(self) -> bool:
        """Tells whether nothing stands in it."""
        return not any(self.typed.values()) and not self.document.typed and self.document.document_id is None


def in_order(items: list[AgendaItem], event: Event) -> tuple[AgendaItem, ...]:
    """Gives items by day and hour; one without an hour stays behind the one that it stands behind."""
    placed, day, hour = [], dt.date.min, dt.time.min
    for item in items:
        own = event.day_of(item) or dt.date.min
        hour = item.starts or (hour if own == day else dt.time.min)
        day = own
        placed.append((day, hour, item))
    return tuple(item for _day, _hour, item in sorted(placed, key=lambda each: each[:2]))


def row_of(number: int, item: AgendaItem) -> ItemRow:
    """Gives the row of an item as it is kept."""
    typed = {
        "dan": written_or_empty(item.day),
        "ura": said_or_empty(item.starts),
        "tocka": item.title,
        "govorci": "\n".join(item.speakers),
    }
    return ItemRow(number, typed, choosing.kept(item.document_id))


def empty_row(number: int) -> ItemRow:
    """Gives a row in which nothing stands."""
    return ItemRow(number, dict.fromkeys(OF_ITEM, ""))


def written_or_empty(day: dt.date | None) -> str:
    """Gives a day as a field shows it."""
    return written(day) if day else ""


def said_or_empty(hour: dt.time | None) -> str:
    """Gives an hour as a field shows it."""
    return said(hour) if hour else ""
