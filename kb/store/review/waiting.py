"""What waits for review: drafts with what has been found in them, in the order in which they came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select
from sqlalchemy.sql import Subquery

from kb.model import DocumentState, Outcome
from kb.store.database import Database
from kb.store.ids import chunks, fit
from kb.store.review.examining import Resemblance
from kb.store.review.tables import findings, proposals, resemblances
from kb.store.tables import documents, ledger, revisions

MOST_ARRIVALS = 50

_MINE = revisions.alias("mine")
_OTHER = documents.alias("other")


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of what waits: drafts, those among them with personal data, near-duplicates, proposed."""

    drafts: int = 0
    with_findings: int = 0
    with_resemblances: int = 0
    proposed: int = 0
    proposed_by_others: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft in the list: how much personal data it has (mild ones apart), how many documents resemble it.

    `is_read` is False while its file waits to be read, or could not be.
    """

    document_id: int
    received: dt.datetime
    is_read: bool
    findings: int = 0
    mild: int = 0
    resemblances: int = 0


@dataclass(frozen=True, slots=True)
class Alike:
    """A document that resembles another: which, what it shows, and what is known of the two."""

    document_id: int
    resemblance: Resemblance


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that came in as a document; `is_again` where its bytes were there already."""

    name: str
    origin: str
    received: dt.datetime
    is_again: bool


