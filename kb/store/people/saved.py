"""Saved searches: the addresses of questions that a person wants to ask again. Nobody else is shown them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, delete, func, insert, select, update

from kb.errors import NotFound, WrongValue
from kb.model import Actor, Deed
from kb.store.audit import enter
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.ids import fit
from kb.store.tables import UtcDateTime, schema
from kb.store.texts import storable

MOST = 100
"""Searches that one person can save."""

LONGEST_NAME = 200
LONGEST_QUESTION = 4000

# asked is the query of the address, «q=redar&komisija=k-redarstvo»; asked once by each person.
saved_searches = Table(
    "saved_searches",
    schema,
    Column("id", Integer, primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("name", String(LONGEST_NAME), nullable=False),
    Column("asked", String(LONGEST_QUESTION), nullable=False),
    Column("saved", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that a person saved under a name; `asked` is the query of its address."""

    id: int
    name: str
    asked: str
    saved: dt.datetime


class SavedSearches:
    """The saved searches of the store. What was asked is no matter of the audit log, only that something was saved."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def of(self, user_id: int) -> tuple[SavedSearch, ...]:
        """Gives what a person saved, the newest first."""
        of_person = saved_searches.c.user_id == fit(user_id)
        wanted = select(saved_searches).where(of_person).order_by(saved_searches.c.id.desc())
        with self._database.reading() as connection:
            return tuple(SavedSearch(row.id, row.name, row.asked, row.saved) for row in connection.execute(wanted))

    def put(self, by: Actor, name: str, asked: str) -> None:
        """Saves a search; one with the same question gets the new name.

        Raises WrongValue for a name that is empty or too long, a question that is too long, and one search too many.
        """
        name = storable(" ".join(name.split()))
        if not name or len(name) > LONGEST_NAME or len(asked) > LONGEST_QUESTION:
            raise WrongValue(f"ime »{name[:80]}«")
        self._database.write(lambda connection: self._put(connection, by, name, storable(asked)))

    def remove(self, by: Actor, search_id: int) -> None:
        """Removes one of a person's searches. Raises NotFound."""
        self._database.write(lambda connection: self._remove(connection, by, search_id))

    def _put(self, connection: Connection, by: Actor, name: str, asked: str) -> None:
        same = (saved_searches.c.user_id == by.id) & (saved_searches.c.asked == asked)
        if connection.execute(update(saved_searches).where(same).values(name=name)).rowcount:
            self._enter(connection, by, Deed.EDITED)
            return
        count = select(func.count()).select_from(saved_searches).where(saved_searches.c.user_id == by.id)
        if (connection.scalar(count) or 0) >= MOST:
            raise WrongValue(f"{MOST} shranjenih iskanj")
        row = {"user_id": by.id, "name": name, "asked": asked, "saved": self._clock()}
        connection.execute(insert(saved_searches).values(row))
        self._enter(connection, by, Deed.ADDED)

    def _remove(self, connection: Connection, by: Actor, search_id: int) -> None:
        own = (saved_searches.c.id == fit(search_id)) & (saved_searches.c.user_id == by.id)
        if not connection.execute(delete(saved_searches).where(own)).rowcount:
            raise NotFound(str(search_id))
        self._enter(connection, by, Deed.REMOVED)

    def _enter(self, connection: Connection, by: Actor, deed: Deed) -> None:
        enter(connection, by, deed, subject="saved-search", subject_id=by.id or 0, at=self._clock())
