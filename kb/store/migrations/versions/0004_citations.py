"""Citations of law in passages: one row a cited article. All that has been read is made ready to be gone through."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TEXTS = ("said", "act", "paragraphs", "points", "indents")


def upgrade() -> None:
    """Makes the tables, empty: what the passages cite is found when the library next catches up."""
    op.create_table(
        "citations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("in_heading", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("act_key", sa.String(length=200), nullable=False),
        sa.Column("article", sa.String(length=16), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _TEXTS),
        sa.Column("gazette", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name="fk_citations_revision_id_revisions"),
        sa.PrimaryKeyConstraint("id", name="pk_citations"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_citations_revision_id_position", "citations", ["revision_id", "position"], unique=False)
    cited = ["act_key", "article", "revision_id"]
    op.create_index("ix_citations_act_key_article_revision_id", "citations", cited, unique=False)
    op.create_table(
        "citings",
        sa.Column("revision_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stamp", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name="fk_citings_revision_id_revisions"),
        sa.PrimaryKeyConstraint("revision_id", name="pk_citings"),
    )


def downgrade() -> None:
    """Takes the tables away; what they hold can be found again."""
    op.drop_table("citings")
    op.drop_table("citations")
