"""Agendas of events; enquiries among municipalities."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)


def _added() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("ends_at", sa.Time(), nullable=True),
        sa.Column("call", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("apply_at", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("apply_until", sa.Date(), nullable=True),
        sa.Column("visibility", sa.String(length=32), server_default=sa.text("'staff'"), nullable=False),
        sa.Column("state", sa.String(length=32), server_default=sa.text("'planned'"), nullable=False),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("moved_from", sa.Date(), nullable=True),
        sa.Column("edition", sa.Integer(), server_default="0", nullable=False),
        sa.Column("changed", _AT, nullable=True),
        sa.Column("is_edited", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def upgrade() -> None:
    """Makes the tables; whoever sees a document of an event that was there before sees the event, and nobody else."""
    for column in _added():
        op.add_column("events", column)
    for seen in ("members", "public"):
        of_event = "SELECT event_id FROM documents WHERE event_id IS NOT NULL AND removed IS NULL"
        shown = f"{of_event} AND state = 'published' AND visibility = '{seen}'"
        op.execute(f"UPDATE events SET visibility = '{seen}' WHERE id IN ({shown})")  # noqa: S608
    _agendas()
    _enquiries()


def _agendas() -> None:
    op.create_table(
        "event_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("speakers", sa.JSON(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_event_items_document_id_documents"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_event_items_event_id_events"),
        sa.PrimaryKeyConstraint("id", name="pk_event_items"),
        sa.UniqueConstraint("event_id", "position", name="uq_event_items_event_id_position"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_event_items_document_id", "event_items", ["document_id"], unique=False)
    _placed("event_topics", "event_id", "events")


def _enquiries() -> None:
    op.create_table(
        "enquiries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("municipality", sa.String(length=200), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("made", _AT, nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("closed", _AT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_enquiries"),
        sqlite_autoincrement=True,
    )
    _placed("enquiry_topics", "enquiry_id", "enquiries")
    op.create_table(
        "enquiry_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enquiry_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("municipality", sa.String(length=200), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made", _AT, nullable=False),
        sa.Column("hidden", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiries.id"], name="fk_enquiry_answers_enquiry_id_enquiries"),
        sa.PrimaryKeyConstraint("id", name="pk_enquiry_answers"),
        sa.UniqueConstraint("enquiry_id", "number", name="uq_enquiry_answers_enquiry_id_number"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "enquiry_readings",
        sa.Column("enquiry_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiries.id"], name="fk_enquiry_readings_enquiry_id_enquiries"),
        sa.PrimaryKeyConstraint("enquiry_id", "user_id", name="pk_enquiry_readings"),
    )


def _placed(name: str, owner: str, of: str) -> None:
    op.create_table(
        name,
        sa.Column(owner, sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint([owner], [f"{of}.id"], name=f"fk_{name}_{owner}_{of}"),
        sa.ForeignKeyConstraint(["row_id"], ["topics.id"], name=f"fk_{name}_row_id_topics"),
        sa.PrimaryKeyConstraint(owner, "row_id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_row_id", name, ["row_id"], unique=False)


def downgrade() -> None:
    """Drops the tables."""
    made = ("enquiry_readings", "enquiry_answers", "enquiry_topics", "enquiries", "event_topics", "event_items")
    for table in made:
        op.drop_table(table)
    for column in _added():
        op.drop_column("events", column.name)
