"""Goals and wishes of bodies: rows with their steps and the documents that moved them; each is also a record.

The project's own goals (the CSV file beside this page) are put in where they are missing; one that staff took out stays
away.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    ForeignKey,
    Integer,
    Row,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)

from kb.errors import NotFound, WrongValue
from kb.model import (
    Actor,
    Body,
    Deed,
    Goal,
    GoalState,
    GoalStep,
    Locator,
    LocatorKind,
    Metadata,
    Named,
    Passage,
    Record,
    RecordSort,
    Topic,
)
from kb.slovene.dates import since, written
from kb.store.affairs.bodies import PARTER
from kb.store.audit import enter
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.ids import fit
from kb.store.records import Records, records
from kb.store.registers import missing_slug, rows_by_id
from kb.store.tables import UtcDateTime, documents, schema
from kb.store.texts import storable

STARTING = Path(__file__).with_name("goals.csv")
KIND = "cilj"

# slug names the project's own rows; topics are ids.
goals = Table(
    "goals",
    schema,
    Column("id", Integer, primary_key=True),
    Column("slug", String(100), unique=True),
    Column("body_id", ForeignKey("bodies.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("is_wish", Boolean, nullable=False),
    Column("since", Date),
    Column("about", Text, nullable=False),
    Column("topics", JSON, nullable=False),
    Column("removed", UtcDateTime),
    sqlite_autoincrement=True,
)
goal_steps = Table(
    "goal_steps",
    schema,
    Column("id", Integer, primary_key=True),
    Column("goal_id", ForeignKey("goals.id"), nullable=False, index=True),
    Column("state", String(32), nullable=False),
    Column("day", Date, nullable=False),
    Column("remark", Text, nullable=False),
    sqlite_autoincrement=True,
)
goal_documents = Table(
    "goal_documents",
    schema,
    Column("goal_id", ForeignKey("goals.id"), primary_key=True),
    Column("document_id", ForeignKey("documents.id"), primary_key=True, index=True),
)

_STATES = {
    GoalState.OPEN: "odprto",
    GoalState.MOVING: "v teku",
    GoalState.REACHED: "doseženo",
    GoalState.GIVEN_UP: "opuščeno",
}


class Goals:
    """The goals and wishes of the store."""

    def __init__(self, database: Database, records: Records, clock: Clock) -> None:
        self._database = database
        self._records = records
        self._clock = clock

    def of(self, body_id: int) -> tuple[Goal, ...]:
        """Gives the goals of a body and after them its wishes, in the order they were put in."""
        with self._database.reading() as connection:
            return _goals(connection, goals.c.body_id == fit(body_id))

    def get(self, goal_id: int) -> Goal:
        """Gives a goal. Raises NotFound."""
        with self._database.reading() as connection:
            return _one(connection, goal_id)

    def put(self, goal: Goal, *, by: Actor) -> Goal:
        """Keeps what a goal says, a new one where its `id` is 0; steps and documents stay as they are.

        Raises NotFound for an id that is not there, WrongValue for a slug that is not or an empty text.
        """

        def work(connection: Connection) -> Goal:
            before = _one(connection, goal.id) if goal.id else None
            goal_id = _put(connection, goal)
            after = _one(connection, goal_id)
            names = ("body", "text", "is_wish", "since", "about", "topics")
            self._enter(connection, by, before, after, names)
            return self._written(connection, goal_id)

        return self._database.write(work)

    def step(self, goal_id: int, step: GoalStep, *, by: Actor) -> Goal:
        """Adds how a goal went on. Raises NotFound."""

        def work(connection: Connection) -> Goal:
            _one(connection, goal_id)
            row = {"state": step.state, "day": step.day, "remark": storable(step.remark)}
            connection.execute(insert(goal_steps).values(goal_id=goal_id, **row))
            told = {"state": step.state, "day": step.day, "remark": step.remark}
            enter(connection, by, Deed.EDITED, subject="goal", subject_id=goal_id, after=told, at=self._clock())
            return self._written(connection, goal_id)

        return self._database.write(work)

    def link(self, goal_id: int, document_id: int, *, by: Actor) -> None:
        """Says that a document moved a goal; nothing new where that has been said. Raises NotFound for either."""

        def work(connection: Connection) -> None:
            goal = _one(connection, goal_id)
            there = select(documents.c.id).where(documents.c.id == fit(document_id), documents.c.removed.is_(None))
            if connection.scalar(there) is None:
                raise NotFound(f"gradivo {document_id}")
            if document_id not in goal.documents:
                connection.execute(insert(goal_documents).values(goal_id=goal_id, document_id=document_id))
                told = {"document": document_id}
                enter(connection, by, Deed.EDITED, subject="goal", subject_id=goal_id, after=told, at=self._clock())

        self._database.write(work)

    def unlink(self, goal_id: int, document_id: int, *, by: Actor) -> None:
        """Takes back that a document moved a goal. Raises NotFound."""

        def work(connection: Connection) -> None:
            mine = (goal_documents.c.goal_id == fit(goal_id)) & (goal_documents.c.document_id == fit(document_id))
            if connection.execute(delete(goal_documents).where(mine)).rowcount == 0:
                raise NotFound(f"gradivo {document_id}")
            told = {"document": document_id}
            enter(connection, by, Deed.EDITED, subject="goal", subject_id=goal_id, before=told, at=self._clock())

        self._database.write(work)

    def remove(self, goal_id: int, *, by: Actor) -> None:
        """Takes a goal out of sight with its record. Raises NotFound."""

        def work(connection: Connection) -> None:
            goal = _one(connection, goal_id)
            connection.execute(update(goals).where(goals.c.id == goal_id).values(removed=self._clock()))
            self._records.remove(connection, RecordSort.GOAL, goal_id, at=self._clock())
            told = {"text": goal.text, "body": goal.body}
            enter(connection, by, Deed.REMOVED, subject="goal", subject_id=goal_id, before=told, at=self._clock())

        self._database.write(work)

    def put_missing(self) -> None:
        """Puts in the project's own goals that are missing, without their records; writes nothing where none is."""
        with self._database.reading() as connection:
            missing = _missing(connection)
        if missing:
            self._database.write(lambda connection: _put_missing(connection))

    def write_missing_records(self) -> int:
        """Writes the records of goals that have none yet: those put in with the store. Gives how many they were."""
        told = select(records.c.record_id).where(records.c.sort == RecordSort.GOAL)
        wanted = select(goals.c.id).where(goals.c.removed.is_(None), goals.c.id.not_in(told)).order_by(goals.c.id)
        with self._database.reading() as connection:
            ids = connection.scalars(wanted).all()
        if ids:
            self._database.write(lambda connection: [self._written(connection, one) for one in ids])
        return len(ids)

    def _written(self, connection: Connection, goal_id: int) -> Goal:
        """Writes the record of a goal and gives the goal."""
        goal = _one(connection, goal_id)
        body = next(row for row in rows_by_id(connection, Body).values() if row.slug == goal.body)
        self._records.write(connection, _record(goal, body), at=self._clock())
        return goal

    def _enter(self, connection: Connection, by: Actor, before: Goal | None, after: Goal, names: Iterable[str]) -> None:
        changed = [name for name in names if before is None or getattr(before, name) != getattr(after, name)]
        if not changed:
            return
        was = {name: getattr(before, name) for name in changed} if before else {}
        now = {name: getattr(after, name) for name in changed}
        deed = Deed.EDITED if before else Deed.ADDED
        enter(connection, by, deed, subject="goal", subject_id=after.id, before=was, after=now, at=self._clock())


