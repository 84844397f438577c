"""Which entries of the book are shown to whom: the words they are looked up by, with how often they are met.

How often is told by powers of two, so that a phrase of many documents is not written anew with each further one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from enum import IntEnum

from kb.search.suggesting.asking import keys_of

_COUNTED = "INSERT INTO counts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET documents = documents + excluded.documents"
_COUNT = "SELECT documents, sort FROM counts JOIN entries ON id = entry WHERE entry = ? AND access = ?"


class EntrySort(IntEnum):
    """What an entry of the book is."""

    TITLE = 0
    PHRASE = 1


FEWEST_DOCUMENTS = {EntrySort.TITLE: 1, EntrySort.PHRASE: 2}
"""Documents of one access that have an entry before it is shown: what one document alone says is no frequent phrase."""


def how_often(documents: int, sort: int) -> int:
    """Gives how often an entry is met, 0 where it is not shown: 2 and 3 documents → 2, 4 to 7 → 3."""
    return documents.bit_length() if documents >= FEWEST_DOCUMENTS[EntrySort(sort)] else 0


def settle(connection: sqlite3.Connection, moved: Mapping[tuple[int, int], int], renamed: Iterable[int]) -> None:
    """Brings what is shown up to what has moved: (entry, access) → documents more or fewer. Raises sqlite3.Error."""
    moves = [(entry, access, more) for (entry, access), more in moved.items() if more]
    connection.executemany(_COUNTED, moves)
    changed = set(renamed)
    for entry, access, more in moves:
        documents, sort = connection.execute(_COUNT, (entry, access)).fetchone()
        if how_often(documents, sort) != how_often(documents - more, sort):
            changed.add(entry)
    for entry in sorted(changed):
        _show(connection, entry)
    _forget(connection, [(entry, access) for entry, access, more in moves if more < 0])


def _show(connection: sqlite3.Connection, entry: int) -> None:
    """Puts the words of an entry where they are looked up, in place of those that were there."""
    sort, text = connection.execute("SELECT sort, text FROM entries WHERE id = ?", (entry,)).fetchone()
    counts = connection.execute("SELECT access, documents FROM counts WHERE entry = ?", (entry,)).fetchall()
    words = [word for (word,) in connection.execute("SELECT word FROM words WHERE entry = ?", (entry,))]
    were = [(access, sort, word, entry) for access, _ in counts for word in words]
    connection.executemany("DELETE FROM starts WHERE access = ? AND sort = ? AND word = ? AND entry = ?", were)
    connection.executemany("DELETE FROM words WHERE entry = ?", [(entry,)] if words else [])
    shown = [(access, often) for access, documents in counts if (often := how_often(documents, sort))]
    if not shown:
        return
    places = {key: word.place for word in reversed(keys_of(text)) for key in word.keys}
    connection.executemany("INSERT INTO words VALUES (?, ?, ?)", [(entry, *pair) for pair in places.items()])
    rows = [(access, sort, key, entry, place, often) for access, often in shown for key, place in places.items()]
    connection.executemany("INSERT INTO starts VALUES (?, ?, ?, ?, ?, ?)", rows)


def _forget(connection: sqlite3.Connection, emptied: list[tuple[int, int]]) -> None:
    """Takes out counts that have come to nothing, and entries that no document has any more."""
    connection.executemany("DELETE FROM counts WHERE entry = ? AND access = ? AND documents <= 0", emptied)
    unused = "DELETE FROM entries WHERE id = ? AND NOT EXISTS (SELECT 1 FROM counts WHERE entry = entries.id)"
    connection.executemany(unused, [(entry,) for entry in {entry for entry, _ in emptied}])
