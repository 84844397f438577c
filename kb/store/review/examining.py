"""What is gone through after it has been read: for personal data in it, and for other documents of the same text.

Examined is the revision that a document shows, under a stamp of the rules and as of one reading of it: what is read
anew, or by other rules, is gone through again. What a person has decided of two revisions stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, exists, func, insert, or_, select

from kb.model import DocumentState, Passage
from kb.slovene.personaldata import DataKind, Finding
from kb.store.database import Database
from kb.store.ids import chunks, fit
from kb.store.passages import read_passages
from kb.store.records import is_record
from kb.store.review.tables import examinations, findings, resemblances
from kb.store.tables import documents, marks, revisions

_SOME: Any = bindparam("some", expanding=True)
_SHOWN = documents.c.shown_id == revisions.c.id
_STORED = select(revisions.c.id, revisions.c.stored).where(revisions.c.id.in_(_SOME)).with_for_update()
_DECIDED = select(resemblances.c.revision_id, resemblances.c.other_id).where(
    or_(resemblances.c.revision_id.in_(_SOME), resemblances.c.other_id.in_(_SOME)), resemblances.c.decided != ""
)


@dataclass(frozen=True, slots=True)
class Unexamined:
    """A revision that is to be gone through: when it was stored, and its passages."""

    revision_id: int
    document_id: int
    stored: dt.datetime
    title: str
    media_type: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """Personal data in the heading or the text of the passage at `position`."""

    position: int
    in_heading: bool
    finding: Finding


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How much of the text of one revision an earlier other one has, from 0 to 1; `is_same` where all but looks."""

    revision_id: int
    other_id: int
    likeness: float
    is_same: bool
    decided: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of an Unexamined."""

    of: Unexamined
    signature: bytes
    findings: tuple[PlacedFinding, ...]
    resemblances: tuple[Resemblance, ...]


class Examinations:
    """What has been gone through, and what has not."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self, stamp: str, *, most: int) -> tuple[Unexamined, ...]:
        """Gives revisions that are to be gone through, drafts first, at most `most`."""
        wanted = (
            select(revisions, documents.c.title.label("told"))
            .where(_is_waiting(stamp))
            .order_by(documents.c.state != DocumentState.DRAFT.value, revisions.c.id)
            .limit(most)
        )
        with self._database.reading() as connection:
            rows = connection.execute(_joined(wanted)).all()
            return tuple(
                Unexamined(
                    revision_id=row.id,
                    document_id=row.document_id,
                    stored=row.stored,
                    title=row.told or row.title or row.name,
                    media_type=row.media_type,
                    passages=read_passages(connection, row.id),
                )
                for row in rows
            )

    def count_waiting(self, stamp: str) -> int:
        """Gives how many revisions are to be gone through."""
        with self._database.reading() as connection:
            return connection.scalar(_joined(select(func.count(revisions.c.id)).where(_is_waiting(stamp)))) or 0

    def signatures(self, stamp: str) -> dict[int, bytes]:
        """Gives the signatures of all revisions that are shown and have been gone through, by id."""
        wanted = select(examinations.c.revision_id, examinations.c.signature)
        wanted = wanted.join(documents, documents.c.shown_id == examinations.c.revision_id)
        wanted = wanted.where(documents.c.removed.is_(None), examinations.c.stamp == stamp)
        with self._database.reading() as connection:
            return {row.revision_id: row.signature for row in connection.execute(wanted)}

    def texts(self, revision_ids: Iterable[int]) -> dict[int, tuple[str, tuple[Passage, ...]]]:
        """Gives the media type and the passages of revisions, by id."""
        wanted = select(revisions.c.id, revisions.c.media_type)
        with self._database.reading() as connection:
            parts = [wanted.where(revisions.c.id.in_(part)) for part in chunks(revision_ids)]
            rows = [row for part in parts for row in connection.execute(part)]
            return {row.id: (row.media_type, read_passages(connection, row.id)) for row in rows}

    def keep(self, examined: Sequence[Examined], stamp: str) -> int:
        """Keeps what came of revisions, in one transaction; gives of how many.

        One that has been read anew meanwhile is left to be gone through again. Raises StoreError.
        """
        by_id = {each.of.revision_id: each for each in examined}

        def write(connection: Connection) -> int:
            rows = connection.execute(_STORED, {"some": list(by_id)})
            same = [by_id[row.id] for row in rows if row.stored == by_id[row.id].of.stored]
            if same:
                _replace(connection, same, stamp)
            return len(same)

        return self._database.write(write)

    def findings(self, document_id: int) -> tuple[PlacedFinding, ...]:
        """Gives the personal data in a document that are known, in the order of the text."""
        wanted = select(findings).join(documents, documents.c.shown_id == findings.c.revision_id)
        wanted = wanted.where(documents.c.id == fit(document_id)).order_by(
            findings.c.position, findings.c.in_heading.desc(), findings.c.starts
        )
        with self._database.reading() as connection:
            return tuple(
                PlacedFinding(
                    row.position, row.in_heading, Finding(DataKind(row.kind), row.starts, row.ends, row.is_mild)
                )
                for row in connection.execute(wanted)
            )

    def is_examined(self, document_id: int, stamp: str) -> bool:
        """Tells whether what a document shows now has been gone through by the present rules."""
        is_present = (examinations.c.stamp == stamp) & (examinations.c.stored == revisions.c.stored)
        wanted = _joined(select(revisions.c.id).where(is_present, documents.c.id == fit(document_id)))
        with self._database.reading() as connection:
            return connection.scalar(wanted) is not None


