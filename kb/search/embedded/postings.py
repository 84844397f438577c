"""Sorts the occurrences of a segment by key and makes a block of each key in each field.

One sort of 64-bit numbers (key before place in the text) does it: 25 ms a million occurrences. Blocks are cut some keys
at a time, so that memory does not hold several copies of all occurrences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kb.search.analysis import EXACT
from kb.search.embedded import forms as forms_file
from kb.search.embedded import terms
from kb.search.embedded.arrays import Numbers, offsets_of, ragged, run_starts
from kb.search.embedded.blocks import DTYPES, EMPTY, MOST_PLAIN, sealed, widths
from kb.search.embedded.forms import ALL
from kb.search.embedded.inverter import Inverted, Occurrences
from kb.search.embedded.packing import packed_block, plain_heads

AT_ONCE = 1 << 19


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a segment's postings: the blocks in pieces, the dictionary of keys that tells where, the forms."""

    blocks: Sequence[bytes]
    dictionary: bytes
    forms: bytes


def written(inverted: Inverted) -> Written:
    """Gives the files of what was inverted."""
    keys = inverted.keys
    order = sorted(range(len(keys)), key=keys.__getitem__)
    in_order = [keys[number] for number in order]
    ranks = np.empty(len(keys), np.int64)
    ranks[order] = np.arange(len(keys))
    ranks = np.concatenate([ranks + field * len(keys) for field in range(len(terms.PREFIXES))])
    blocks, names, values, at = [EMPTY], list[bytes](), list[bytes](), len(EMPTY)
    for field in fields_of(inverted.occurrences, ranks):
        for number, prefix in enumerate(terms.PREFIXES):
            own = field.ranks[slice(*field.ranks.searchsorted((number * len(keys), (number + 1) * len(keys))))]
            names += [prefix + in_order[rank] for rank in (own - number * len(keys)).tolist()]
        values += field.values(at)
        blocks += field.blocks
        at += sum(map(len, field.blocks))
    return Written(blocks, terms.packed(names, values), _packed_forms(inverted))


def _packed_forms(inverted: Inverted) -> bytes:
    """Gives the file of forms; those that have postings of their own are listed too."""
    exact = EXACT.encode()
    alone = [(terms.decoded(key)[len(EXACT) :], ALL, key) for key in inverted.keys if key.startswith(exact)]
    return forms_file.packed_pairs([*inverted.forms, *alone])


class Field(NamedTuple):
    """Keys of a field, by their ranks: the block of each, none for single occurrences, and these."""

    ranks: Numbers
    blocks: list[bytes]
    singles: list[bytes]

    def values(self, at: int) -> list[bytes]:
        """Gives what the dictionary holds of each key; blocks follow one another from `at`."""
        lengths = np.fromiter(map(len, self.blocks), np.int64, len(self.blocks))
        starts = at + offsets_of(lengths)[:-1]
        of_blocks = terms.values_of(starts, lengths)
        return [single or value for single, value in zip(self.singles, of_blocks, strict=True)]


def fields_of(occurrences: Occurrences, ranks: Numbers) -> Iterator[Field]:
    """Gives the keys of a field in the order of their ranks, some at a time: of AT_ONCE occurrences, or one key."""
    both = ranks[occurrences.keys] << 32 | np.arange(len(occurrences.keys))
    both.sort()
    start = 0
    while start < len(both):
        end = _key_start(both, start + AT_ONCE)
        if end <= start:
            end = int(both.searchsorted((both[start] >> 32) + 1 << 32))
        order = both[start:end] & 0xFFFFFFFF
        own = both[start:end] >> 32
        yield _cut_up(own, occurrences.rows[order], occurrences.places[order], occurrences.marks[order])
        start = end


def _key_start(both: Numbers, place: int) -> int:
    """Gives where the occurrences of the key at a place begin."""
    return len(both) if place >= len(both) else int(both.searchsorted(both[place] >> 32 << 32))


