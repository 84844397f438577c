"""Dossiers (zadeve) as rows: a matter, the bodies and topics that it is placed with, and its steps.

    dossier = store.affairs.dossiers.put(actor, Dossier(0, "Predlog ZORed-B", dt.date(2026, 11, 2), act="ZORed"))

A dossier is kept whole, steps and all, in place of the edition that it was made from; each change is entered in the
audit log and written as a record in its transaction. A step that is taken back keeps its row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    ForeignKey,
    Integer,
    Row,
    Select,
    String,
    Table,
    Text,
    and_,
    delete,
    insert,
    or_,
    select,
    update,
)

from kb.errors import ChangedMeanwhile, NotFound
from kb.legislation.acronyms import key_of
from kb.model import (
    Actor,
    Body,
    Deed,
    Dossier,
    DossierStage,
    DossierStep,
    Named,
    Reader,
    RecordSort,
    Topic,
    Visibility,
)
from kb.model.dossiers import in_order, wrong_step
from kb.slovene.workdays import day_here
from kb.store.affairs.dossierrecords import record_of
from kb.store.affairs.dossiertrash import check_free, in_trash
from kb.store.audit import enter
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.ids import chunks, fit
from kb.store.records import Records
from kb.store.registers import ids_by_slug, missing_slug, rows_by_id, with_below
from kb.store.tables import UtcDateTime, bodies, schema, topics
from kb.store.texts import storable

SUBJECT = "dossier"

dossiers = Table(
    "dossiers",
    schema,
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("sort", String(32), nullable=False),
    Column("act", String(40), nullable=False),
    Column("act_key", String(40), nullable=False, index=True),
    Column("eva", String(40), nullable=False),
    Column("epa", String(40), nullable=False),
    Column("ministry", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("visibility", String(32), nullable=False),
    Column("text_id", ForeignKey("documents.id")),
    Column("deadline", Date),
    Column("working_days", Integer),
    Column("stage", String(32), nullable=False, index=True),
    Column("edition", Integer, nullable=False),
    sqlite_autoincrement=True,
)

dossier_steps = Table(
    "dossier_steps",
    schema,
    Column("id", Integer, primary_key=True),
    Column("dossier_id", ForeignKey("dossiers.id"), nullable=False, index=True),
    Column("stage", String(32), nullable=False),
    Column("day", Date, nullable=False),
    Column("document_id", ForeignKey("documents.id")),
    Column("remark", Text, nullable=False),
    Column("taken_back", UtcDateTime),
    sqlite_autoincrement=True,
)


def _placed(name: str, register: str) -> Table:
    return Table(
        name,
        schema,
        Column("dossier_id", ForeignKey("dossiers.id"), primary_key=True),
        Column("row_id", ForeignKey(f"{register}.id"), primary_key=True, index=True),
        Column("position", Integer, nullable=False),
    )


dossier_bodies = _placed("dossier_bodies", "bodies")
dossier_topics = _placed("dossier_topics", "topics")

_TEXTS = ("title", "sort", "act", "eva", "epa", "ministry", "about")
_OTHERS = ("visibility", "text_id", "deadline", "working_days", "stage")
_ENDS = tuple(stage.value for stage in DossierStage if stage.is_end)


class Dossiers:
    """The dossiers of the store."""

    def __init__(self, database: Database, records: Records, clock: Clock) -> None:
        self._database = database
        self._records = records
        self._clock = clock

    def all(
        self, *, reader: Reader, body: str = "", topic: str = "", act: str = "", is_open: bool | None = None
    ) -> tuple[Dossier, ...]:
        """Gives the dossiers that `reader` may see, the newest first, narrowed by slugs and by an act's acronym.

        A topic stands for those below it too.
        """
        wanted = select(dossiers).where(_seen_by(reader), _in_sight())
        if act:
            wanted = wanted.where(dossiers.c.act_key == key_of(act))
        if is_open is not None:
            wanted = wanted.where(dossiers.c.stage.not_in(_ENDS) if is_open else dossiers.c.stage.in_(_ENDS))
        if body:
            rows = select(bodies.c.id).where(bodies.c.slug == storable(body))
            wanted = wanted.where(_placed_with(dossier_bodies, rows))
        if topic:
            wanted = wanted.where(_placed_with(dossier_topics, select(topics.c.id).where(with_below(storable(topic)))))
        with self._database.reading() as connection:
            found = _read(connection, connection.execute(wanted).all())
        return tuple(sorted(found, key=lambda each: (each.received, each.id), reverse=True))

    def get(self, dossier_id: int, *, reader: Reader) -> Dossier:
        """Gives a dossier. Raises NotFound, also for one that `reader` may not see."""
        wanted = select(dossiers).where(dossiers.c.id == fit(dossier_id), _seen_by(reader), _in_sight())
        with self._database.reading() as connection:
            found = _read(connection, connection.execute(wanted).all())
        if not found:
            raise NotFound(f"zadeva {dossier_id}")
        return found[0]

    def put(self, actor: Actor, dossier: Dossier) -> Dossier:
        """Keeps a dossier, a new one where its `id` is 0, and gives it as it is kept.

        One without steps is given its first, RECEIVED on its day. Steps with the id 0 are new; those that it no longer
        has are taken back. Raises NotFound for an id that is not there, ChangedMeanwhile for another edition than the
        one that is kept, WrongValue for a slug that no body or topic has.
        """
        return self._database.write(lambda connection: self._put(connection, actor, dossier))

    def add_step(self, connection: Connection, actor: Actor, dossier_id: int, step: DossierStep) -> bool:
        """Adds a step within the transaction of what it tells of; False, and nothing added, where it cannot be.

        Raises NotFound.
        """
        dossier = _one(connection, dossier_id)
        if wrong_step(dossier, step, day_here(self._clock())):
            return False
        self._put(connection, actor, replace(dossier, steps=(*dossier.steps, step)))
        return True

    # --- the trash ---

    def in_trash(self) -> tuple[Dossier, ...]:
        """Gives the dossiers in the trash, those that were opened last first."""
        wanted = select(dossiers).where(dossiers.c.id.in_(in_trash())).order_by(dossiers.c.id.desc())
        with self._database.reading() as connection:
            return tuple(_read(connection, connection.execute(wanted).all()))

    def remove(self, actor: Actor, dossier_id: int) -> None:
        """Puts a dossier into the trash with its text. Raises NotFound, NotPossible for one that is spoken of."""

        def work(connection: Connection) -> None:
            told, at = _told(_one(connection, dossier_id)), self._clock()
            check_free(connection, dossier_id)
            self._records.remove(connection, RecordSort.DOSSIER, dossier_id, at=at)
            before = {name: value for name, value in told.items() if value}
            enter(connection, actor, Deed.TRASHED, subject=SUBJECT, subject_id=dossier_id, before=before, at=at)

        self._database.write(work)

    def restore(self, actor: Actor, dossier_id: int) -> None:
        """Takes a dossier out of the trash, as it was. Raises NotFound for one that is not there."""

        def work(connection: Connection) -> None:
            wanted = select(dossiers).where(dossiers.c.id == fit(dossier_id), dossiers.c.id.in_(in_trash()))
            found, at = _read(connection, connection.execute(wanted).all()), self._clock()
            if not found:
                raise NotFound(f"zadeva {dossier_id}")
            self._records.write(connection, record_of(connection, found[0]), at=at)
            enter(connection, actor, Deed.RESTORED, subject=SUBJECT, subject_id=dossier_id, at=at)

        self._database.write(work)

    def _put(self, connection: Connection, actor: Actor, dossier: Dossier) -> Dossier:
        at = self._clock()
        before = _kept(connection, dossier) if dossier.id else None
        steps = in_order(dossier.steps or (DossierStep(0, DossierStage.RECEIVED, dossier.received),))
        dossier_id = _write_row(connection, dossier, steps[-1].stage)
        _write_steps(connection, dossier_id, before.steps if before else (), steps, at=at)
        for table, sort, slugs in ((dossier_bodies, Body, dossier.bodies), (dossier_topics, Topic, dossier.topics)):
            _write_places(connection, dossier_id, table, sort, slugs)
        after = _one(connection, dossier_id)
        _enter(connection, actor, before, after, at=at)
        self._records.write(connection, record_of(connection, after), at=at)
        return after


def _in_sight() -> ColumnElement[bool]:
    return dossiers.c.id.not_in(in_trash())


def _seen_by(reader: Reader) -> ColumnElement[bool]:
    placed = select(dossier_bodies.c.dossier_id).where(dossier_bodies.c.row_id.in_(reader.bodies))
    of_body = and_(dossiers.c.visibility == Visibility.BODY.value, dossiers.c.id.in_(placed))
    return or_(dossiers.c.visibility.in_([each.value for each in reader.sees]), of_body)


def _placed_with(table: Table, rows: Select[Any]) -> ColumnElement[bool]:
    return dossiers.c.id.in_(select(table.c.dossier_id).where(table.c.row_id.in_(rows)))


# --- rows as values ---


def _read(connection: Connection, rows: Sequence[Row[Any]]) -> list[Dossier]:
    ids = [row.id for row in rows]
    steps = _steps(connection, ids)
    bodies = _places(connection, ids, dossier_bodies, Body)
    topics = _places(connection, ids, dossier_topics, Topic)
    return [_dossier(row, steps[row.id], bodies.get(row.id, ()), topics.get(row.id, ())) for row in rows]


def _dossier(row: Row[Any], steps: Sequence[DossierStep], bodies: Sequence[str], topics: Sequence[str]) -> Dossier:
    ordered = in_order(steps)
    return Dossier(
        id=row.id,
        received=ordered[0].day,
        **{name: row._mapping[name] for name in (*_TEXTS, "text_id", "deadline", "working_days", "edition")},
        bodies=tuple(bodies),
        topics=tuple(topics),
        visibility=Visibility(row.visibility),
        stage=ordered[-1].stage,
        steps=ordered,
    )


def _steps(connection: Connection, ids: Sequence[int]) -> dict[int, list[DossierStep]]:
    found: dict[int, list[DossierStep]] = {}
    for some in chunks(ids):
        wanted = select(dossier_steps).where(dossier_steps.c.dossier_id.in_(some), dossier_steps.c.taken_back.is_(None))
        for row in connection.execute(wanted):
            step = DossierStep(row.id, DossierStage(row.stage), row.day, row.document_id, row.remark)
            found.setdefault(row.dossier_id, []).append(step)
    return found


def _places(connection: Connection, ids: Sequence[int], table: Table, sort: type[Named]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    slugs = rows_by_id(connection, sort) if ids else {}
    for some in chunks(ids):
        wanted = select(table).where(table.c.dossier_id.in_(some)).order_by(table.c.position)
        for row in connection.execute(wanted):
            found.setdefault(row.dossier_id, []).append(slugs[row.row_id].slug)
    return found


def _one(connection: Connection, dossier_id: int) -> Dossier:
    wanted = select(dossiers).where(dossiers.c.id == fit(dossier_id), _in_sight())
    found = _read(connection, connection.execute(wanted).all())
    if not found:
        raise NotFound(f"zadeva {dossier_id}")
    return found[0]


# --- values as rows ---


def _kept(connection: Connection, dossier: Dossier) -> Dossier:
    kept = _one(connection, dossier.id)
    if kept.edition != dossier.edition:
        raise ChangedMeanwhile(f"zadeva {dossier.id}")
    return kept


def _write_row(connection: Connection, dossier: Dossier, stage: DossierStage) -> int:
    columns: dict[str, Any] = {
        **{name: storable(getattr(dossier, name)) for name in _TEXTS},
        "act_key": key_of(dossier.act),
        "visibility": dossier.visibility.value,
        "text_id": dossier.text_id,
        "deadline": dossier.deadline,
        "working_days": dossier.working_days,
        "stage": stage.value,
        "edition": dossier.edition + 1,
    }
    if dossier.id:
        connection.execute(update(dossiers).where(dossiers.c.id == dossier.id).values(columns))
        return dossier.id
    written = connection.execute(insert(dossiers).values(columns)).inserted_primary_key
    return int(written[0]) if written else 0


def _write_steps(
    connection: Connection,
    dossier_id: int,
    before: Sequence[DossierStep],
    steps: Sequence[DossierStep],
    *,
    at: dt.datetime,
) -> None:
    kept = {step.id: step for step in before}
    for step in steps:
        columns = {
            "stage": step.stage.value,
            "day": step.day,
            "document_id": step.document_id,
            "remark": storable(step.remark),
        }
        if step.id not in kept:
            connection.execute(insert(dossier_steps).values(dossier_id=dossier_id, **columns))
        elif kept[step.id] != step:
            connection.execute(update(dossier_steps).where(dossier_steps.c.id == step.id).values(columns))
    for gone in kept.keys() - {step.id for step in steps}:
        connection.execute(update(dossier_steps).where(dossier_steps.c.id == gone).values(taken_back=at))


def _write_places(
    connection: Connection, dossier_id: int, table: Table, sort: type[Named], slugs: Sequence[str]
) -> None:
    known = ids_by_slug(connection, sort)
    for slug in slugs:
        if slug not in known:
            raise missing_slug(sort, slug)
    connection.execute(delete(table).where(table.c.dossier_id == dossier_id))
    for position, slug in enumerate(dict.fromkeys(slugs)):
        placed = {"dossier_id": dossier_id, "row_id": known[slug], "position": position}
        connection.execute(insert(table).values(placed))


# --- what the audit log is told ---


def _enter(connection: Connection, actor: Actor, before: Dossier | None, after: Dossier, *, at: dt.datetime) -> None:
    was, now = _told(before) if before else {}, _told(after)
    names = [name for name in now if (now[name] != was[name] if before else now[name] not in ("", None, []))]
    if names:
        enter(
            connection,
            actor,
            Deed.EDITED if before else Deed.ADDED,
            subject=SUBJECT,
            subject_id=after.id,
            before={name: was[name] for name in names if before},
            after={name: now[name] for name in names},
            at=at,
        )


def _told(dossier: Dossier) -> Mapping[str, Any]:
    names = [name for name in (*_TEXTS, *_OTHERS) if name != "sort"]
    plain = {name: getattr(dossier, name) for name in names}
    return {
        **plain,
        "dossier_sort": dossier.sort,
        "bodies": list(dossier.bodies),
        "topics": list(dossier.topics),
        "steps": [
            {"stage": step.stage, "dated": step.day, "document": step.document_id, "note": step.remark}
            for step in dossier.steps
        ],
    }