class Waiting:
    """What waits for review in the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self, user_id: int | None) -> Counts:
        """Gives the numbers of what waits; `proposed_by_others` is what this person can agree to."""
        drafts = select(func.count()).select_from(documents).where(_is_draft())
        proposed = (
            select(func.count()).select_from(proposals).join(documents, proposals.c.document_id == documents.c.id)
        )
        proposed = proposed.where(_is_draft())
        serious = exists().where(findings.c.revision_id == documents.c.shown_id, ~findings.c.is_mild)
        with self._database.reading() as connection:
            return Counts(
                drafts=connection.scalar(drafts) or 0,
                with_findings=connection.scalar(drafts.where(serious)) or 0,
                with_resemblances=connection.scalar(drafts.where(_is_alike())) or 0,
                proposed=connection.scalar(proposed) or 0,
                proposed_by_others=connection.scalar(proposed.where(proposals.c.actor_id != (user_id or 0))) or 0,
            )

    def drafts(self, *, only: str = "", offset: int = 0, limit: int = 50) -> tuple[Draft, ...]:
        """Gives drafts, those that came first first; `only` is "findings", "resemblances" or "proposed"."""
        wanted = select(documents.c.id, documents.c.received, documents.c.shown_id).where(_is_draft(), _only(only))
        wanted = wanted.order_by(documents.c.received, documents.c.id).offset(offset).limit(limit)
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all()
            shown = [row.shown_id for row in rows if row.shown_id is not None]
            found = _finding_counts(connection, shown)
            alike = _alike_counts(connection, [row.id for row in rows])
        return tuple(
            Draft(
                row.id, row.received, row.shown_id is not None, *found.get(row.shown_id, (0, 0)), alike.get(row.id, 0)
            )
            for row in rows
        )

    def count(self, *, only: str = "") -> int:
        """Gives how many drafts `drafts` would give without a limit."""
        wanted = select(func.count()).select_from(documents).where(_is_draft(), _only(only))
        with self._database.reading() as connection:
            return connection.scalar(wanted) or 0

    def next(self, after: int) -> int | None:
        """Gives the draft that comes after a document in the order of coming, the first again after the last.

        Only drafts that have been read, and no other than `after` itself; None where there is no other.
        """
        here = select(documents.c.received).where(documents.c.id == fit(after)).scalar_subquery()
        is_later = or_(documents.c.received > here, and_(documents.c.received == here, documents.c.id > after))
        ready = _is_draft() & documents.c.shown_id.is_not(None) & (documents.c.id != after)
        ready &= ~exists().where(proposals.c.document_id == documents.c.id)
        order = (documents.c.received, documents.c.id)
        with self._database.reading() as connection:
            for condition in (ready & is_later, ready):
                found = connection.scalar(select(documents.c.id).where(condition).order_by(*order).limit(1))
                if found is not None:
                    return int(found)
        return None

    def alike(self, document_id: int) -> tuple[Alike, ...]:
        """Gives the documents whose shown text resembles that of a document, the most alike first."""
        pairs = _pairs()
        mine = select(pairs).where(pairs.c.document_id == fit(document_id)).order_by(pairs.c.likeness.desc())
        with self._database.reading() as connection:
            return tuple(
                Alike(
                    row.other_document_id,
                    Resemblance(row.revision_id, row.other_id, row.likeness, row.is_same, row.decided),
                )
                for row in connection.execute(mine)
            )

    def formats(self, document_id: int) -> tuple[int, ...]:
        """Gives the revisions that are what a document shows in another format of file."""
        here = (documents.c.id == fit(document_id)) & documents.c.removed.is_(None)
        wanted = select(revisions.c.id).join(documents, documents.c.id == revisions.c.document_id)
        wanted = wanted.where(here, revisions.c.format_of == documents.c.shown_id).order_by(revisions.c.number)
        with self._database.reading() as connection:
            return tuple(connection.scalars(wanted))

    def arrivals(self, document_id: int) -> tuple[Arrived, ...]:
        """Gives the files that came in as a document, the same bytes from elsewhere among them, the oldest first."""
        wanted = select(ledger.c.name, ledger.c.origin, ledger.c.received, ledger.c.outcome)
        wanted = wanted.where(ledger.c.document_id == fit(document_id)).order_by(ledger.c.id).limit(MOST_ARRIVALS)
        with self._database.reading() as connection:
            return tuple(
                Arrived(row.name, row.origin, row.received, row.outcome == Outcome.KNOWN.value)
                for row in connection.execute(wanted)
            )

    def merged_into(self, document_id: int) -> int | None:
        """Gives the document that a document went into, None for one that did not."""
        wanted = select(documents.c.merged_into).where(documents.c.id == fit(document_id))
        with self._database.reading() as connection:
            found = connection.scalar(wanted)
        return None if found is None else int(found)

    def read_title(self, document_id: int) -> str:
        """Gives the title that was read from the file that a document shows, "" where none was."""
        wanted = select(revisions.c.title).join(documents, documents.c.shown_id == revisions.c.id)
        with self._database.reading() as connection:
            return connection.scalar(wanted.where(documents.c.id == fit(document_id))) or ""


def _is_draft() -> ColumnElement[bool]:
    return documents.c.removed.is_(None) & (documents.c.state == DocumentState.DRAFT.value)


def _only(only: str) -> ColumnElement[bool] | Any:
    if only == "findings":
        return exists().where(findings.c.revision_id == documents.c.shown_id, ~findings.c.is_mild)
    if only == "resemblances":
        return _is_alike()
    if only == "proposed":
        return exists().where(proposals.c.document_id == documents.c.id)
    return True


def _pairs() -> Subquery:
    """Gives the resemblances of documents that are there, each from both sides."""
    sides = []
    for mine, other in (("revision_id", "other_id"), ("other_id", "revision_id")):
        side = (
            select(
                _MINE.c.document_id,
                _OTHER.c.id.label("other_document_id"),
                resemblances.c[mine].label("revision_id"),
                resemblances.c[other].label("other_id"),
                resemblances.c.likeness,
                resemblances.c.is_same,
                resemblances.c.decided,
            )
            .join_from(resemblances, _MINE, _MINE.c.id == resemblances.c[mine])
            .join(_OTHER, _OTHER.c.shown_id == resemblances.c[other])
            .where(_OTHER.c.removed.is_(None), _OTHER.c.id != _MINE.c.document_id)
        )
        sides.append(side)
    return sides[0].union_all(sides[1]).subquery()


def _is_alike() -> ColumnElement[bool]:
    pairs = _pairs()
    return exists().where(pairs.c.document_id == documents.c.id, pairs.c.decided == "")


def _finding_counts(connection: Connection, revision_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    counted = select(findings.c.revision_id, findings.c.is_mild, func.count()).group_by(
        findings.c.revision_id, findings.c.is_mild
    )
    for part in chunks(revision_ids):
        for revision_id, is_mild, count in connection.execute(counted.where(findings.c.revision_id.in_(part))):
            serious, mild = found.get(revision_id, (0, 0))
            found[revision_id] = (serious, count) if is_mild else (count, mild)
    return found


def _alike_counts(connection: Connection, document_ids: Sequence[int]) -> dict[int, int]:
    pairs = _pairs()
    counted = select(pairs.c.document_id, func.count()).where(pairs.c.decided == "").group_by(pairs.c.document_id)
    return {
        row[0]: row[1]
        for part in chunks(document_ids)
        for row in connection.execute(counted.where(pairs.c.document_id.in_(part)))
    }
