"""Documents chosen by what staff know of them, in all states, also those not read yet; not those in the trash."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from kb.model import Body, DocumentState, Kind, Topic, Visibility
from kb.slovene.fold import fold
from kb.store.database import Database
from kb.store.records import is_record
from kb.store.registers import ids_by_slug
from kb.store.tables import document_bodies, document_topics, documents, events, ledger, revisions
from kb.store.texts import storable

NONE = "-"
"""Stands for documents that have no body, topic, kind, event or date."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents: all conditions hold together, empty ones say nothing; body, topic, kind and event by slug.

    `text` are words of the title or the file's name, `under` how the origin begins («nalaganje/12/»).
    """

    text: str = ""
    body: str = ""
    topic: str = ""
    kind: str = ""
    event: str = ""
    year: str = ""
    visibility: Visibility | None = None
    state: DocumentState | None = None
    under: str = ""


def chosen(database: Database, wanted: Wanted) -> list[int]:
    """Gives the ids of the documents that are wanted, those received last first."""
    with database.reading() as connection:
        slugs = {sort: ids_by_slug(connection, sort) for sort in (Body, Topic, Kind)}
        conditions = [
            documents.c.removed.is_(None),
            ~is_record(),
            *_placed(wanted.body, slugs[Body], document_bodies),
            *_placed(wanted.topic, slugs[Topic], document_topics),
            *_plain(wanted, slugs[Kind]),
        ]
        order = (documents.c.received.desc(), documents.c.id.desc())
        if not wanted.text.strip():
            return list(connection.scalars(select(documents.c.id).where(*conditions).order_by(*order)))
        words = fold(wanted.text).split()
        names: dict[int, str] = {}
        for row in connection.execute(_named().where(*conditions).order_by(*order)):
            names[row.id] = f"{names.get(row.id, '')} {row.title} {row.read} {row.name}"
    return [id_ for id_, name in names.items() if (folded := fold(name)) and all(word in folded for word in words)]


def _named() -> Select[Any]:
    named = select(documents.c.id, documents.c.title, revisions.c.title.label("read"), revisions.c.name)
    return named.join_from(documents, revisions, revisions.c.document_id == documents.c.id)


def _placed(slug: str, ids: dict[str, int], table: Any) -> list[ColumnElement[bool]]:
    if not slug:
        return []
    mine = table.c.document_id == documents.c.id
    if slug == NONE:
        return [~exists().where(mine)]
    return [exists().where(mine, table.c.row_id == ids.get(slug, 0))]


def _plain(wanted: Wanted, kinds: dict[str, int]) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.kind:
        is_none = documents.c.kind_id.is_(None)
        found.append(is_none if wanted.kind == NONE else documents.c.kind_id == kinds.get(wanted.kind, 0))
    if wanted.event:
        of_slug = select(events.c.id).where(events.c.slug == storable(wanted.event)).scalar_subquery()
        found.append(documents.c.event_id.is_(None) if wanted.event == NONE else documents.c.event_id == of_slug)
    if wanted.year:
        found.append(_year(wanted.year))
    if wanted.visibility is not None:
        found.append(documents.c.visibility == wanted.visibility.value)
    if wanted.state is not None:
        found.append(documents.c.state == wanted.state.value)
    if wanted.under:
        came = ledger.c.origin.startswith(storable(wanted.under), autoescape=True)
        found.append(exists().where(ledger.c.document_id == documents.c.id, came))
    return found


def _year(written: str) -> ColumnElement[bool]:
    """Gives the condition of a year, "2018", or of years, "2018..2020", "2018..", "..2020"; "-" for no date."""
    if written == NONE:
        return documents.c.dated.is_(None)
    first, _, last = written.partition("..") if ".." in written else (written, "", written)
    bounds = []
    if first.isdecimal() and 1 <= int(first) <= 9999:
        bounds.append(documents.c.dated >= dt.date(int(first), 1, 1))
    if last.isdecimal() and 1 <= int(last) <= 9999:
        bounds.append(documents.c.dated <= dt.date(int(last), 12, 31))
    return and_(*bounds) if bounds else or_(documents.c.dated.is_(None), documents.c.dated.is_not(None))
