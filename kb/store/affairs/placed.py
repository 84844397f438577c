"""What is placed with a body or with topics, asked of the documents: the newest of it, the acts that it cites most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from kb.model import Reader
from kb.store.database import Database
from kb.store.seen import seen_by
from kb.store.tables import citations, document_bodies, document_topics, documents, revisions

LOOKED_AT = 300
"""Documents whose citations are counted at most, the newest: what a page can wait for."""


@dataclass(frozen=True, slots=True)
class Among:
    """The documents that are placed with a body (id), or with any of some topics (ids), and open to `reader`."""

    reader: Reader
    body: int = 0
    topics: Sequence[int] = ()


class Placed:
    """The documents of bodies and topics."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self, among: Among, *, limit: int) -> tuple[tuple[int, dt.datetime], ...]:
        """Gives the ids of the documents that came or changed last, each with when it did; the newest first."""
        wanted = (
            _placed(among, documents.c.id, revisions.c.received)
            .join(revisions, revisions.c.id == documents.c.shown_id)
            .order_by(revisions.c.received.desc(), documents.c.id.desc())
        )
        with self._database.reading() as connection:
            return tuple((row.id, row.received) for row in connection.execute(wanted.limit(limit)))

    def most_cited(self, among: Among, *, limit: int) -> tuple[tuple[str, int], ...]:
        """Gives the keys of the acts that the newest documents cite, each with in how many; the most cited first."""
        some = _placed(among, documents.c.shown_id).order_by(documents.c.id.desc()).limit(LOOKED_AT).subquery()
        count = func.count(citations.c.revision_id.distinct())
        wanted = (
            select(citations.c.act_key, count)
            .join(some, some.c.shown_id == citations.c.revision_id)
            .where(citations.c.act_key != "")
            .group_by(citations.c.act_key)
            .order_by(count.desc(), citations.c.act_key)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return tuple((row[0], row[1]) for row in connection.execute(wanted))


def _placed(among: Among, *columns: Any) -> Select[Any]:
    there = documents.c.removed.is_(None) & documents.c.shown_id.is_not(None) & seen_by(among.reader)
    table, ids = (document_bodies, [among.body]) if among.body else (document_topics, list(among.topics))
    with_it = select(table.c.document_id).where(table.c.row_id.in_(ids))
    return select(*columns).where(there, documents.c.id.in_(with_it)).select_from(documents)
