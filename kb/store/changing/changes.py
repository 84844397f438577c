"""Changes of documents: planned and shown, then made; listed with who and when; taken back."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, exists, func, insert, select, update

from kb.errors import ChangedMeanwhile, NotFound, WrongValue
from kb.model import Actor, Metadata
from kb.store.changing.edits import NOTHING, Edits
from kb.store.changing.facts import OF_METADATA, Slugs, metadata_of, plain, read_facts
from kb.store.changing.making import Outcome, make_some, outcomes
from kb.store.changing.tables import change_parts, changes
from kb.store.changing.values import Change, ChangeSort, ChangeState, Effect, Part, PartState, Skipped, not_possible
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.ids import CHUNK, chunks, fit
from kb.store.tables import documents, revisions

KEPT_PLANNED = dt.timedelta(days=1)
"""How long a change that was only shown stays."""

FIRST_SHOWN = 20


class Changes:
    """The changes of the store."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    # --- one document ---

    def metadata(self, document_id: int) -> Metadata:
        """Gives what people have told of a document; title and language are "" where those of the file count.

        Raises NotFound, also for a document in the trash.
        """
        with self._database.reading() as connection:
            facts = read_facts(connection, [fit(document_id)], Slugs(connection)).get(document_id)
        if facts is None or facts["removed"]:
            raise NotFound(str(document_id))
        return metadata_of(facts)

    def edit(
        self, actor: Actor, document_id: int, metadata: Metadata, *, shown: Metadata | None = None
    ) -> Change | None:
        """Writes the metadata of a document and gives the change, None where there is nothing to change.

        `shown` is the metadata that the person saw: where it is otherwise by now, nothing is written. The state stays
        as it is. Raises ChangedMeanwhile with the names of the fields, NotFound, WrongValue.
        """
        wanted = plain(metadata)
        del wanted["state"]

        def write(connection: Connection) -> int | None:
            facts = read_facts(connection, [fit(document_id)], Slugs(connection)).get(document_id)
            if facts is None or facts["removed"]:
                raise NotFound(str(document_id))
            if shown is not None and (fields := _differing(plain(shown), facts)):
                raise ChangedMeanwhile(fields=fields)
            edits = Edits(set=tuple((name, value) for name, value in wanted.items() if facts[name] != value))
            return self._at_once(connection, actor, ChangeSort.EDIT, document_id, edits.as_json()) if edits else None

        change_id = self._database.write(write)
        return None if change_id is None else self.get(change_id)

    def do(self, actor: Actor, sort: ChangeSort, document_id: int, *, reason: str = "") -> Change:
        """Removes, restores, withdraws (with a reason) or puts back one document and gives the change.

        Raises NotPossible that says why, NotFound.
        """
        told = {"reason": reason} if reason else {}
        return self.get(
            self._database.write(lambda connection: self._at_once(connection, actor, sort, document_id, told))
        )

    def _at_once(
        self, connection: Connection, actor: Actor, sort: ChangeSort, document_id: int, told: Mapping[str, Any]
    ) -> int:
        if connection.scalar(select(documents.c.id).where(documents.c.id == fit(document_id))) is None:
            raise NotFound(str(document_id))
        change_id = self._enter(connection, actor, sort, told, state=ChangeState.RUNNING)
        _enter_parts(connection, change_id, [document_id])
        make_some(connection, change_id, at=self._clock())
        part = connection.execute(_parts(change_id)).one()
        if part.state == PartState.SKIPPED:
            reason, _, detail = part.reason.partition(": ")
            raise WrongValue(detail) if reason == Skipped.NO_SUCH else not_possible(Skipped(reason))
        return change_id

    # --- many documents ---

    def plan(
        self,
        actor: Actor,
        sort: ChangeSort,
        document_ids: Iterable[int],
        *,
        edits: Edits = NOTHING,
        reason: str = "",
    ) -> Change:
        """Enters a change of documents that is not made before `begin`. Raises WrongValue for what cannot be done."""
        wanted = [one for part in chunks(document_ids) for one in part]
        if not wanted or (sort is ChangeSort.EDIT and not edits) or (sort is ChangeSort.WITHDRAW and not reason):
            raise WrongValue(sort.value)
        told = edits.as_json() | ({"reason": reason} if reason else {})

        def write(connection: Connection) -> int:
            Slugs(connection).check(edits.slugs())
            self._forget_planned(connection)
            change_id = self._enter(connection, actor, sort, told)
            for start in range(0, len(wanted), CHUNK):
                there = select(documents.c.id).where(documents.c.id.in_(wanted[start : start + CHUNK]))
                _enter_parts(connection, change_id, connection.scalars(there.order_by(documents.c.id)).all())
            return change_id

        return self.get(self._database.write(write))

    def plan_undo(self, actor: Actor, change_id: int, *, document_ids: Sequence[int] = ()) -> Change:
        """Plans to take a change back, of all its documents or some. Raises NotFound, NotPossible."""
        undone = self.get(change_id)
        if not undone.can_be_undone:
            raise not_possible(undone.state)
        made = (change_parts.c.change_id == change_id) & (change_parts.c.state == PartState.DONE)
        wanted = select(change_parts.c.document_id).where(made).order_by(change_parts.c.id)
        if document_ids:
            wanted = wanted.where(change_parts.c.document_id.in_(list(document_ids)[:CHUNK]))

        def write(connection: Connection) -> int:
            self._forget_planned(connection)
            new = self._enter(connection, actor, ChangeSort.UNDO, {}, undoes=change_id)
            _enter_parts(connection, new, connection.scalars(wanted).all())
            return new

        return self.get(self._database.write(write))

    def begin(self, change_id: int) -> bool:
        """Lets a planned change be made; False where it had begun before. Raises NotFound, NotPossible."""
        return self._to(change_id, ChangeState.RUNNING)

    def drop(self, change_id: int) -> bool:
        """Thinks better of a planned change; False where that was done before. Raises NotFound, NotPossible."""
        return self._to(change_id, ChangeState.DROPPED)

    def go_on(self, change_id: int) -> bool:
        """Makes a change of some of its documents, in one transaction; tells whether others wait."""
        return self._database.write(lambda connection: make_some(connection, change_id, at=self._clock()))

    def running(self) -> tuple[int, ...]:
        """Gives the changes that have begun and are not done, the oldest first."""
        wanted = select(changes.c.id).where(changes.c.state == ChangeState.RUNNING).order_by(changes.c.id)
        with self._database.reading() as connection:
            return tuple(connection.scalars(wanted))

    # --- looking at them ---

    def get(self, change_id: int) -> Change:
        """Gives a change. Raises NotFound."""
        with self._database.reading() as connection:
            found = _values(connection, select(changes).where(changes.c.id == fit(change_id)))
        if not found:
            raise NotFound(f"sprememba {change_id}")
        return found[0]

    def all(self, *, document_id: int | None = None, limit: int = 50, offset: int = 0) -> tuple[Change, ...]:
        """Gives the changes that were made or are being made, the newest first; those of one document where asked."""
        shown = changes.c.state.in_((ChangeState.RUNNING, ChangeState.DONE))
        wanted = select(changes).where(shown, _having(document_id)).order_by(changes.c.id.desc())
        with self._database.reading() as connection:
            return _values(connection, wanted.limit(limit).offset(offset))

    def count(self, *, document_id: int | None = None) -> int:
        """Gives how many `all` would give without a limit."""
        shown = changes.c.state.in_((ChangeState.RUNNING, ChangeState.DONE))
        wanted = select(func.count()).select_from(changes).where(shown, _having(document_id))
        with self._database.reading() as connection:
            return connection.scalar(wanted) or 0

    def parts(
        self, change_id: int, *, state: PartState | None = None, limit: int = 50, offset: int = 0
    ) -> tuple[Part, ...]:
        """Gives the documents of a change in order, with the titles that they have now."""
        wanted = _parts(change_id).order_by(change_parts.c.id).limit(limit).offset(offset)
        if state is not None:
            wanted = wanted.where(change_parts.c.state == state)
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all()
            titles = titles_of(connection, [row.document_id for row in rows])
        return tuple(_part(row, titles) for row in rows)

    def effect(self, change_id: int) -> Effect:
        """Gives what a planned change would do to its documents as they are now. Raises NotFound."""
        with self._database.reading() as connection:
            change = connection.execute(select(changes).where(changes.c.id == fit(change_id))).one_or_none()
            if change is None:
                raise NotFound(f"sprememba {change_id}")
            order = select(change_parts.c.document_id).where(change_parts.c.change_id == change_id)
            ids, slugs = list(connection.scalars(order.order_by(change_parts.c.id))), Slugs(connection)
            made: dict[int, Outcome] = {}
            for start in range(0, len(ids), CHUNK):
                made |= outcomes(connection, change, ids[start : start + CHUNK], slugs)
            changed = [id_ for id_ in ids if id_ in made and made[id_].state is not PartState.SAME]
            first = changed[:FIRST_SHOWN]
            titles = titles_of(connection, first)
        parts = [
            Part(id_, titles[id_], one.state, one.before, one.after, one.skipped, one.detail)
            for id_ in first
            for one in (made[id_],)
        ]
        return Effect(
            changes=sum(one.state is PartState.DONE for one in made.values()),
            same=sum(one.state is PartState.SAME for one in made.values()),
            skipped=Counter(one.skipped for one in made.values() if one.skipped),
            facts=Counter(name for one in made.values() for name in one.after),
            parts=tuple(parts),
        )

    # --- parts ---

    def _enter(
        self,
        connection: Connection,
        actor: Actor,
        sort: ChangeSort,
        told: Mapping[str, Any],
        *,
        state: ChangeState = ChangeState.PLANNED,
        undoes: int | None = None,
    ) -> int:
        row = {"sort": sort.value, "state": state.value, "actor_id": actor.id, "actor": actor.name, "undoes": undoes}
        written = connection.execute(insert(changes).values(**row, made=self._clock(), told=dict(told)))
        change_id: int = written.inserted_primary_key[0]  # type: ignore[index]
        return change_id

    def _to(self, change_id: int, state: ChangeState) -> bool:
        change = self.get(change_id)
        if change.state is state or (state is ChangeState.RUNNING and change.state is ChangeState.DONE):
            return False
        if change.state is not ChangeState.PLANNED:
            raise not_possible(change.state)
        here = (changes.c.id == change_id) & (changes.c.state == ChangeState.PLANNED)
        moved = update(changes).where(here).values(state=state, made=self._clock())
        return self._database.write(lambda connection: connection.execute(moved).rowcount == 1)

    def _forget_planned(self, connection: Connection) -> None:
        is_open = changes.c.state.in_((ChangeState.PLANNED, ChangeState.DROPPED))
        old = select(changes.c.id).where(is_open, changes.c.made < self._clock() - KEPT_PLANNED)
        for change_id in connection.scalars(old).all():
            connection.execute(delete(change_parts).where(change_parts.c.change_id == change_id))
            connection.execute(delete(changes).where(changes.c.id == change_id))


