"""Positions (stališča) as rows: drafts that are edited, adopted ones of which only what came of them still changes.

    position = store.affairs.positions.put(Position(0, "", "k-redarstvo", Stance.SUPPORT, act="ZORed"), by=actor)
    store.affairs.positions.adopt(position.id, day=day, adopted_by="predsedstvo", by=actor)

Each change writes the record of the position and a row of the audit log, in its own transaction.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from kb.errors import ChangedMeanwhile, NotFound, NotPossible, WrongValue
from kb.legislation.acronyms import key_of
from kb.model import (
    EVERYTHING,
    Actor,
    Body,
    Deed,
    DossierStage,
    DossierStep,
    Position,
    Proposal,
    ProposalOutcome,
    Reader,
    Record,
    RecordSort,
    Topic,
    Visibility,
)
from kb.slovene.normal import tidy
from kb.store.affairs.dossiers import Dossiers, dossiers
from kb.store.affairs.positions.rows import ANY, Sought, conditions, read
from kb.store.affairs.positions.tables import position_topics, positions, proposals
from kb.store.affairs.positions.telling import Around, placed, record_of, title_of
from kb.store.audit import enter
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.ids import fit
from kb.store.records import Records, records
from kb.store.registers import ids_by_slug, missing_slug, rows_by_id
from kb.store.tables import acts
from kb.store.texts import storable

__all__ = ["Positions", "Sought", "placed"]

_SUBJECT = "position"
_TOLD = ("title", "body", "stance", "act", "version_id", "dossier_id", "summary", "visibility", "replaces_id")


class Positions:
    """The positions of the store."""

    def __init__(self, database: Database, records: Records, clock: Clock, dossiers: Dossiers) -> None:
        self._database = database
        self._records = records
        self._clock = clock
        self._dossiers = dossiers

    # --- reading ---

    def all(self, sought: Sought = ANY, *, reader: Reader = EVERYTHING) -> tuple[Position, ...]:
        """Gives the positions that are sought and that `reader` may see: drafts, then the newest first."""
        with self._database.reading() as connection:
            return read(connection, conditions(connection, sought), reader=reader)

    def get(self, position_id: int, *, reader: Reader = EVERYTHING) -> Position:
        """Gives a position. Raises NotFound, also for one that `reader` may not see."""
        with self._database.reading() as connection:
            return _one(connection, position_id, reader)

    def clashing(self, position: Position) -> tuple[Position, ...]:
        """Gives the adopted positions of the same body on an article of the same text, but for the one it replaces."""
        with self._database.reading() as connection:
            return _clashing(connection, position)

    # --- drafts ---

    def put(self, position: Position, *, by: Actor) -> Position:
        """Keeps a draft, a new one where its `id` is 0, and gives it as it is kept.

        Raises WrongValue for a body or topic that is not there, NotFound, NotPossible where it has been adopted,
        ChangedMeanwhile where somebody has changed it since its `edition`.
        """

        def work(connection: Connection) -> Position:
            if not position.id:
                return _one(connection, self.draw_up(connection, position, by=by))
            before = _draft(connection, position.id, edition=position.edition)
            self._write(connection, position)
            return self._entered(connection, by, Deed.EDITED, before)

        return self._database.write(work)

    def draw_up(self, connection: Connection, position: Position, *, by: Actor) -> int:
        """Writes a new draft within a transaction and gives its id. Raises WrongValue."""
        row = {**_columns(connection, position), "sent_to": "", "edition": 0, "made": self._clock()}
        position_id: int = connection.execute(insert(positions).values(row)).inserted_primary_key[0]  # type: ignore[index]
        self._write(connection, replace(position, id=position_id))
        self._entered(connection, by, Deed.ADDED, None, position_id)
        return position_id

    def remove(self, position_id: int, *, by: Actor) -> None:
        """Throws a draft away. Raises NotFound, NotPossible."""

        def work(connection: Connection) -> None:
            before = _draft(connection, position_id)
            self._records.remove(connection, RecordSort.POSITION, before.id, at=self._clock())
            connection.execute(update(positions).where(positions.c.id == before.id).values(removed=self._clock()))
            told = {name: value for name, value in _told(before).items() if value}
            enter(connection, by, Deed.REMOVED, subject=_SUBJECT, subject_id=before.id, before=told, at=self._clock())

        self._database.write(work)

    # --- what becomes of them ---

    def adopt(self, position_id: int, *, day: dt.date, adopted_by: str, by: Actor, edition: int | None = None) -> None:
        """Makes a draft the position of its body, adopted on `day` by a body (slug); its text stays as it is from then.

        Raises NotFound, WrongValue for a body that is not there; NotPossible for what has been adopted already, a body
        that was not there on that day, or where the body has a position on one of its articles that it does not
        replace; ChangedMeanwhile where the text is another than that of `edition`.
        """

        def work(connection: Connection) -> None:
            draft = _draft(connection, position_id, edition=edition)
            row = rows_by_id(connection, Body)[_body(connection, adopted_by)]
            if not row.valid_on(day):
                raise NotPossible(f"organ »{row.name_sl}« na ta dan ne obstaja")
            if others := _clashing(connection, draft):
                raise NotPossible(f"organ že ima stališče do istega člena: {others[0].title} ({others[0].id})")
            self._change(connection, position_id, {"adopted": day, "adopted_by_id": row.id})
            self._step(connection, by, self._entered(connection, by, Deed.ADOPTED, draft), DossierStage.POSITION, day)
            if draft.replaces_id:
                self._records.write(connection, _record(connection, draft.replaces_id), at=self._clock())

        self._database.write(work)

    def send(self, position_id: int, *, day: dt.date, to: str, by: Actor) -> None:
        """Keeps when and to whom an adopted position was sent. Raises NotFound, NotPossible for a draft."""

        def work(connection: Connection) -> None:
            before = _adopted(connection, position_id)
            self._change(connection, position_id, {"sent": day, "sent_to": _line(to)})
            self._step(connection, by, self._entered(connection, by, Deed.SENT, before), DossierStage.SENT, day)

        self._database.write(work)

    def settle(
        self, position_id: int, proposal_id: int, outcome: ProposalOutcome, *, told: Proposal | None = None, by: Actor
    ) -> None:
        """Keeps what a person says came of a proposal; `told` has the evidence. Raises NotFound, NotPossible."""

        def work(connection: Connection) -> None:
            position = _adopted(connection, position_id)
            before = next((each for each in position.proposals if each.id == proposal_id), None)
            if before is None:
                raise NotFound(f"predlog {proposal_id}")
            columns = {
                "outcome": outcome.value,
                "evidence": _text(told.evidence) if told else "",
                "evidence_id": told.evidence_id if told else None,
                "evidence_anchor": storable(told.evidence_anchor)[:100] if told else "",
                "confirmed": self._clock().date(),
            }
            connection.execute(update(proposals).where(proposals.c.id == before.id).values(columns))
            self._change(connection, position_id, {})
            now = next(each for each in _one(connection, position_id).proposals if each.id == proposal_id)
            said = {"before": _settled(before), "after": _settled(now)}
            self._records.write(connection, _record(connection, position_id), at=self._clock())
            enter(connection, by, Deed.EDITED, subject=_SUBJECT, subject_id=position_id, **said, at=self._clock())

        self._database.write(work)

    # --- parts ---

    def _step(self, connection: Connection, by: Actor, position: Position, stage: DossierStage, day: dt.date) -> None:
        """Adds to the dossier of a position the step that it makes, where all who see the one may know of the other."""
        wanted = select(dossiers.c.visibility).where(dossiers.c.id == position.dossier_id)
        visibility = connection.scalar(wanted) if position.dossier_id else None
        if position.dossier_id and position.visibility.value in (Visibility.PUBLIC.value, visibility):
            own = (records.c.sort == RecordSort.POSITION) & (records.c.record_id == position.id)
            document_id = connection.scalar(select(records.c.document_id).where(own))
            self._dossiers.add_step(connection, by, position.dossier_id, DossierStep(0, stage, day, document_id))

    def _write(self, connection: Connection, position: Position) -> None:
        """Writes the row of a draft with its topics and proposals in place of what it had."""
        self._change(connection, position.id, _columns(connection, position))
        connection.execute(delete(position_topics).where(position_topics.c.position_id == position.id))
        connection.execute(delete(proposals).where(proposals.c.position_id == position.id))
        known = ids_by_slug(connection, Topic)
        for place, slug in enumerate(dict.fromkeys(position.topics)):
            if slug not in known:
                raise missing_slug(Topic, slug)
            placed_with = {"position_id": position.id, "topic_id": known[slug], "place": place}
            connection.execute(insert(position_topics).values(placed_with))
        for place, proposal in enumerate(position.proposals):
            row = {"position_id": position.id, "place": place, **_proposal_columns(proposal)}
            connection.execute(insert(proposals).values(row))

    def _change(self, connection: Connection, position_id: int, columns: dict[str, Any]) -> None:
        changed = {**columns, "edition": positions.c.edition + 1}
        connection.execute(update(positions).where(positions.c.id == position_id).values(changed))

    def _entered(
        self, connection: Connection, by: Actor, deed: Deed, before: Position | None, position_id: int = 0
    ) -> Position:
        """Writes the record of a position and what was done to it in the audit log; gives it as it is now."""
        after = _one(connection, before.id if before else position_id)
        self._records.write(connection, _record(connection, after.id), at=self._clock())
        now, was = _told(after), _told(before) if before else {}
        names = [name for name in now if (now[name] != was[name] if before else now[name])]
        told = {
            "before": {name: was[name] for name in names if before},
            "after": {name: now[name] for name in names},
        }
        if names:
            enter(connection, by, deed, subject=_SUBJECT, subject_id=after.id, **told, at=self._clock())
        return after


# --- rows --------------------------------------------------------------------------------------------


def _one(connection: Connection, position_id: int, reader: Reader = EVERYTHING) -> Position:
    found = read(connection, positions.c.id == fit(position_id), reader=reader)
    if not found:
        raise NotFound(f"stališče {position_id}")
    return found[0]


def _draft(connection: Connection, position_id: int, *, edition: int | None = None) -> Position:
    found = _one(connection, position_id)
    if not found.is_draft:
        raise NotPossible("stališče je že sprejeto; popravek je novo stališče, ki ga nadomesti")
    if edition is not None and found.edition != edition:
        raise ChangedMeanwhile
    return found


def _adopted(connection: Connection, position_id: int) -> Position:
    found = _one(connection, position_id)
    if found.is_draft:
        raise NotPossible("stališče še ni sprejeto")
    return found


def _clashing(connection: Connection, position: Position) -> tuple[Position, ...]:
    own = {each.article for each in position.proposals}
    others = read(connection, positions.c.adopted.is_not(None), positions.c.id != position.id, _same_text(position))
    return tuple(
        each
        for each in others
        if each.body == position.body
        and each.replaced_by is None
        and each.id != position.replaces_id
        and not own.isdisjoint(other.article for other in each.proposals)
    )


def _same_text(position: Position) -> ColumnElement[bool]:
    """Gives the condition of positions on the same text: one document, or of one act and matter where none is told."""
    if position.version_id:
        return positions.c.version_id == position.version_id
    same_act = (positions.c.act_key == key_of(position.act)) & (positions.c.act_key != "")
    return (
        positions.c.version_id.is_(None) & same_act & positions.c.dossier_id.is_not_distinct_from(position.dossier_id)
    )


def _record(connection: Connection, position_id: int) -> Record:
    position = _one(connection, position_id)
    named = select(acts.c.title).where(acts.c.key == key_of(position.act), acts.c.removed.is_(None))
    bodies = {row.slug: row for row in rows_by_id(connection, Body).values()}
    return record_of(position, Around(bodies, connection.scalar(named) or "" if position.act else ""))


def _body(connection: Connection, slug: str) -> int:
    known = ids_by_slug(connection, Body)
    if slug not in known:
        raise missing_slug(Body, slug)
    return known[slug]


def _columns(connection: Connection, position: Position) -> dict[str, Any]:
    """Gives the columns of a draft's row. Raises WrongValue."""
    act = _line(position.act)[:40]
    return {
        "title": _line(position.title) or title_of(act),
        "body_id": _body(connection, position.body),
        "stance": position.stance.value,
        "act": act,
        "act_key": key_of(act)[:40],
        "version_id": position.version_id,
        "dossier_id": position.dossier_id,
        "summary": _text(position.summary),
        "visibility": position.visibility.value,
        "replaces_id": position.replaces_id,
    }


