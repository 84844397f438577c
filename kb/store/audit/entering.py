"""Entering rows at the end of the audit log, each chained to the one before by its SHA-256.

`enter` belongs in the transaction of what is done, so that nothing is done without its row and no row tells of what was
not done. Writing transactions follow one another on SQLite (BEGIN IMMEDIATE); elsewhere they wait for the head's row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from kb.model import Actor, Deed, Entry
from kb.store.audit.tables import audit, audit_head
from kb.store.audit.values import FIRST, chained, plain, short, words_of

_HEAD = 1
_LONGEST_NAME = 200


def enter(
    connection: Connection,
    actor: Actor,
    deed: Deed,
    *,
    subject: str,
    subject_id: object,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    at: dt.datetime,
) -> None:
    """Writes a row at the end of the chain, within the transaction of what is done.

    `before` and `after` hold what changed, by name; long values are cut (kb.store.audit.values), so that nothing
    is to be put back from here.
    """
    enter_some(connection, actor, deed, [Entry(subject, subject_id, before or {}, after or {})], at=at)


def enter_some(connection: Connection, actor: Actor, deed: Deed, entries: Sequence[Entry], *, at: dt.datetime) -> None:
    """Writes a row for each of many things that one deed was done to, in their order."""
    if not entries:
        return
    rows, last = _head(connection)
    told = []
    for entry in entries:
        row = _row(actor, deed, entry, at)
        told.append({**row, "words": words_of(row), "previous": last, "chained": chained(row, last)})
        last = told[-1]["chained"]
    connection.execute(insert(audit), told)
    grown = update(audit_head).where(audit_head.c.id == _HEAD).values(rows=rows + len(told), last=last)
    connection.execute(grown)


def _row(actor: Actor, deed: Deed, entry: Entry, at: dt.datetime) -> dict[str, Any]:
    return {
        "at": at.astimezone(dt.UTC),
        "actor_id": actor.id,
        "actor": short(actor.name, _LONGEST_NAME),
        "deed": deed.value,
        "subject": entry.subject,
        "subject_id": short(str(entry.subject_id), _LONGEST_NAME),
        "before": plain(entry.before),
        "after": plain(entry.after),
    }


def _head(connection: Connection) -> tuple[int, str]:
    """Gives how many rows there are and the last one's SHA-256; nobody else can add one until the transaction ends."""
    row = connection.execute(select(audit_head).where(audit_head.c.id == _HEAD).with_for_update()).one_or_none()
    if row is not None:
        return row.rows, row.last
    count = connection.scalar(select(func.count()).select_from(audit)) or 0
    last = connection.scalar(select(audit.c.chained).order_by(audit.c.id.desc()).limit(1)) or FIRST
    connection.execute(insert(audit_head).values(id=_HEAD, rows=count, last=last))
    return count, last
