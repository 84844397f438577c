"""Positions read from their rows, with their topics and proposals, by whom may see them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, false, or_, select, true

from kb.legislation.acronyms import key_of
from kb.model import EVERYTHING, Body, Position, Proposal, ProposalOutcome, Reader, Stance, Topic, Visibility
from kb.store.affairs.positions.tables import position_topics, positions, proposals
from kb.store.ids import chunks, fit
from kb.store.registers import rows_by_id

_NUMBER = re.compile(r"(\d*)(.*)", re.S)
_LETTERS = "abcčdefghijklmnopqrsštuvwxyzž"


@dataclass(frozen=True, slots=True)
class Sought:
    """Which positions are meant: those that all of this fits. `acts` are acronyms in any spelling."""

    body: str = ""
    topic: str = ""
    acts: Collection[str] = ()
    dossier_id: int | None = None
    is_adopted: bool | None = None


ANY = Sought()


def read(connection: Connection, *where: ColumnElement[bool], reader: Reader = EVERYTHING) -> tuple[Position, ...]:
    """Gives the positions that conditions on `positions` tell and `reader` may see, the newest first; drafts before."""
    seen = select(positions).where(positions.c.removed.is_(None), _seen_by(reader), *where)
    rows = connection.execute(seen.order_by(positions.c.adopted.desc(), positions.c.id.desc())).all()
    rows = sorted(rows, key=lambda row: row.adopted is not None)
    ids = [row.id for row in rows]
    own, topics, replaced = _proposals(connection, ids), _topics(connection, ids), _replaced(connection, ids)
    bodies = {id_: row.slug for id_, row in rows_by_id(connection, Body).items()}
    return tuple(
        _position(row, bodies, topics.get(row.id, ()), own.get(row.id, ()), replaced.get(row.id)) for row in rows
    )


def conditions(connection: Connection, sought: Sought) -> ColumnElement[bool]:
    """Gives what is sought as a condition; of a topic also what is placed with one below it."""
    wanted: list[ColumnElement[bool]] = [true()]
    if sought.body:
        ids = [id_ for id_, row in rows_by_id(connection, Body).items() if row.slug == sought.body]
        wanted.append(or_(positions.c.body_id.in_(ids), positions.c.adopted_by_id.in_(ids)))
    if sought.topic:
        topics = rows_by_id(connection, Topic)
        own = [id_ for id_, row in topics.items() if row.slug == sought.topic]
        below = [id_ for id_, row in topics.items() if row.parent_id in own]
        placed = select(position_topics.c.position_id).where(position_topics.c.topic_id.in_([*own, *below]))
        wanted.append(positions.c.id.in_(placed))
    if sought.acts:
        wanted.append(positions.c.act_key.in_([key_of(act) for act in sought.acts]))
    if sought.dossier_id is not None:
        wanted.append(positions.c.dossier_id == fit(sought.dossier_id))
    if sought.is_adopted is not None:
        is_draft = positions.c.adopted.is_(None)
        wanted.append(~is_draft if sought.is_adopted else is_draft)
    return and_(*wanted)


def in_order(article: str) -> tuple[int, str, tuple[int, ...]]:
    """Gives what puts articles in the order of a law, the whole ("") first: 2, 14, 14a, 14č, 14d."""
    found = _NUMBER.fullmatch(article)
    digits, letters = (found[1], found[2]) if found else ("", article)
    return int(digits or 0), "" if digits else letters, tuple(_LETTERS.find(letter) for letter in letters)


def _seen_by(reader: Reader) -> ColumnElement[bool]:
    """Gives the condition of positions that are open to `reader`: the same that hides their records."""
    if Visibility.STAFF in reader.sees:
        return true()
    own = or_(positions.c.body_id.in_(reader.bodies), positions.c.adopted_by_id.in_(reader.bodies))
    of_body = and_(positions.c.visibility == Visibility.BODY.value, own) if reader.bodies else false()
    seen = or_(positions.c.visibility.in_([each.value for each in reader.sees]), of_body)
    return and_(seen, positions.c.adopted.is_not(None))


def _proposals(connection: Connection, ids: Collection[int]) -> dict[int, tuple[Proposal, ...]]:
    found: dict[int, list[Proposal]] = {}
    for part in chunks(ids):
        wanted = select(proposals).where(proposals.c.position_id.in_(part)).order_by(proposals.c.place)
        for row in connection.execute(wanted):
            found.setdefault(row.position_id, []).append(_proposal(row))
    return {id_: tuple(sorted(own, key=lambda each: in_order(each.article))) for id_, own in found.items()}


def _topics(connection: Connection, ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    slugs = {id_: row.slug for id_, row in rows_by_id(connection, Topic).items()}
    found: dict[int, tuple[str, ...]] = {}
    for part in chunks(ids):
        wanted = select(position_topics).where(position_topics.c.position_id.in_(part))
        for row in connection.execute(wanted.order_by(position_topics.c.place)):
            found[row.position_id] = (*found.get(row.position_id, ()), slugs[row.topic_id])
    return found


def _replaced(connection: Connection, ids: Collection[int]) -> dict[int, int]:
    """Gives, by the id of a position that was replaced, the adopted one that stands in its place."""
    wanted = select(positions.c.replaces_id, positions.c.id).where(
        positions.c.adopted.is_not(None), positions.c.removed.is_(None)
    )
    return {
        row.replaces_id: row.id
        for part in chunks(ids)
        for row in connection.execute(wanted.where(positions.c.replaces_id.in_(part)))
    }


def _position(
    row: Row[Any],
    bodies: dict[int, str],
    topics: tuple[str, ...],
    own: tuple[Proposal, ...],
    replaced_by: int | None,
) -> Position:
    return Position(
        id=row.id,
        title=row.title,
        body=bodies[row.body_id],
        stance=Stance(row.stance),
        act=row.act,
        version_id=row.version_id,
        dossier_id=row.dossier_id,
        summary=row.summary,
        topics=topics,
        proposals=own,
        adopted=row.adopted,
        adopted_by=bodies.get(row.adopted_by_id, ""),
        sent=row.sent,
        sent_to=row.sent_to,
        visibility=Visibility(row.visibility),
        replaces_id=row.replaces_id,
        replaced_by=replaced_by,
        edition=row.edition,
    )


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        id=row.id,
        article=row.article,
        stance=Stance(row.stance),
        reason=row.reason,
        wording=row.wording,
        outcome=ProposalOutcome(row.outcome),
        evidence=row.evidence,
        evidence_id=row.evidence_id,
        is_new=row.is_new,
        evidence_anchor=row.evidence_anchor,
        confirmed=row.confirmed,
    )
