"""The postings of one key in one field, as one block that NumPy reads in a few calls. There are three kinds.

A key with one occurrence, and most keys have no more, needs no block: the dictionary tells row, position and mark.

A plain block has under 64 occurrences:

    header      checksum of what follows it, kind, widths, passages, occurrences, first row, the one mark
    gaps        from each row to the next, less one row for the first
    counts      occurrences in each row
    places      the position of each occurrence in its field
    marks       which form each occurrence has (see kb.search.embedded.forms), 0 for none

Each part is little-endian in the narrowest of 1, 2 or 4 bytes a number that holds all of it, or left out (width 0)
where all its numbers are the same: gaps and counts 1, places 0, marks that of the header.

A packed block is any other. Its rows are gaps, a bitmap, or what Elias and Fano proposed (so many low bits of each row,
the rest in unary), whichever is shortest; its counts a bit an occurrence, set where a row begins; its positions a byte
each, those beyond 255 told apart; its marks so many bits each as the largest needs. All of that is unpacked by the
arithmetic of bits on whole arrays, as quickly as wider numbers are read. On statutes a packed block comes to 1.8 bytes
an occurrence, places and marks included, where a plain one would take 3.4.
"""

from __future__ import annotations

import struct
import zlib
from abc import ABC, abstractmethod
from collections.abc import Sequence
from operator import add
from typing import Any, NamedTuple

import numpy as np

from kb.search.embedded.arrays import Numbers, Rows
from kb.search.once import once

CHECKSUM = struct.Struct("<I")
PLAIN = struct.Struct("<IBBBBIH")
PACKED = struct.Struct("<IBBBBB3xIIIIII")
IS_PLAIN, IS_PACKED = 0, 1
MOST_PLAIN = 63
DTYPES: dict[int, np.dtype[Any]] = {1: np.dtype("<u1"), 2: np.dtype("<u2"), 4: np.dtype("<u4")}

CONSECUTIVE, BITMAP, ELIAS_FANO = 0, 8, 16
"""How rows are told: one after another, by gaps of 1, 2 or 4 bytes, by a bitmap, with 0 to 16 low bits."""
BITS = 8
"""How counts are told: not at all, in 1, 2 or 4 bytes each, or by a bit an occurrence."""
FEW_WIDE = 8
"""How places are told: not at all, in 1, 2 or 4 bytes each, or in one with the few wider ones apart."""


class Garbled(ValueError):
    """A block whose bytes are not those that were written."""


class Shape(NamedTuple):
    """How many passages and occurrences a block has, its first row, and the one mark unless they are told singly."""

    passages: int
    occurrences: int
    first: int
    mark: int
    has_marks: bool


class Block(ABC):
    """The postings of a key, read when they are first asked for."""

    shape: Shape

    @property
    @abstractmethod
    def rows(self) -> Rows:
        """The rows that have the key, ascending."""

    @property
    @abstractmethod
    def counts(self) -> Numbers | None:
        """How often the key occurs in each row; None for once in each."""

    @property
    @abstractmethod
    def places(self) -> Numbers:
        """The positions of the occurrences, those of a row ascending."""

    @property
    @abstractmethod
    def marks(self) -> Numbers | None:
        """The marks of the occurrences; None where all have that of the shape."""

    @property
    def occurrence_rows(self) -> Rows:
        """The row of each occurrence."""
        counts = self.counts
        return self.rows if counts is None else self.rows.repeat(counts)


def read(buffer: memoryview, start: int, length: int) -> Block:
    """Gives the block in a buffer. Raises Garbled."""
    own = buffer[start : start + length]
    if len(own) != length or length < PLAIN.size:
        raise Garbled("a block is cut off")
    if zlib.crc32(own[CHECKSUM.size :]) != CHECKSUM.unpack_from(own)[0]:
        raise Garbled("a block is not what was written")
    return _Plain(own) if own[CHECKSUM.size] == IS_PLAIN else _Packed(own)


class One(Block):
    """A single occurrence."""

    def __init__(self, row: int, place: int, mark: int) -> None:
        self.shape = Shape(1, 1, row, mark, has_marks=False)
        self._place = place

    @property
    def rows(self) -> Rows:
        """The row."""
        return np.array([self.shape.first], np.intp)

    @property
    def counts(self) -> None:
        """None: once."""
        return None

    @property
    def places(self) -> Numbers:
        """The position."""
        return np.array([self._place], np.uint32)

    @property
    def marks(self) -> None:
        """None: that of the shape."""
        return None


class _Plain(Block):
    """A plain block."""

    def __init__(self, buffer: memoryview) -> None:
        _, _, widths, passages, occurrences, first, mark = PLAIN.unpack_from(buffer)
        self._buffer = buffer
        self._gap_width, self._count_width, self._place_width, mark_width = widths_of(widths)
        self.shape = Shape(passages, occurrences, first, mark, has_marks=mark_width > 0)
        self._mark_width = mark_width

    @once
    def rows(self) -> Rows:
        shape = self.shape
        return _by_gaps(self._part(PLAIN.size, shape.passages - 1, self._gap_width), shape)

    @property
    def counts(self) -> Numbers | None:
        return self._part(self._counts_start, self.shape.passages, self._count_width)

    @property
    def places(self) -> Numbers:
        places = self._part(self._places_start, self.shape.occurrences, self._place_width)
        return np.zeros(self.shape.occurrences, np.uint8) if places is None else places

    @property
    def marks(self) -> Numbers | None:
        start = self._places_start + self.shape.occurrences * self._place_width
        return self._part(start, self.shape.occurrences, self._mark_width)

    @property
    def _counts_start(self) -> int:
        return PLAIN.size + (self.shape.passages - 1) * self._gap_width

    @property
    def _places_start(self) -> int:
        return self._counts_start + self.shape.passages * self._count_width

    def _part(self, start: int, count: int, width: int) -> Numbers | None:
        return np.frombuffer(self._buffer, DTYPES[width], count, start) if width else None


