"""Events (dogodki): seminars, sessions and trainings that documents and speakers belong to.

A manifest tells of events in few words (`put`), staff look after them whole (`keep`): what staff have written once, no
manifest changes any more. Each event is a record too, so that it is found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, insert, select, update

from kb.errors import ChangedMeanwhile, NotFound, WrongValue
from kb.model import EVERYTHING, PROGRAM, Actor, Deed, Event, EventState, Reader, RecordSort
from kb.store.audit import enter
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.events.recording import record_of
from kb.store.events.rows import (
    columns_of,
    event_topics,
    events_by_id,
    of_manifest,
    told_of,
    whole_events,
    write_agenda,
    write_speakers,
    write_topics,
)
from kb.store.records import Records, is_record, records
from kb.store.registers import with_below
from kb.store.seen import seen_by
from kb.store.tables import bodies, documents, events, topics
from kb.store.texts import storable

__all__ = ["Events", "events_by_id"]


class Events:
    """The events of the store."""

    def __init__(self, database: Database, kept_as: Records, clock: Clock) -> None:
        self._database = database
        self._records = kept_as
        self._clock = clock

    # --- reading ---

    def all(self, *, reader: Reader = EVERYTHING, body: str = "", topic: str = "") -> tuple[Event, ...]:
        """Gives the events that `reader` may see, whole, the latest first, those without a day last.

        With `body` those that it organises, with `topic` those on it (slugs).
        """
        with self._database.reading() as connection:
            chosen = select(events.c.id).where(*_chosen(body, topic))
            found = whole_events(connection, connection.scalars(chosen).all() if body or topic else None)
            seen = _seen(connection, found.values(), reader)
        return tuple(sorted(seen, key=lambda event: event.starts or dt.date.min, reverse=True))

    def event(self, slug: str, *, reader: Reader = EVERYTHING) -> Event:
        """Gives the event with a slug, whole. Raises NotFound, also for one that `reader` may not know of."""
        with self._database.reading() as connection:
            ids = connection.scalars(select(events.c.id).where(events.c.slug == storable(slug))).all()
            for event in _seen(connection, whole_events(connection, ids).values(), reader):
                return event
        raise NotFound(slug)

    def slug(self, event_id: int) -> str:
        """Gives the slug of an event by its id. Raises NotFound."""
        with self._database.reading() as connection:
            found = connection.scalar(select(events.c.slug).where(events.c.id == event_id))
        if found is None:
            raise NotFound(str(event_id))
        return str(found)

    def documents(self, event_id: int, *, reader: Reader = EVERYTHING) -> tuple[int, ...]:
        """Gives the documents that belong to an event and are open to `reader`, in the order they came in."""
        mine = (documents.c.event_id == event_id) & documents.c.removed.is_(None) & ~is_record()
        wanted = select(documents.c.id).where(mine, seen_by(reader)).order_by(documents.c.id)
        with self._database.reading() as connection:
            return tuple(connection.scalars(wanted))

    # --- writing ---

    def put(self, event: Event, *, by: Actor = PROGRAM) -> Event:
        """Keeps what a manifest tells of an event, in place of the one with its slug, if there is one; gives it back.

        Agenda, call and topics stay as they are; an event that staff have edited stays as a whole. The record of a new
        one comes with `put_missing`. Raises WrongValue for an empty slug or title, or an organiser that is no body's
        slug.
        """
        if not event.slug.strip() or not event.title.strip():
            raise WrongValue(f"dogodek (event) »{event.slug}«")

        def work(connection: Connection) -> None:
            same = events.c.slug == storable(event.slug)
            row = connection.execute(select(events).where(same)).one_or_none()
            told = of_manifest(connection, event)
            if row is not None and row.is_edited:
                return
            event_id = self._insert(connection, event) if row is None else row.id
            before = None if row is None else whole_events(connection, [event_id])[event_id]
            connection.execute(update(events).where(same).values(told))
            write_speakers(connection, event_id, event.speakers)
            self._tell(connection, event_id, before, by, is_recorded=before is not None)

        self._database.write(work)
        return event

    def keep(self, event: Event, *, by: Actor) -> Event:
        """Keeps an event as staff have written it, a new one where its `id` is 0, and gives it.

        Raises NotFound; ChangedMeanwhile where it is no longer of the edition that `event` says; WrongValue for a slug
        that another event has, an organiser, topic or document that is not there.
        """

        def work(connection: Connection) -> int:
            if not event.id:
                event_id, before = self._insert(connection, event), None
            else:
                event_id, before = event.id, self._before(connection, event)
            columns = columns_of(connection, event)
            connection.execute(update(events).where(events.c.id == event_id).values(**columns, is_edited=True))
            write_speakers(connection, event_id, event.speakers)
            write_topics(connection, event_id, event.topics)
            write_agenda(connection, event_id, event.agenda)
            self._tell(connection, event_id, before, by)
            return event_id

        return self._whole(self._database.write(work))

    def cancel(self, slug: str, reason: str, *, by: Actor) -> Event:
        """Says that an event will not be, and why. Raises NotFound."""
        return self._restate(slug, lambda event: replace(event, state=EventState.CANCELLED, reason=reason), by)

    def call_again(self, slug: str, *, by: Actor) -> Event:
        """Says that an event which was cancelled will be after all. Raises NotFound."""

        def again(event: Event) -> Event:
            state = EventState.MOVED if event.moved_from else EventState.PLANNED
            return replace(event, state=state, reason="") if event.state is EventState.CANCELLED else event

        return self._restate(slug, again, by)

    def put_missing(self) -> int:
        """Writes the records of the events that have none, and gives how many; writes nothing where all have one."""
        have = select(records.c.record_id).where(records.c.sort == RecordSort.EVENT)
        wanted = select(events.c.id).where(events.c.id.not_in(have))

        def work(connection: Connection) -> int:
            found = whole_events(connection, connection.scalars(wanted).all())
            for event in found.values():
                self._records.write(connection, record_of(event), at=self._clock())
            return len(found)

        with self._database.reading() as connection:
            is_complete = connection.scalar(wanted.limit(1)) is None
        return 0 if is_complete else self._database.write(work)

    def _restate(self, slug: str, change: Callable[[Event], Event], by: Actor) -> Event:
        event = self.event(slug)
        changed = change(event)
        return self.keep(changed, by=by) if changed != event else event

    def _whole(self, event_id: int) -> Event:
        with self._database.reading() as connection:
            return whole_events(connection, [event_id])[event_id]

    def _insert(self, connection: Connection, event: Event) -> int:
        slug = storable(event.slug)
        if connection.scalar(select(events.c.id).where(events.c.slug == slug)) is not None:
            raise WrongValue(f"dogodek (event) »{slug}«")
        columns = {**columns_of(connection, event), "slug": slug, "edition": 0, "is_edited": False}
        written = connection.execute(insert(events).values(columns)).inserted_primary_key
        return int(written[0]) if written else 0

    def _before(self, connection: Connection, event: Event) -> Event:
        found = whole_events(connection, [event.id]).get(event.id)
        if found is None:
            raise NotFound(event.slug)
        if found.edition != event.edition:
            raise ChangedMeanwhile(event.title)
        return found

    def _tell(
        self, connection: Connection, event_id: int, before: Event | None, by: Actor, *, is_recorded: bool = True
    ) -> None:
        """Writes the record of an event that has changed and enters it in the audit log; else nothing."""
        event = whole_events(connection, [event_id])[event_id]
        if event == before:
            return
        at = self._clock()
        connection.execute(
            update(events).where(events.c.id == event_id).values(edition=events.c.edition + 1, changed=at)
        )
        if is_recorded:
            self._records.write(connection, record_of(event), at=at)
        was, now = (told_of(before) if before else {}), told_of(event)
        names = [name for name in now if (now[name] != was[name] if before else now[name])]
        enter(
            connection,
            by,
            Deed.EDITED if before else Deed.ADDED,
            subject="event",
            subject_id=event.slug,
            before={name: was[name] for name in names if before},
            after={name: now[name] for name in names},
            at=at,
        )


def _chosen(body: str, topic: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if body:
        organiser = select(bodies.c.id).where(bodies.c.slug == body)
        found.append(events.c.organiser_id.in_(organiser))
    if topic:
        placed = select(event_topics.c.event_id).join_from(event_topics, topics).where(with_below(topic))
        found.append(events.c.id.in_(placed))
    return found


def _seen(connection: Connection, found: Iterable[Event], reader: Reader) -> list[Event]:
    of_body = {row.slug: row.id for row in connection.execute(select(bodies.c.slug, bodies.c.id))}

    def ids(event: Event) -> frozenset[int]:
        return frozenset({of_body[event.organiser]} if event.organiser else ())

    return [event for event in found if reader.may_see(event.visibility, ids(event))]
