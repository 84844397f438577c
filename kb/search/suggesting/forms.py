"""All forms of words of a collection in two arrays, so that those near to a mistyped one are found by reading them all.

A form is at most k edits from another only if their lengths differ by at most k, and the sets of their letters by at
most 2 k: an edit takes away one letter and brings another. Two comparisons over an array leave a few hundred of a
million forms, and the distance is worked out for these alone. Forms are read from the book once a process, and then
only those that are new; a million of them take about 40 MB and 4 ms.
"""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kb.search.suggesting.bookfile import IDENTITY, fact
from kb.slovene.fold import fold

SHORTEST = 3
SHORTEST_WITH_TWO = 6
LONGEST = 32
MOST_NEAR = 200

_END = "\n"
_OF_LETTERS = 26
_COUNTED = 16


@dataclass(frozen=True, slots=True)
class NearForm:
    """A form near to a word: the edits between them, strešice apart, and about how many documents have it."""

    form: str
    edits: int
    documents: int


@dataclass(frozen=True, slots=True)
class _Read:
    """What has been read of a book: forms as one text, and for each where it begins, its length, its letters."""

    identity: str = ""
    last: int = 0
    text: str = ""
    folded: str = ""
    starts: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    lengths: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    letters: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))


class Forms:
    """The forms of a book, read as they come. Safe to share between threads."""

    def __init__(self) -> None:
        self._read = _Read()
        self._reading = threading.Lock()

    def near(self, word: str, book: sqlite3.Connection) -> tuple[NearForm, ...]:
        """Gives the forms at most two edits from `word`, one for fewer than SHORTEST_WITH_TWO letters, nearest first.

        None for a word of fewer than SHORTEST letters, at most MOST_NEAR. Raises sqlite3.Error.
        """
        asked = fold(word)
        if not SHORTEST <= len(asked) <= LONGEST:
            return ()
        with self._reading:
            self._read = read = _further(self._read, book)
        most = 2 if len(asked) >= SHORTEST_WITH_TWO else 1
        places = _likely(read, asked, most)
        choices = [read.folded[start : start + length] for start, length in places]
        found = {read.text[places[at][0] : sum(places[at])]: edits for edits, at in _nearest(asked, choices, most)}
        return _counted(found, book)


def _likely(read: _Read, asked: str, most: int) -> list[tuple[int, int]]:
    """Gives (start, length) of the forms that can be near by their lengths and letters."""
    [letters] = _letters(asked, np.zeros(1, np.int64))
    of_length = np.flatnonzero(np.abs(read.lengths - len(asked)) <= most)
    differing = read.letters[of_length] ^ letters
    counts = _bits()[differing & 0xFFFF] + _bits()[differing >> _COUNTED]
    likely = of_length[counts <= 2 * most]
    return list(zip(read.starts[likely].tolist(), read.lengths[likely].tolist(), strict=True))


def _nearest(asked: str, choices: list[str], most: int) -> list[tuple[int, int]]:
    """Gives (edits, place among `choices`) of the nearest MOST_NEAR that are at most `most` edits away."""
    # Loading it takes 50 ms, which only processes that are asked for near words have to spend.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    met = process.extract(asked, choices, scorer=OSA.distance, score_cutoff=most, limit=MOST_NEAR)
    return [(int(edits), at) for _, edits, at in met]


def _counted(found: dict[str, int], book: sqlite3.Connection) -> tuple[NearForm, ...]:
    marks = ",".join("?" * len(found))
    query = f"SELECT form, documents FROM forms WHERE form IN ({marks})"  # noqa: S608 – the marks are ours
    rows = book.execute(query, tuple(found))
    near = [NearForm(form, found[form], documents) for form, documents in rows]
    return tuple(sorted(near, key=lambda each: (each.edits, -each.documents, each.form)))


def _further(read: _Read, book: sqlite3.Connection) -> _Read:
    """Gives what has been read with the forms that are new; everything where the book is another one."""
    identity = fact(book, IDENTITY)
    if identity != read.identity:
        read = _Read(identity)
    new, last = book.execute(
        "SELECT group_concat(form, char(10)), max(id) FROM forms WHERE id > ?", (read.last,)
    ).fetchone()
    if new is None:
        return read
    text = new + _END
    ends = np.flatnonzero(_codes(text) == ord(_END))
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1] + 1))
    folded = fold(text)
    return _Read(
        identity,
        last,
        read.text + text,
        read.folded + folded,
        np.concatenate((read.starts, starts + len(read.text))),
        np.concatenate((read.lengths, ends - starts)),
        np.concatenate((read.letters, _letters(folded, starts))),
    )


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _letters(text: str, starts: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Gives for each form which letters it has, as bits: one for each of a to z, six for all others."""
    codes = _codes(text)
    places = codes - ord("a")
    places = np.where(places < _OF_LETTERS, places, _OF_LETTERS + codes % 6)
    bits = np.where(codes == ord(_END), 0, np.uint32(1) << places.astype(np.uint32)).astype(np.uint32)
    return np.bitwise_or.reduceat(bits, starts)


@cache
def _bits() -> NDArray[np.uint8]:
    """Gives how many bits each number of 16 bits has."""
    numbers = np.arange(1 << _COUNTED, dtype=np.uint32)
    counts = np.zeros(1 << _COUNTED, np.uint8)
    for bit in range(_COUNTED):
        counts += ((numbers >> bit) & 1).astype(np.uint8)
    return counts
