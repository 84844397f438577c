"""An event as a record: what of it is found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kb.model import (
    AgendaItem,
    Event,
    EventState,
    Locator,
    LocatorKind,
    Metadata,
    Passage,
    Record,
    RecordSort,
)
from kb.slovene.dates import written
from kb.slovene.hours import said

KIND = "dogodek"
_STANDS = {EventState.CANCELLED: "Dogodek je odpovedan.", EventState.MOVED: "Dogodek je prestavljen."}


def record_of(event: Event) -> Record:
    """Gives the record of an event: a passage of the event as a whole, and one of each item of its agenda."""
    metadata = Metadata(
        title=event.title,
        kind=KIND,
        bodies=(event.organiser,) if event.organiser else (),
        topics=event.topics,
        speakers=event.speakers,
        dated=event.starts,
        language="sl",
        visibility=event.visibility,
    )
    whole = _passage(1, event.title, "\n".join(_lines(event)))
    items = (_of_item(number, event, item) for number, item in enumerate(event.agenda, 2))
    return Record(RecordSort.EVENT, event.id, metadata, (whole, *items))


def when(event: Event) -> str:
    """Gives the days and hours of an event in words: «8. 3. 2027 od 9.00 do 14.30», «8. 3. 2027 – 9. 3. 2027»."""
    if event.starts is None:
        return ""
    if event.ends and event.ends != event.starts:
        first, last = _at(event.starts, event.starts_at), _at(event.ends, event.ends_at)
        return f"{first} – {last}"
    if event.starts_at and event.ends_at:
        return f"{written(event.starts)} od {said(event.starts_at)} do {said(event.ends_at)}"
    return _at(event.starts, event.starts_at)


def _at(day: dt.date, hour: dt.time | None) -> str:
    return f"{written(day)} ob {said(hour)}" if hour else written(day)


def _lines(event: Event) -> Iterator[str]:
    """Gives what is said of an event as a whole, at least its sort and title."""
    yield ", ".join(part for part in (f"Dogodek: {event.sort}", when(event), event.place) if part) + "."
    if event.state in _STANDS:
        yield f"{_STANDS[event.state]} {event.reason}".strip()
    if event.speakers:
        yield f"Predavatelji: {', '.join(event.speakers)}."
    if event.call:
        yield event.call


def _of_item(number: int, event: Event, item: AgendaItem) -> Passage:
    day = event.day_of(item)
    times = [_at(day, item.starts)] if day else []
    return _passage(number, item.title, ", ".join([*times, item.title, *item.speakers]) + ".")


def _passage(number: int, heading: str, text: str) -> Passage:
    return Passage(Locator(LocatorKind.SECTION, str(number)), heading, text)
