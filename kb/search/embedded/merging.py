"""Takes segments apart and puts several together as one, without the documents that were removed.

All blocks of a field are decoded at once, and sorted again as those of new documents are: 0.1 µs an occurrence, so that
10,000 passages are merged in a quarter of a second. Which segments, and when, `due` says.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from kb.search.embedded.arrays import NO_ROWS, Mask, Numbers, offsets_of, ragged
from kb.search.embedded.blocks import CHECKSUM, DTYPES, HEADER, Garbled
from kb.search.embedded.facts import joined
from kb.search.embedded.forms import ALL
from kb.search.embedded.inverter import Inverted, Marks, Numbered, Occurrences
from kb.search.embedded.segment import View
from kb.search.embedded.terms import FIELDS, decoded

TOGETHER = 8
LARGEST_MERGE = 60_000
MOST_DELETED = 0.5

_NONE = Occurrences(*(np.zeros(0, np.int32) for _ in range(4)))


@dataclass(frozen=True, slots=True)
class Size:
    """A segment's rows, and how many of them are not deleted."""

    rows: int
    live: int

    @property
    def level(self) -> int:
        """Gives in which power of TOGETHER the live rows are."""
        return int(log(max(self.live, 1), TOGETHER))


def due(sizes: Sequence[Size]) -> list[int]:
    """Gives the places of the segments that should become one now; none if there is nothing to gain.

    TOGETHER segments of one level become one of the next; so there are never more than TOGETHER - 1 a level, and a
    passage is written again once a level. What comes to more than LARGEST_MERGE rows is left alone: merging is done
    in the course of a commit, which must not take long. A segment of which most is deleted is written again.
    """
    by_level: dict[int, list[int]] = {}
    for place, size in enumerate(sizes):
        by_level.setdefault(size.level, []).append(place)
    for _, places in sorted(by_level.items()):
        if len(places) >= TOGETHER and sum(sizes[place].live for place in places) <= LARGEST_MERGE:
            return places
    spoilt = [place for place, size in enumerate(sizes) if size.live < size.rows * MOST_DELETED]
    return spoilt[:1]


def taken_apart(view: View, live: Mask | None) -> Inverted:
    """Gives what a segment was made of, without the rows that are not live. Raises Garbled."""
    numbers = Numbered()
    fields = tuple(_decoded(view, field, numbers) for field in range(len(FIELDS)))
    facts = view.facts
    if live is not None:
        new_rows = np.cumsum(live, dtype=np.int32) - 1
        fields = tuple(_kept(each, live, new_rows) for each in fields)
        facts = facts.of(np.flatnonzero(live[view.starts[:-1]]))
    title, heading, text = fields
    marks = _marks(view, numbers, fields if live is not None else ())
    return Inverted(list(numbers), marks, (title, heading, text), facts)


def together(several: Sequence[Inverted]) -> Inverted:
    """Gives several as one, their rows counted through."""
    if len(several) == 1:
        return several[0]
    numbers, marks = Numbered(), Marks()
    fields: list[list[Occurrences]] = [[], [], []]
    base = 0
    for each in several:
        keys = np.fromiter((numbers[key] for key in each.keys), np.int32, len(each.keys))
        starts, renumbered = _renumbered(each, keys, marks)
        for occurrences, parts in zip(each.fields, fields, strict=True):
            parts.append(
                Occurrences(
                    keys[occurrences.keys],
                    occurrences.rows + np.int32(base),
                    occurrences.places,
                    renumbered[starts[occurrences.keys] + occurrences.marks],
                )
            )
        base += len(each.facts.passages)
    title, heading, text = (_joined(parts) for parts in fields)
    return Inverted(list(numbers), marks, (title, heading, text), joined([each.facts for each in several]))


def _renumbered(each: Inverted, keys: Numbers, marks: Marks) -> tuple[Numbers, Numbers]:
    """Gives where the marks of each key begin in a column, and the column: old mark → new one."""
    most = np.zeros(len(each.keys), np.intp)
    for (key, _), mark in each.marks.items():
        most[key] = max(most[key], mark)
    starts = offsets_of(most + 1)
    renumbered = np.zeros(int(starts[-1]), np.int32)
    for (key, form), mark in each.marks.items():
        renumbered[starts[key] + mark] = marks[int(keys[key]), form]
    return starts[:-1], renumbered


def _joined(parts: Sequence[Occurrences]) -> Occurrences:
    return Occurrences(
        np.concatenate([part.keys for part in parts]),
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.places for part in parts]),
        np.concatenate([part.marks for part in parts]),
    )


def _kept(occurrences: Occurrences, live: Mask, new_rows: Numbers) -> Occurrences:
    keep = live[occurrences.rows]
    rows = new_rows[occurrences.rows[keep]]
    return Occurrences(occurrences.keys[keep], rows, occurrences.places[keep], occurrences.marks[keep])


def _marks(view: View, numbers: Numbered, still_there: Sequence[Occurrences]) -> Marks:
    """Gives the marks of a segment's forms; with `still_there` only those of forms that these occurrences have."""
    pairs = [each.keys.astype(np.int64) << 32 | each.marks for each in still_there]
    used = set(np.unique(np.concatenate(pairs)).tolist()) if pairs else None
    marks = Marks()
    for form, hosts in view.forms():
        for mark, host in hosts:
            key = numbers[decoded(host)]
            if mark != ALL and (used is None or key << 32 | mark in used):
                marks[key, decoded(form)] = mark
    return marks


def _decoded(view: View, field: int, numbers: Numbered) -> Occurrences:
    """Gives the occurrences of a field, those of one key after those of another."""
    listed = [(numbers[decoded(key)], extent) for key, extent in view.terms.beginning(field, b"")]
    if not listed:
        return _NONE
    buffer = np.frombuffer(view.postings, np.uint8)
    keys = np.array([key for key, _ in listed], np.int32)
    starts = np.array([extent.start for _, extent in listed], np.intp)
    _check(view.postings, [(extent.start, extent.length) for _, extent in listed])
    heads = buffer[starts[:, None] + np.arange(HEADER.size)]
    _, passages, occurrences, first, mark = (column.astype(np.intp) for column in heads[:, :20].copy().view("<u4").T)
    gap_width, count_width, place_width, mark_width = heads[:, 20:].astype(np.intp).T
    at_gaps = starts + HEADER.size
    at_counts = at_gaps + (passages - 1) * gap_width
    at_places = at_counts + passages * count_width
    at_marks = at_places + occurrences * place_width
    rows = _rows(_wide(buffer, at_gaps, passages - 1, gap_width, np.ones_like(first)), first, passages)
    counts = _wide(buffer, at_counts, passages, count_width, np.ones_like(first))
    places = _wide(buffer, at_places, occurrences, place_width, np.zeros_like(first))
    marks = _wide(buffer, at_marks, occurrences, mark_width, mark)
    return Occurrences(np.repeat(keys, occurrences), np.repeat(rows, counts).astype(np.int32), places, marks)


def _check(buffer: memoryview, extents: Sequence[tuple[int, int]]) -> None:
    for start, length in extents:
        (checksum,) = CHECKSUM.unpack_from(buffer, start)
        if zlib.crc32(buffer[start + CHECKSUM.size : start + length]) != checksum:
            raise Garbled("a block is not what was written")


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
