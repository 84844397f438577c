"""Doors that guessing is slowed down at: after some free tries each further one has to wait longer, never for ever.

A try is counted before its outcome is known, so that many at once do not pass where one would have to wait. What a door
is called never stands in the table, only its SHA-256, and it is forgotten when nobody has knocked for a while.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.people.tables import knocks

KEPT = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """How a door slows down: `free` tries, then waits of `first` seconds, twice as long each time, up to `longest`.

    All is forgotten after `window` seconds without a try; `window` is at least as long as `longest`.
    """

    free: int
    first: int
    longest: int
    window: int

    def wait(self, tries: int) -> dt.timedelta:
        """Gives how long one has to wait after so many tries."""
        if tries < self.free:
            return dt.timedelta()
        doublings = min(tries - self.free, 30)
        return dt.timedelta(seconds=min(self.first * 2**doublings, self.longest))


class Doors:
    """The doors of the store."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def knock(self, doors: Mapping[str, Pace]) -> int:
        """Counts a try at each of `doors` and gives 0, or gives the seconds to wait and counts nothing."""
        return self._database.write(lambda connection: self._knock(connection, doors))

    def forgive(self, door: str) -> None:
        """Forgets all tries at a door."""
        gone = delete(knocks).where(knocks.c.door == _kept(door))
        self._database.write(lambda connection: connection.execute(gone))

    def take_back(self, door: str) -> None:
        """Takes the last try at a door back: it was a good one."""
        fewer = update(knocks).where(knocks.c.door == _kept(door), knocks.c.tries > 0).values(tries=knocks.c.tries - 1)
        self._database.write(lambda connection: connection.execute(fewer))

    def _knock(self, connection: Connection, doors: Mapping[str, Pace]) -> int:
        now = self._clock()
        connection.execute(delete(knocks).where(knocks.c.last < now - KEPT))
        told = {door: self._tries(connection, door, pace, now) for door, pace in doors.items()}
        waits = [last + doors[door].wait(tries) - now for door, (tries, last) in told.items()]
        longest = max(waits, default=dt.timedelta())
        if longest > dt.timedelta():
            return int(longest.total_seconds()) + 1
        for door, (tries, _) in told.items():
            connection.execute(delete(knocks).where(knocks.c.door == _kept(door)))
            connection.execute(insert(knocks).values(door=_kept(door), tries=tries + 1, last=now))
        return 0

    def _tries(self, connection: Connection, door: str, pace: Pace, now: dt.datetime) -> tuple[int, dt.datetime]:
        row: Any = connection.execute(select(knocks).where(knocks.c.door == _kept(door))).one_or_none()
        if row is None or row.last < now - dt.timedelta(seconds=pace.window):
            return 0, now
        return row.tries, row.last


def _kept(door: str) -> str:
    return hashlib.sha256(door.encode()).hexdigest()