def _one(connection: Connection, goal_id: int) -> Goal:
    found = _goals(connection, goals.c.id == fit(goal_id))
    if not found:
        raise NotFound(f"cilj {goal_id}")
    return found[0]


def _goals(connection: Connection, wanted: Any) -> tuple[Goal, ...]:
    found = select(goals).where(wanted, goals.c.removed.is_(None)).order_by(goals.c.is_wish, goals.c.id)
    rows = connection.execute(found).all()
    if not rows:
        return ()
    ids = [row.id for row in rows]
    steps: dict[int, list[GoalStep]] = {}
    ordered = select(goal_steps).where(goal_steps.c.goal_id.in_(ids)).order_by(goal_steps.c.day, goal_steps.c.id)
    for row in connection.execute(ordered):
        steps.setdefault(row.goal_id, []).append(GoalStep(GoalState(row.state), row.day, row.remark))
    moved: dict[int, list[int]] = {}
    linked = select(goal_documents).where(goal_documents.c.goal_id.in_(ids)).order_by(goal_documents.c.document_id)
    for row in connection.execute(linked):
        moved.setdefault(row.goal_id, []).append(row.document_id)
    bodies, topics = rows_by_id(connection, Body), rows_by_id(connection, Topic)
    return tuple(_goal(row, bodies, topics, steps.get(row.id, []), moved.get(row.id, [])) for row in rows)


