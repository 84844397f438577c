"""The register of acts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table of acts, empty: the project's own rows are put in when the store is opened."""
    op.create_table(
        "acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("acronym", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("gazette", sa.Text(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("sop", sa.String(length=32), nullable=False),
        sa.Column("eva", sa.String(length=32), nullable=False),
        sa.Column("epa", sa.String(length=32), nullable=False),
        sa.Column("amends", sa.String(length=40), nullable=False),
        sa.Column("replaced_by", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("removed", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name="fk_acts_topic_id_topics"),
        sa.PrimaryKeyConstraint("id", name="pk_acts"),
        sa.UniqueConstraint("key", name="uq_acts_key"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Takes the table away, with what people have written in it."""
    op.drop_table("acts")
