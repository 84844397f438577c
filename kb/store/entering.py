"""Many files that nothing is known of yet, entered together: one statement a table, not twenty a file.

What has been seen before (the same bytes, or the same place with other bytes or a failure) is not entered here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, select

from kb.model import Outcome, Stage
from kb.store.files import Original
from kb.store.ids import CHUNK
from kb.store.jobs import READ, ready
from kb.store.placing import Placement
from kb.store.tables import (
    document_bodies,
    document_speakers,
    document_topics,
    documents,
    jobs,
    ledger,
    ledger_steps,
    originals,
    revisions,
)

UNREAD = {"media_type": "", "title": "", "language": "", "passages": 0}
_TOLD = {"reason": "", "detail": ""}
_CAME = {"outcome": Outcome.WAITING, **_TOLD}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A received file whose original is kept: `revises` is the document that it is a new revision of."""

    name: str
    origin: str
    original: Original
    placement: Placement
    revises: int | None
    at: dt.datetime


_known_origins = select(ledger.c.origin).where(ledger.c.origin.in_(bindparam("some", expanding=True)))
_known_bytes = select(originals.c.sha256).where(originals.c.sha256.in_(bindparam("some", expanding=True)))


def unheard_of(connection: Connection, arrivals: Sequence[Arrival]) -> list[int]:
    """Gives the numbers of those arrivals whose bytes and origin nobody has seen, each of them once."""
    origins = _known(connection, _known_origins, (each.origin for each in arrivals))
    contents = _known(connection, _known_bytes, (each.original.sha256 for each in arrivals))
    found = []
    for number, each in enumerate(arrivals):
        is_new = each.origin not in origins and each.original.sha256 not in contents
        origins.add(each.origin)
        contents.add(each.original.sha256)
        if is_new and each.revises is None:
            found.append(number)
    return found


def enter_new(connection: Connection, arrivals: Sequence[Arrival]) -> list[int]:
    """Writes document, placements, revision, ledger row and reading job of each; gives the ids of the ledger rows."""
    if not arrivals:
        return []
    document_ids = _ids(connection, documents, [{**each.placement.columns, "received": each.at} for each in arrivals])
    _place(connection, document_ids, [each.placement for each in arrivals])
    connection.execute(
        insert(originals),
        [
            {"sha256": each.original.sha256, "size": each.original.size, "document_id": document_id}
            for document_id, each in zip(document_ids, arrivals, strict=True)
        ],
    )
    revision_ids = _ids(connection, revisions, list(map(_revision, document_ids, arrivals)))
    entry_ids = _ids(connection, ledger, list(map(_row, document_ids, revision_ids, arrivals)))
    connection.execute(
        insert(ledger_steps),
        [
            {"ledger_id": entry_id, "at": each.at, "stage": stage, **_CAME}
            for entry_id, each in zip(entry_ids, arrivals, strict=True)
            for stage in (Stage.ARRIVED, Stage.KEPT)
        ],
    )
    connection.execute(
        insert(jobs), [ready(READ, subject, at=each.at) for subject, each in zip(revision_ids, arrivals, strict=True)]
    )
    return entry_ids


def _known(connection: Connection, statement: Any, values: Iterable[str]) -> set[str]:
    wanted = list(dict.fromkeys(values))
    found: set[str] = set()
    for start in range(0, len(wanted), CHUNK):
        found.update(connection.scalars(statement, {"some": wanted[start : start + CHUNK]}))
    return found


def _ids(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> list[int]:
    """Writes rows and gives their ids in the same order."""
    written = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(connection.scalars(written, rows))


def _place(connection: Connection, document_ids: Sequence[int], placements: Sequence[Placement]) -> None:
    tables = (
        (document_bodies, "document_id", "row_id", [each.bodies for each in placements]),
        (document_topics, "document_id", "row_id", [each.topics for each in placements]),
        (document_speakers, "owner_id", "name", [each.speakers for each in placements]),
    )
    for table, owner, value, given in tables:
        rows = [
            {owner: document_id, "position": position, value: one}
            for document_id, several in zip(document_ids, given, strict=True)
            for position, one in enumerate(several)
        ]
        if rows:
            connection.execute(insert(table), rows)


def _revision(document_id: int, arrival: Arrival) -> dict[str, Any]:
    came = {"document_id": document_id, "sha256": arrival.original.sha256, "received": arrival.at}
    return {**came, "number": 1, "name": arrival.name, **UNREAD}


def _row(document_id: int, revision_id: int, arrival: Arrival) -> dict[str, Any]:
    return {
        "name": arrival.name,
        "origin": arrival.origin,
        "identity": arrival.original.sha256,
        "sha256": arrival.original.sha256,
        "size": arrival.original.size,
        "received": arrival.at,
        "document_id": document_id,
        "revision_id": revision_id,
        "stage": Stage.KEPT,
        "warnings": [],
        **_CAME,
    }
