"""Mandates, roles and goals of bodies, with their history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes the tables, and tells of the one body whose year is known when it was founded."""
    _bodies()
    _goals()
    op.execute("UPDATE bodies SET valid_from = '2009-01-01' WHERE slug = 'k-redarstvo' AND valid_from IS NULL")


def _bodies() -> None:
    op.create_table(
        "body_facts",
        sa.Column("body_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mandate", sa.Text(), nullable=False),
        sa.Column("founded_by_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("successors", sa.JSON(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name="fk_body_facts_body_id_bodies"),
        sa.ForeignKeyConstraint(["founded_by_id"], ["bodies.id"], name="fk_body_facts_founded_by_id_bodies"),
        sa.ForeignKeyConstraint(["parent_id"], ["bodies.id"], name="fk_body_facts_parent_id_bodies"),
        sa.PrimaryKeyConstraint("body_id", name="pk_body_facts"),
    )
    op.create_table(
        "body_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name="fk_body_versions_body_id_bodies"),
        sa.PrimaryKeyConstraint("id", name="pk_body_versions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_body_versions_body_id", "body_versions", ["body_id"], unique=False)


def _goals() -> None:
    op.create_table(
        "goals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_wish", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("removed", _AT, nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name="fk_goals_body_id_bodies"),
        sa.PrimaryKeyConstraint("id", name="pk_goals"),
        sa.UniqueConstraint("slug", name="uq_goals_slug"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_goals_body_id", "goals", ["body_id"], unique=False)
    op.create_table(
        "goal_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name="fk_goal_steps_goal_id_goals"),
        sa.PrimaryKeyConstraint("id", name="pk_goal_steps"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_goal_steps_goal_id", "goal_steps", ["goal_id"], unique=False)
    op.create_table(
        "goal_documents",
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name="fk_goal_documents_goal_id_goals"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_goal_documents_document_id_documents"),
        sa.PrimaryKeyConstraint("goal_id", "document_id", name="pk_goal_documents"),
    )
    op.create_index("ix_goal_documents_document_id", "goal_documents", ["document_id"], unique=False)


def downgrade() -> None:
    """Drops the tables."""
    for table in ("goal_documents", "goal_steps", "goals", "body_versions", "body_facts"):
        op.drop_table(table)
