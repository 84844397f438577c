"""The postings of one key in one field, as one block that NumPy reads in a few calls.

    header      checksum of what follows it, passages, occurrences, first row, the one mark, four widths
    gaps        from each row to the next, less one row for the first
    counts      occurrences in each row
    places      the position of each occurrence in its field
    marks       which form each occurrence has (see kb.search.embedded.forms), 0 for none

Each part is little-endian in the narrowest of 1, 2 or 4 bytes a number that holds all of it, or left out (width 0)
where all its numbers are the same: gaps and counts 1, places 0, marks that of the header. On statutes that comes to
3.1 bytes an occurrence, places and marks included; delta or bit packing would halve it and cost five times the reading.
"""

from __future__ import annotations

import struct
import zlib
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from kb.search.embedded.arrays import Numbers, Rows

HEADER = struct.Struct("<IIIIIBBBB")
CHECKSUM = struct.Struct("<I")
_HEADS = np.dtype(
    [(name, "<u4") for name in ("passages", "occurrences", "first", "mark")]
    + [(name, "<u1") for name in ("gap_width", "count_width", "place_width", "mark_width")]
)
DTYPES: dict[int, np.dtype[Any]] = {1: np.dtype("<u1"), 2: np.dtype("<u2"), 4: np.dtype("<u4")}


class Garbled(ValueError):
    """A block whose bytes are not those that were written."""


class Shape(NamedTuple):
    """What the header of a block says."""

    checksum: int
    passages: int
    occurrences: int
    first: int
    mark: int
    gap_width: int
    count_width: int
    place_width: int
    mark_width: int


class Block:
    """A block in a buffer, its parts read when they are first asked for. Reading one raises Garbled."""

    def __init__(self, buffer: memoryview, start: int, length: int) -> None:
        self._buffer = buffer[start : start + length]
        if len(self._buffer) != length or length < HEADER.size:
            raise Garbled("a block is cut off")
        self.shape = Shape._make(HEADER.unpack_from(self._buffer))
        if zlib.crc32(self._buffer[CHECKSUM.size :]) != self.shape.checksum:
            raise Garbled("a block is not what was written")

    @cached_property
    def rows(self) -> Rows:
        """The rows that have the key, ascending."""
        shape = self.shape
        rows = np.empty(shape.passages, np.intp)
        if shape.gap_width:
            gaps = self._part(HEADER.size, shape.passages - 1, shape.gap_width)
            rows[0] = shape.first
            rows[1:] = gaps
            return np.cumsum(rows, out=rows)
        rows[:] = np.arange(shape.first, shape.first + shape.passages)
        return rows

    @property
    def counts(self) -> Numbers | None:
        """How often the key occurs in each row; None for once in each."""
        shape = self.shape
        if not shape.count_width:
            return None
        return self._part(self._counts_start, shape.passages, shape.count_width)

    @property
    def places(self) -> Numbers:
        """The positions of the occurrences, those of a row ascending."""
        shape = self.shape
        if not shape.place_width:
            return np.zeros(shape.occurrences, np.uint8)
        return self._part(self._places_start, shape.occurrences, shape.place_width)

    @property
    def marks(self) -> Numbers | None:
        """The marks of the occurrences; None where all have that of the header."""
        shape = self.shape
        if not shape.mark_width:
            return None
        start = self._places_start + shape.occurrences * shape.place_width
        return self._part(start, shape.occurrences, shape.mark_width)

    @property
    def occurrence_rows(self) -> Rows:
        """The row of each occurrence."""
        counts = self.counts
        return self.rows if counts is None else np.repeat(self.rows, counts)

    @property
    def _counts_start(self) -> int:
        return HEADER.size + (self.shape.passages - 1) * self.shape.gap_width

    @property
    def _places_start(self) -> int:
        return self._counts_start + self.shape.passages * self.shape.count_width

    def _part(self, start: int, count: int, width: int) -> Numbers:
        return np.frombuffer(self._buffer, DTYPES[width], count, start)


def widths(largest: Numbers) -> Numbers:
    """Gives for each largest number how many bytes hold it."""
    return np.where(largest < 1 << 8, 1, np.where(largest < 1 << 16, 2, 4))


def heads_of(*columns: Numbers) -> list[bytes]:
    """Gives the headers of many blocks without their checksums, from columns in the order of Shape."""
    table = np.zeros(len(columns[0]), _HEADS)
    for name, column in zip(_HEADS.names or (), columns, strict=True):
        table[name] = column
    size, packed = _HEADS.itemsize, table.tobytes()
    return [packed[at : at + size] for at in range(0, len(packed), size)]


def sealed(body: bytes) -> bytes:
    """Gives a block, from its header without the checksum, and its parts."""
    return CHECKSUM.pack(zlib.crc32(body)) + body


EMPTY = sealed(bytes(_HEADS.itemsize))
