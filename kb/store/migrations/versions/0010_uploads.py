"""Uploads: batches of files that are on their way, and how far each has come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "upload_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opened", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("once", sa.String(length=64), nullable=True),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_upload_batches"),
        sa.UniqueConstraint("once", name="uq_upload_batches_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_upload_batches_user_id", "upload_batches", ["user_id"], unique=False)
    op.create_table(
        "upload_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=100), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("corrections", sa.JSON(), nullable=False),
        sa.Column("ledger_id", sa.Integer(), nullable=True),
        sa.Column("announced", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["upload_batches.id"], name="fk_upload_files_batch_id_upload_batches"),
        sa.ForeignKeyConstraint(["ledger_id"], ["ledger.id"], name="fk_upload_files_ledger_id_ledger"),
        sa.PrimaryKeyConstraint("id", name="pk_upload_files"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_upload_files_batch_id_stage", "upload_files", ["batch_id", "stage"], unique=False)
    op.create_index("ix_upload_files_ledger_id", "upload_files", ["ledger_id"], unique=False)
    op.create_index("ix_upload_files_stage", "upload_files", ["stage"], unique=False)


def downgrade() -> None:
    """Drops the tables."""
    op.drop_table("upload_files")
    op.drop_table("upload_batches")