def _cut_up(ranks: Numbers, rows: Numbers, places: Numbers, marks: Numbers) -> Field:
    """Gives the keys from their sorted occurrences."""
    spans = _Spans.of(ranks, rows)
    froms = spans.postings[spans.begins]
    ends = np.append(froms[1:], len(ranks))
    occurrences = ends - froms
    is_single = (occurrences == 1) & (places[froms] < 1 << 16) & (marks[froms] < 1 << 8)
    is_plain = ~is_single & (occurrences <= MOST_PLAIN) & (np.maximum.reduceat(marks, froms) < 1 << 16)
    singles = [b""] * len(froms)
    of_single = is_single.nonzero()[0]
    told = terms.single_values(*(column[froms[of_single]] for column in (rows, places, marks)))
    blocks = [b""] * len(froms)
    for number, single in zip(of_single.tolist(), told, strict=True):
        singles[number] = single
    plain = is_plain.nonzero()[0]
    for number, block in zip(plain.tolist(), _plain(spans, plain, places, marks), strict=True):
        blocks[number] = block
    for number in (~is_single & ~is_plain).nonzero()[0].tolist():
        first, last = int(spans.begins[number]), int(spans.ends[number])
        own = slice(int(froms[number]), int(ends[number]))
        blocks[number] = packed_block(spans.rows[first:last], spans.counts[first:last], places[own], marks[own])
    return Field(ranks[froms], blocks, singles)


def _plain(spans: _Spans, keys: Numbers, places: Numbers, marks: Numbers) -> list[bytes]:
    """Gives the plain blocks of some keys."""
    if not len(keys):
        return []
    begins, ends = spans.begins[keys], spans.ends[keys]
    froms = spans.postings[begins]
    passages, until = ends - begins, np.append(spans.postings, len(places))[ends]
    columns = (
        _Column(spans.gaps, begins, begins + 1, ends, constant=1),
        _Column(spans.counts, begins, begins, ends, constant=1),
        _Column(places, froms, froms, until, constant=0),
        _Column(marks, froms, froms, until, constant=None),
    )
    mark = np.where(columns[3].widths == 0, marks[froms], 0)
    heads = plain_heads(passages, until - froms, spans.rows[begins], mark, [column.widths for column in columns])
    return sealed(list(map(b"".join, zip(heads, *(column.pieces() for column in columns), strict=True))))


class _Column:
    """A column over all keys of a field, from which the bytes of some keys are cut in the width that each needs."""

    def __init__(
        self, numbers: Numbers, all_from: Numbers, begins: Numbers, ends: Numbers, *, constant: int | None
    ) -> None:
        """Takes the numbers, those of each key from `begins` to `ends`; they are left out where all are `constant`.

        All that belong to a key begin at `all_from`; without `constant` they are left out where all are the same.
        """
        own = ragged(all_from, ends - all_from)
        starts = offsets_of(ends - all_from)[:-1]
        largest = np.maximum.reduceat(numbers[own], starts)
        least = np.minimum.reduceat(numbers[own], starts) if constant is None else constant
        self.widths = np.where(largest == least, 0, widths(largest))
        self._numbers, self._begins, self._ends = numbers, begins, ends

    def pieces(self) -> list[bytes]:
        """Gives the bytes of each key."""
        bytes_of = {width: self._numbers.astype(DTYPES[width]).tobytes() for width in set(self.widths.tolist()) - {0}}
        begins, ends = (self._begins * self.widths).tolist(), (self._ends * self.widths).tolist()
        every = zip(self.widths.tolist(), begins, ends, strict=True)
        return [bytes_of[width][begin:end] if width else b"" for width, begin, end in every]


@dataclass(frozen=True, slots=True)
class _Spans:
    """Where postings and keys begin: `postings` in occurrences; `begins` and `ends` of keys in postings."""

    postings: Numbers
    rows: Numbers
    counts: Numbers
    gaps: Numbers
    begins: Numbers
    ends: Numbers

    @classmethod
    def of(cls, ranks: Numbers, rows: Numbers) -> _Spans:
        changes = np.concatenate(([True], (ranks[1:] != ranks[:-1]) | (rows[1:] != rows[:-1])))
        postings = np.flatnonzero(changes)
        counts = np.diff(np.append(postings, len(ranks)))
        own_rows = rows[postings]
        begins = run_starts(ranks[postings])
        gaps = np.ones(len(postings), np.int64)
        gaps[1:] = own_rows[1:] - own_rows[:-1]
        gaps[begins] = 1
        return cls(postings, own_rows, counts, gaps, begins, np.append(begins[1:], len(postings)))
