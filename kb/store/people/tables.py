"""The tables of people: accounts, their visits, links that open a door once, and what slows down guessing.

Of a secret (the token of a visit or of a link) only the SHA-256 is kept: who reads the database cannot sign in with it.
No bundle has what is LEFT_OUT: what would let somebody in, and what counts only while it happens.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from kb.store.tables import LEFT_OUT, UtcDateTime, schema

# email_key is the address folded; password is an Argon2 hash, or "" where there is none.
users = Table(
    "users",
    schema,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("email", String(320), nullable=False),
    Column("email_key", String(320), nullable=False, unique=True),
    Column("password", String(400), nullable=False),
    Column("role", String(32), nullable=False),
    Column("state", String(32), nullable=False),
    Column("municipality", String(200), nullable=False),
    Column("language", String(16), nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("last_sign_in", UtcDateTime),
    sqlite_autoincrement=True,
)

user_bodies = Table(
    "user_bodies",
    schema,
    Column("user_id", ForeignKey("users.id"), primary_key=True),
    Column("body_id", ForeignKey("bodies.id"), primary_key=True, index=True),
)

# Who a person is to a provider of sign-in; is_managed where the provider says role, bodies and municipality.
identities = Table(
    "identities",
    schema,
    Column("id", Integer, primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("issuer", String(400), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("is_managed", Boolean, nullable=False),
    UniqueConstraint("issuer", "subject"),
    sqlite_autoincrement=True,
)

sessions = Table(
    "sessions",
    schema,
    Column("id", Integer, primary_key=True),
    Column("token", String(64), nullable=False, unique=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("device", String(100), nullable=False),
    Column("started", UtcDateTime, nullable=False),
    Column("last_seen", UtcDateTime, nullable=False),
    Column("ends", UtcDateTime, nullable=False, index=True),
    Column("closed", UtcDateTime),
    sqlite_autoincrement=True,
    info=LEFT_OUT,
)

links = Table(
    "links",
    schema,
    Column("id", Integer, primary_key=True),
    Column("token", String(64), nullable=False, unique=True),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("purpose", String(32), nullable=False),
    Column("made", UtcDateTime, nullable=False),
    Column("ends", UtcDateTime, nullable=False),
    Column("used", UtcDateTime),
    Index(None, "user_id", "purpose"),
    sqlite_autoincrement=True,
    info=LEFT_OUT,
)

# door is the SHA-256 of what is guarded: an account, or the network that somebody comes from.
knocks = Table(
    "knocks",
    schema,
    Column("door", String(64), primary_key=True),
    Column("tries", Integer, nullable=False),
    Column("last", UtcDateTime, nullable=False, index=True),
    info=LEFT_OUT,
)
