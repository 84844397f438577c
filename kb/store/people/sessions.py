"""Visits of people who have signed in. A visit ends when it is closed, idle for too long, or at its last moment."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from kb.model import PROGRAM, Actor, Deed
from kb.people import Session, UserState
from kb.store.audit import enter
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.ids import fit
from kb.store.people.tables import sessions, users
from kb.store.people.users import users_of

KEPT_DAYS = 30
"""Days for which a visit that has ended stays in the table."""


class Sessions:
    """The visits of the store; `token` is always the hash of the secret that the browser keeps."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def begin(self, user_id: int, token: str, *, lasts: dt.timedelta, device: str = "") -> None:
        """Begins a visit that can last for `lasts`, and forgets those that ended long ago."""
        now = self._clock()
        columns = {"token": token, "user_id": user_id, "device": device[:100]}
        columns |= {"started": now, "last_seen": now, "ends": now + lasts}
        old = delete(sessions).where(sessions.c.ends < now - dt.timedelta(days=KEPT_DAYS))

        def work(connection: Any) -> None:
            connection.execute(old)
            connection.execute(insert(sessions).values(columns))

        self._database.write(work)

    def find(self, token: str, *, idle: dt.timedelta) -> Session | None:
        """Gives the visit with a token, of a person whose account is active; None where it has ended."""
        wanted = select(sessions).where(sessions.c.token == token, self._is_open(idle))
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
            if row is None:
                return None
            of_user = connection.execute(select(users).where(users.c.id == row.user_id)).all()
            user = users_of(connection, of_user)[0]
        if user.state is not UserState.ACTIVE:
            return None
        return Session(row.id, user, row.started, row.last_seen, row.ends, row.device)

    def open_of(self, user_id: int, *, idle: dt.timedelta) -> tuple[Session, ...]:
        """Gives the visits of a person that have not ended, the one seen last first."""
        wanted = select(sessions).where(sessions.c.user_id == fit(user_id), self._is_open(idle))
        with self._database.reading() as connection:
            of_user = connection.execute(select(users).where(users.c.id == fit(user_id))).all()
            if not of_user:
                return ()
            user = users_of(connection, of_user)[0]
            rows = connection.execute(wanted.order_by(sessions.c.last_seen.desc(), sessions.c.id.desc())).all()
        return tuple(Session(row.id, user, row.started, row.last_seen, row.ends, row.device) for row in rows)

    def note_seen(self, session_id: int) -> None:
        """Notes that a visit goes on now."""
        seen = update(sessions).where(sessions.c.id == fit(session_id)).values(last_seen=self._clock())
        self._database.write(lambda connection: connection.execute(seen))

    def close(self, session_id: int, *, user_id: int) -> bool:
        """Closes a visit of a person; False where they have no such open one."""
        return self._close((sessions.c.id == fit(session_id)) & (sessions.c.user_id == user_id)) > 0

    def close_all(self, user_id: int, *, but: int = 0, by: Actor = PROGRAM) -> int:
        """Closes all visits of a person, `but` not the one with that id; gives how many."""

        def work(connection: Connection) -> int:
            count = self._closed(connection, (sessions.c.user_id == user_id) & (sessions.c.id != but))
            deed, after = Deed.SIGNED_OUT_EVERYWHERE, {"count": count}
            enter(connection, by, deed, subject="user", subject_id=user_id, after=after, at=self._clock())
            return count

        return self._database.write(work)

    def _close(self, which: ColumnElement[bool]) -> int:
        return self._database.write(lambda connection: self._closed(connection, which))

    def _closed(self, connection: Connection, which: ColumnElement[bool]) -> int:
        closed = update(sessions).where(which, sessions.c.closed.is_(None)).values(closed=self._clock())
        return connection.execute(closed).rowcount

    def _is_open(self, idle: dt.timedelta) -> ColumnElement[bool]:
        now = self._clock()
        return sessions.c.closed.is_(None) & (sessions.c.ends > now) & (sessions.c.last_seen > now - idle)
