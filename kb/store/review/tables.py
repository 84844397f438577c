"""The tables of review: what is found in what was read, what resembles what, and what one person has proposed."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, LargeBinary, String, Table

from kb.store.tables import UtcDateTime, schema

# A revision that has been gone through: by which rules (stamp), as of which reading (stored); signature is its MinHash.
examinations = Table(
    "examinations",
    schema,
    Column("revision_id", ForeignKey("revisions.id"), primary_key=True, autoincrement=False),
    Column("stamp", String(64), nullable=False),
    Column("stored", UtcDateTime, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)

# Personal data: the place in a passage, never the data themselves.
findings = Table(
    "findings",
    schema,
    Column("id", Integer, primary_key=True),
    Column("revision_id", ForeignKey("revisions.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("in_heading", Boolean, nullable=False),
    Column("starts", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("is_mild", Boolean, nullable=False),
    sqlite_autoincrement=True,
)

# Two revisions with much of their text in common, the later one first; decided is "" until a person has said what
# they are to one another.
resemblances = Table(
    "resemblances",
    schema,
    Column("revision_id", ForeignKey("revisions.id"), primary_key=True, autoincrement=False),
    Column("other_id", ForeignKey("revisions.id"), primary_key=True, autoincrement=False, index=True),
    Column("likeness", Float, nullable=False),
    Column("is_same", Boolean, nullable=False),
    Column("decided", String(32), nullable=False),
)

# What one person has proposed and another has to agree to: to publish, or (revises) to publish as a new revision.
proposals = Table(
    "proposals",
    schema,
    Column("document_id", ForeignKey("documents.id"), primary_key=True, autoincrement=False),
    Column("actor_id", Integer, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("revises", ForeignKey("documents.id"), index=True),
)