def _joined(wanted: Any) -> Any:
    joined = revisions.join(documents, _SHOWN).outerjoin(examinations, examinations.c.revision_id == revisions.c.id)
    return wanted.select_from(joined)


def _is_waiting(stamp: str) -> ColumnElement[bool]:
    is_old = or_(
        examinations.c.stamp.is_(None),
        examinations.c.stamp != stamp,
        examinations.c.stored != revisions.c.stored,
    )
    # Which version of which act a document is, is known when it has been indexed.
    is_to_index = exists().where(marks.c.document_id == documents.c.id, marks.c.pending)
    there = documents.c.removed.is_(None) & ~is_record()
    return there & revisions.c.stored.is_not(None) & is_old & ~is_to_index


def _replace(connection: Connection, examined: Sequence[Examined], stamp: str) -> None:
    ids = [each.of.revision_id for each in examined]
    for table in (examinations, findings):
        connection.execute(delete(table).where(table.c.revision_id.in_(ids)))
    undecided = (resemblances.c.decided == "") & resemblances.c.revision_id.in_(ids)
    connection.execute(delete(resemblances).where(undecided))
    connection.execute(
        insert(examinations),
        [
            {
                "revision_id": each.of.revision_id,
                "stamp": stamp,
                "stored": each.of.stored,
                "signature": each.signature,
            }
            for each in examined
        ],
    )
    found = [_row(each.of.revision_id, one) for each in examined for one in each.findings]
    if found:
        connection.execute(insert(findings), found)
    _put_resemblances(
        connection, ids, {(one.revision_id, one.other_id): one for each in examined for one in each.resemblances}
    )


def _put_resemblances(connection: Connection, ids: Sequence[int], found: Mapping[tuple[int, int], Resemblance]) -> None:
    decided = {tuple(row) for part in chunks(ids) for row in connection.execute(_DECIDED, {"some": part})}
    known = decided | {(other, one) for one, other in decided}
    there = {row.id for row in connection.execute(_STORED, {"some": [other for _, other in found]})} if found else set()
    rows = [
        {
            "revision_id": one.revision_id,
            "other_id": one.other_id,
            "likeness": one.likeness,
            "is_same": one.is_same,
            "decided": "",
        }
        for pair, one in found.items()
        if pair not in known and one.other_id in there
    ]
    if rows:
        for row in rows:
            for one, other in ((row["revision_id"], row["other_id"]), (row["other_id"], row["revision_id"])):
                pair = (resemblances.c.revision_id == one) & (resemblances.c.other_id == other)
                connection.execute(delete(resemblances).where(pair))
        connection.execute(insert(resemblances), rows)


def _row(revision_id: int, placed: PlacedFinding) -> dict[str, Any]:
    return {
        "revision_id": revision_id,
        "position": placed.position,
        "in_heading": placed.in_heading,
        "starts": placed.finding.start,
        "ends": placed.finding.end,
        "kind": placed.finding.kind.value,
        "is_mild": placed.finding.is_mild,
    }
