"""Rows of tables as values of JSON and back, whatever release and database they come from.

Types are asked of the database itself, not of this release's tables: a bundle of an earlier schema is put into that
schema, and brought up to date afterwards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Column, Connection, Date, DateTime, LargeBinary, MetaData, Table, select, text
from sqlalchemy.types import TypeEngine

VERSION_TABLE = "alembic_version"
AT_ONCE = 1_000


def reflected(connection: Connection) -> list[Table]:
    """Gives the tables of the database, each behind those that it points to, but for the one of its version."""
    schema = MetaData()
    schema.reflect(connection)
    return [table for table in schema.sorted_tables if table.name != VERSION_TABLE]


def rows_of(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """Gives the rows of a table by their key, as values of JSON."""
    query = select(table).order_by(*table.primary_key.columns)
    found = connection.execution_options(yield_per=AT_ONCE).execute(query)
    for row in found.mappings():
        yield {column.name: _plain(row[column]) for column in table.columns}


def values_of(table: Table) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Gives the function from a row of a bundle to the values to insert. It raises KeyError, ValueError, TypeError."""
    readers = {column.name: _reader(column) for column in table.columns}

    def read(row: dict[str, Any]) -> dict[str, Any]:
        return {name: None if row[name] is None else reader(row[name]) for name, reader in readers.items()}

    return read


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        utc = value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)
        return utc.isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    kind: TypeEngine[Any] = column.type
    if isinstance(kind, DateTime):
        return _moment if kind.timezone else lambda written: _moment(written).replace(tzinfo=None)
    if isinstance(kind, Date):
        return dt.date.fromisoformat
    return bytes.fromhex if isinstance(kind, LargeBinary) else _as_it_is


def _moment(written: str) -> dt.datetime:
    return dt.datetime.fromisoformat(written)


def _as_it_is(value: object) -> object:
    return value


# --- ids that are never used twice -----------------------------------------------------------------


def next_ids(connection: Connection, tables: list[Table]) -> dict[str, int]:
    """Gives by table the last id that was ever given out, also to a row that is no more."""
    if connection.dialect.name == "sqlite":
        names = {table.name for table in tables}
        rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence")).all()
        return {name: int(last) for name, last in rows if name in names}
    found = {table.name: _sequence(connection, table) for table in tables if "id" in table.columns}
    return {name: last for name, last in found.items() if last}


def set_next_ids(connection: Connection, last: dict[str, int]) -> None:
    """Lets no table give out an id again that it had given out."""
    for name, number in last.items():
        if connection.dialect.name == "sqlite":
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
            connection.execute(
                text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), {"name": name, "last": number}
            )
        else:
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"), {"name": name, "last": number}
            )


def _sequence(connection: Connection, table: Table) -> int:
    named = connection.scalar(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name})
    # The name comes from the database itself.
    return int(connection.scalar(text(f"SELECT last_value FROM {named}")) or 0) if named else 0  # noqa: S608
