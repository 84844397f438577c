"""The tables of positions: one row a position, its topics, and one row a proposal."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from kb.store.tables import UtcDateTime, schema

# act_key is what all spellings of an acronym share. A draft that was thrown away is `removed`, an adopted one never is.
# replaces_id has no foreign key: a bundle puts rows back by their ids, and a position can replace one with a higher id.
positions = Table(
    "positions",
    schema,
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("body_id", ForeignKey("bodies.id"), nullable=False, index=True),
    Column("stance", String(32), nullable=False),
    Column("act", String(40), nullable=False),
    Column("act_key", String(40), nullable=False, index=True),
    Column("version_id", ForeignKey("documents.id"), index=True),
    Column("dossier_id", ForeignKey("dossiers.id"), index=True),
    Column("summary", Text, nullable=False),
    Column("adopted", Date),
    Column("adopted_by_id", ForeignKey("bodies.id"), index=True),
    Column("sent", Date),
    Column("sent_to", Text, nullable=False),
    Column("visibility", String(32), nullable=False),
    Column("replaces_id", Integer, index=True),
    Column("edition", Integer, nullable=False),
    Column("made", UtcDateTime, nullable=False),
    Column("removed", UtcDateTime),
    sqlite_autoincrement=True,
)

position_topics = Table(
    "position_topics",
    schema,
    Column("position_id", ForeignKey("positions.id"), primary_key=True),
    Column("topic_id", ForeignKey("topics.id"), primary_key=True, index=True),
    Column("place", Integer, nullable=False),
)

proposals = Table(
    "position_proposals",
    schema,
    Column("id", Integer, primary_key=True),
    Column("position_id", ForeignKey("positions.id"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("article", String(16), nullable=False),
    Column("is_new", Boolean, nullable=False),
    Column("stance", String(32), nullable=False),
    Column("reason", Text, nullable=False),
    Column("wording", Text, nullable=False),
    Column("outcome", String(32), nullable=False),
    Column("evidence", Text, nullable=False),
    Column("evidence_id", ForeignKey("documents.id")),
    Column("evidence_anchor", String(100), nullable=False),
    Column("confirmed", Date),
    UniqueConstraint("position_id", "place"),
    sqlite_autoincrement=True,
)
