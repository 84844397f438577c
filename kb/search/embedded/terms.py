"""The dictionary of a segment's keys: a file in the format of Whoosh's OrderedHashWriter, written and read in bulk.

Whoosh writes it key by key and looks a key up through six small reads; here a key takes 1.0 µs to write
and 2.5 µs to find, and Whoosh's own reader still reads it. What Whoosh keeps of a key besides (how often it occurs, its
first and last row) its block tells; the value of a key is only where that is, or its one occurrence.
"""

from __future__ import annotations

import pickle
import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from kb.search.embedded.arrays import Numbers, offsets_of
from kb.search.embedded.blocks import Garbled

FIELDS = ("title", "heading", "text")
TITLE, HEADING, TEXT = range(3)

_HEAD = struct.Struct("!4sBii")
_LENGTHS = struct.Struct("!ii")
_EXTENT = struct.Struct("<qI")
_POINTER = struct.Struct("!Iq")
_POINTERS = np.dtype([("hash", ">u4"), ("place", ">i8")])
_TABLES = np.dtype([("place", ">i8"), ("slots", ">i4")])
_TABLE = struct.Struct("!qi")
_INT = struct.Struct("!i")
_POSITION = struct.Struct("!I")
_SINGLE = struct.Struct("<IHB")
_SINGLES = np.dtype([("row", "<u4"), ("place", "<u2"), ("mark", "<u1")])
_EXTENTS = np.dtype([("start", "<i8"), ("length", "<u4")])
_CRC32 = 1
_BUCKETS = 256
_MAGIC = b"HSH3"

PREFIXES = tuple(struct.pack("!H", field) for field in range(len(FIELDS)))


class Extent(NamedTuple):
    """Where the block of a key lies in the file of postings; `single` is (row, position, mark) of one without."""

    start: int
    length: int
    single: tuple[int, int, int] | None = None


def encoded(key: str) -> bytes:
    """Gives a key as the dictionary has it, also one with characters that are none."""
    return key.encode("utf-8", "surrogatepass")


def decoded(name: bytes) -> str:
    """Gives a key from the dictionary."""
    return name.decode("utf-8", "surrogatepass")


def values_of(starts: Numbers, lengths: Numbers) -> list[bytes]:
    """Gives the values of keys that have blocks, which start there and are so long."""
    return _cut(_EXTENTS, start=starts, length=lengths)


def single_values(rows: Numbers, places: Numbers, marks: Numbers) -> list[bytes]:
    """Gives the values of keys that have one occurrence; positions are under 65,536 and marks under 256."""
    return _cut(_SINGLES, row=rows, place=places, mark=marks)


def extent_of(value: bytes | memoryview) -> Extent:
    """Gives the place of a key's postings from its value. Raises struct.error."""
    if len(value) == _SINGLE.size:
        return Extent(0, 0, _SINGLE.unpack(value))
    return Extent(*_EXTENT.unpack(value))


def _cut(dtype: np.dtype[Any], **columns: Numbers) -> list[bytes]:
    """Gives the rows of a table as bytes."""
    table = np.zeros(len(next(iter(columns.values()))), dtype)
    for name, column in columns.items():
        table[name] = column
    size, packed_rows = dtype.itemsize, table.tobytes()
    return [packed_rows[at : at + size] for at in range(0, len(packed_rows), size)]


# --- writing


def packed(keys: Sequence[bytes], values: Sequence[bytes]) -> bytes:
    """Gives the whole file of a dictionary; `keys` ascend, each with the two bytes of its field in front."""
    heads = map(_LENGTHS.pack, map(len, keys), map(len, values))
    records = list(map(b"".join, zip(heads, keys, values, strict=True)))
    places = offsets_of(np.fromiter(map(len, records), np.int64, len(records))) + _HEAD.size
    end = int(places[-1])
    tables, directory = _tables(keys, places[:-1], end)
    extras = pickle.dumps(
        {"fieldmap": {name: number for number, name in enumerate(FIELDS)}, "indextype": "I", "indexlen": len(keys)}, 2
    )
    tail = extras + places[:-1].astype(">u4").tobytes()
    head = _HEAD.pack(_MAGIC, _CRC32, 0, 0)
    return b"".join((head, *records, tables, directory, tail, _INT.pack(len(tail))))


