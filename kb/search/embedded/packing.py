"""Writes blocks: see kb.search.embedded.blocks for how they look."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kb.search.embedded.arrays import Numbers
from kb.search.embedded.blocks import (
    BITMAP,
    BITS,
    CHECKSUM,
    CONSECUTIVE,
    DTYPES,
    ELIAS_FANO,
    FEW_WIDE,
    IS_PACKED,
    IS_PLAIN,
    PACKED,
    sealed,
)

_LOW_BITS = (0, 1, 2, 4, 8, 16)
_MARK_BITS = (1, 2, 4, 8, 16, 32)


def packed_block(rows: Numbers, counts: Numbers, places: Numbers, marks: Numbers) -> bytes:
    """Gives the block of a key from the rows that have it, ascending, and how often; places and marks by occurrence."""
    row_mode, of_rows = _rows(rows)
    count_mode, of_counts = _counts(counts)
    place_mode, of_places, wide = _places(places)
    mark_bits, of_marks = _marks(marks)
    mark = 0 if mark_bits else int(marks[0])
    head = PACKED.pack(
        0, IS_PACKED, row_mode, count_mode, place_mode, mark_bits, len(rows), len(places), int(rows[0]), mark,
        len(of_rows), wide,
    )  # fmt: skip
    (block,) = sealed([b"".join((head[CHECKSUM.size :], of_rows, of_counts, of_places, of_marks))])
    return block


def _rows(rows: Numbers) -> tuple[int, bytes]:
    """Gives the rows in the shortest way, and which that is."""
    count, span = len(rows), int(rows[-1] - rows[0])
    if span == count - 1:
        return CONSECUTIVE, b""
    gaps = np.diff(rows)
    width = _width(int(gaps.max()))
    sizes = {width: (count - 1) * width, BITMAP: (span + 8) // 8}
    for bits in _LOW_BITS:
        sizes[ELIAS_FANO + bits] = (count * bits + 7) // 8 + (count + (span >> bits) + 7) // 8
    mode = min(sizes, key=sizes.__getitem__)
    if mode == width:
        return mode, gaps.astype(DTYPES[width]).tobytes()
    if mode == BITMAP:
        return mode, _bitmap(rows - rows[0], span + 1)
    bits = mode - ELIAS_FANO
    beyond = rows - rows[0]
    low = _in_bits(beyond & ((1 << bits) - 1), bits) if bits else b""
    high = (beyond >> bits) + np.arange(count)
    return mode, low + _bitmap(high, int(high[-1]) + 1)


def _counts(counts: Numbers) -> tuple[int, bytes]:
    most = int(counts.max())
    if most == 1:
        return 0, b""
    occurrences, width = int(counts.sum()), _width(most)
    if len(counts) * width <= (occurrences + 7) // 8:
        return width, counts.astype(DTYPES[width]).tobytes()
    return BITS, _bitmap(counts.cumsum() - counts, occurrences)


def _places(places: Numbers) -> tuple[int, bytes, int]:
    """Gives the positions, and how many of them are wide ones told apart."""
    most = int(places.max())
    if not most:
        return 0, b"", 0
    width = _width(most)
    if width == 2:
        wide = (places >= 256).nonzero()[0]
        if 5 * len(wide) < len(places):
            parts = (places.astype(np.uint8), wide.astype(DTYPES[4]), (places[wide] >> 8).astype(np.uint8))
            return FEW_WIDE, b"".join(part.tobytes() for part in parts), len(wide)
    return width, places.astype(DTYPES[width]).tobytes(), 0


def _marks(marks: Numbers) -> tuple[int, bytes]:
    most = int(marks.max())
    if most == int(marks.min()):
        return 0, b""
    bits = next(bits for bits in _MARK_BITS if most < 1 << bits)
    return bits, _in_bits(marks, bits)


def _in_bits(numbers: Numbers, bits: int) -> bytes:
    """Gives numbers in so many bits each, the first in the highest bits of the first byte."""
    if bits >= 8:
        return numbers.astype(DTYPES[bits // 8]).tobytes()
    if bits == 1:
        return np.packbits(numbers.astype(np.uint8)).tobytes()
    a_byte = 8 // bits
    wide = np.zeros((-(-len(numbers) // a_byte), a_byte), np.uint8)
    wide.reshape(-1)[: len(numbers)] = numbers
    packed = np.zeros(len(wide), np.uint8)
    for place in range(a_byte):
        packed |= wide[:, place] << (8 - bits * (place + 1))
    return packed.tobytes()


def _bitmap(ones: Numbers, size: int) -> bytes:
    """Gives a bitmap of `size` bits with ones at some places."""
    bits = np.zeros(size, np.bool_)
    bits[ones] = True
    return np.packbits(bits).tobytes()


def _width(most: int) -> int:
    return 1 if most < 1 << 8 else 2 if most < 1 << 16 else 4


_PLAIN_HEADS = np.dtype(
    [(name, "<u1") for name in ("kind", "widths", "passages", "occurrences")] + [("first", "<u4"), ("mark", "<u2")]
)
_CODES = np.array([0, 1, 2, 0, 3])


def plain_heads(
    passages: Numbers, occurrences: Numbers, first: Numbers, mark: Numbers, of_parts: Sequence[Numbers]
) -> list[bytes]:
    """Gives the headers of plain blocks without their checksums; `of_parts` are the widths of their four parts."""
    table = np.zeros(len(passages), _PLAIN_HEADS)
    codes = [_CODES[each] << 2 * place for place, each in enumerate(of_parts)]
    told = {"kind": IS_PLAIN, "widths": sum(codes), "passages": passages, "occurrences": occurrences}
    for name, column in {**told, "first": first, "mark": mark}.items():
        table[name] = column
    size, packed = _PLAIN_HEADS.itemsize, table.tobytes()
    return [packed[at : at + size] for at in range(0, len(packed), size)]
