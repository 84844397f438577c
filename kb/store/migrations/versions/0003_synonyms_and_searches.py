"""Synonyms that staff edit, begun with those of the field, and the search log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# They are put in once and for all: what staff remove does not come back.
ALIKE = (
    ("SOS", "Skupnost občin Slovenije"),
    ("OU", "občinska uprava"),
    ("UE", "upravna enota"),
    ("MO", "mestna občina"),
    ("KS", "krajevna skupnost"),
    ("OPN", "občinski prostorski načrt"),
    ("OPPN", "občinski podrobni prostorski načrt"),
    ("GJS", "gospodarska javna služba"),
    ("NUSZ", "nadomestilo za uporabo stavbnega zemljišča"),
    ("NRP", "načrt razvojnih programov"),
    ("EZR", "enotni zakladniški račun"),
    ("JZP", "javno-zasebno partnerstvo"),
    ("LEK", "lokalni energetski koncept"),
    ("CSD", "center za socialno delo"),
    ("KPK", "Komisija za preprečevanje korupcije"),
    ("DKOM", "Državna revizijska komisija"),
    ("IJZ", "informacije javnega značaja"),
    ("GDPR", "Splošna uredba o varstvu podatkov"),
    ("NPB", "neuradno prečiščeno besedilo"),
    ("UPB", "uradno prečiščeno besedilo"),
    ("MKČN", "mala komunalna čistilna naprava"),
)
ONE_WAY = (
    ("županja", "župan"),
    ("mestni redar", "občinski redar"),
    ("odvoz smeti", "zbiranje komunalnih odpadkov"),
    ("kanalizacija", "odvajanje komunalne odpadne vode"),
    ("vodovod", "oskrba s pitno vodo"),
    ("kazen", "globa"),
    ("mayor", "župan"),
    ("municipal warden", "občinski redar"),
)


def upgrade() -> None:
    """Makes the tables of synonyms and of searches."""
    synonyms = op.create_table(
        "synonyms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("means", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_synonyms"),
        sqlite_autoincrement=True,
    )
    both_ways = [{"terms": list(terms), "means": []} for terms in ALIKE]
    op.bulk_insert(synonyms, both_ways + [{"terms": [term], "means": [means]} for term, means in ONE_WAY])
    op.create_table(
        "searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("relaxed", sa.Boolean(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_searches"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_searches_hour", "searches", ["hour"], unique=False)


def downgrade() -> None:
    """Goes nowhere: what staff have written would be lost."""
    raise NotImplementedError("the synonyms cannot be taken out again")
