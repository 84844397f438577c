"""Keeping: what was changed and can be undone, what is in the trash, how long what is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes the tables."""
    _changes()
    _custody()
    _erasing()


def _changes() -> None:
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("made", _AT, nullable=False),
        sa.Column("ended", _AT, nullable=True),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_changes_state", "changes", ["state"], unique=False)
    op.create_index("ix_changes_undoes", "changes", ["undoes"], unique=False)
    op.create_table(
        "change_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name="fk_change_parts_change_id_changes"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_change_parts_document_id_documents"),
        sa.PrimaryKeyConstraint("id", name="pk_change_parts"),
        sa.UniqueConstraint("change_id", "document_id", name="uq_change_parts_change_id_document_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_change_parts_document_id", "change_parts", ["document_id"], unique=False)
    op.create_index("ix_change_parts_change_id_state", "change_parts", ["change_id", "state"], unique=False)


def _custody() -> None:
    op.create_table(
        "custody",
        sa.Column("document_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("withdrawn_for", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("withdrawn_at", _AT, nullable=True),
        sa.Column("held_for", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("held_at", _AT, nullable=True),
        sa.Column("held_by", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_custody_document_id_documents"),
        sa.PrimaryKeyConstraint("document_id", name="pk_custody"),
    )
    op.create_table(
        "kind_terms",
        sa.Column("kind_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["kind_id"], ["kinds.id"], name="fk_kind_terms_kind_id_kinds"),
        sa.PrimaryKeyConstraint("kind_id", name="pk_kind_terms"),
    )


def _erasing() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("asked", _AT, nullable=False),
        sa.Column("ended", _AT, nullable=True),
        sa.Column("received", _AT, nullable=False),
        sa.Column("originals", sa.JSON(), nullable=False),
        sa.Column("bundles", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
        sa.UniqueConstraint("document_id", name="uq_erasures_document_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_erasures_state", "erasures", ["state"], unique=False)
    op.create_table(
        "bundles_made",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("made", _AT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bundles_made"),
    )


def downgrade() -> None:
    """Drops the tables."""
    for table in ("bundles_made", "erasures", "kind_terms", "custody", "change_parts", "changes"):
        op.drop_table(table)
