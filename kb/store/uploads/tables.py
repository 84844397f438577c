"""The tables of uploads: batches, and the files that were announced in each. Their bytes are in the uploads folder."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from kb.store.tables import UtcDateTime, schema

# user_id has no foreign key: a batch outlives the account. once is what the form that opened it was marked with.
upload_batches = Table(
    "upload_batches",
    schema,
    Column("id", Integer, primary_key=True),
    Column("opened", UtcDateTime, nullable=False),
    Column("user_id", Integer, index=True),
    Column("by", String(200), nullable=False),
    Column("once", String(64), unique=True),
    Column("metadata", JSON, nullable=False),
    sqlite_autoincrement=True,
)

# stage is waiting, kept, refused or dropped: how many bytes of a waiting one are here, the uploads folder tells.
upload_files = Table(
    "upload_files",
    schema,
    Column("id", Integer, primary_key=True),
    Column("batch_id", ForeignKey("upload_batches.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("stage", String(32), nullable=False, index=True),
    Column("known", Boolean, nullable=False),
    Column("reason", String(100), nullable=False),
    Column("detail", Text, nullable=False),
    Column("corrections", JSON, nullable=False),
    Column("ledger_id", ForeignKey("ledger.id"), index=True),
    Column("announced", UtcDateTime, nullable=False),
    Index(None, "batch_id", "stage"),
    sqlite_autoincrement=True,
)
