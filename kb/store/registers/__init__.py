"""The registers: bodies, topics and kinds as rows that people edit, with validity dates and names in two languages.

The project's own rows (the CSV files beside this page) are put in when their slug is missing; what people have
edited is never overwritten.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Table, insert, or_, select, update

from kb.errors import NotFound, WrongValue
from kb.model import PROGRAM, Actor, Body, Deed, Kind, Named, Topic
from kb.store.audit import enter
from kb.store.clock import Clock
from kb.store.database import Database, kept
from kb.store.marks import mark_shown
from kb.store.registers.starting import STARTING, Starting
from kb.store.tables import bodies, document_topics, kinds, topics
from kb.store.texts import storable

R = TypeVar("R", bound=Named)

_TABLES: dict[type[Named], Table] = {Body: bodies, Topic: topics, Kind: kinds}
_WORDS: dict[type[Named], str] = {Body: "organ (body)", Topic: "področje (topic)", Kind: "vrsta gradiva (kind)"}


class Registers:
    """The registers of the store."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def bodies(self) -> tuple[Body, ...]:
        """Gives the bodies that people choose and browse, in the order they were put in: no municipalities."""
        return tuple(body for body in self.all_bodies() if not body.is_municipality)

    def all_bodies(self) -> tuple[Body, ...]:
        """Gives all bodies and municipalities in the order they were put in."""
        return self._all(Body)

    def topics(self) -> tuple[Topic, ...]:
        """Gives all topics of both levels in the order they were put in."""
        return self._all(Topic)

    def kinds(self) -> tuple[Kind, ...]:
        """Gives all kinds of document in the order they were put in."""
        return self._all(Kind)

    def body(self, key: str | int) -> Body:
        """Gives the body with a slug or an id. Raises NotFound."""
        return self._one(Body, key)

    def topic(self, key: str | int) -> Topic:
        """Gives the topic with a slug or an id. Raises NotFound."""
        return self._one(Topic, key)

    def kind(self, key: str | int) -> Kind:
        """Gives the kind with a slug or an id. Raises NotFound."""
        return self._one(Kind, key)

    def put(self, row: R, *, by: Actor = PROGRAM) -> R:
        """Keeps a row, a new one where its `id` is 0, and gives it as it is kept.

        `registers.put(replace(body, name_sl="Komisija za prostor in graditev"))` renames a body. Raises NotFound for
        an id that is not there, and WrongValue for an empty slug or name, a slug that another row has, or a topic
        below a topic that itself is below one. Moving a topic marks its documents to be indexed.
        """

        return self._database.write(lambda connection: self.put_within(connection, row, by=by))

    def put_within(
        self,
        connection: Connection,
        row: R,
        *,
        by: Actor,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> R:
        """Keeps a row as `put` does, within a transaction; the audit log tells what else was changed with it."""
        was = rows_by_id(connection, type(row)).get(row.id) if row.id else None
        put = self._put(connection, row)
        self._enter(connection, by, was, put, (before or {}, after or {}))
        return put

    def put_missing(self) -> None:
        """Puts in the project's own rows whose slug is missing. Writes nothing when none is."""
        with self._database.reading() as connection:
            complete = not any(_missing(connection, starting) for starting in STARTING)
        if not complete:
            self._database.write(_put_missing)

    def _all(self, sort: type[R]) -> tuple[R, ...]:
        with self._database.reading() as connection:
            return tuple(rows_by_id(connection, sort).values())

    def _one(self, sort: type[R], key: str | int) -> R:
        for row in self._all(sort):
            if key in (row.id, row.slug):
                return row
        raise NotFound(str(key))

    def _put(self, connection: Connection, row: R) -> R:
        there = rows_by_id(connection, type(row))
        if row.id and row.id not in there:
            raise NotFound(str(row.id))
        _check(row, there)
        table, columns = _TABLES[type(row)], _columns(row)
        if not row.id:
            found = connection.execute(insert(table).values(columns)).inserted_primary_key
            return dataclasses.replace(row, id=found[0] if found else 0)
        connection.execute(update(table).where(table.c.id == row.id).values(columns))
        if columns.get("parent_id") != getattr(there[row.id], "parent_id", None):
            self._mark_topic(connection, row.id)
        return row

    def _enter(
        self,
        connection: Connection,
        by: Actor,
        before: Named | None,
        after: Named,
        more: tuple[Mapping[str, Any], Mapping[str, Any]],
    ) -> None:
        now, was = _columns(after), _columns(before) if before else {}
        names = [name for name in now if (now[name] != was[name] if before else now[name] not in ("", None))]
        if names or any(more):
            enter(
                connection,
                by,
                Deed.EDITED if before else Deed.ADDED,
                subject=type(after).__name__.lower(),
                subject_id=after.slug,
                before={**{name: was[name] for name in names if before}, **more[0]},
                after={**{name: now[name] for name in names}, **more[1]},
                at=self._clock(),
            )

    def _mark_topic(self, connection: Connection, topic_id: int) -> None:
        placed = select(document_topics.c.document_id).where(document_topics.c.row_id == topic_id)
        for document_id in connection.scalars(placed).all():
            mark_shown(connection, document_id, at=self._clock())


def rows_by_id(connection: Connection, sort: type[R]) -> Mapping[int, R]:
    """Gives all rows of a register by id, in the order they were put in."""
    table = _TABLES[sort]

    def read() -> Mapping[int, R]:
        return {row.id: _value(sort, row) for row in connection.execute(select(table).order_by(table.c.id))}

    return kept(connection, table.name, read, made_of=(table.name,))


def ids_by_slug(connection: Connection, sort: type[Named]) -> dict[str, int]:
    """Gives the ids of a register by slug."""
    table = _TABLES[sort]
    return {row.slug: row.id for row in connection.execute(select(table.c.slug, table.c.id))}


def with_below(slug: str) -> ColumnElement[bool]:
    """Gives the condition that a topic has a slug or is below the one that has it, for statements over `topics`."""
    above = topics.alias()
    return or_(topics.c.slug == slug, topics.c.parent_id.in_(select(above.c.id).where(above.c.slug == slug)))


def missing_slug(sort: type[Named], slug: str) -> WrongValue:
    """Gives the error for a slug that a register does not have."""
    return WrongValue(f"{_WORDS[sort]} »{slug}«")


def _value(sort: type[R], row: Row[Any]) -> R:
    return sort(**row._mapping)


def _columns(row: Named) -> dict[str, Any]:
    columns = {name: getattr(row, name) for name in _TABLES[type(row)].c.keys() if name != "id"}  # noqa: SIM118
    return {name: storable(value) if isinstance(value, str) else value for name, value in columns.items()}


def _check(row: R, there: Mapping[int, R]) -> None:
    word = _WORDS[type(row)]
    if not row.slug.strip() or not row.name_sl.strip():
        raise WrongValue(f"{word} »{row.slug}«")
    if any(other.slug == row.slug and other.id != row.id for other in there.values()):
        raise WrongValue(f"{word} »{row.slug}«")
    if isinstance(row, Topic) and row.parent_id is not None:
        parent = there.get(row.parent_id)
        below = any(isinstance(other, Topic) and other.parent_id == row.id for other in there.values() if row.id)
        if not isinstance(parent, Topic) or parent.parent_id is not None or parent.id == row.id or below:
            raise WrongValue(f"{word} »{row.slug}«")


def _missing(connection: Connection, starting: Starting) -> list[str]:
    kept = ids_by_slug(connection, starting.sort)
    return [slug for slug in starting.slugs() if slug not in kept]


def _put_missing(connection: Connection) -> None:
    for starting in STARTING:
        table, missing = _TABLES[starting.sort], set(_missing(connection, starting))
        for columns, parent in starting.rows():
            if columns["slug"] not in missing:
                continue
            if parent:
                columns = {**columns, "parent_id": ids_by_slug(connection, Topic)[parent]}
            connection.execute(insert(table).values(columns))
