"""Changes are made document by document within one transaction: what differs is written, audited and marked.

`make_some` goes through some of the documents of a change; whoever calls it again goes on where it was left, also after
a crash, because what was done of a change and what waits is in the same rows as the change itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from kb.errors import WrongValue
from kb.model import Actor, Deed, DocumentState, Entry
from kb.store.audit import enter_some
from kb.store.changing.edits import edits_of
from kb.store.changing.facts import Facts, Slugs, differing, read_facts, write_facts
from kb.store.changing.joining import can_part, part_again
from kb.store.changing.tables import change_parts, changes, custody, erasures
from kb.store.changing.values import ChangeSort, ChangeState, PartState, Skipped
from kb.store.marks import mark_some
from kb.store.records import records
from kb.store.tables import documents

AT_ONCE = 200
"""Documents of one transaction: few enough that others who write hardly wait."""

DEEDS = {
    ChangeSort.EDIT: Deed.EDITED,
    ChangeSort.TRASH: Deed.TRASHED,
    ChangeSort.RESTORE: Deed.RESTORED,
    ChangeSort.WITHDRAW: Deed.WITHDRAWN,
    ChangeSort.PUT_BACK: Deed.PUT_BACK,
    ChangeSort.UNDO: Deed.UNDONE,
}

_SOME: Any = bindparam("some", expanding=True)
_PARTS = select(change_parts.c.document_id, change_parts.c.before, change_parts.c.after).where(
    change_parts.c.document_id.in_(_SOME)
)
_HELD = select(custody.c.document_id).where(custody.c.document_id.in_(_SOME), custody.c.held_for != "")
_GOING = select(erasures.c.document_id).where(erasures.c.document_id.in_(_SOME))
_OF_RECORDS = select(records.c.document_id).where(records.c.document_id.in_(_SOME))
_JOINING = select(changes.c.sort, changes.c.told).where(changes.c.id == bindparam("change"))
_SHOWN = select(documents.c.id).where(documents.c.id.in_(_SOME), documents.c.shown_id.is_not(None))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change does to one document: the facts that differ, or why it is passed over."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    skipped: Skipped | None = None
    detail: str = ""

    @property
    def state(self) -> PartState:
        """Gives what becomes of the document."""
        if self.skipped is not None:
            return PartState.SKIPPED
        return PartState.DONE if self.after else PartState.SAME


def outcomes(connection: Connection, change: Row[Any], document_ids: Sequence[int], slugs: Slugs) -> dict[int, Outcome]:
    """Gives what a change does to documents as they are now, by id; nothing is written."""
    wanted = {"some": list(document_ids)}
    facts = read_facts(connection, document_ids, slugs)
    held = set(connection.scalars(_HELD, wanted))
    going = set(connection.scalars(_GOING, wanted))
    of_records = set(connection.scalars(_OF_RECORDS, wanted))
    if change.sort == ChangeSort.UNDO:
        undone = connection.execute(_PARTS.where(change_parts.c.change_id == change.undoes), wanted)
        targets = {row.document_id: (row.before, row.after) for row in undone}
        joining = connection.execute(_JOINING, {"change": change.undoes}).one()
    else:
        targets, joining = {}, None
    found = {}
    for document_id, now in facts.items():
        try:
            if document_id in of_records:
                raise _Pass(Skipped.OF_RECORD)
            after = _undone(now, *targets[document_id]) if targets else _target(change, now)
            if joining is not None and "joined" in after:
                _check_parting(connection, joining.sort, joining.told)
                slugs.check(joining.told["facts"])
            slugs.check(after)
            _check(now, after, is_held=document_id in held, is_going=document_id in going)
            found[document_id] = Outcome(*differing(now, after))
        except _Pass as passed:
            found[document_id] = Outcome({}, {}, passed.reason)
        except WrongValue as error:
            found[document_id] = Outcome({}, {}, Skipped.NO_SUCH, error.detail[:300])
    return found


def make_some(connection: Connection, change_id: int, *, at: dt.datetime, most: int = AT_ONCE) -> bool:
    """Goes through `most` documents of a change that wait; tells whether others still do."""
    change = connection.execute(select(changes).where(changes.c.id == change_id).with_for_update()).one_or_none()
    if change is None or change.state != ChangeState.RUNNING:
        return False
    waiting = (change_parts.c.change_id == change_id) & (change_parts.c.state == PartState.WAITING)
    next_ = select(change_parts.c.document_id).where(waiting).order_by(change_parts.c.id).limit(most)
    ids = connection.scalars(next_).all()
    if ids:
        slugs = Slugs(connection)
        _write(connection, change, outcomes(connection, change, ids, slugs), slugs, at=at)
    if len(ids) < most:
        connection.execute(update(changes).where(changes.c.id == change_id).values(state=ChangeState.DONE, ended=at))
        return False
    return True


def _write(
    connection: Connection, change: Row[Any], made: Mapping[int, Outcome], slugs: Slugs, *, at: dt.datetime
) -> None:
    changed = {document_id: one for document_id, one in made.items() if one.state is PartState.DONE}
    write_facts(connection, {document_id: one.after for document_id, one in changed.items()}, slugs, at=at)
    part = update(change_parts).where(
        change_parts.c.change_id == change.id, change_parts.c.document_id == bindparam("of")
    )
    told = [
        {
            "of": document_id,
            "now": one.state.value,
            "old": dict(one.before),
            "new": dict(one.after),
            "why": f"{one.skipped or ''}: {one.detail}" if one.detail else f"{one.skipped or ''}",
        }
        for document_id, one in made.items()
    ]
    columns = {"state": "now", "before": "old", "after": "new", "reason": "why"}
    if told:
        connection.execute(part.values({name: bindparam(given) for name, given in columns.items()}), told)
    for document_id, one in changed.items():
        if "joined" in one.after:
            joined = connection.execute(_JOINING, {"change": change.undoes}).one().told
            part_again(connection, Actor(change.actor_id, change.actor), document_id, joined, slugs, at=at)
    actor, deed = Actor(change.actor_id, change.actor), DEEDS[ChangeSort(change.sort)]
    entries = [Entry("document", document_id, one.before, one.after) for document_id, one in changed.items()]
    enter_some(connection, actor, deed, entries, at=at)
    if changed:
        mark_some(connection, connection.scalars(_SHOWN, {"some": list(changed)}).all(), at=at)


# --- what a change makes of a document ---


class _Pass(Exception):
    """A document that is passed over."""

    def __init__(self, reason: Skipped) -> None:
        super().__init__(reason)
        self.reason = reason


def _target(change: Row[Any], now: Facts) -> dict[str, Any]:
    if change.sort == ChangeSort.RESTORE:
        if not now["removed"]:
            raise _Pass(Skipped.NOT_IN_TRASH)
        return {"removed": False}
    if now["removed"]:
        raise _Pass(Skipped.IN_TRASH)
    match ChangeSort(change.sort):
        case ChangeSort.TRASH:
            return {"removed": True}
        case ChangeSort.WITHDRAW:
            if now["state"] == DocumentState.DRAFT:
                raise _Pass(Skipped.NOT_PUBLISHED)
            return {"state": DocumentState.WITHDRAWN.value, "withdrawn_for": change.told["reason"]}
        case ChangeSort.PUT_BACK:
            if now["state"] != DocumentState.WITHDRAWN:
                raise _Pass(Skipped.NOT_WITHDRAWN)
            return {"state": DocumentState.PUBLISHED.value, "withdrawn_for": ""}
    return edits_of(change.told).applied(now)


def _undone(now: Facts, before: Facts, after: Facts) -> dict[str, Any]:
    """Gives the facts as they were before a change. Raises _Pass where one of them was changed again since."""
    if any(now[name] != value for name, value in after.items()):
        raise _Pass(Skipped.CHANGED)
    return dict(before)


def _check_parting(connection: Connection, sort: str, told: Mapping[str, Any]) -> None:
    """Raises _Pass for what no undoing does: joining a draft again, or parting one that something has come of."""
    if sort != ChangeSort.JOIN:
        raise _Pass(Skipped.JOINED_THERE)
    if not can_part(connection, told):
        raise _Pass(Skipped.CHANGED)


def _check(now: Facts, after: Facts, *, is_held: bool, is_going: bool) -> None:
    if is_going:
        raise _Pass(Skipped.BEING_ERASED)
    if is_held and after.get("removed") and not now["removed"]:
        raise _Pass(Skipped.HELD)
