"""Positions of bodies, with what came of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "positions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(length=32), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("act_key", sa.String(length=40), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("dossier_id", sa.Integer(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("adopted", sa.Date(), nullable=True),
        sa.Column("adopted_by_id", sa.Integer(), nullable=True),
        sa.Column("sent", sa.Date(), nullable=True),
        sa.Column("sent_to", sa.Text(), nullable=False),
        sa.Column("visibility", sa.String(length=32), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name="fk_positions_body_id_bodies"),
        sa.ForeignKeyConstraint(["adopted_by_id"], ["bodies.id"], name="fk_positions_adopted_by_id_bodies"),
        sa.ForeignKeyConstraint(["version_id"], ["documents.id"], name="fk_positions_version_id_documents"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name="fk_positions_dossier_id_dossiers"),
        sa.PrimaryKeyConstraint("id", name="pk_positions"),
        sqlite_autoincrement=True,
    )
    for column in ("body_id", "act_key", "version_id", "dossier_id", "adopted_by_id", "replaces_id"):
        op.create_index(f"ix_positions_{column}", "positions", [column])
    op.create_table(
        "position_topics",
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name="fk_position_topics_position_id_positions"),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name="fk_position_topics_topic_id_topics"),
        sa.PrimaryKeyConstraint("position_id", "topic_id", name="pk_position_topics"),
    )
    op.create_index("ix_position_topics_topic_id", "position_topics", ["topic_id"])
    op.create_table(
        "position_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("article", sa.String(length=16), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("stance", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("evidence_anchor", sa.String(length=100), nullable=False),
        sa.Column("confirmed", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name="fk_position_proposals_position_id_positions"),
        sa.ForeignKeyConstraint(["evidence_id"], ["documents.id"], name="fk_position_proposals_evidence_id_documents"),
        sa.PrimaryKeyConstraint("id", name="pk_position_proposals"),
        sa.UniqueConstraint("position_id", "place", name="uq_position_proposals_position_id_place"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Drops the tables."""
    for table in ("position_proposals", "position_topics", "positions"):
        op.drop_table(table)
