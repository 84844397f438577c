"""Looks up what a typed text can become, among what documents tell that are open to the reader."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import Reader
from kb.search.suggesting.access import accesses_for
from kb.search.suggesting.asking import AskedWord
from kb.search.suggesting.showing import EntrySort

_LAST = "\U0010ffff"
_BEST = (
    "SELECT entry FROM ({read}) AS found WHERE {tested} "
    "GROUP BY entry ORDER BY min(place) > 0, max(often) DESC, entry DESC LIMIT ?"
)
_READ = "SELECT entry, place, often FROM starts WHERE access = ? AND sort = ? AND {}"
_HAS = "EXISTS (SELECT 1 FROM words WHERE words.entry = found.entry AND ({}))"


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """A title or phrase that a typed text can become, and the `documents` open to the reader that have it."""

    sort: EntrySort
    text: str
    documents: tuple[int, ...]


def entries(
    connection: sqlite3.Connection, words: Sequence[AskedWord], *, sort: EntrySort, reader: Reader, limit: int
) -> tuple[FoundEntry, ...]:
    """Gives the entries of a sort that have all `words`, best first: those that begin so, then the most frequent.

    Each word is the beginning of a word of the entry or another form of it. Raises sqlite3.Error.
    """
    accesses = accesses_for(reader)
    if not words or not accesses:
        return ()
    ids = _best(connection, words, sort, accesses, limit)
    return tuple(_entry(connection, entry, sort, accesses) for entry in ids)


def _best(
    connection: sqlite3.Connection, words: Sequence[AskedWord], sort: EntrySort, accesses: Sequence[int], limit: int
) -> list[int]:
    """Gives the ids of entries: those with the longest of the words are read, the others are looked for in them."""
    leading = max(words, key=lambda word: len(word.beginning))
    read = _Where()
    for access, (condition, values) in itertools.product(accesses, _conditions(leading)):
        read.add(_READ.format(condition), access, int(sort), *values)
    tested = _Where()
    for word in words:
        if word is not leading:
            either = _Where()
            for condition, values in _conditions(word):
                either.add(condition, *values)
            tested.add(_HAS.format(either.joined(" OR ")), *either.values)
    query = _BEST.format(read=read.joined(" UNION ALL "), tested=tested.joined(" AND ") or "TRUE")
    return [row[0] for row in connection.execute(query, (*read.values, *tested.values, limit))]


class _Where:
    """Parts of a statement with the values that their marks stand for."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.values: list[str | int] = []

    def add(self, part: str, *values: str | int) -> None:
        self._parts.append(part)
        self.values += values

    def joined(self, by: str) -> str:
        return by.join(self._parts)


def _conditions(word: AskedWord) -> list[tuple[str, list[str]]]:
    """Gives the conditions any of which a word of an entry meets, each with its values."""
    found = [("word >= ? AND word < ?", [word.beginning, word.beginning + _LAST])]
    return found + [("word = ?", [lemma]) for lemma in word.lemmas]


def _entry(connection: sqlite3.Connection, entry: int, sort: EntrySort, accesses: Sequence[int]) -> FoundEntry:
    (text,) = connection.execute("SELECT text FROM entries WHERE id = ?", (entry,)).fetchone()
    having = "SELECT id, access FROM told JOIN documents ON id = document WHERE entry = ? ORDER BY id DESC LIMIT 50"
    open_to = set(map(str, accesses))
    rows = connection.execute(having, (entry,)) if sort is EntrySort.TITLE else ()
    return FoundEntry(sort, text, tuple(id_ for id_, access in rows if not open_to.isdisjoint(access.split())))
