"""From draft to published and back: by one person, or where a body wants two, proposed by one and agreed by another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from kb.errors import NotFound, NotPossible
from kb.model import Actor, Deed, DocumentState
from kb.store.audit import enter
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.ids import chunks, fit
from kb.store.marks import mark_shown
from kb.store.review.merging import merge
from kb.store.review.tables import proposals
from kb.store.tables import bodies, document_bodies, documents


class Published(StrEnum):
    """What came of publishing a document: done, proposed to a second person, or why neither."""

    DONE = "done"
    PROPOSED = "proposed"
    OWN_PROPOSAL = "own-proposal"
    NOT_READ = "not-read"
    NOT_A_DRAFT = "not-a-draft"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A document that somebody proposed to publish; with `revises` as a new revision of that document."""

    document_id: int
    actor: Actor
    at: dt.datetime
    revises: int | None = None


class Publishing:
    """The states of documents, as people change them. Every change is entered in the audit log with it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def publish(self, actor: Actor, document_ids: Iterable[int]) -> dict[int, Published]:
        """Publishes drafts, or proposes those of which a body wants two people; gives what came of each.

        What somebody else had proposed is agreed to by this. All of it is one transaction. Raises StoreError.
        """
        wanted = [one for part in chunks(document_ids) for one in part]

        def write(connection: Connection) -> dict[int, Published]:
            rows = _rows(connection, wanted)
            made = proposals_of(connection, wanted)
            two = _wanting_two(connection, wanted)
            return {
                one: self._publish(connection, actor, rows.get(one), made.get(one), wants_two=one in two)
                for one in wanted
            }

        return self._database.write(write)

    def propose_revision(self, actor: Actor, document_id: int, into: int) -> None:
        """Proposes that a draft becomes the new revision of a published document. Raises NotFound, NotPossible."""

        def write(connection: Connection) -> None:
            row = _rows(connection, [document_id]).get(fit(document_id))
            if row is None or not _rows(connection, [into]):
                raise NotFound(f"{document_id}, {into}")
            if row.state != DocumentState.DRAFT.value:
                raise NotPossible(Published.NOT_A_DRAFT.value)
            self._propose(connection, actor, document_id, revises=into)

        self._database.write(write)

    def unpublish(self, actor: Actor, document_ids: Iterable[int]) -> tuple[int, ...]:
        """Makes published documents drafts again; gives those that it was done to."""
        wanted = [one for part in chunks(document_ids) for one in part]

        def write(connection: Connection) -> tuple[int, ...]:
            rows = _rows(connection, wanted)
            done = [one for one in wanted if one in rows and rows[one].state == DocumentState.PUBLISHED.value]
            for one in done:
                self._to(connection, actor, rows[one], DocumentState.DRAFT, Deed.UNPUBLISHED)
            return tuple(done)

        return self._database.write(write)

    def decline(self, actor: Actor, document_id: int, *, reason: str = "") -> None:
        """Takes back a proposal, one's own or another's. Raises NotFound where there is none."""

        def write(connection: Connection) -> None:
            made = proposals_of(connection, [document_id]).get(document_id)
            if made is None:
                raise NotFound(str(document_id))
            connection.execute(delete(proposals).where(proposals.c.document_id == document_id))
            told = {"reason": reason} if reason else {}
            before = {"proposed_by": made.actor.name}
            self._enter(connection, actor, Deed.DECLINED, document_id, before=before, after=told)

        self._database.write(write)

    def proposals(self) -> tuple[Proposal, ...]:
        """Gives what has been proposed and waits for a second person, the oldest first."""
        with self._database.reading() as connection:
            found = proposals_of(connection)
        return tuple(sorted(found.values(), key=lambda one: (one.at, one.document_id)))

    def wants_two(self, document_ids: Iterable[int]) -> frozenset[int]:
        """Gives those of documents that a body of theirs wants two people to publish."""
        with self._database.reading() as connection:
            return frozenset(one for part in chunks(document_ids) for one in _wanting_two(connection, part))

    def set_two(self, actor: Actor, body_ids: Collection[int]) -> None:
        """Lets the documents of these bodies, and no others, be published by two people."""

        def write(connection: Connection) -> None:
            for row in connection.execute(select(bodies.c.id, bodies.c.needs_two).with_for_update()).all():
                wanted = row.id in body_ids
                if row.needs_two != wanted:
                    connection.execute(update(bodies).where(bodies.c.id == row.id).values(needs_two=wanted))
                    told = {"before": {"needs_two": row.needs_two}, "after": {"needs_two": wanted}}
                    enter(connection, actor, Deed.EDITED, subject="body", subject_id=row.id, at=self._clock(), **told)

        self._database.write(write)

    # --- parts ---

    def _publish(
        self, connection: Connection, actor: Actor, row: Row[Any] | None, made: Proposal | None, *, wants_two: bool
    ) -> Published:
        if row is None:
            return Published.GONE
        if row.state != DocumentState.DRAFT.value:
            return Published.NOT_A_DRAFT
        if row.shown_id is None:
            return Published.NOT_READ
        if made is None and wants_two:
            self._propose(connection, actor, row.id)
            return Published.PROPOSED
        if made is not None and made.actor.id == actor.id and (wants_two or made.revises):
            return Published.OWN_PROPOSAL
        connection.execute(delete(proposals).where(proposals.c.document_id == row.id))
        told = {"proposed_by": made.actor.name} if made is not None else {}
        if made is not None and made.revises:
            merge(connection, actor, row.id, made.revises, as_format=False, at=self._clock(), told=told)
        else:
            self._to(connection, actor, row, DocumentState.PUBLISHED, Deed.PUBLISHED, told)
        return Published.DONE

    def _propose(self, connection: Connection, actor: Actor, document_id: int, *, revises: int | None = None) -> None:
        if actor.id is None:
            raise NotPossible("dva človeka")
        connection.execute(delete(proposals).where(proposals.c.document_id == document_id))
        row = {"document_id": document_id, "actor_id": actor.id, "actor": actor.name[:200], "at": self._clock()}
        connection.execute(insert(proposals).values(**row, revises=revises))
        self._enter(connection, actor, Deed.PROPOSED, document_id, after={"revises": revises} if revises else {})

    def _to(
        self,
        connection: Connection,
        actor: Actor,
        row: Row[Any],
        state: DocumentState,
        deed: Deed,
        told: Mapping[str, Any] = {},
    ) -> None:
        connection.execute(update(documents).where(documents.c.id == row.id).values(state=state.value))
        mark_shown(connection, row.id, at=self._clock())
        before = {"state": row.state, "visibility": row.visibility}
        after = {"state": state.value, "visibility": row.visibility, **told}
        self._enter(connection, actor, deed, row.id, before=before, after=after)

    def _enter(
        self,
        connection: Connection,
        actor: Actor,
        deed: Deed,
        document_id: int,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        at = self._clock()
        enter(connection, actor, deed, subject="document", subject_id=document_id, before=before, after=after, at=at)


def proposals_of(connection: Connection, document_ids: Iterable[int] | None = None) -> dict[int, Proposal]:
    """Gives proposals by document, those of some documents or all; none of documents that are not there any more."""
    wanted = select(proposals).join(documents, documents.c.id == proposals.c.document_id)
    wanted = wanted.where(documents.c.removed.is_(None), documents.c.state == DocumentState.DRAFT.value)
    if document_ids is not None:
        parts = [wanted.where(proposals.c.document_id.in_(part)) for part in chunks(document_ids)]
    else:
        parts = [wanted]
    return {
        row.document_id: Proposal(row.document_id, Actor(row.actor_id, row.actor), row.at, row.revises)
        for one in parts
        for row in connection.execute(one)
    }


def _rows(connection: Connection, document_ids: Iterable[int]) -> dict[int, Row[Any]]:
    wanted = select(documents).where(documents.c.removed.is_(None)).with_for_update()
    return {
        row.id: row
        for part in chunks(document_ids)
        for row in connection.execute(wanted.where(documents.c.id.in_(part)))
    }


def _wanting_two(connection: Connection, document_ids: Iterable[int]) -> frozenset[int]:
    wanted = select(document_bodies.c.document_id).join(bodies, bodies.c.id == document_bodies.c.row_id)
    wanted = wanted.where(bodies.c.needs_two)
    return frozenset(
        one
        for part in chunks(document_ids)
        for one in connection.scalars(wanted.where(document_bodies.c.document_id.in_(part)))
    )
