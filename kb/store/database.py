"""The database: an engine, reading and writing transactions, and every failure as a StoreError.

SQLite runs in WAL mode, so that readers and the one writer never wait for each other; writing transactions take
the write lock at their beginning (BEGIN IMMEDIATE), so that none fails half-way because another was quicker.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from kb.errors import StoreError

BUSY_SECONDS = 30
WRITE_TRIES = 5

T = TypeVar("T")
_KEPT = "kb-kept"
_WRITES = "kb-writes"
_VERSION = "kb-version"


class Database:
    """Transactions on one database. Every fault of the database comes out as StoreError with its cause."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._held = threading.local()

    @classmethod
    def open(cls, url: str) -> Self:
        """Gives the database at an SQLAlchemy URL; the folder of an SQLite file is made. Raises StoreError."""
        with store_errors(ImportError):
            where = make_url(url)
            if where.get_backend_name() == "sqlite" and where.database and not where.database.startswith("file:"):
                Path(where.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            engine = create_engine(where, hide_parameters=True)
            if engine.dialect.name == "sqlite":
                _settle_sqlite(engine)
            return cls(engine)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Gives a connection that sees one state of the store throughout."""
        if (held := getattr(self._held, "connection", None)) is not None:
            yield held
            return
        with store_errors(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def one_state(self) -> Iterator[None]:
        """Makes all that this thread reads in the block one transaction: one state of the store, begun once."""
        with self.reading() as connection:
            before, self._held.connection = getattr(self._held, "connection", None), connection
            try:
                yield
            finally:
                self._held.connection = before

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Gives a connection whose changes are all kept when the block ends well, and none otherwise."""
        with store_errors(), self.engine.connect().execution_options(kb_writing=True) as connection, connection.begin():
            connection.info[_WRITES] = connection.info.get(_WRITES, 0) + 1
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """Gives what `work` gives in a writing transaction, done again when another process was quicker."""
        for _ in range(WRITE_TRIES - 1):
            try:
                with self.writing() as connection:
                    return work(connection)
            except StoreError as error:
                if not isinstance(error.__cause__, IntegrityError):
                    raise
        with self.writing() as connection:
            return work(connection)

    def close(self) -> None:
        """Closes all connections."""
        self.engine.dispose()


def kept(connection: Connection, name: str, read: Callable[[], T], *, made_of: Sequence[str] = ()) -> T:
    """Gives what `read` gives, kept beside the connection under `name` until anybody has written to the database.

    SQLite tells that at next to no cost; elsewhere, and in a writing transaction, it is read each time. What is made of
    the rows of a few tables alone is kept until one of them has changed: while files come, something is written all the
    time, and to compare rows costs a tenth of making values of them.
    """
    if connection.dialect.name != "sqlite" or connection.get_execution_options().get("kb_writing", False):
        return read()
    version = _version(connection)
    values: dict[str, tuple[object, object, T]] = connection.info.setdefault(_KEPT, {})
    known = values.get(name)
    if known is None or known[0] != version:
        rows = _rows(connection, made_of) if made_of else version
        values[name] = (version, rows, known[2] if known and known[1] == rows else read())
    return values[name][2]


def _version(connection: Connection) -> tuple[object, int]:
    """Gives what changes when anybody writes; asked once a transaction, which from then on sees that state only."""
    if _VERSION not in connection.info:
        # The version is of what other connections have written; this one counts for itself.
        told = connection.exec_driver_sql("PRAGMA data_version").scalar()
        connection.info[_VERSION] = (told, connection.info.get(_WRITES, 0))
    version: tuple[object, int] = connection.info[_VERSION]
    return version


def _rows(connection: Connection, tables: Sequence[str]) -> list[Any]:
    """Gives all rows of SQLite tables as the driver has them, which is the quickest."""
    driver: Any = connection.connection.driver_connection
    return [driver.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables]  # noqa: S608 – names of our own


@contextmanager
def store_errors(*foreign: type[Exception]) -> Iterator[None]:
    """Turns faults of the database, of the disk and of `foreign` kinds into StoreError, the cause kept."""
    kinds: tuple[type[Exception], ...] = (SQLAlchemyError, OSError, *foreign)
    try:
        yield
    except kinds as error:
        raise StoreError(_said(error)) from error


def _said(error: Exception) -> str:
    if isinstance(error, DBAPIError) and error.orig is not None:
        return str(error.orig)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return (str(error).splitlines() or [type(error).__name__])[0]


def _settle_sqlite(engine: Engine) -> None:
    """Makes every new connection safe, and every transaction begin where we say (sqlite3 would begin it late)."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        cursor.execute("PRAGMA foreign_keys = ON")
        if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        writing = connection.get_execution_options().get("kb_writing", False)
        connection.info.pop(_VERSION, None)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
