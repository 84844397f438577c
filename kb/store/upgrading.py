"""Brings a database to the newest schema, without any file of settings and under one writing transaction."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select

from kb.errors import StoreError
from kb.store.database import Database, store_errors

NEWEST = "0019"

_MIGRATIONS = Path(__file__).parent / "migrations"
_version = Table("alembic_version", MetaData(), Column("version_num", String(32)))


def upgrade(database: Database) -> None:
    """Brings the database to the newest schema; writes nothing where it has it. Raises StoreError.

    Two processes may do this at once: the second waits and finds it done. A database that a later release has
    written is refused, because this one does not know what it means.
    """
    with database.reading() as connection:
        version = version_in(connection)
    if version == NEWEST:
        return
    if version and is_known(version):
        _save_beside(database)
    with database.writing() as connection:
        migrate(connection)


def _save_beside(database: Database) -> None:
    """Saves a database of SQLite beside itself before it is changed: «kb.db.before-0006»."""
    place = database.engine.url.database
    if database.engine.dialect.name != "sqlite" or not place or not Path(place).is_file():
        return
    saved, part = Path(f"{place}.before-{NEWEST}"), Path(f"{place}.{uuid.uuid4().hex}")
    with store_errors(sqlite3.Error):
        if not saved.exists():
            with closing(sqlite3.connect(place)) as connection:
                connection.execute("VACUUM INTO ?", (str(part),))
            part.replace(saved)


def migrate(connection: Connection, version: str = "head") -> None:
    """Brings the database to a version of the schema, within a transaction. Raises StoreError."""
    # Alembic takes a tenth of a second to import, which a command on an up-to-date store need not wait for.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    settings = Config()
    settings.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    settings.attributes["connection"] = connection
    try:
        command.upgrade(settings, version)
    except CommandError as error:
        raise StoreError("zbirko je zapisala novejša izdaja programa") from error


def version_in(connection: Connection) -> str:
    """Gives the version of the schema that a database has, "" for an empty one."""
    if not inspect(connection).has_table(_version.name):
        return ""
    return connection.scalar(select(_version.c.version_num)) or ""


def is_known(version: str) -> bool:
    """Tells whether this release knows a version of the schema."""
    return any(path.name.startswith(f"{version}_") for path in (_MIGRATIONS / "versions").glob("*.py"))
