"""A draft that turns out to be another document's: its file becomes a revision of that one, or another format of it.

The revision moves with its original, its passages and its row of the ledger; the draft is left as an empty row that
says where it went (`merged_into`), because the index and old links know its id.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, func, select, update

from kb.errors import NotFound, NotPossible
from kb.model import Actor, Deed, DocumentState, Visibility
from kb.store.audit import enter
from kb.store.changing.joining import enter_joined, state_before
from kb.store.ids import fit
from kb.store.marks import mark
from kb.store.placing import Placement, add_placements
from kb.store.review.tables import proposals, resemblances
from kb.store.tables import (
    act_versions,
    document_bodies,
    document_speakers,
    document_topics,
    documents,
    ledger,
    originals,
    revisions,
)

AS_FORMAT, AS_REVISION, APART = "format", "revision", "apart"
"""What a person has decided of two revisions of much the same text."""


def merge(
    connection: Connection,
    actor: Actor,
    document_id: int,
    into: int,
    *,
    as_format: bool,
    at: dt.datetime,
    told: Mapping[str, Any] = {},
) -> None:
    """Moves the revision of a draft to the document `into`, which shows it from now on, or as another format of it.

    Bodies, topics and speakers of the draft are added; bodies are not where they would let more people see it. It is a
    change of `into`, which can be taken back.
    Raises NotFound, and NotPossible for what is no draft of one revision that has been read.
    """
    draft, other = _row(connection, document_id), _row(connection, into)
    mine = connection.execute(select(revisions).where(revisions.c.document_id == draft.id)).all()
    is_single = len(mine) == 1 and mine[0].id == draft.shown_id and other.shown_id is not None
    if draft.state != DocumentState.DRAFT.value or not is_single or draft.id == other.id:
        raise NotPossible("ni osnutek z eno prebrano datoteko")
    revision_id, before = mine[0].id, state_before(connection, draft.id, other.id)
    _move(connection, draft.id, other, revision_id, as_format=as_format)
    _place(connection, draft.id, other)
    decided = AS_FORMAT if as_format else AS_REVISION
    decide(connection, revision_id, other.shown_id, decided)
    for one in (draft.id, other.id):
        mark(connection, one, at=at)
    _empty(connection, draft.id, into=other.id, at=at)
    about: dict[str, Any] = {"subject": "document", "at": at}
    enter(connection, actor, Deed.MERGED, subject_id=draft.id, after={"into": other.id, "as": decided, **told}, **about)
    after = {"file": mine[0].name, "as": decided, **told}
    enter(connection, actor, Deed.REVISED, subject_id=other.id, after=after, **about)
    enter_joined(connection, actor, other.id, before, decided=decided, at=at)


def decide(connection: Connection, one: int, other: int, decided: str) -> None:
    """Writes what a person says of two revisions, whichever of them came first."""
    for first, second in ((one, other), (other, one)):
        here = (resemblances.c.revision_id == first) & (resemblances.c.other_id == second)
        connection.execute(update(resemblances).where(here).values(decided=decided))


def _row(connection: Connection, document_id: int) -> Row[Any]:
    wanted = select(documents).where(documents.c.id == fit(document_id), documents.c.removed.is_(None))
    row = connection.execute(wanted.with_for_update()).one_or_none()
    if row is None:
        raise NotFound(str(document_id))
    return row


def _move(connection: Connection, draft_id: int, other: Row[Any], revision_id: int, *, as_format: bool) -> None:
    last = connection.scalar(select(func.max(revisions.c.number)).where(revisions.c.document_id == other.id)) or 0
    connection.execute(update(documents).where(documents.c.id == draft_id).values(shown_id=None))
    moved = {"document_id": other.id, "number": last + 1, "format_of": other.shown_id if as_format else None}
    connection.execute(update(revisions).where(revisions.c.id == revision_id).values(moved))
    if not as_format:
        connection.execute(update(documents).where(documents.c.id == other.id).values(shown_id=revision_id))
    for table in (originals, ledger):
        connection.execute(update(table).where(table.c.document_id == draft_id).values(document_id=other.id))
    for table in (act_versions, proposals):
        connection.execute(delete(table).where(table.c.document_id == draft_id))


def _place(connection: Connection, draft_id: int, other: Row[Any]) -> None:
    """Adds what the draft was placed with; a body only where it does not decide who sees the document."""
    is_open = other.visibility != Visibility.BODY.value
    placement = Placement(
        columns={},
        bodies=_listed(connection, document_bodies, "document_id", "row_id", draft_id) if is_open else (),
        topics=_listed(connection, document_topics, "document_id", "row_id", draft_id),
        speakers=_listed(connection, document_speakers, "owner_id", "name", draft_id),
    )
    add_placements(connection, other.id, placement)


def _empty(connection: Connection, draft_id: int, *, into: int, at: dt.datetime) -> None:
    """Leaves nothing of a draft but where it went, so that erasing the other document leaves no trace of it here."""
    placed = ((document_bodies, "document_id"), (document_topics, "document_id"), (document_speakers, "owner_id"))
    for table, owner in placed:
        connection.execute(delete(table).where(table.c[owner] == draft_id))
    nothing = {"title": "", "source": "", "rights": "", "kind_id": None, "event_id": None, "dated": None}
    gone = update(documents).where(documents.c.id == draft_id)
    connection.execute(gone.values(removed=at, merged_into=into, **nothing))


def _listed(connection: Connection, table: Table, owner: str, value: str, document_id: int) -> tuple[Any, ...]:
    wanted = select(table.c[value]).where(table.c[owner] == document_id).order_by(table.c.position)
    return tuple(connection.scalars(wanted))
