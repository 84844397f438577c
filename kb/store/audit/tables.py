"""The tables of the audit log: rows that are only ever added, and a head that tells how many they are.

The database itself refuses to change or delete a row. Only the name of a person with an account may be replaced, which
the chain does not hold: see docs/decisions/audit-log.md. `words` is what a row is searched by.
"""

from __future__ import annotations

from sqlalchemy import DDL, JSON, Column, Index, Integer, String, Table, Text, UniqueConstraint, event

from kb.store.tables import UtcDateTime, schema

# actor_id has no foreign key: a row outlives the account. No two rows follow one, so that the chain cannot fork.
audit = Table(
    "audit",
    schema,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("actor_id", Integer),
    Column("actor", String(200), nullable=False),
    Column("deed", String(64), nullable=False),
    Column("subject", String(32), nullable=False),
    Column("subject_id", String(200), nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("words", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("chained", String(64), nullable=False),
    UniqueConstraint("previous"),
    Index(None, "subject", "subject_id"),
    Index(None, "actor_id"),
    Index(None, "at"),
    sqlite_autoincrement=True,
)

audit_head = Table(
    "audit_head",
    schema,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("rows", Integer, nullable=False),
    Column("last", String(64), nullable=False),
)

GUARDS = (
    "CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'rows of the audit log are kept'); END",
    'CREATE TRIGGER audit_unchanged BEFORE UPDATE OF id, at, actor_id, deed, subject, subject_id, "before", "after", '
    "words, previous, chained ON audit BEGIN SELECT RAISE(ABORT, 'rows of the audit log are not changed'); END",
    "CREATE TRIGGER audit_named BEFORE UPDATE OF actor ON audit WHEN OLD.actor_id IS NULL "
    "BEGIN SELECT RAISE(ABORT, 'rows of the audit log are not changed'); END",
    "CREATE TRIGGER audit_head_kept BEFORE DELETE ON audit_head "
    "BEGIN SELECT RAISE(ABORT, 'the head of the audit log is kept'); END",
    "CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head WHEN NEW.rows <= OLD.rows "
    "BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END",
)
"""What makes SQLite refuse; PostgreSQL has its own in the migration."""

for _guard in GUARDS:
    _of = audit_head if "audit_head" in _guard else audit
    event.listen(_of, "after_create", DDL(_guard).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]