def _goal(
    row: Row[Any],
    bodies: Mapping[int, Named],
    topics: Mapping[int, Named],
    steps: list[GoalStep],
    moved: list[int],
) -> Goal:
    return Goal(
        row.id,
        bodies[row.body_id].slug,
        row.text,
        row.is_wish,
        row.since,
        steps[-1].state if steps else GoalState.OPEN,
        row.about,
        tuple(moved),
        tuple(topics[one].slug for one in row.topics),
        tuple(steps),
    )


def _put(connection: Connection, goal: Goal, slug: str | None = None) -> int:
    bodies = {row.slug: row.id for row in rows_by_id(connection, Body).values()}
    topics = {row.slug: row.id for row in rows_by_id(connection, Topic).values()}
    if goal.body not in bodies:
        raise missing_slug(Body, goal.body)
    if not goal.text.strip():
        raise WrongValue("cilj brez besedila", english="a goal without a text")
    if absent := [each for each in goal.topics if each not in topics]:
        raise missing_slug(Topic, absent[0])
    columns = {
        "body_id": bodies[goal.body],
        "text": storable(goal.text),
        "is_wish": goal.is_wish,
        "since": goal.since,
        "about": storable(goal.about),
        "topics": [topics[each] for each in goal.topics],
    }
    if goal.id:
        connection.execute(update(goals).where(goals.c.id == goal.id).values(columns))
        return goal.id
    made = connection.execute(insert(goals).values(**columns, slug=slug)).inserted_primary_key
    return int(made[0]) if made else 0


def _record(goal: Goal, body: Body) -> Record:
    """Gives the record of a goal; documents are not named in it, because not everybody may know of them."""
    word = "Želja" if goal.is_wish else "Cilj"
    said = [f"{word} organa {body.name_sl}: {goal.text}."]
    if goal.since:
        said.append(f"Postavljeno: {since(goal.since)}.")
    said.append(f"Stanje: {_STATES[goal.state]}.")
    for step in goal.steps:
        said.append(f"{written(step.day)}: {_STATES[step.state]}. {step.remark}".rstrip())
    heading = f"{word} – {body.name_sl}"
    passage = Passage(Locator(LocatorKind.SECTION, "1"), heading, "\n".join([*said, *filter(None, [goal.about])]))
    newest = goal.steps[-1].day if goal.steps else goal.since
    metadata = Metadata(goal.text, KIND, (goal.body,), goal.topics, dated=newest, language="sl")
    return Record(RecordSort.GOAL, goal.id, metadata, (passage,))


def _starting() -> Iterable[tuple[str, Goal]]:
    with STARTING.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            since = dt.date.fromisoformat(line["since"]) if line["since"] else None
            goal = Goal(0, line["body"], line["text"], bool(line["is_wish"]), since, about=line["about"])
            yield line["slug"], dataclasses.replace(goal, topics=tuple(line["topics"].split(PARTER)))


def _missing(connection: Connection) -> list[tuple[str, Goal]]:
    there = set(connection.scalars(select(goals.c.slug)))
    return [(slug, goal) for slug, goal in _starting() if slug not in there]


def _put_missing(connection: Connection) -> None:
    bodies = {row.slug for row in rows_by_id(connection, Body).values()}
    topics = {row.slug for row in rows_by_id(connection, Topic).values()}
    for slug, goal in _missing(connection):
        # A body or topic of ours that people have given another slug.
        if goal.body in bodies:
            known = tuple(each for each in goal.topics if each in topics)
            _put(connection, dataclasses.replace(goal, topics=known), slug)
