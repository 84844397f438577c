"""How the book takes changes: what a document told before is taken back, what it tells now is put in."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.search.index import Change, IndexedDocument
from kb.search.suggesting.access import accesses_of
from kb.search.suggesting.asking import plain
from kb.search.suggesting.showing import EntrySort, settle
from kb.search.suggesting.told import Phrase, told_by

MOST_FORMS = 2_000_000
ROOM_MADE = 100_000

_DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class _Before:
    """What the book has of a document: whom it is open to, the digest of its texts, its entries."""

    access: tuple[int, ...]
    digest: bytes
    entries: frozenset[int]


class Taking:
    """One batch of changes on its way into the book, within one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._moved: Counter[tuple[int, int]] = Counter()
        self._renamed: set[int] = set()
        self._forms: Counter[str] = Counter()

    def take(self, changes: Sequence[Change]) -> None:
        """Takes `changes`; of several of one document the last counts. Raises sqlite3.Error."""
        for change in {change.id: change for change in changes}.values():
            before = self._before(change.id)
            if isinstance(change, IndexedDocument) and change.passages:
                self._put(change, before)
            else:
                self._replace(change.id, before, _Before((), b"", frozenset()))
        _count_forms(self._connection, self._forms)
        settle(self._connection, self._moved, self._renamed)

    def _before(self, document: int) -> _Before:
        run = self._connection
        row = run.execute("SELECT access, digest FROM documents WHERE id = ?", (document,)).fetchone()
        if row is None:
            return _Before((), b"", frozenset())
        entries = run.execute("SELECT entry FROM told WHERE document = ?", (document,))
        return _Before(tuple(map(int, row[0].split())), row[1], frozenset(entry for (entry,) in entries))

    def _put(self, document: IndexedDocument, before: _Before) -> None:
        """Puts in what a document tells; one that says what it said before is not listened to again."""
        digest, entries = _digest(document), before.entries
        if digest != before.digest:
            told = told_by(document)
            phrases = ((EntrySort.PHRASE, phrase) for phrase in told.phrases)
            title = (EntrySort.TITLE, Phrase(plain(told.title), told.title, 0))
            entries = frozenset(self._entry(sort, each) for sort, each in (title, *phrases) if each.family)
            if before.digest:
                self._forms.update(dict.fromkeys(told.forms - self._forms.keys(), 0))
            else:
                self._forms.update(told.forms)
        self._replace(document.id, before, _Before(accesses_of(document), digest, entries))

    def _replace(self, document: int, before: _Before, now: _Before) -> None:
        run = self._connection
        self._moved.subtract(_places(before))
        self._moved.update(_places(now))
        gone, come = before.entries - now.entries, now.entries - before.entries
        run.executemany("DELETE FROM told WHERE document = ? AND entry = ?", [(document, one) for one in gone])
        run.executemany("INSERT INTO told VALUES (?, ?)", [(document, one) for one in come])
        if (before.access, before.digest) != (now.access, now.digest):
            run.execute("DELETE FROM documents WHERE id = ?", (document,))
            row = (document, " ".join(map(str, now.access)), now.digest)
            run.executemany("INSERT INTO documents VALUES (?, ?, ?)", [row] if now.digest else [])

    def _entry(self, sort: EntrySort, told: Phrase) -> int:
        """Gives the id of an entry, put in where it is missing; a form nearer to the lemmas is shown instead."""
        run = self._connection
        find = "SELECT id, base FROM entries WHERE sort = ? AND family = ?"
        known = run.execute(find, (sort, told.family)).fetchone()
        if known is None:
            put = "INSERT INTO entries (sort, family, text, base) VALUES (?, ?, ?, ?)"
            return int(run.execute(put, (sort, told.family, told.text, told.base)).lastrowid or 0)
        if told.base > known[1]:
            run.execute("UPDATE entries SET text = ?, base = ? WHERE id = ?", (told.text, told.base, known[0]))
            self._renamed.add(known[0])
        return int(known[0])


def _places(known: _Before) -> Iterator[tuple[int, int]]:
    return ((entry, access) for entry in known.entries for access in known.access)


def _digest(document: IndexedDocument) -> bytes:
    digest = hashlib.blake2b(document.title.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES)
    for passage in document.passages:
        digest.update(f"\0{passage.heading}\0{passage.text}".encode("utf-8", "surrogatepass"))
    return digest.digest()


def _count_forms(connection: sqlite3.Connection, forms: Counter[str]) -> None:
    """Counts forms of words; where there are too many, those of one document that came first make room."""
    put = (
        "INSERT INTO forms (form, documents) VALUES (?, max(?, 1)) ON CONFLICT DO UPDATE SET documents = documents + ?"
    )
    connection.executemany(put, [(form, count, count) for form, count in sorted(forms.items())])
    if (connection.execute("SELECT max(id) FROM forms").fetchone()[0] or 0) <= MOST_FORMS:
        return
    if connection.execute("SELECT count(*) FROM forms").fetchone()[0] > MOST_FORMS:
        rare = "DELETE FROM forms WHERE id IN (SELECT id FROM forms WHERE documents = 1 ORDER BY id LIMIT ?)"
        connection.execute(rare, (ROOM_MADE,))
