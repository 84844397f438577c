"""The tables of the store, as SQLAlchemy Core sees them.

Originals are bytes; a revision is one file of a document; passages belong to a revision, and a document shows one
revision at a time (`shown_id`). The ledger, the jobs and the marks tell what is still to be done.
No SQL dialect is assumed. Ids are never used twice, because the search index keeps them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

schema = MetaData(naming_convention=NAMING)

LEFT_OUT = {"left_out": True}
"""The `info` of a table that no bundle has."""


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment in UTC, aware on both sides; SQLite keeps no time zones, so they are put on and off here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Gives the moment in UTC. Raises ValueError for a moment that does not say its time zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value and value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Gives the aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _word(name: str, length: int = 32) -> Column[str]:
    return Column(name, String(length), nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _part_of(name: str, target: str) -> Column[int]:
    return Column(name, ForeignKey(target), nullable=False)


def _table(name: str, *parts: Any) -> Table:
    return Table(name, schema, *parts, sqlite_autoincrement=True)


def _named(name: str, *parts: Any) -> Table:
    return _table(
        name,
        _id(),
        Column("slug", String(100), nullable=False, unique=True),
        _text("name_sl"),
        _text("name_en"),
        _text("about_sl"),
        _text("about_en"),
        Column("valid_from", Date),
        Column("valid_to", Date),
        *parts,
    )


def _listed(name: str, owner: str) -> Table:
    return Table(
        name,
        schema,
        Column("owner_id", ForeignKey(f"{owner}.id"), primary_key=True),
        Column("position", Integer, primary_key=True, autoincrement=False),
        _text("name"),
    )


def _placed(name: str, register: str) -> Table:
    return Table(
        name,
        schema,
        Column("document_id", ForeignKey("documents.id"), primary_key=True),
        Column("row_id", ForeignKey(f"{register}.id"), primary_key=True, index=True),
        _number("position"),
    )


# --- registers -------------------------------------------------------------------------------------

bodies = _named("bodies", _word("sort", 100), Column("needs_two", Boolean, nullable=False, server_default=false()))
topics = _named("topics", Column("parent_id", ForeignKey("topics.id")))
kinds = _named("kinds")

# key is what all spellings of an acronym share; edition is 0 while the row is as the project gives it.
acts = _table(
    "acts",
    _id(),
    Column("key", String(40), nullable=False, unique=True),
    _word("acronym", 40),
    _text("title"),
    _text("gazette"),
    Column("topic_id", ForeignKey("topics.id")),
    _word("status"),
    Column("checked_on", Date, nullable=False),
    _word("sop"),
    _word("eva"),
    _word("epa"),
    _word("amends", 40),
    _word("replaced_by", 40),
    _number("edition"),
    Column("removed", UtcDateTime),
)

# is_edited tells that staff have written it, so that no manifest changes it any more.
events = _table(
    "events",
    _id(),
    Column("slug", String(200), nullable=False, unique=True),
    _text("title"),
    _word("sort", 100),
    Column("starts", Date),
    Column("ends", Date),
    _text("place"),
    Column("organiser_id", ForeignKey("bodies.id")),
    Column("starts_at", Time),
    Column("ends_at", Time),
    Column("call", Text, nullable=False, server_default=text("''")),
    Column("apply_at", Text, nullable=False, server_default=text("''")),
    Column("apply_until", Date),
    Column("visibility", String(32), nullable=False, server_default=text("'staff'")),
    Column("state", String(32), nullable=False, server_default=text("'planned'")),
    Column("reason", Text, nullable=False, server_default=text("''")),
    Column("moved_from", Date),
    Column("edition", Integer, nullable=False, server_default="0"),
    Column("changed", UtcDateTime),
    Column("is_edited", Boolean, nullable=False, server_default=false()),
)
event_speakers = _listed("event_speakers", "events")

# --- documents -------------------------------------------------------------------------------------

# shown_id has no foreign key: a document and its first revision would each have to be there before the other.
# merged_into is the document that the only revision of this one went to; format_of is the revision of the same text in
# another format of file, which is not shown in its place.
documents = _table(
    "documents",
    _id(),
    _text("title"),
    Column("kind_id", ForeignKey("kinds.id"), index=True),
    Column("event_id", ForeignKey("events.id"), index=True),
    Column("dated", Date),
    _word("language", 16),
    _text("source"),
    _text("rights"),
    _word("visibility"),
    Column("state", String(32), nullable=False, server_default=text("'published'")),
    Column("shown_id", Integer, unique=True),
    Column("received", UtcDateTime, nullable=False),
    Column("removed", UtcDateTime),
    Column("merged_into", Integer),
)
document_bodies = _placed("document_bodies", "bodies")
document_topics = _placed("document_topics", "topics")
document_speakers = _listed("document_speakers", "documents")

originals = Table(
    "originals",
    schema,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
)

revisions = _table(
    "revisions",
    _id(),
    _part_of("document_id", "documents.id"),
    _number("number"),
    _text("name"),
    Column("sha256", ForeignKey("originals.sha256"), nullable=False, index=True),
    _word("media_type", 200),
    _text("title"),
    _word("language", 16),
    _number("passages"),
    Column("received", UtcDateTime, nullable=False),
    Column("stored", UtcDateTime),
    Column("format_of", Integer),
    UniqueConstraint("document_id", "number"),
)

passages = _table(
    "passages",
    _id(),
    _part_of("revision_id", "revisions.id"),
    _number("position"),
    _word("kind"),
    _word("number"),
    _number("part"),
    _word("anchor", 100),
    _text("heading"),
    _text("text"),
    _word("language", 16),
    Column("aside_lines", Integer, nullable=False, server_default="0"),
    Column("title_length", Integer, nullable=False, server_default="-1"),
    Column("misread", String(100), nullable=False, server_default=text("''")),
    UniqueConstraint("revision_id", "position"),
    Index(None, "revision_id", "anchor"),
)

# --- what passages cite ----------------------------------------------------------------------------

# One row a cited article; article is "" where none is named. act_key is what all spellings of an acronym share.
citations = _table(
    "citations",
    _id(),
    _part_of("revision_id", "revisions.id"),
    _number("position"),
    Column("in_heading", Boolean, nullable=False),
    _number("starts"),
    _number("ends"),
    _word("kind", 16),
    _word("act_key", 200),
    _word("article", 16),
    _text("said"),
    _text("act"),
    _text("paragraphs"),
    _text("points"),
    _text("indents"),
    Column("gazette", JSON, nullable=False),
    Index(None, "revision_id", "position"),
    Index(None, "act_key", "article", "revision_id"),
)

# stamp tells by which rules and which register a revision has been gone through.
citings = Table(
    "citings",
    schema,
    Column("revision_id", ForeignKey("revisions.id"), primary_key=True, autoincrement=False),
    _word("stamp", 64),
)

# --- versions of acts --------------------------------------------------------------------------------

# One row a document that has been looked at; act_key is "" where it is a version of no act. stamp tells by which rules,
# which register and as which state of the document; edited rows are as staff have told them.
act_versions = _table(
    "act_versions",
    _id(),
    Column("document_id", ForeignKey("documents.id"), nullable=False, unique=True),
    Column("act_key", String(40), nullable=False, index=True),
    _word("act", 40),
    _word("sort"),
    Column("dated", Date),
    _word("gazette"),
    Column("is_official", Boolean, nullable=False),
    _word("amending", 40),
    Column("is_change", Boolean, nullable=False),
    _word("address", 400),
    Column("is_edited", Boolean, nullable=False),
    _word("stamp", 64),
)

# --- what is to be done, and what was --------------------------------------------------------------

# identity is the checksum, or "-" and the reason where nothing was kept: one row per origin and identity.
ledger = _table(
    "ledger",
    _id(),
    _text("name"),
    _text("origin"),
    _word("identity", 100),
    _word("sha256", 64),
    Column("size", BigInteger, nullable=False),
    Column("received", UtcDateTime, nullable=False),
    Column("document_id", ForeignKey("documents.id"), index=True),
    Column("revision_id", ForeignKey("revisions.id"), index=True),
    _word("stage"),
    _word("outcome"),
    _word("reason", 100),
    _text("detail"),
    Column("warnings", JSON, nullable=False),
    UniqueConstraint("origin", "identity"),
    Index(None, "outcome", "stage"),
)

ledger_steps = _table(
    "ledger_steps",
    _id(),
    Column("ledger_id", ForeignKey("ledger.id"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    _word("stage"),
    _word("outcome"),
    _word("reason", 100),
    _text("detail"),
)

jobs = _table(
    "jobs",
    _id(),
    _word("kind"),
    _number("subject"),
    _word("state"),
    Column("due", UtcDateTime, nullable=False),
    _word("worker", 300),
    Column("leased_until", UtcDateTime),
    _number("lease"),
    _number("attempts"),
    _number("expired"),
    _number("orphaned"),
    _word("reason", 100),
    _text("detail"),
    UniqueConstraint("kind", "subject"),
    Index(None, "state", "due"),
)

marks = Table(
    "marks",
    schema,
    Column("document_id", ForeignKey("documents.id"), primary_key=True, autoincrement=False),
    _number("version"),
    Column("pending", Boolean, nullable=False, index=True),
    Column("since", UtcDateTime, nullable=False),
)

# --- what helps and judges the search --------------------------------------------------------------

synonyms = _table(
    "synonyms",
    _id(),
    Column("terms", JSON, nullable=False),
    Column("means", JSON, nullable=False),
)

searches = _table(
    "searches",
    _id(),
    _word("text", 200),
    _word("language", 16),
    Column("hour", UtcDateTime, nullable=False, index=True),
    _number("documents"),
    Column("relaxed", Boolean, nullable=False),
    Column("seconds", Float, nullable=False),
)
