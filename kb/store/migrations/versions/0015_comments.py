"""Comments of members on dossiers, by article."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("article", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made", _AT, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("withdrawn", _AT, nullable=True),
        sa.Column("taken", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered", _AT, nullable=True),
        sa.Column("position_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name="fk_comments_dossier_id_dossiers"),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name="fk_comments_body_id_bodies"),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name="fk_comments_author_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sa.UniqueConstraint(
            "dossier_id", "body_id", "article", "digest", name="uq_comments_dossier_id_body_id_article_digest"
        ),
        sqlite_autoincrement=True,
    )
    for name in ("body_id", "author_id", "position_id"):
        op.create_index(f"ix_comments_{name}", "comments", [name], unique=False)


def downgrade() -> None:
    """Drops the table."""
    op.drop_table("comments")
