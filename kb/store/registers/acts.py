"""The register of acts: the project's own rows, and what people have made of them.

A row of ours is put in where it is missing and renewed while nobody has edited it; one that was removed stays away.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from kb.errors import NotFound, WrongValue
from kb.legislation.acronyms import key_of
from kb.legislation.register import Act, checked, read_register
from kb.model import PROGRAM, Actor, Deed, Entry, Topic
from kb.store.audit import enter, enter_some
from kb.store.clock import Clock
from kb.store.database import Database, kept
from kb.store.registers import ids_by_slug, missing_slug
from kb.store.tables import acts, topics
from kb.store.texts import storable

_WORD = "predpis (act)"
_VERSION = select(func.count(acts.c.id), func.max(acts.c.id), func.sum(acts.c.edition))
_TEXTS = ("acronym", "title", "gazette", "status", "sop", "eva", "epa", "amends", "replaced_by")


class Acts:
    """The acts of the store, by acronym in any spelling."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def all(self) -> tuple[Act, ...]:
        """Gives all acts in the order they were put in."""
        with self._database.reading() as connection:
            return tuple(_act(row) for row in connection.execute(_rows().where(acts.c.removed.is_(None))))

    def version(self) -> tuple[int, ...]:
        """Gives what changes whenever the register does, for those who keep something that was made of it."""
        with self._database.reading() as connection:
            told = kept(connection, "version of acts", lambda: tuple(connection.execute(_VERSION).one()))
            return tuple(value or 0 for value in told)

    def put(self, given: Sequence[Act], *, by: Actor = PROGRAM) -> int:
        """Keeps acts, each in place of the one with its acronym, all of them or none; gives how many were changed.

        Raises WrongValue for a value that is no good, a day that has not come yet, a topic that is not there, or an
        act that amends or is replaced by one that is not.
        """
        return self._database.write(lambda connection: self._put(connection, [checked(act) for act in given], by))

    def remove(self, acronym: str, *, by: Actor = PROGRAM) -> None:
        """Takes an act out of the register. Raises NotFound; WrongValue where another act names it."""
        self._database.write(lambda connection: self._remove(connection, key_of(acronym), acronym, by))

    def put_missing(self) -> None:
        """Puts in the project's own acts that are missing and renews those nobody edited; writes nothing otherwise."""
        ours = {key_of(act.acronym): act for act in read_register()}
        with self._database.reading() as connection:
            stale = _stale(connection, ours)
        if stale:
            self._database.write(lambda connection: _put_ours(connection, ours))

    def _put(self, connection: Connection, given: Sequence[Act], by: Actor) -> int:
        kept = {row.key: row for row in connection.execute(_rows())}
        there = {key: _act(row) for key, row in kept.items() if row.removed is None}
        _check(given, there, today=self._clock().date())
        slugs = ids_by_slug(connection, Topic)
        changed = [act for act in given if there.get(key_of(act.acronym)) != act]
        for act in changed:
            row = kept.get(key_of(act.acronym))
            _keep(connection, act, slugs, edition=row.edition + 1 if row else 1)
        for deed, are_new in ((Deed.ADDED, True), (Deed.EDITED, False)):
            told = [act for act in changed if (key_of(act.acronym) not in there) is are_new]
            entries = [_entry(there.get(key_of(act.acronym)), act) for act in told]
            enter_some(connection, by, deed, entries, at=self._clock())
        return len(changed)

    def _remove(self, connection: Connection, key: str, acronym: str, by: Actor) -> None:
        kept = {row.key: row for row in connection.execute(_rows().where(acts.c.removed.is_(None)))}
        if key not in kept:
            raise NotFound(f"{_WORD} »{acronym}«")
        naming = [row.acronym for row in kept.values() if key in (key_of(row.amends), key_of(row.replaced_by))]
        if naming:
            by_whom = ", ".join(naming)
            raise WrongValue(
                f"{_WORD} »{acronym}«: nanj kaže (named by) {by_whom}", english=f"{by_whom} points to “{acronym}”"
            )
        gone = {"removed": self._clock(), "edition": kept[key].edition + 1}
        connection.execute(update(acts).where(acts.c.key == key).values(gone))
        was = {name: value for name, value in _told(_act(kept[key])).items() if value}
        named = {"subject": "act", "subject_id": kept[key].acronym}
        enter(connection, by, Deed.REMOVED, **named, before=was, at=self._clock())