def _proposal_columns(proposal: Proposal) -> dict[str, Any]:
    if len(proposal.article) > 16:
        raise WrongValue(f"člen »{proposal.article[:40]}«", english=f"article “{proposal.article[:40]}”")
    return {
        "article": storable(proposal.article),
        "is_new": proposal.is_new,
        "stance": proposal.stance.value,
        "reason": _text(proposal.reason),
        "wording": _text(proposal.wording),
        "outcome": ProposalOutcome.UNKNOWN.value,
        "evidence": "",
        "evidence_anchor": "",
    }


def _text(text: str) -> str:
    return storable(tidy(text))


def _line(text: str) -> str:
    return " ".join(_text(text).split())


# --- what the audit log tells --------------------------------------------------------------------------


def _told(position: Position) -> dict[str, Any]:
    """Gives what the audit log tells of a position, by name."""
    told = {name: getattr(position, name) for name in _TOLD}
    when = {"adopted": position.adopted, "adopted_by": position.adopted_by, "sent": position.sent}
    said = [f"{each.article or '–'}: {each.stance}; {each.reason}; {each.wording}" for each in position.proposals]
    listed = {"topics": list(position.topics), "proposals": "\n".join(said)}
    return {**told, **when, "sent_to": position.sent_to, **listed}


def _settled(proposal: Proposal) -> dict[str, Any]:
    told = {"article": proposal.article, "outcome": proposal.outcome.value, "evidence": proposal.evidence}
    return {**told, "evidence_id": proposal.evidence_id}
