"""Review: what is found in and beside what was read, and who has to agree before it is published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables, and what documents, revisions and bodies know of review."""
    op.add_column("bodies", sa.Column("needs_two", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("documents", sa.Column("merged_into", sa.Integer(), nullable=True))
    op.add_column("revisions", sa.Column("format_of", sa.Integer(), nullable=True))
    op.create_table(
        "examinations",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.String(length=64), nullable=False),
        sa.Column("stored", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name="fk_examinations_revision_id_revisions"),
        sa.PrimaryKeyConstraint("revision_id", name="pk_examinations"),
    )
    _make_findings()
    _make_resemblances()
    _make_proposals()


def _make_findings() -> None:
    op.create_table(
        "findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("in_heading", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("is_mild", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name="fk_findings_revision_id_revisions"),
        sa.PrimaryKeyConstraint("id", name="pk_findings"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_findings_revision_id", "findings", ["revision_id"])


def _make_resemblances() -> None:
    op.create_table(
        "resemblances",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.Column("is_same", sa.Boolean(), nullable=False),
        sa.Column("decided", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name="fk_resemblances_revision_id_revisions"),
        sa.ForeignKeyConstraint(["other_id"], ["revisions.id"], name="fk_resemblances_other_id_revisions"),
        sa.PrimaryKeyConstraint("revision_id", "other_id", name="pk_resemblances"),
    )
    op.create_index("ix_resemblances_other_id", "resemblances", ["other_id"])


def _make_proposals() -> None:
    op.create_table(
        "proposals",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revises", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_proposals_document_id_documents"),
        sa.ForeignKeyConstraint(["revises"], ["documents.id"], name="fk_proposals_revises_documents"),
        sa.PrimaryKeyConstraint("document_id", name="pk_proposals"),
    )
    op.create_index("ix_proposals_revises", "proposals", ["revises"])


def downgrade() -> None:
    """Drops the tables."""
    for table in ("proposals", "resemblances", "findings", "examinations"):
        op.drop_table(table)
    op.drop_column("revisions", "format_of")
    op.drop_column("documents", "merged_into")
    op.drop_column("bodies", "needs_two")