def titles_of(connection: Connection, document_ids: Sequence[int]) -> dict[int, str]:
    """Gives by what name people know documents, those in the trash too: their title, else that of the file."""
    found: dict[int, str] = {}
    named = select(documents.c.id, documents.c.title, revisions.c.title.label("read"), revisions.c.name)
    named = named.join_from(documents, revisions, revisions.c.document_id == documents.c.id).order_by(
        revisions.c.number
    )
    for part in chunks(document_ids):
        for row in connection.execute(named.where(documents.c.id.in_(part))):
            found[row.id] = row.title or row.read or row.name
    return {id_: found.get(id_, str(id_)) for id_ in document_ids}


def _enter_parts(connection: Connection, change_id: int, document_ids: Sequence[int]) -> None:
    blank = {"change_id": change_id, "state": PartState.WAITING.value, "before": {}, "after": {}, "reason": ""}
    if document_ids:
        connection.execute(insert(change_parts), [{**blank, "document_id": one} for one in document_ids])


def _differing(shown: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in OF_METADATA if name != "state" and shown[name] != now[name])


def _having(document_id: int | None) -> Any:
    if document_id is None:
        return True
    mine = (change_parts.c.change_id == changes.c.id) & (change_parts.c.document_id == fit(document_id))
    return exists().where(mine, change_parts.c.state == PartState.DONE)


