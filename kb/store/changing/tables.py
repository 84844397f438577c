"""The tables of keeping: what was changed and can be undone, what a document is kept under, what is being erased."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from kb.store.tables import UtcDateTime, schema

# A change is planned first (a preview), then made in parts, document by document. undoes is the id of another change.
changes = Table(
    "changes",
    schema,
    Column("id", Integer, primary_key=True),
    Column("sort", String(32), nullable=False),
    Column("state", String(32), nullable=False),
    Column("actor_id", Integer),
    Column("actor", String(200), nullable=False),
    Column("made", UtcDateTime, nullable=False),
    Column("ended", UtcDateTime),
    Column("told", JSON, nullable=False),
    Column("undoes", Integer),
    Index(None, "state"),
    Index(None, "undoes"),
    sqlite_autoincrement=True,
)

# before and after hold the fields that changed, and only those. reason is why a document was passed over.
change_parts = Table(
    "change_parts",
    schema,
    Column("id", Integer, primary_key=True),
    Column("change_id", ForeignKey("changes.id"), nullable=False),
    Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
    Column("state", String(32), nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("reason", String(400), nullable=False),
    UniqueConstraint("change_id", "document_id"),
    Index(None, "change_id", "state"),
    sqlite_autoincrement=True,
)

# What a document is kept under. Reasons are "" where there is no withdrawal or hold.
custody = Table(
    "custody",
    schema,
    Column("document_id", ForeignKey("documents.id"), primary_key=True, autoincrement=False),
    Column("withdrawn_for", Text, nullable=False, server_default=text("''")),
    Column("withdrawn_at", UtcDateTime),
    Column("held_for", Text, nullable=False, server_default=text("''")),
    Column("held_at", UtcDateTime),
    Column("held_by", String(200), nullable=False, server_default=text("''")),
    Column("keep_until", Date),
)

# For how many years documents of a kind are kept, where nothing is said of the document itself.
kind_terms = Table(
    "kind_terms",
    schema,
    Column("kind_id", ForeignKey("kinds.id"), primary_key=True, autoincrement=False),
    Column("years", Integer, nullable=False),
)

# document_id has no foreign key: the row outlives the document. originals are checksums whose bytes are still to go,
# bundles the ids of backups that hold what was erased.
erasures = Table(
    "erasures",
    schema,
    Column("id", Integer, primary_key=True),
    Column("document_id", Integer, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("state", String(32), nullable=False, index=True),
    Column("actor_id", Integer),
    Column("actor", String(200), nullable=False),
    Column("asked", UtcDateTime, nullable=False),
    Column("ended", UtcDateTime),
    Column("received", UtcDateTime, nullable=False),
    Column("originals", JSON, nullable=False),
    Column("bundles", JSON, nullable=False),
    sqlite_autoincrement=True,
)

# The backups that were made, as far as this store knows: who asks for erasing has to hear of them.
bundles_made = Table(
    "bundles_made",
    schema,
    Column("id", String(64), primary_key=True),
    Column("path", Text, nullable=False),
    Column("made", UtcDateTime, nullable=False),
    Column("size", BigInteger, nullable=False),
)
