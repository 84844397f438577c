"""What is told of bodies beside their names: mandate, founder, predecessors, successors, roles, topics; with history.

Every edit of a body is a version that is kept whole, the first one as the body was before. The project's own facts (the
CSV file beside this page) are put in where a body has none.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Connection, ForeignKey, Integer, String, Table, Text, insert, select, update

from kb.model import PROGRAM, Actor, Body, BodyFacts, BodyVersion, Topic
from kb.store.clock import Clock
from kb.store.database import Database, kept
from kb.store.ids import fit
from kb.store.registers import Registers, missing_slug, rows_by_id
from kb.store.tables import UtcDateTime, schema
from kb.store.texts import storable

STARTING = Path(__file__).with_name("bodies.csv")
PARTER = "|"
"""What stands between the roles and the slugs of a cell."""

# successors, roles and topics are lists, of ids but for the roles; bodies and topics are never taken out.
body_facts = Table(
    "body_facts",
    schema,
    Column("body_id", ForeignKey("bodies.id"), primary_key=True, autoincrement=False),
    Column("mandate", Text, nullable=False),
    Column("founded_by_id", ForeignKey("bodies.id")),
    Column("parent_id", ForeignKey("bodies.id")),
    Column("successors", JSON, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("topics", JSON, nullable=False),
)

# told is the body and its facts, by slug and with days as 2026-11-22.
body_versions = Table(
    "body_versions",
    schema,
    Column("id", Integer, primary_key=True),
    Column("body_id", ForeignKey("bodies.id"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("actor_id", Integer),
    Column("actor", String(200), nullable=False),
    Column("told", JSON, nullable=False),
    sqlite_autoincrement=True,
)

_DAYS = ("valid_from", "valid_to")
_OF_BODY = ("slug", "sort", "name_sl", "name_en", "about_sl", "about_en", *_DAYS)
_OF_FACTS = tuple(field.name for field in dataclasses.fields(BodyFacts))


class Bodies:
    """The bodies of the store with what is told of them."""

    def __init__(self, database: Database, registers: Registers, clock: Clock) -> None:
        self._database = database
        self._registers = registers
        self._clock = clock

    def facts(self, body_id: int) -> BodyFacts:
        """Gives what is told of a body, nothing but empty values where nothing is."""
        with self._database.reading() as connection:
            return all_facts(connection).get(body_id, BodyFacts())

    def all_facts(self) -> Mapping[int, BodyFacts]:
        """Gives what is told of bodies, by their ids; without those of which nothing is."""
        with self._database.reading() as connection:
            return all_facts(connection)

    def put(self, body: Body, facts: BodyFacts, *, by: Actor) -> Body:
        """Keeps a body, a new one where its `id` is 0, with what is told of it, as a further version.

        Raises NotFound for an id that is not there, WrongValue for a slug that is not.
        """
        return self._database.write(lambda connection: self._put(connection, body, facts, by))

    def versions(self, body_id: int) -> tuple[BodyVersion, ...]:
        """Gives the versions of a body, the newest first; none of one that nobody has edited."""
        wanted = select(body_versions).where(body_versions.c.body_id == fit(body_id))
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(body_versions.c.id.desc())).all()
            bodies = rows_by_id(connection, Body)
        return tuple(_version(row, bodies[row.body_id]) for row in rows)

    def put_missing(self) -> None:
        """Puts in the project's own facts of bodies that have none; writes nothing where none is missing."""
        with self._database.reading() as connection:
            missing = _missing(connection)
        if missing:
            self._database.write(_put_missing)

    def _put(self, connection: Connection, body: Body, facts: BodyFacts, by: Actor) -> Body:
        was = rows_by_id(connection, Body).get(body.id) if body.id else None
        before = all_facts(connection).get(body.id, BodyFacts()) if was else BodyFacts()
        names = [name for name in _OF_FACTS if getattr(facts, name) != getattr(before, name)]
        put = self._registers.put_within(
            connection,
            body,
            by=by,
            before={name: _plain(getattr(before, name)) for name in names if was},
            after={name: _plain(getattr(facts, name)) for name in names},
        )
        if (put, facts) == (was, before):
            return put
        of_it = select(body_versions.c.id).where(body_versions.c.body_id == put.id)
        if was and connection.scalar(of_it.limit(1)) is None:
            _keep_version(connection, was, before, PROGRAM, at=self._clock())
        _write(connection, put, facts)
        _keep_version(connection, put, facts, by, at=self._clock())
        return put


def all_facts(connection: Connection) -> Mapping[int, BodyFacts]:
    """Gives what is told of bodies, by their ids."""
    return kept(connection, body_facts.name, lambda: _read(connection))