def _parts(change_id: int) -> Select[Any]:
    return select(change_parts).where(change_parts.c.change_id == fit(change_id))


def _part(row: Row[Any], titles: Mapping[int, str]) -> Part:
    reason, _, detail = row.reason.partition(": ")
    skipped = Skipped(reason) if reason else None
    return Part(row.document_id, titles[row.document_id], PartState(row.state), row.before, row.after, skipped, detail)


def _values(connection: Connection, wanted: Select[Any]) -> tuple[Change, ...]:
    rows = connection.execute(wanted).all()
    ids = [row.id for row in rows]
    counts: dict[int, dict[PartState, int]] = {}
    counted = select(change_parts.c.change_id, change_parts.c.state, func.count()).where(
        change_parts.c.change_id.in_(ids)
    )
    for change_id, state, count in connection.execute(counted.group_by(change_parts.c.change_id, change_parts.c.state)):
        counts.setdefault(change_id, {})[PartState(state)] = count
    back = select(changes.c.undoes, func.max(changes.c.id).label("last")).where(
        changes.c.undoes.in_(ids), changes.c.state.in_((ChangeState.RUNNING, ChangeState.DONE))
    )
    undone = {row.undoes: row.last for row in connection.execute(back.group_by(changes.c.undoes))}
    return tuple(_value(row, counts.get(row.id, {}), undone.get(row.id)) for row in rows)


def _value(row: Row[Any], counts: Mapping[PartState, int], undone_by: int | None) -> Change:
    return Change(
        id=row.id,
        sort=ChangeSort(row.sort),
        state=ChangeState(row.state),
        actor=Actor(row.actor_id, row.actor),
        made=row.made,
        ended=row.ended,
        told=row.told,
        undoes=row.undoes,
        undone_by=undone_by,
        counts=counts,
    )
