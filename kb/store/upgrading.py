"""Brings a database to the newest schema, without any file of settings and under one writing transaction."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, MetaData, String, Table, inspect, select

from kb.errors import StoreError
from kb.store.database import Database

NEWEST = "0003"

_MIGRATIONS = Path(__file__).parent / "migrations"
_version = Table("alembic_version", MetaData(), Column("version_num", String(32)))


def upgrade(database: Database) -> None:
    """Brings the database to the newest schema; writes nothing where it has it. Raises StoreError.

    Two processes may do this at once: the second waits and finds it done. A database that a later release has
    written is refused, because this one does not know what it means.
    """
    if _version_of(database) == NEWEST:
        return
    # Alembic takes a tenth of a second to import, which a command on an up-to-date store need not wait for.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    settings = Config()
    settings.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with database.writing() as connection:
        settings.attributes["connection"] = connection
        try:
            command.upgrade(settings, "head")
        except CommandError as error:
            raise StoreError("zbirko je zapisala novejša izdaja programa") from error


def _version_of(database: Database) -> str | None:
    with database.reading() as connection:
        if not inspect(connection).has_table(_version.name):
            return None
        return connection.scalar(select(_version.c.version_num))
