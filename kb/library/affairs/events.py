"""Events as people see them: what is coming, what was, and the materials that belong to each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from kb.model import Actor, Document, Event, Reader
from kb.slovene.workdays import day_here
from kb.store import Store
from kb.store.clock import Clock, now


class Events:
    """The events of one library."""

    def __init__(self, store: Store, *, clock: Clock = now) -> None:
        self._store = store
        self._clock = clock
        self.slug = store.events.slug
        self.cancel = store.events.cancel
        self.call_again = store.events.call_again

    @property
    def today(self) -> dt.date:
        """Gives the day that it is in Slovenia."""
        return day_here(self._clock())

    def all(self, *, reader: Reader, body: str = "", topic: str = "", coming: bool | None = None) -> tuple[Event, ...]:
        """Gives events, the latest first; with `coming` only those that are not over, the soonest first, or only those
        that are (or have no day). `body` organises them, `topic` is what they are on (slugs).
        """
        found = self._store.events.all(reader=reader, body=body, topic=topic)
        if coming is None:
            return found
        today = self.today
        chosen = tuple(event for event in found if event.is_coming(today) == coming)
        return chosen[::-1] if coming else chosen

    def get(self, slug: str, *, reader: Reader) -> Event:
        """Gives an event. Raises NotFound, also for one that `reader` may not know of."""
        return self._store.events.event(slug, reader=reader)

    def documents(self, event: Event, *, reader: Reader) -> dict[int, Document]:
        """Gives the documents that belong to an event and those of its agenda, by id, as far as `reader` sees them."""
        named = [item.document_id for item in event.agenda if item.document_id is not None]
        seen = self._store.documents.seen(named, reader=reader)
        ids = [*self._store.events.documents(event.id, reader=reader), *(one for one in named if one in seen)]
        return self._store.documents.many(dict.fromkeys(ids))

    def keep(self, event: Event, *, by: Actor) -> Event:
        """Keeps an event as staff have written it, and makes the documents of its agenda belong to it; gives it.

        Raises NotFound, ChangedMeanwhile, WrongValue as kb.store.events does.
        """
        kept = self._store.events.keep(event, by=by)
        named = {item.document_id for item in kept.agenda if item.document_id is not None}
        there = self._store.documents.many(named - {*self._store.events.documents(kept.id)})
        self.place(kept, add=there.keys() - self._store.records.of_some(there).keys(), by=by)
        return kept

    def place(self, event: Event, *, add: Iterable[int] = (), remove: Iterable[int] = (), by: Actor) -> None:
        """Makes documents belong to an event, or no longer, to its agenda neither; each is a change that can be undone.

        Raises NotFound for a document that is not there, NotPossible for one that nobody may edit.
        """
        changes, removed = self._store.changing.changes, set(remove)
        for slug, ids in ((event.slug, add), ("", removed)):
            for document_id in ids:
                told = changes.metadata(document_id)
                if slug or told.event == event.slug:
                    changes.edit(by, document_id, replace(told, event=slug))
        agenda = tuple(
            replace(item, document_id=None) if item.document_id in removed else item for item in event.agenda
        )
        if agenda != event.agenda:
            self._store.events.keep(replace(event, agenda=agenda), by=by)

    def catch_up(self) -> int:
        """Writes the records of events that have none yet, and gives how many."""
        return self._store.events.put_missing()
