"""The search log: what was asked and how much was found, to learn what the collection lacks. Never who asked.

A row has no trace of a person: no address, no cookie, no reader, the time by the hour only. What is written together
is put in the order of the alphabet, so that not even neighbouring rows tell what one person asked after another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, delete, func, insert, select

from kb.store.database import Database
from kb.store.tables import searches
from kb.store.texts import storable

LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class AskedOnce:
    """A question as it was asked: in which language of the pages, in which hour, how many documents were found.

    `relaxed` tells that nothing had all its words and some was shown that has a part of them.
    """

    text: str
    language: str
    hour: dt.datetime
    documents: int
    relaxed: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class AskedOften:
    """A question and how it went: times asked, times without any hit, times with a part of its words, the last hour.

    `seconds` is how long an answer took on average.
    """

    text: str
    asked: int
    unanswered: int
    relaxed: int
    last: dt.datetime
    seconds: float


class Searches:
    """The search log of the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, asked: Sequence[AskedOnce]) -> None:
        """Writes questions down. Raises StoreError."""
        rows = [
            {
                "text": storable(each.text)[:LONGEST_TEXT],
                "language": each.language,
                "hour": each.hour.replace(minute=0, second=0, microsecond=0),
                "documents": each.documents,
                "relaxed": each.relaxed,
                "seconds": each.seconds,
            }
            for each in sorted(asked, key=lambda each: (each.text, each.language, each.hour))
        ]
        if rows:
            self._database.write(lambda connection: connection.execute(insert(searches), rows))

    def often(self, since: dt.datetime | None = None) -> tuple[AskedOften, ...]:
        """Gives the questions asked since a moment (all of them for None), by text, in the order of the alphabet."""
        unanswered = func.sum(case((searches.c.documents == 0, 1), else_=0))
        relaxed = func.sum(case((searches.c.relaxed & (searches.c.documents > 0), 1), else_=0))
        last, seconds = func.max(searches.c.hour), func.avg(searches.c.seconds)
        wanted = select(searches.c.text, func.count(), unanswered, relaxed, last, seconds)
        if since is not None:
            wanted = wanted.where(searches.c.hour >= since)
        wanted = wanted.group_by(searches.c.text).order_by(searches.c.text)
        with self._database.reading() as connection:
            return tuple(AskedOften(*row) for row in connection.execute(wanted))

    def forget(self, before: dt.datetime | None = None) -> int:
        """Deletes what was asked before a moment (everything for None); gives how many. Writes nothing for none."""
        old = searches.c.hour < before if before is not None else searches.c.id > 0
        with self._database.reading() as connection:
            if connection.scalar(select(searches.c.id).where(old).limit(1)) is None:
                return 0
        return self._database.write(lambda connection: connection.execute(delete(searches).where(old)).rowcount)
