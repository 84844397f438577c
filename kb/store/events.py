"""Events (dogodki): seminars, sessions and trainings that documents and speakers belong to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from kb.errors import NotFound, WrongValue
from kb.model import Body, Event
from kb.store.database import Database
from kb.store.registers import ids_by_slug, missing_slug
from kb.store.tables import bodies, event_speakers, events
from kb.store.texts import storable


class Events:
    """The events of the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Event, ...]:
        """Gives all events, the latest first, those without a date last."""
        with self._database.reading() as connection:
            found = events_by_id(connection).values()
        return tuple(sorted(found, key=lambda event: event.starts or dt.date.min, reverse=True))

    def event(self, slug: str) -> Event:
        """Gives the event with a slug. Raises NotFound."""
        for event in self.all():
            if event.slug == slug:
                return event
        raise NotFound(slug)

    def put(self, event: Event) -> Event:
        """Keeps an event in place of the one with its slug, if there is one, and gives it back.

        Raises WrongValue for an empty slug or title, or an organiser that is no body's slug.
        """
        if not event.slug.strip() or not event.title.strip():
            raise WrongValue(f"dogodek (event) »{event.slug}«")
        self._database.write(lambda connection: _put(connection, event))
        return event


def events_by_id(connection: Connection, ids: Iterable[int] | None = None) -> dict[int, Event]:
    """Gives events by id, all or those of `ids`, with their speakers in order."""
    wanted = select(events, bodies.c.slug.label("organiser")).join_from(events, bodies, isouter=True)
    heard = select(event_speakers).order_by(event_speakers.c.owner_id, event_speakers.c.position)
    if ids is not None:
        chosen = list(ids)
        wanted, heard = wanted.where(events.c.id.in_(chosen)), heard.where(event_speakers.c.owner_id.in_(chosen))
    speakers: dict[int, list[str]] = {}
    for row in connection.execute(heard):
        speakers.setdefault(row.owner_id, []).append(row.name)
    rows = connection.execute(wanted.order_by(events.c.id))
    return {row.id: _event(row, tuple(speakers.get(row.id, ()))) for row in rows}


def _event(row: Row[Any], speakers: tuple[str, ...]) -> Event:
    return Event(row.slug, row.title, row.sort, row.starts, row.ends, row.place, row.organiser or "", speakers)


def _put(connection: Connection, event: Event) -> None:
    columns = _columns(connection, event)
    same = events.c.slug == columns["slug"]
    if connection.execute(update(events).where(same).values(columns)).rowcount == 0:
        connection.execute(insert(events).values(columns))
    event_id = connection.scalar(select(events.c.id).where(same))
    connection.execute(delete(event_speakers).where(event_speakers.c.owner_id == event_id))
    for position, name in enumerate(event.speakers):
        connection.execute(insert(event_speakers).values(owner_id=event_id, position=position, name=storable(name)))


def _columns(connection: Connection, event: Event) -> dict[str, Any]:
    organisers = ids_by_slug(connection, Body)
    if event.organiser and event.organiser not in organisers:
        raise missing_slug(Body, event.organiser)
    return {
        "slug": storable(event.slug),
        "title": storable(event.title),
        "sort": storable(event.sort),
        "starts": event.starts,
        "ends": event.ends,
        "place": storable(event.place),
        "organiser_id": organisers.get(event.organiser),
    }
