"""Events as rows: read with their speakers, topics and agenda, and written."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    ForeignKey,
    Integer,
    Row,
    Table,
    Text,
    Time,
    UniqueConstraint,
    delete,
    insert,
    select,
)

from kb.errors import WrongValue
from kb.model import AgendaItem, Body, Event, EventState, Topic, Visibility
from kb.store.ids import chunks
from kb.store.registers import ids_by_slug, missing_slug
from kb.store.tables import bodies, documents, event_speakers, events, schema, topics
from kb.store.texts import storable

# Who speaks is a list of names or roles. An item stays when its document is erased.
event_items = Table(
    "event_items",
    schema,
    Column("id", Integer, primary_key=True),
    Column("event_id", ForeignKey("events.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("day", Date),
    Column("starts", Time),
    Column("speakers", JSON, nullable=False),
    Column("document_id", ForeignKey("documents.id"), index=True),
    UniqueConstraint("event_id", "position"),
    sqlite_autoincrement=True,
    info={"outlives": "documents"},
)
event_topics = Table(
    "event_topics",
    schema,
    Column("event_id", ForeignKey("events.id"), primary_key=True),
    Column("row_id", ForeignKey("topics.id"), primary_key=True, index=True),
    Column("position", Integer, nullable=False),
)

_OF_MANIFEST = ("title", "sort", "starts", "ends", "place", "organiser_id")


def events_by_id(connection: Connection, ids: Iterable[int] | None = None) -> dict[int, Event]:
    """Gives events by id, all or those of `ids`, with their speakers in order, without topics and agenda."""
    wanted = select(events, bodies.c.slug.label("organiser")).join_from(events, bodies, isouter=True)
    heard = select(event_speakers).order_by(event_speakers.c.owner_id, event_speakers.c.position)
    if ids is not None:
        chosen = list(ids)
        wanted, heard = wanted.where(events.c.id.in_(chosen)), heard.where(event_speakers.c.owner_id.in_(chosen))
    speakers: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(heard):
        speakers[row.owner_id].append(row.name)
    rows = connection.execute(wanted.order_by(events.c.id))
    return {row.id: _event(row, tuple(speakers.get(row.id, ()))) for row in rows}


def whole_events(connection: Connection, ids: Iterable[int] | None = None) -> dict[int, Event]:
    """Gives events by id, all or those of `ids`, with topics and agenda."""
    chosen = None if ids is None else list(ids)
    found = events_by_id(connection, chosen)
    placed = select(event_topics.c.event_id, topics.c.slug).join_from(event_topics, topics)
    items = select(event_items)
    if chosen is not None:
        placed, items = (
            placed.where(event_topics.c.event_id.in_(chosen)),
            items.where(event_items.c.event_id.in_(chosen)),
        )
    slugs: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(placed.order_by(event_topics.c.position)):
        slugs[row.event_id].append(row.slug)
    agendas: dict[int, list[AgendaItem]] = defaultdict(list)
    for row in connection.execute(items.order_by(event_items.c.position)):
        agendas[row.event_id].append(AgendaItem(row.title, row.day, row.starts, tuple(row.speakers), row.document_id))
    return {
        id_: replace(event, topics=tuple(slugs.get(id_, ())), agenda=tuple(agendas.get(id_, ())))
        for id_, event in found.items()
    }


def of_manifest(connection: Connection, event: Event) -> dict[str, Any]:
    """Gives what a manifest tells of an event as columns. Raises WrongValue for an organiser that is no body's slug."""
    told = columns_of(connection, event)
    return {name: told[name] for name in _OF_MANIFEST}


def columns_of(connection: Connection, event: Event) -> dict[str, Any]:
    """Gives an event as columns of its row. Raises WrongValue for an organiser that is no body's slug."""
    organisers = ids_by_slug(connection, Body)
    if event.organiser and event.organiser not in organisers:
        raise missing_slug(Body, event.organiser)
    return {
        "title": storable(event.title),
        "sort": storable(event.sort),
        "starts": event.starts,
        "ends": event.ends,
        "place": storable(event.place),
        "organiser_id": organisers.get(event.organiser),
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "call": storable(event.call),
        "apply_at": storable(event.apply_at),
        "apply_until": event.apply_until,
        "visibility": event.visibility.value,
        "state": event.state.value,
        "reason": storable(event.reason),
        "moved_from": event.moved_from,
    }


