"""Joining a draft to another document as a change of that one, so that it is listed with its changes and taken back.

All that the draft was is kept with the change, whose only part is of the other document: erasing that document takes
the change away, and no trace of the draft is left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select, update

from kb.model import Actor, Deed
from kb.store.audit import enter
from kb.store.changing.facts import Facts, Slugs, differing, read_facts, write_facts
from kb.store.changing.tables import change_parts, changes
from kb.store.changing.values import ChangeSort, ChangeState, PartState
from kb.store.marks import mark
from kb.store.tables import documents, ledger, originals, revisions, schema


def state_before(connection: Connection, draft_id: int, into: int) -> dict[str, Any]:
    """Gives what has to be known to part them again, as JSON; `facts` are those of both documents by id."""
    slugs = Slugs(connection)
    facts = read_facts(connection, [draft_id, into], slugs)
    revision = connection.execute(select(revisions).where(revisions.c.document_id == draft_id)).one()
    return {
        "draft": draft_id,
        "revision": revision.id,
        "number": revision.number,
        "shown": connection.scalar(select(documents.c.shown_id).where(documents.c.id == into)),
        "facts": {"draft": facts[draft_id], "other": facts[into]},
    }


def enter_joined(
    connection: Connection, actor: Actor, into: int, before: Mapping[str, Any], *, decided: str, at: dt.datetime
) -> None:
    """Enters a change that has been made: the draft of `before` (see `state_before`) is part of the document `into`."""
    told = {name: value for name, value in before.items() if name != "facts"}
    told |= {"as": decided, "facts": before["facts"]["draft"]}
    row = {"sort": ChangeSort.JOIN.value, "state": ChangeState.DONE.value, "actor_id": actor.id, "actor": actor.name}
    written = connection.execute(insert(changes).values(**row, made=at, ended=at, told=told)).inserted_primary_key
    now = read_facts(connection, [into], Slugs(connection))[into]
    old, new = differing(before["facts"]["other"], now)
    part = {"document_id": into, "state": PartState.DONE.value, "before": old, "after": new, "reason": ""}
    connection.execute(insert(change_parts).values(change_id=written[0], **part))  # type: ignore[index]


def can_part(connection: Connection, told: Mapping[str, Any]) -> bool:
    """Tells whether the revision of a draft that was joined is still as it was put: nothing came of it since."""
    mine = connection.execute(select(revisions).where(revisions.c.id == told["revision"])).one_or_none()
    of_it = select(revisions.c.id).where(revisions.c.format_of == told["revision"]).limit(1)
    return mine is not None and connection.scalar(of_it) is None


def part_again(
    connection: Connection, actor: Actor, into: int, told: Mapping[str, Any], slugs: Slugs, *, at: dt.datetime
) -> None:
    """Makes a draft again of what was joined to the document `into`, with its file, its rows and all that it was."""
    draft_id, revision_id = told["draft"], told["revision"]
    facts: Facts = told["facts"]
    other = (documents.c.id == into) & (documents.c.shown_id == revision_id)
    connection.execute(update(documents).where(other).values(shown_id=told["shown"]))
    back = {"document_id": draft_id, "number": told["number"], "format_of": None}
    connection.execute(update(revisions).where(revisions.c.id == revision_id).values(back))
    sha256 = connection.scalar(select(revisions.c.sha256).where(revisions.c.id == revision_id))
    for table in (originals, ledger):
        of_file = (table.c.sha256 == sha256) & (table.c.document_id == into)
        connection.execute(update(table).where(of_file).values(document_id=draft_id))
    shown = {"shown_id": revision_id, "removed": None, "merged_into": None}
    connection.execute(update(documents).where(documents.c.id == draft_id).values(shown))
    write_facts(connection, {draft_id: facts}, slugs, at=at)
    alike = schema.tables["resemblances"]
    for first, second in ((revision_id, told["shown"]), (told["shown"], revision_id)):
        here = (alike.c.revision_id == first) & (alike.c.other_id == second)
        connection.execute(update(alike).where(here).values(decided=""))
    mark(connection, draft_id, at=at)
    before = {"into": into, "as": told["as"]}
    enter(connection, actor, Deed.UNDONE, subject="document", subject_id=draft_id, before=before, at=at)