def _tables(keys: Sequence[bytes], places: Numbers, end: int) -> tuple[bytes, bytes]:
    """Gives the 256 hash tables and their directory: keys that fall on one slot move on to the next that is free.

    All tables are filled at once: in the order of their slots, each key goes to its own slot or just behind the one
    before it. The few that would leave a table at its end begin again at its front.
    """
    hashes = np.fromiter(map(zlib.crc32, keys), np.int64, len(keys))
    bucket = hashes & 255
    sizes = np.bincount(bucket, minlength=_BUCKETS)
    slots = sizes + (sizes + 1) // 2  # so that a reader can tell the number of keys, `slots * 2 // 3`
    home = (hashes >> 8) % np.maximum(slots, 1)[bucket]
    order = np.lexsort((home, bucket))
    wide = int(slots.max(initial=0)) + len(keys) + 1
    rank = np.arange(len(keys))
    slot = np.maximum.accumulate(bucket[order] * wide + home[order] - rank) + rank - bucket[order] * wide
    starts = offsets_of(slots)
    table = np.zeros(int(starts[-1]), _POINTERS)
    inside = slot < slots[bucket[order]]
    within = order[inside]
    at = starts[bucket[within]] + slot[inside]
    table["hash"][at], table["place"][at] = hashes[within], places[within]
    for number in order[~inside].tolist():
        at_front = int(starts[bucket[number]])
        while table["place"][at_front]:
            at_front += 1
        table[at_front] = (hashes[number], places[number])
    directory = np.zeros(_BUCKETS, _TABLES)
    directory["place"], directory["slots"] = end + starts[:-1] * _POINTER.size, slots
    return table.tobytes(), directory.tobytes()


# --- reading


class Terms:
    """A dictionary in a buffer. What is garbled raises Garbled, struct.error or IndexError."""

    def __init__(self, buffer: memoryview) -> None:
        self._buffer = buffer
        tail = len(buffer) - _INT.size - _INT.unpack_from(buffer, len(buffer) - _INT.size)[0]
        directory = tail - _BUCKETS * _TABLE.size
        if bytes(buffer[:4]) != _MAGIC or directory < _HEAD.size:
            raise Garbled("no dictionary of keys")
        self._tables = tuple(_TABLE.iter_unpack(buffer[directory:tail]))
        self._end = int(self._tables[0][0])
        self._count = int(sum(slots * 2 // 3 for _, slots in self._tables))
        self._index = len(buffer) - _INT.size - self._count * _POSITION.size

    def find(self, field: int, key: bytes) -> Extent | None:
        """Gives the extent of a key in a field; None where the field does not have it."""
        wanted = PREFIXES[field] + key
        hashed = zlib.crc32(wanted)
        start, slots = self._tables[hashed & 255]
        if not slots:
            return None
        buffer, length = self._buffer, len(wanted)
        first = (hashed >> 8) % slots
        for step in range(slots):
            found, place = _POINTER.unpack_from(buffer, start + (first + step) % slots * _POINTER.size)
            if not place:
                return None
            if found == hashed:
                key_length, value_length = _LENGTHS.unpack_from(buffer, place)
                at = place + _LENGTHS.size
                if key_length == length and buffer[at : at + length] == wanted:
                    return extent_of(buffer[at + length : at + length + value_length])
        return None

    def beginning(self, field: int, prefix: bytes) -> Iterator[tuple[bytes, Extent]]:
        """Gives the keys of a field that begin with `prefix`, ascending, each with its extent."""
        wanted = PREFIXES[field] + prefix
        buffer, length = self._buffer, len(wanted)
        place = self._first_from(wanted)
        while place < self._end:
            key_length, value_length = _LENGTHS.unpack_from(buffer, place)
            at = place + _LENGTHS.size
            if buffer[at : at + length] != wanted:
                return
            end = at + key_length
            place = end + value_length
            yield bytes(buffer[at + 2 : end]), extent_of(buffer[end:place])

    def _first_from(self, wanted: bytes) -> int:
        """Gives where the first key that is not before `wanted` lies."""
        buffer, low, high = self._buffer, 0, self._count
        while low < high:
            middle = (low + high) // 2
            (place,) = _POSITION.unpack_from(buffer, self._index + middle * _POSITION.size)
            (length,) = _INT.unpack_from(buffer, place)
            at = place + _LENGTHS.size
            if bytes(buffer[at : at + length]) < wanted:
                low = middle + 1
            else:
                high = middle
        if low == self._count:
            return self._end
        return int(_POSITION.unpack_from(buffer, self._index + low * _POSITION.size)[0])