def write_speakers(connection: Connection, event_id: int, names: Sequence[str]) -> None:
    """Puts speakers in the place of those that an event had."""
    connection.execute(delete(event_speakers).where(event_speakers.c.owner_id == event_id))
    rows = [{"owner_id": event_id, "position": at, "name": storable(name)} for at, name in enumerate(names)]
    if rows:
        connection.execute(insert(event_speakers), rows)


def write_topics(connection: Connection, event_id: int, slugs: Sequence[str]) -> None:
    """Puts topics in the place of those that an event had. Raises WrongValue for a slug that is not there."""
    known = ids_by_slug(connection, Topic)
    if missing := [slug for slug in slugs if slug not in known]:
        raise missing_slug(Topic, missing[0])
    connection.execute(delete(event_topics).where(event_topics.c.event_id == event_id))
    ids = dict.fromkeys(known[slug] for slug in slugs)
    rows = [{"event_id": event_id, "row_id": id_, "position": at} for at, id_ in enumerate(ids)]
    if rows:
        connection.execute(insert(event_topics), rows)


def write_agenda(connection: Connection, event_id: int, items: Sequence[AgendaItem]) -> None:
    """Puts an agenda in the place of the one that an event had. Raises WrongValue for a document that is not there."""
    wanted = {item.document_id for item in items if item.document_id is not None}
    there: set[int] = set()
    for some in chunks(wanted):
        there.update(connection.scalars(select(documents.c.id).where(documents.c.id.in_(some))))
    if wanted - there:
        raise WrongValue(f"gradivo (document) {min(wanted - there)}")
    connection.execute(delete(event_items).where(event_items.c.event_id == event_id))
    rows = [
        {
            "event_id": event_id,
            "position": at,
            "title": storable(item.title),
            "day": item.day,
            "starts": item.starts,
            "speakers": [storable(name) for name in item.speakers],
            "document_id": item.document_id,
        }
        for at, item in enumerate(items)
    ]
    if rows:
        connection.execute(insert(event_items), rows)


def told_of(event: Event) -> dict[str, Any]:
    """Gives what an event says by name, as the audit log tells it."""
    return {
        "title": event.title,
        "sort": event.sort,
        "starts": _moment(event.starts, event.starts_at),
        "ends": _moment(event.ends, event.ends_at),
        "place": event.place,
        "organiser": event.organiser,
        "speakers": list(event.speakers),
        "topics": list(event.topics),
        "call": event.call,
        "apply_at": event.apply_at,
        "apply_until": event.apply_until.isoformat() if event.apply_until else "",
        "visibility": event.visibility.value,
        "state": event.state.value,
        "reason": event.reason,
        "agenda": [_said(item) for item in event.agenda],
    }


def _said(item: AgendaItem) -> str:
    parts = [_moment(item.day, item.starts), item.title, ", ".join(item.speakers), str(item.document_id or "")]
    return " · ".join(part for part in parts if part)


def _moment(day: dt.date | None, hour: dt.time | None) -> str:
    return " ".join([*([day.isoformat()] if day else []), *([f"{hour:%H:%M}"] if hour else [])])


def _event(row: Row[Any], speakers: tuple[str, ...]) -> Event:
    return Event(
        slug=row.slug,
        title=row.title,
        sort=row.sort,
        starts=row.starts,
        ends=row.ends,
        place=row.place,
        organiser=row.organiser or "",
        speakers=speakers,
        id=row.id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        call=row.call,
        apply_at=row.apply_at,
        apply_until=row.apply_until,
        visibility=Visibility(row.visibility),
        state=EventState(row.state),
        reason=row.reason,
        moved_from=row.moved_from,
        edition=row.edition,
        changed=row.changed,
    )