def _entry(before: Act | None, after: Act) -> Entry:
    """Gives what the audit log tells of an act that was put in, or of what was changed in it."""
    now, was = _told(after), _told(before) if before else {}
    if before is None:
        return Entry("act", after.acronym, after={name: value for name, value in now.items() if value})
    names = [name for name in now if now[name] != was[name]]
    return Entry("act", after.acronym, {name: was[name] for name in names}, {name: now[name] for name in names})


def _told(act: Act) -> dict[str, Any]:
    return {name: getattr(act, name) for name in (*_TEXTS, "topic", "checked_on")}


def _rows() -> Any:
    named = select(acts, topics.c.slug.label("topic")).join_from(acts, topics, isouter=True)
    return named.order_by(acts.c.id)


def _act(row: Row[Any]) -> Act:
    return Act(topic=row.topic or "", checked_on=row.checked_on, **{name: row._mapping[name] for name in _TEXTS})


def _check(given: Sequence[Act], there: Mapping[str, Act], *, today: dt.date) -> None:
    after = {**there, **{key_of(act.acronym): act for act in given}}
    for act in given:
        if act.checked_on > today + dt.timedelta(days=1):
            raise WrongValue(
                f"{act.acronym}: dan preverjanja (checked_on) {act.checked_on} je v prihodnosti",
                english=f"{act.acronym}: the day (checked_on) {act.checked_on} has not come yet",
            )
        amended, next_one = after.get(key_of(act.amends)), after.get(key_of(act.replaced_by))
        if act.amends and (amended is None or amended.amends):
            raise WrongValue(
                f"{act.acronym}: spreminja (amends) »{act.amends}«, ki ni temeljni predpis v registru",
                english=f"{act.acronym}: it changes (amends) “{act.amends}”, which is no basic act of the register",
            )
        if act.replaced_by and next_one is None:
            raise WrongValue(
                f"{act.acronym}: nadomešča ga (replaced_by) »{act.replaced_by}«, ki ga v registru ni",
                english=f"{act.acronym}: the register has no “{act.replaced_by}” that replaces it (replaced_by)",
            )


def _keep(connection: Connection, act: Act, slugs: Mapping[str, int], *, edition: int) -> None:
    if act.topic and act.topic not in slugs:
        raise WrongValue(
            f"{act.acronym}: {missing_slug(Topic, act.topic).detail} v registru področij ni",
            english=f"{act.acronym}: there is no topic (topic) “{act.topic}” in the register",
        )
    columns: dict[str, Any] = {name: storable(getattr(act, name)) for name in _TEXTS}
    columns |= {"topic_id": slugs.get(act.topic), "checked_on": act.checked_on, "edition": edition, "removed": None}
    key = key_of(act.acronym)
    if connection.execute(update(acts).where(acts.c.key == key).values(columns)).rowcount == 0:
        connection.execute(insert(acts).values(key=key, **columns))


def _stale(connection: Connection, ours: Mapping[str, Act]) -> list[Act]:
    """Gives those of our acts that are not there, or are there otherwise without anybody having edited them.

    A topic that people renamed is no difference.
    """
    kept = {row.key: row for row in connection.execute(_rows())}
    slugs = ids_by_slug(connection, Topic)
    stale = []
    for key, act in ours.items():
        row = kept.get(key)
        wanted = act if act.topic in slugs else dataclasses.replace(act, topic=row.topic or "" if row else "")
        if row is None or (row.edition == 0 and _act(row) != wanted):
            stale.append(wanted)
    return stale


def _put_ours(connection: Connection, ours: Mapping[str, Act]) -> None:
    slugs = ids_by_slug(connection, Topic)
    for act in _stale(connection, ours):
        _keep(connection, act, slugs, edition=0)
