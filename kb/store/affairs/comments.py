"""Comments (pripombe) as rows: what municipalities say on a dossier's text, never altered; what the staff say to it.

    comment, is_new = store.affairs.comments.add(dossier, Remark("14", "Rok je prekratek."), by=user)

Each change is entered in the audit log and written as a record in its transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, Text, UniqueConstraint, insert, select
from sqlalchemy import update as updating

from kb.errors import NotFound, NotPossible
from kb.model import Actor, Deed, Dossier, Position
from kb.model.comments import Answered, Comment, Remark, Taken, in_order
from kb.people import User
from kb.slovene.fold import fold
from kb.store.affairs.commentrecords import record_of
from kb.store.affairs.dossiers import dossier_topics, dossiers
from kb.store.affairs.positions import Positions
from kb.store.affairs.positions.tables import positions
from kb.store.audit import enter
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.ids import chunks, fit
from kb.store.people.tables import users
from kb.store.records import Records
from kb.store.registers.municipalities import body_of
from kb.store.tables import UtcDateTime, bodies, schema, topics
from kb.store.texts import storable

SUBJECT = "comment"

# digest is of what was written, so that the same is kept once; a comment that is withdrawn has none and may be written
# again. position_id has no foreign key: a draft that was drawn up can be thrown away.
comments = Table(
    "comments",
    schema,
    Column("id", Integer, primary_key=True),
    Column("dossier_id", ForeignKey("dossiers.id"), nullable=False),
    Column("body_id", ForeignKey("bodies.id"), nullable=False, index=True),
    Column("author_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("article", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("wording", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("made", UtcDateTime, nullable=False),
    Column("digest", String(64)),
    Column("withdrawn", UtcDateTime),
    Column("taken", String(32), nullable=False),
    Column("answer", Text, nullable=False),
    Column("answered", UtcDateTime),
    Column("position_id", Integer, index=True),
    UniqueConstraint("dossier_id", "body_id", "article", "digest"),
    sqlite_autoincrement=True,
)


class Comments:
    """The comments of the store."""

    def __init__(self, database: Database, records: Records, positions: Positions, clock: Clock) -> None:
        self._database = database
        self._records = records
        self._positions = positions
        self._clock = clock

    # --- reading ---

    def of(self, dossier_id: int, *, body_id: int | None = None) -> tuple[Comment, ...]:
        """Gives the comments on a dossier in the order of the text, all of them or those of one municipality (body)."""
        wanted = comments.c.dossier_id == fit(dossier_id)
        if body_id is not None:
            wanted &= comments.c.body_id == body_id
        with self._database.reading() as connection:
            return in_order(_read(connection, wanted))

    def get(self, comment_id: int) -> Comment:
        """Gives a comment. Raises NotFound."""
        with self._database.reading() as connection:
            return _one(connection, comment_id)

    def open_counts(self) -> dict[int, int]:
        """Gives how many comments wait for an answer, by dossier, of those that have any."""
        wanted = select(comments.c.dossier_id).where(
            comments.c.taken == Taken.OPEN.value, comments.c.withdrawn.is_(None)
        )
        counts: dict[int, int] = {}
        with self._database.reading() as connection:
            for dossier_id in connection.scalars(wanted):
                counts[dossier_id] = counts.get(dossier_id, 0) + 1
        return counts

    # --- what members do ---

    def add(self, dossier: Dossier, remark: Remark, *, by: User) -> tuple[Comment, bool]:
        """Keeps a comment of a person's municipality and gives it, and whether it is new.

        What the municipality has said already in the same words on the same article is kept once. Raises WrongValue
        for somebody without a municipality.
        """
        return self._database.write(lambda connection: self._add(connection, dossier, remark, by))

    def withdraw(self, comment_id: int, *, by: Actor) -> Comment:
        """Marks a comment as withdrawn and gives it. Raises NotFound, NotPossible once the staff have answered it."""
        return self._database.write(lambda connection: self._withdraw(connection, comment_id, by))

    # --- what staff do ---

    def answer(self, dossier_id: int, answers: Sequence[Answered], *, by: Actor) -> tuple[int, ...]:
        """Keeps what staff say to comments of a dossier; gives the ids of those that somebody else has answered since.

        Of those nothing is kept. What says the same as before changes nothing. Raises NotFound for a comment that is
        not of this dossier or has been withdrawn.
        """

        def work(connection: Connection) -> tuple[int, ...]:
            return tuple(each.comment_id for each in answers if not self._answer(connection, dossier_id, each, by))

        return self._database.write(work)

    def draw_up(self, position: Position, ids: Iterable[int], *, by: Actor) -> int:
        """Writes a draft of a position that comes from comments (ids), and gives its id. Raises WrongValue."""

        def work(connection: Connection) -> int:
            position_id = self._positions.draw_up(connection, position, by=by)
            for some in chunks(ids):
                changed = updating(comments).where(comments.c.id.in_(some)).values(position_id=position_id)
                connection.execute(changed)
            return position_id

        return self._database.write(work)

    # --- parts ---

    def _add(self, connection: Connection, dossier: Dossier, remark: Remark, by: User) -> tuple[Comment, bool]:
        at = self._clock()
        body = body_of(connection, by.municipality, at=at)
        texts = {name: storable(getattr(remark, name)) for name in ("text", "wording", "reason")}
        place = {"dossier_id": dossier.id, "body_id": body.id, "article": remark.article, "digest": _digest(texts)}
        same = [comments.c[name] == value for name, value in place.items()]
        there = connection.scalar(select(comments.c.id).where(*same))
        if there is not None:
            return _one(connection, there), False
        columns = {**place, **texts, "author_id": by.id, "made": at, "taken": Taken.OPEN.value, "answer": ""}
        comment_id: int = connection.execute(insert(comments).values(columns)).inserted_primary_key[0]  # type: ignore[index]
        told = {"dossier": dossier.id, "article": remark.article, "municipality": body.name_sl}
        return self._changed(connection, comment_id, by.actor, Deed.ADDED, after=told), True

    def _withdraw(self, connection: Connection, comment_id: int, by: Actor) -> Comment:
        before = _one(connection, comment_id)
        if before.withdrawn is not None:
            return before
        if before.taken is not Taken.OPEN:
            raise NotPossible("na pripombo je že odgovorjeno")
        columns = {"withdrawn": self._clock(), "digest": None}
        connection.execute(updating(comments).where(comments.c.id == comment_id).values(columns))
        return self._changed(connection, comment_id, by, Deed.WITHDRAWN, after=_told(before))

    def _answer(self, connection: Connection, dossier_id: int, said: Answered, by: Actor) -> bool:
        """Keeps what staff say to a comment; False, and nothing kept, where somebody else has said something since."""
        before = _one(connection, said.comment_id)
        if before.dossier_id != dossier_id or before.withdrawn is not None:
            raise NotFound(f"pripomba {said.comment_id}")
        now, kept = (said.taken, storable(said.answer)), (before.taken, before.answer)
        if now in (kept, (said.was, said.was_answer)):
            return True
        if kept != (said.was, said.was_answer):
            return False
        answered = None if said.taken is Taken.OPEN else self._clock()
        columns = {"taken": said.taken.value, "answer": now[1], "answered": answered}
        connection.execute(updating(comments).where(comments.c.id == before.id).values(columns))
        was = {"taken": before.taken.value, "answer": before.answer}
        after = {**_told(before), "taken": said.taken.value, "answer": now[1]}
        self._changed(connection, before.id, by, Deed.ANSWERED, before=was, after=after)
        return True

    def _changed(
        self, connection: Connection, comment_id: int, by: Actor, deed: Deed, *, before: Any = None, after: Any
    ) -> Comment:
        """Enters a change in the audit log, writes the record anew and gives the comment as it is kept."""
        at, comment = self._clock(), _one(connection, comment_id)
        enter(connection, by, deed, subject=SUBJECT, subject_id=comment_id, before=before, after=after, at=at)
        row = connection.execute(select(dossiers).where(dossiers.c.id == comment.dossier_id)).one()
        placed = select(topics.c.slug).join(dossier_topics).where(dossier_topics.c.dossier_id == comment.dossier_id)
        slugs = tuple(connection.scalars(placed.order_by(dossier_topics.c.position)))
        self._records.write(connection, record_of(comment, matter=row.act or row.title, topics=slugs), at=at)
        return comment


def _digest(texts: dict[str, str]) -> str:
    said = "\0".join(" ".join(fold(texts[name]).split()) for name in ("text", "wording", "reason"))
    return hashlib.sha256(said.encode()).hexdigest()


def _told(comment: Comment) -> dict[str, Any]:
    return {"dossier": comment.dossier_id, "article": comment.article, "municipality": comment.municipality}


def _one(connection: Connection, comment_id: int) -> Comment:
    found = _read(connection, comments.c.id == fit(comment_id))
    if not found:
        raise NotFound(f"pripomba {comment_id}")
    return found[0]


def _read(connection: Connection, wanted: Any) -> list[Comment]:
    """Gives comments; of a draft that was thrown away none is told to be drawn up."""
    drawn = positions.c.removed.is_(None) & (positions.c.id == comments.c.position_id)
    columns = (
        comments,
        bodies.c.name_sl.label("municipality"),
        bodies.c.slug.label("body"),
        users.c.name.label("author"),
        positions.c.id.label("drawn_up"),
    )
    joined = comments.join(bodies, bodies.c.id == comments.c.body_id).join(users, users.c.id == comments.c.author_id)
    rows = connection.execute(select(*columns).select_from(joined.outerjoin(positions, drawn)).where(wanted))
    plain = ("id", "dossier_id", "article", "text", "wording", "reason", "municipality", "author_id", "author", "made")
    return [
        replace(
            Comment(**{name: row._mapping[name] for name in plain}),
            taken=Taken(row.taken),
            **{name: row._mapping[name] for name in ("answer", "answered", "withdrawn", "body")},
            position_id=row.drawn_up,
        )
        for row in rows
    ]
