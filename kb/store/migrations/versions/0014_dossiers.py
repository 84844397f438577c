"""Dossiers: bills and other matters as they move."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "dossiers",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sort, nullable=False) for name, sort in _TYPES.items()),
        sa.Column("text_id", sa.Integer(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("working_days", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["text_id"], ["documents.id"], name="fk_dossiers_text_id_documents"),
        sa.PrimaryKeyConstraint("id", name="pk_dossiers"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_dossiers_act_key", "dossiers", ["act_key"])
    op.create_index("ix_dossiers_stage", "dossiers", ["stage"])
    op.create_table(
        "dossier_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("taken_back", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name="fk_dossier_steps_dossier_id_dossiers"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_dossier_steps_document_id_documents"),
        sa.PrimaryKeyConstraint("id", name="pk_dossier_steps"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_dossier_steps_dossier_id", "dossier_steps", ["dossier_id"])
    _placed("dossier_bodies", "bodies")
    _placed("dossier_topics", "topics")


def downgrade() -> None:
    """Drops the tables."""
    for name in ("dossier_topics", "dossier_bodies", "dossier_steps", "dossiers"):
        op.drop_table(name)


_TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "title": sa.Text(),
    "sort": sa.String(length=32),
    "act": sa.String(length=40),
    "act_key": sa.String(length=40),
    "eva": sa.String(length=40),
    "epa": sa.String(length=40),
    "ministry": sa.Text(),
    "about": sa.Text(),
    "visibility": sa.String(length=32),
    "stage": sa.String(length=32),
    "edition": sa.Integer(),
}


def _placed(name: str, register: str) -> None:
    op.create_table(
        name,
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=f"fk_{name}_dossier_id_dossiers"),
        sa.ForeignKeyConstraint(["row_id"], [f"{register}.id"], name=f"fk_{name}_row_id_{register}"),
        sa.PrimaryKeyConstraint("dossier_id", "row_id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_row_id", name, ["row_id"])
