"""The book of suggestions: a SQLite file beside the index, filled by whoever writes the index, read by every process.

It is made of what documents tell (kb.search.suggesting.told) and can be thrown away: what cannot be read or written
is put aside and filled anew from the store. Who may see a suggestion is part of the key that it is looked up by: a row
of `starts` says that a word stands in an entry, and how often that is met by one sort of reader.

    documents   which documents have been taken, whom each is open to, the digest of its texts
    entries     titles and phrases; base counts the words of a phrase that are lemmas
    told        which document has which entry
    counts      how many documents open to whom have an entry
    starts      the words of entries that are shown, and how often these are met, in the order of looking up
    words       the same words by entry
    forms       the words of all texts, in small letters, and in how many documents each was when it was taken
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.errors.undoing import undone_by
from kb.search.analysis import analysis_version

VERSION = 1
BUSY_SECONDS = 20.0
PRIVATE = 0o700
READER_CACHE_KB = 4_096
WRITER_CACHE_KB = 32_768
FILE_NAME = "suggestions.db"
IDENTITY = "identity"
"""The fact that tells one book from another in its place."""

_MADE_WITH = "made with"

_TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (id INTEGER PRIMARY KEY, access TEXT NOT NULL, digest BLOB NOT NULL);
CREATE TABLE entries (id INTEGER PRIMARY KEY, sort INTEGER NOT NULL, family TEXT NOT NULL, text TEXT NOT NULL,
    base INTEGER NOT NULL, UNIQUE (sort, family));
CREATE TABLE told (document INTEGER NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (document, entry)) WITHOUT ROWID;
CREATE INDEX told_by_entry ON told (entry, document);
CREATE TABLE counts (entry INTEGER NOT NULL, access INTEGER NOT NULL, documents INTEGER NOT NULL,
    PRIMARY KEY (entry, access)) WITHOUT ROWID;
CREATE TABLE starts (access INTEGER NOT NULL, sort INTEGER NOT NULL, word TEXT NOT NULL, entry INTEGER NOT NULL,
    place INTEGER NOT NULL, often INTEGER NOT NULL, PRIMARY KEY (access, sort, word, entry)) WITHOUT ROWID;
CREATE TABLE words (entry INTEGER NOT NULL, word TEXT NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (entry, word)) WITHOUT ROWID;
CREATE TABLE forms (id INTEGER PRIMARY KEY, form TEXT NOT NULL UNIQUE, documents INTEGER NOT NULL);
"""


class BookFile:
    """The book in a folder, which need not be there yet. One object serves many threads, each with a connection.

    Whatever SQLite raises comes out of `reading` and `writing`; the rooms that use them say what it means there.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._mine = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._changing = threading.Lock()

    def close(self) -> None:
        """Closes the connections of all threads."""
        with self._changing:
            for connection in self._all:
                connection.close()
            self._all.clear()
            self._mine = threading.local()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """Lends a connection that sees one state throughout, None where there is no book. Raises sqlite3.Error."""
        connection = self._connection() if self._path.exists() else None
        if connection is None or not _is_ours(connection):
            yield None
            return
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lends a connection whose changes are all kept when the block ends well, and none otherwise.

        A book that is missing or of another version is made anew, empty. Raises sqlite3.Error and OSError.
        """
        self._path.parent.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        connection = self._connection()
        connection.execute(f"PRAGMA cache_size = -{WRITER_CACHE_KB}")
        connection.execute("BEGIN IMMEDIATE")
        with undone_by(connection.rollback):
            if not _is_ours(connection):
                _make(connection)
            yield connection
            connection.commit()

    def empty_journal(self) -> None:
        """Empties the journal, which has pages as they were; readers in the middle of something may prevent it."""
        self._connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def throw_away(self) -> None:
        """Removes the book, so that it is filled anew; does nothing where the disk refuses.

        Other threads and processes go on with the file that they have open, and find the new one with their next look.
        """
        self._let_go()
        # The book itself goes last: a new one in its place is never met by what this removes.
        for ending in ("-wal", "-shm", ""):
            try:
                self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
            except OSError:
                return

    def _connection(self) -> sqlite3.Connection:
        """Gives the connection of this thread, a new one where the file has been put aside by another process."""
        inode = self._path.stat().st_ino if self._path.exists() else 0
        known: tuple[int, sqlite3.Connection] | None = getattr(self._mine, "known", None)
        if known is not None and known[0] == inode:
            return known[1]
        self._let_go()
        opened = self._opened()
        self._mine.known = (self._path.stat().st_ino, opened)
        return opened

    def _let_go(self) -> None:
        """Closes the connection of this thread."""
        known: tuple[int, sqlite3.Connection] | None = getattr(self._mine, "known", None)
        if known is not None:
            del self._mine.known
            with self._changing:
                self._all.remove(known[1])
            known[1].close()

    def _opened(self) -> sqlite3.Connection:
        # Threads that have ended leave their connections here until the book is closed: waitress keeps its threads.
        connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        with undone_by(connection.close):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(f"PRAGMA cache_size = -{READER_CACHE_KB}")
            # What a document that is erased for good has told must not stay in pages that are free.
            connection.execute("PRAGMA secure_delete = ON")
        with self._changing:
            self._all.append(connection)
        return connection


def fact(connection: sqlite3.Connection, name: str) -> str:
    """Gives what the book knows under a name, "" for nothing."""
    row = connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else ""


def set_fact(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Keeps what the book is to know under a name."""
    connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))


def fingerprint() -> str:
    """Gives what a book is made with; one that was made with anything else is made anew."""
    return f"{VERSION}, analysis {analysis_version()}"


def _is_ours(connection: sqlite3.Connection) -> bool:
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'facts'").fetchone() is None:
        return False
    return fact(connection, _MADE_WITH) == fingerprint()


def _make(connection: sqlite3.Connection) -> None:
    named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    for (name,) in named.fetchall():
        connection.execute(f'DROP TABLE "{name}"')
    for statement in _TABLES.split(";"):
        connection.execute(statement)
    set_fact(connection, _MADE_WITH, fingerprint())
    set_fact(connection, IDENTITY, secrets.token_hex(8))
