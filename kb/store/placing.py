"""What is known of a document when it arrives, as rows: checked first, then written with the document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, update

from kb.errors import WrongValue
from kb.model import Body, Kind, Metadata, Named, Topic
from kb.slovene.normal import tidy
from kb.store.registers import ids_by_slug, missing_slug
from kb.store.tables import document_bodies, document_speakers, document_topics, documents, events
from kb.store.texts import storable


@dataclass(frozen=True, slots=True)
class Placement:
    """Metadata whose slugs have been found: `columns` of the document's row, and ids of what it is placed with."""

    columns: dict[str, Any]
    bodies: tuple[int, ...]
    topics: tuple[int, ...]
    speakers: tuple[str, ...]


def place(connection: Connection, metadata: Metadata) -> Placement:
    """Gives metadata as a placement. Raises WrongValue for a slug that is not there."""
    columns = {
        "title": _line(metadata.title),
        "kind_id": next(iter(_found(connection, Kind, [metadata.kind] if metadata.kind else [])), None),
        "event_id": _event(connection, metadata.event),
        "dated": metadata.dated,
        "language": storable(metadata.language),
        "source": _line(metadata.source),
        "rights": _line(metadata.rights),
        "visibility": metadata.visibility.value,
        "state": metadata.state.value,
    }
    return Placement(
        columns=columns,
        bodies=_found(connection, Body, metadata.bodies),
        topics=_found(connection, Topic, metadata.topics),
        speakers=tuple(dict.fromkeys(_line(name) for name in metadata.speakers if name.strip())),
    )


def insert_document(connection: Connection, placement: Placement, *, at: dt.datetime) -> int:
    """Writes a new document with its placements and gives its id."""
    written = connection.execute(insert(documents).values(**placement.columns, received=at))
    document_id: int = written.inserted_primary_key[0]  # type: ignore[index]
    add_placements(connection, document_id, placement)
    return document_id


def add_placements(connection: Connection, document_id: int, placement: Placement) -> bool:
    """Places a document also with the bodies, topics and speakers of `placement`; tells whether any was new."""
    bodies = _add(connection, document_bodies, "document_id", "row_id", document_id, placement.bodies)
    topics = _add(connection, document_topics, "document_id", "row_id", document_id, placement.topics)
    speakers = _add(connection, document_speakers, "owner_id", "name", document_id, placement.speakers)
    return bodies or topics or speakers


def revise_document(connection: Connection, document_id: int, placement: Placement) -> None:
    """Writes what a new revision says of its document, where it says anything; visibility and state stay."""
    kept = ("visibility", "state")
    given = {name: value for name, value in placement.columns.items() if value and name not in kept}
    if given:
        connection.execute(update(documents).where(documents.c.id == document_id).values(given))
    add_placements(connection, document_id, placement)


def _line(text: str) -> str:
    return " ".join(storable(tidy(text)).split())


def _found(connection: Connection, sort: type[Named], slugs: Sequence[str]) -> tuple[int, ...]:
    known = ids_by_slug(connection, sort) if slugs else {}
    for slug in slugs:
        if slug not in known:
            raise missing_slug(sort, slug)
    return tuple(dict.fromkeys(known[slug] for slug in slugs))


def _event(connection: Connection, slug: str) -> int | None:
    if not slug:
        return None
    found: int | None = connection.scalar(select(events.c.id).where(events.c.slug == storable(slug)))
    if found is None:
        raise WrongValue(f"dogodek (event) »{slug}«")
    return found


def _add(
    connection: Connection, table: Table, owner: str, value: str, document_id: int, wanted: Sequence[int | str]
) -> bool:
    mine = table.c[owner] == document_id
    kept = set(connection.scalars(select(table.c[value]).where(mine)))
    new = [one for one in wanted if one not in kept]
    last = connection.scalar(select(func.max(table.c.position)).where(mine))
    first = 0 if last is None else last + 1
    for position, one in enumerate(new, first):
        connection.execute(insert(table).values({owner: document_id, "position": position, value: one}))
    return bool(new)
