"""How far a document is on its way to its readers: draft, published, withdrawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column; what there is was published."""
    state = sa.Column("state", sa.String(32), nullable=False, server_default=sa.text("'published'"))
    op.add_column("documents", state)


def downgrade() -> None:
    """Takes the column away."""
    op.drop_column("documents", "state")
