"""Versions of acts: which text of which act a document is. All that has been read is looked at when next caught up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table, empty."""
    op.create_table(
        "act_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("act_key", sa.String(length=40), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("sort", sa.String(length=32), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("gazette", sa.String(length=32), nullable=False),
        sa.Column("is_official", sa.Boolean(), nullable=False),
        sa.Column("amending", sa.String(length=40), nullable=False),
        sa.Column("is_change", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("is_edited", sa.Boolean(), nullable=False),
        sa.Column("stamp", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_act_versions_document_id_documents"),
        sa.PrimaryKeyConstraint("id", name="pk_act_versions"),
        sa.UniqueConstraint("document_id", name="uq_act_versions_document_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_act_versions_act_key", "act_versions", ["act_key"], unique=False)


def downgrade() -> None:
    """Takes the table away, with what staff have told in it."""
    op.drop_table("act_versions")
