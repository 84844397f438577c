"""Links that open a door once: an invitation, a new password. A new one of the same purpose ends those before it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, insert, select, update

from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.people.tables import links


class Purpose(StrEnum):
    """What a link is for."""

    INVITATION = "invitation"
    RESET = "reset"


class Links:
    """The one-time links of the store; `token` is always the hash of the secret that the letter has."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def make(self, user_id: int, token: str, *, purpose: Purpose, lasts: dt.timedelta) -> None:
        """Keeps a link that can be used for `lasts`; others of the person for the same purpose end."""
        now = self._clock()
        columns = {"token": token, "user_id": user_id, "purpose": purpose.value, "made": now, "ends": now + lasts}

        def work(connection: Connection) -> None:
            self._end(connection, user_id, purpose)
            connection.execute(insert(links).values(columns))

        self._database.write(work)

    def whose(self, token: str, *, purpose: Purpose) -> int | None:
        """Gives the person (id) whom a link that can still be used is for, or None."""
        with self._database.reading() as connection:
            return connection.scalar(select(links.c.user_id).where(self._usable(token, purpose)))

    def use(self, token: str, *, purpose: Purpose) -> int | None:
        """Uses a link up and gives whom it was for (id); None where it cannot be used: of two at once, one gets it."""

        def work(connection: Connection) -> int | None:
            user_id = connection.scalar(select(links.c.user_id).where(self._usable(token, purpose)))
            connection.execute(update(links).where(links.c.token == token).values(used=self._clock()))
            return user_id

        return self._database.write(work)

    def end(self, user_id: int) -> None:
        """Ends all links of a person."""

        def work(connection: Connection) -> None:
            for purpose in Purpose:
                self._end(connection, user_id, purpose)

        self._database.write(work)

    def _end(self, connection: Connection, user_id: int, purpose: Purpose) -> None:
        own = (links.c.user_id == user_id) & (links.c.purpose == purpose.value) & links.c.used.is_(None)
        connection.execute(update(links).where(own).values(used=self._clock()))

    def _usable(self, token: str, purpose: Purpose) -> ColumnElement[bool]:
        here = (links.c.token == token) & (links.c.purpose == purpose.value)
        return here & links.c.used.is_(None) & (links.c.ends > self._clock())
