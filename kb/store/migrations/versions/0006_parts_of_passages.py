"""What of a passage is the text of an article, what of its heading the title, and a number that was read badly."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_COLUMNS = ("aside_lines", "title_length", "misread")


def upgrade() -> None:
    """Adds the columns; of what has been read before it is not known, and the form of a heading has to tell."""
    op.add_column("passages", sa.Column("aside_lines", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("passages", sa.Column("title_length", sa.Integer(), nullable=False, server_default="-1"))
    op.add_column("passages", sa.Column("misread", sa.String(100), nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    """Takes the columns away."""
    for name in _COLUMNS:
        op.drop_column("passages", name)
