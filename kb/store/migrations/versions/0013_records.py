"""Records: the association's own work as documents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "records",
        sa.Column("sort", sa.String(length=32), nullable=False),
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_records_document_id_documents"),
        sa.PrimaryKeyConstraint("sort", "record_id", name="pk_records"),
        sa.UniqueConstraint("document_id", name="uq_records_document_id"),
    )


def downgrade() -> None:
    """Drops the table."""
    op.drop_table("records")