class _Packed(Block):
    """A packed block."""

    def __init__(self, buffer: memoryview) -> None:
        _, _, *modes, passages, occurrences, first, mark, rows_end, wide = PACKED.unpack_from(buffer)
        self._buffer = np.frombuffer(buffer, np.uint8)
        self._wide = int(wide)
        self._rows_mode, self._counts_mode, self._places_mode, self._mark_bits = map(int, modes)
        self.shape = Shape(passages, occurrences, first, mark, has_marks=self._mark_bits > 0)
        self._counts_start = PACKED.size + int(rows_end)
        self._places_start = self._counts_start + _size(self._counts_mode, passages, occurrences)

    @once
    def rows(self) -> Rows:
        shape, told = self.shape, self._buffer[PACKED.size : self._counts_start]
        if self._rows_mode >= ELIAS_FANO:
            return _by_low_bits(told, self._rows_mode - ELIAS_FANO, shape)
        if self._rows_mode == BITMAP:
            rows: Rows = np.unpackbits(told).view(np.bool_).nonzero()[0]
            rows += shape.first
            return rows
        return _by_gaps(told.view(DTYPES[self._rows_mode]) if self._rows_mode else None, shape)

    @property
    def counts(self) -> Numbers | None:
        if not self._counts_mode:
            return None
        shape, told = self.shape, self._buffer[self._counts_start : self._places_start]
        if self._counts_mode != BITS:
            return told.view(DTYPES[self._counts_mode])
        ends = np.empty(shape.passages + 1, np.intp)
        ends[:-1] = np.unpackbits(told).view(np.bool_).nonzero()[0]
        ends[-1] = shape.occurrences
        return ends[1:] - ends[:-1]

    @property
    def places(self) -> Numbers:
        count, mode = self.shape.occurrences, self._places_mode
        if not mode:
            return np.zeros(count, np.uint8)
        if mode != FEW_WIDE:
            return self._buffer[self._places_start : self._marks_start].view(DTYPES[mode])
        at = self._places_start + count
        places = self._buffer[self._places_start : at].astype(np.uint16)
        wide = self._buffer[at : at + 4 * self._wide].view(DTYPES[4])
        places[wide] |= self._buffer[at + 4 * self._wide : self._marks_start].astype(np.uint16) << 8
        return places

    @property
    def marks(self) -> Numbers | None:
        bits = self._mark_bits
        if not bits:
            return None
        told = self._buffer[self._marks_start :]
        return told.view(DTYPES[bits // 8]) if bits >= 8 else unpacked(told, bits, self.shape.occurrences)

    @property
    def _marks_start(self) -> int:
        occurrences = self.shape.occurrences
        size = occurrences + 5 * self._wide if self._places_mode == FEW_WIDE else occurrences * self._places_mode
        return self._places_start + size


def _size(counts_mode: int, passages: int, occurrences: int) -> int:
    """Gives how many bytes the counts take."""
    return (occurrences + 7) // 8 if counts_mode == BITS else passages * counts_mode


def _by_gaps(gaps: Numbers | None, shape: Shape) -> Rows:
    if gaps is None:
        return np.arange(shape.first, shape.first + shape.passages)
    rows = np.empty(shape.passages, np.intp)
    rows[0] = shape.first
    rows[1:] = gaps
    return np.cumsum(rows, out=rows)


def _by_low_bits(told: Numbers, bits: int, shape: Shape) -> Rows:
    """Gives the rows of which the low bits are told first, then the rest: as many noughts before a one as it grew."""
    count = shape.passages
    size = (count * bits + 7) // 8
    rows: Rows = np.unpackbits(told[size:]).view(np.bool_).nonzero()[0]
    rows -= np.arange(count)
    if bits:
        rows <<= bits
        rows |= told[:size].view(DTYPES[bits // 8]) if bits >= 8 else unpacked(told[:size], bits, count)
    rows += shape.first
    return rows


def unpacked(packed: Numbers, bits: int, count: int) -> Numbers:
    """Gives numbers that were packed in 1, 2 or 4 bits each, the first in the highest bits of the first byte."""
    if bits == 1:
        return np.unpackbits(packed, count=count)
    wide = np.empty((len(packed), 8 // bits), np.uint8)
    for place in range(8 // bits):
        np.right_shift(packed, 8 - bits * (place + 1), out=wide[:, place])
    wide &= (1 << bits) - 1
    return wide.reshape(-1)[:count]


def widths(largest: Numbers) -> Numbers:
    """Gives for each largest number how many bytes hold it."""
    return np.where(largest < 1 << 8, 1, np.where(largest < 1 << 16, 2, 4))


_WIDTHS = (0, 1, 2, 4)


def widths_of(code: int) -> tuple[int, int, int, int]:
    """Gives the four widths that a byte tells."""
    return _WIDTHS[code & 3], _WIDTHS[code >> 2 & 3], _WIDTHS[code >> 4 & 3], _WIDTHS[code >> 6]


def sealed(bodies: Sequence[bytes]) -> list[bytes]:
    """Gives blocks, from the header of each without the checksum and its parts."""
    return list(map(add, map(CHECKSUM.pack, map(zlib.crc32, bodies)), bodies))


(EMPTY,) = sealed([bytes(PLAIN.size - CHECKSUM.size)])
