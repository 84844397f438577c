"""Reads many blocks at once, for merging: plain ones and single occurrences together, packed ones one by one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kb.search.embedded import blocks
from kb.search.embedded.arrays import NO_ROWS, Numbers, offsets_of, ragged
from kb.search.embedded.blocks import CHECKSUM, DTYPES, IS_PACKED, PLAIN
from kb.search.embedded.inverter import Occurrences
from kb.search.embedded.terms import Extent

_WIDTHS = np.array([0, 1, 2, 4])


def occurrences_in(buffer: memoryview, listed: Sequence[tuple[int, Extent]]) -> Occurrences:
    """Gives the occurrences of keys, each told with the number of its key; those of a key in reading order.

    Raises Garbled.
    """
    singles = [(key, *extent.single) for key, extent in listed if extent.single]
    in_blocks = [(key, extent) for key, extent in listed if not extent.single]
    kinds = [buffer[extent.start + CHECKSUM.size] for _, extent in in_blocks if extent.length > CHECKSUM.size]
    packed = [each for each, kind in zip(in_blocks, kinds, strict=True) if kind == IS_PACKED]
    plain = [each for each, kind in zip(in_blocks, kinds, strict=True) if kind != IS_PACKED]
    parts = [_of_plain(buffer, plain), *(_of_one(buffer, key, extent) for key, extent in packed)]
    if singles:
        keys, rows, places, marks = np.array(singles, np.int64).astype(np.int32).T
        parts.append(Occurrences(keys, rows, places, marks))
    columns = zip(*((each.keys, each.rows, each.places, each.marks) for each in parts), strict=True)
    return Occurrences(*(np.concatenate(column) for column in columns))


def _of_one(buffer: memoryview, key: int, extent: Extent) -> Occurrences:
    block = blocks.read(buffer, extent.start, extent.length)
    rows = block.occurrence_rows.astype(np.int32)
    told = block.marks
    marks = np.full(len(rows), block.shape.mark, np.int32) if told is None else told.astype(np.int32)
    return Occurrences(np.full(len(rows), key, np.int32), rows, block.places.astype(np.int32), marks)


def _of_plain(buffer: memoryview, listed: Sequence[tuple[int, Extent]]) -> Occurrences:
    if not listed:
        return Occurrences(*(np.zeros(0, np.int32) for _ in range(4)))
    for _, extent in listed:
        blocks.read(buffer, extent.start, extent.length)
    everything = np.frombuffer(buffer, np.uint8)
    keys = np.array([key for key, _ in listed], np.int32)
    starts = np.array([extent.start for _, extent in listed], np.intp)
    heads = everything[starts[:, None] + np.arange(PLAIN.size)]
    told, passages, occurrences = (heads[:, place].astype(np.intp) for place in (5, 6, 7))
    first, mark = _numbers(heads[:, 8:12], "<u4"), _numbers(heads[:, 12:14], "<u2")
    gap_width, count_width, place_width, mark_width = (_WIDTHS[told >> shift & 3] for shift in (0, 2, 4, 6))
    at_gaps = starts + PLAIN.size
    at_counts = at_gaps + (passages - 1) * gap_width
    at_places = at_counts + passages * count_width
    at_marks = at_places + occurrences * place_width
    rows = _rows(_wide(everything, at_gaps, passages - 1, gap_width, np.ones_like(first)), first, passages)
    counts = _wide(everything, at_counts, passages, count_width, np.ones_like(first))
    places = _wide(everything, at_places, occurrences, place_width, np.zeros_like(first))
    marks = _wide(everything, at_marks, occurrences, mark_width, mark)
    return Occurrences(np.repeat(keys, occurrences), np.repeat(rows, counts).astype(np.int32), places, marks)


def _numbers(columns: Numbers, dtype: str) -> Numbers:
    return np.ascontiguousarray(columns).view(dtype)[:, 0].astype(np.intp)


def _wide(buffer: Numbers, starts: Numbers, counts: Numbers, widths: Numbers, constants: Numbers) -> Numbers:
    """Gives the numbers of a part of all blocks, one block after another; those of width 0 are all its constant."""
    numbers = np.repeat(constants, counts).astype(np.int32)
    offsets = offsets_of(counts)[:-1]
    for width, dtype in DTYPES.items():
        chosen = np.flatnonzero((widths == width) & (counts > 0))
        if len(chosen):
            narrow = buffer[ragged(starts[chosen], counts[chosen] * width)].view(dtype)
            numbers[ragged(offsets[chosen], counts[chosen])] = narrow
    return numbers


def _rows(gaps: Numbers, first: Numbers, passages: Numbers) -> Numbers:
    """Gives the rows of all blocks from the gaps between them."""
    steps = np.zeros(int(passages.sum()), np.intp)
    starts = offsets_of(passages)[:-1]
    within = np.ones(len(steps), np.bool_)
    within[starts] = False
    steps[within] = gaps
    summed = np.cumsum(steps)
    return summed - np.repeat(summed[starts] - first, passages) if len(steps) else NO_ROWS