def _read(connection: Connection) -> Mapping[int, BodyFacts]:
    bodies = {row.id: row.slug for row in rows_by_id(connection, Body).values()}
    topics = {row.id: row.slug for row in rows_by_id(connection, Topic).values()}
    told: dict[int, BodyFacts] = {}
    before: dict[int, list[str]] = {}
    for row in connection.execute(select(body_facts).order_by(body_facts.c.body_id)):
        for successor in row.successors:
            before.setdefault(successor, []).append(bodies[row.body_id])
        told[row.body_id] = BodyFacts(
            row.mandate,
            bodies.get(row.founded_by_id, ""),
            bodies.get(row.parent_id, ""),
            successors=tuple(bodies[one] for one in row.successors),
            roles=tuple(row.roles),
            topics=tuple(topics[one] for one in row.topics),
        )
    for body_id, slugs in before.items():
        told[body_id] = dataclasses.replace(told.get(body_id, BodyFacts()), predecessors=tuple(slugs))
    return told


def _write(connection: Connection, body: Body, facts: BodyFacts) -> None:
    bodies, topics = _ids(connection, Body), _ids(connection, Topic)
    told = {
        "mandate": storable(facts.mandate),
        "founded_by_id": _id(Body, bodies, facts.founded_by),
        "parent_id": _id(Body, bodies, facts.parent),
        "successors": [bodies[slug] for slug in facts.successors if _id(Body, bodies, slug)],
        "roles": [storable(line) for line in facts.roles],
        "topics": [topics[slug] for slug in facts.topics if _id(Topic, topics, slug)],
    }
    _put_row(connection, body.id, told)
    wanted = {bodies[slug] for slug in facts.predecessors if _id(Body, bodies, slug)}
    rows = {row.body_id: row.successors for row in connection.execute(select(body_facts)).all()}
    for other in (wanted | set(rows)) - {body.id}:
        was = rows.get(other, [])
        after = sorted({one for one in was if one != body.id} | ({body.id} if other in wanted else set()))
        if after != was:
            _put_row(connection, other, {"successors": after})


def _put_row(connection: Connection, body_id: int, told: Mapping[str, Any]) -> None:
    changed = update(body_facts).where(body_facts.c.body_id == body_id).values(told)
    if connection.execute(changed).rowcount == 0:
        empty = {"mandate": "", "successors": [], "roles": [], "topics": []}
        connection.execute(insert(body_facts).values({**empty, **told, "body_id": body_id}))


def _ids(connection: Connection, sort: type[Body] | type[Topic]) -> dict[str, int]:
    return {row.slug: row.id for row in rows_by_id(connection, sort).values()}


def _id(sort: type[Body] | type[Topic], ids: Mapping[str, int], slug: str) -> int | None:
    if slug and slug not in ids:
        raise missing_slug(sort, slug)
    return ids.get(slug)


def _keep_version(connection: Connection, body: Body, facts: BodyFacts, by: Actor, *, at: dt.datetime) -> None:
    told = {name: _plain(getattr(body, name)) for name in _OF_BODY}
    told |= {name: _plain(getattr(facts, name)) for name in _OF_FACTS}
    row = {"body_id": body.id, "at": at, "actor_id": by.id, "actor": by.name, "told": told}
    connection.execute(insert(body_versions).values(row))


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _version(row: Any, now: Body) -> BodyVersion:
    told = row.told
    columns: dict[str, Any] = {name: told[name] for name in _OF_BODY}
    columns |= {name: dt.date.fromisoformat(told[name]) for name in _DAYS if told[name]}
    body = dataclasses.replace(now, **columns)
    facts: dict[str, Any] = {name: tuple(one) if isinstance(one := told[name], list) else one for name in _OF_FACTS}
    return BodyVersion(row.id, row.at, Actor(row.actor_id, row.actor), body, BodyFacts(**facts))


def _starting() -> Iterable[tuple[str, BodyFacts]]:
    with STARTING.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            slug = line.pop("slug")
            roles, topics = (tuple(filter(None, line[name].split(PARTER))) for name in ("roles", "topics"))
            yield slug, BodyFacts(line["mandate"], line["founded_by"], line["parent"], roles=roles, topics=topics)


def _missing(connection: Connection) -> list[tuple[Body, BodyFacts]]:
    bodies = {body.slug: body for body in rows_by_id(connection, Body).values()}
    there = set(connection.scalars(select(body_facts.c.body_id)))
    return [(bodies[slug], facts) for slug, facts in _starting() if slug in bodies and bodies[slug].id not in there]


def _put_missing(connection: Connection) -> None:
    known = {sort: _ids(connection, sort) for sort in (Body, Topic)}
    for body, facts in _missing(connection):
        # A row of ours that people have given another slug is left out.
        founded_by = facts.founded_by if facts.founded_by in known[Body] else ""
        topics = tuple(slug for slug in facts.topics if slug in known[Topic])
        _write(connection, body, dataclasses.replace(facts, founded_by=founded_by, topics=topics))
