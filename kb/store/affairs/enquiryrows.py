"""The tables of enquiries, their rows as values, and what of an enquiry is found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Date,
    ForeignKey,
    Integer,
    Row,
    String,
    Table,
    Text,
    UniqueConstraint,
    insert,
    select,
    text,
)

from kb.errors import NotFound
from kb.model import (
    Enquiry,
    EnquiryAnswer,
    Locator,
    LocatorKind,
    Metadata,
    Passage,
    Record,
    RecordSort,
    Topic,
    Visibility,
)
from kb.slovene.workdays import day_here
from kb.store.ids import fit
from kb.store.registers import ids_by_slug, missing_slug
from kb.store.tables import UtcDateTime, schema, topics

KIND = "povprasevanje"

# author_id has no foreign key: what was said outlives the account.
enquiries = Table(
    "enquiries",
    schema,
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("municipality", String(200), nullable=False),
    Column("author_id", Integer, nullable=False),
    Column("author", String(200), nullable=False),
    Column("made", UtcDateTime, nullable=False),
    Column("deadline", Date),
    Column("closed", UtcDateTime),
    sqlite_autoincrement=True,
)
enquiry_topics = Table(
    "enquiry_topics",
    schema,
    Column("enquiry_id", ForeignKey("enquiries.id"), primary_key=True),
    Column("row_id", ForeignKey("topics.id"), primary_key=True, index=True),
    Column("position", Integer, nullable=False),
)
enquiry_answers = Table(
    "enquiry_answers",
    schema,
    Column("id", Integer, primary_key=True),
    Column("enquiry_id", ForeignKey("enquiries.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("municipality", String(200), nullable=False),
    Column("author_id", Integer, nullable=False),
    Column("author", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("made", UtcDateTime, nullable=False),
    Column("hidden", Text, nullable=False, server_default=text("''")),
    UniqueConstraint("enquiry_id", "number"),
    sqlite_autoincrement=True,
)
# How many answers of an enquiry somebody has been shown.
enquiry_readings = Table(
    "enquiry_readings",
    schema,
    Column("enquiry_id", ForeignKey("enquiries.id"), primary_key=True),
    Column("user_id", Integer, primary_key=True, autoincrement=False),
    Column("answers", Integer, nullable=False),
)


def record_of(enquiry: Enquiry) -> Record:
    """Gives the record of an enquiry: a passage of the question and one of each answer that is not hidden."""
    metadata = Metadata(
        title=enquiry.title,
        kind=KIND,
        topics=enquiry.topics,
        dated=day_here(enquiry.made),
        language="sl",
        visibility=Visibility.MEMBERS,
    )
    question = _passage(1, f"Povpraševanje – {enquiry.municipality}", f"{enquiry.title}\n{enquiry.question}")
    answers = (_passage(each.number + 1, f"Odgovor – {each.municipality}", each.text) for each in enquiry.shown)
    return Record(RecordSort.ENQUIRY, enquiry.id, metadata, (question, *answers))


def enquiry_of(connection: Connection, enquiry_id: int) -> Enquiry:
    """Gives an enquiry. Raises NotFound."""
    found = enquiries_by_id(connection, [fit(enquiry_id)])
    if not found:
        raise NotFound(f"povpraševanje {enquiry_id}")
    return found[enquiry_id]


def enquiries_by_id(connection: Connection, ids: Iterable[int]) -> dict[int, Enquiry]:
    """Gives enquiries with topics and answers, by id."""
    chosen = list(ids)
    answers: dict[int, list[EnquiryAnswer]] = defaultdict(list)
    said = select(enquiry_answers).where(enquiry_answers.c.enquiry_id.in_(chosen)).order_by(enquiry_answers.c.number)
    for row in connection.execute(said):
        answers[row.enquiry_id].append(_answer(row))
    slugs: dict[int, list[str]] = defaultdict(list)
    placed = select(enquiry_topics.c.enquiry_id, topics.c.slug).join_from(enquiry_topics, topics)
    placed = placed.where(enquiry_topics.c.enquiry_id.in_(chosen)).order_by(enquiry_topics.c.position)
    for row in connection.execute(placed):
        slugs[row.enquiry_id].append(row.slug)
    rows = connection.execute(select(enquiries).where(enquiries.c.id.in_(chosen)))
    return {
        row.id: replace(_enquiry(row), topics=tuple(slugs.get(row.id, ())), answers=tuple(answers.get(row.id, ())))
        for row in rows
    }


def write_topics(connection: Connection, enquiry_id: int, slugs: Iterable[str]) -> None:
    """Places a new enquiry with topics. Raises WrongValue for a slug that is not there."""
    known = ids_by_slug(connection, Topic)
    ids = dict.fromkeys(slugs)
    if missing := [slug for slug in ids if slug not in known]:
        raise missing_slug(Topic, missing[0])
    rows = [{"enquiry_id": enquiry_id, "row_id": known[slug], "position": at} for at, slug in enumerate(ids)]
    if rows:
        connection.execute(insert(enquiry_topics), rows)


def _enquiry(row: Row[Any]) -> Enquiry:
    return Enquiry(
        id=row.id,
        title=row.title,
        question=row.question,
        municipality=row.municipality,
        author_id=row.author_id,
        author=row.author,
        made=row.made,
        deadline=row.deadline,
        closed=row.closed,
    )


def _answer(row: Row[Any]) -> EnquiryAnswer:
    told = (row.id, row.municipality, row.author_id, row.author, row.text, row.made, row.number, row.hidden)
    return EnquiryAnswer(*told)


def _passage(number: int, heading: str, said: str) -> Passage:
    return Passage(Locator(LocatorKind.SECTION, str(number)), heading, said)
