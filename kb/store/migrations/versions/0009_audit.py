"""The audit log: who did what to what and when, each row chained to the one before; the database keeps every row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_SQLITE = (
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
_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION audit_refused() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'rows of the audit log are kept as they are'; END $$",
    "CREATE TRIGGER audit_kept BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refused()",
    "CREATE TRIGGER audit_whole BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_refused()",
    'CREATE TRIGGER audit_unchanged BEFORE UPDATE OF id, at, actor_id, deed, subject, subject_id, "before", "after", '
    "words, previous, chained ON audit FOR EACH ROW EXECUTE FUNCTION audit_refused()",
    "CREATE TRIGGER audit_named BEFORE UPDATE OF actor ON audit FOR EACH ROW WHEN (OLD.actor_id IS NULL) "
    "EXECUTE FUNCTION audit_refused()",
    "CREATE TRIGGER audit_head_kept BEFORE DELETE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_refused()",
    "CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head FOR EACH ROW WHEN (NEW.rows <= OLD.rows) "
    "EXECUTE FUNCTION audit_refused()",
)


def upgrade() -> None:
    """Makes the tables and what guards them."""
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("deed", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.String(length=200), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("chained", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.UniqueConstraint("previous", name="uq_audit_previous"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_subject_subject_id", "audit", ["subject", "subject_id"])
    op.create_index("ix_audit_actor_id", "audit", ["actor_id"])
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("last", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    guards = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
    for guard in guards.get(op.get_bind().dialect.name, ()):
        op.execute(guard)


def downgrade() -> None:
    """Drops the tables, and with them what guards them."""
    op.drop_table("audit_head")
    op.drop_table("audit")
