"""Blocks of postings: what is written comes back, in whichever way it was told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.embedded.blocks import PACKED, Block, Garbled, read
from kb.search.embedded.decoding import occurrences_in
from kb.search.embedded.inverter import Occurrences
from kb.search.embedded.packing import packed_block
from kb.search.embedded.postings import fields_of
from kb.search.embedded.terms import Extent, extent_of

_GAPS = st.lists(st.sampled_from([1, 1, 1, 2, 3, 17, 255, 256, 1000, 70_000]), min_size=1, max_size=200)
_TIMES = st.sampled_from([1, 1, 2, 3, 300])
_MOST_PLACE = st.sampled_from([0, 200, 300, 70_000])
_MOST_MARK = st.sampled_from([0, 1, 3, 15, 200, 300, 70_000])


def _occurrences(
    gaps: list[int], times: list[int], most_place: int, most_mark: int
) -> tuple[list[int], list[int], list[int], list[int]]:
    """Gives rows, counts, places and marks."""
    rows = np.cumsum(gaps).tolist()
    counts = [times[number % len(times)] for number in range(len(rows))]
    chance = np.random.default_rng(len(rows) + most_place)
    places = [place for count in counts for place in sorted(chance.integers(0, most_place + 1, count).tolist())]
    marks = chance.integers(0, most_mark + 1, len(places)).tolist()
    return rows, counts, places, marks


def _told(block: Block) -> tuple[list[int], list[int], list[int], list[int]]:
    counts = np.ones(block.shape.passages, int) if block.counts is None else block.counts
    marks = np.full(block.shape.occurrences, block.shape.mark) if block.marks is None else block.marks
    return block.rows.tolist(), counts.tolist(), block.places.tolist(), marks.tolist()


@given(_GAPS, st.lists(_TIMES, min_size=1, max_size=3), _MOST_PLACE, _MOST_MARK)
def test_a_packed_block_gives_back_what_was_written(
    gaps: list[int], times: list[int], most_place: int, most_mark: int
) -> None:
    wanted = _occurrences(gaps, times, most_place, most_mark)
    made = packed_block(*map(np.array, wanted))
    assert _told(read(memoryview(made), 0, len(made))) == wanted


@given(st.lists(st.tuples(_GAPS, _TIMES, _MOST_PLACE, _MOST_MARK), min_size=1, max_size=5))
def test_all_keys_of_a_field_are_read_one_by_one_and_at_once(keys: list[tuple[list[int], int, int, int]]) -> None:
    told = [_occurrences(gaps, [times], most_place, most_mark) for gaps, times, most_place, most_mark in keys]
    columns = [
        (np.full(len(places), key), np.repeat(rows, counts), np.array(places), np.array(marks))
        for key, (rows, counts, places, marks) in enumerate(told)
    ]
    written = list(fields_of(Occurrences(*map(np.concatenate, zip(*columns, strict=True))), np.arange(len(keys))))
    postings = memoryview(b"".join(block for field in written for block in field.blocks))
    extents: list[Extent] = []
    at = 0
    for field in written:
        extents += map(extent_of, field.values(at))
        at += sum(map(len, field.blocks))
    read_back = occurrences_in(postings, list(enumerate(extents)))
    for key, each in enumerate(columns):
        own = read_back.keys == key
        assert all(
            np.array_equal(wanted, found[own])
            for wanted, found in zip(each[1:], (read_back.rows, read_back.places, read_back.marks), strict=True)
        )


def test_a_key_that_occurs_once_needs_no_block() -> None:
    (field,) = fields_of(Occurrences(*(np.array([number]) for number in (0, 7, 3, 1))), np.arange(1))
    assert field.blocks == [b""]
    assert extent_of(field.values(14)[0]).single == (7, 3, 1)


@pytest.mark.parametrize("place", [0, 5, PACKED.size, -1])
def test_a_flipped_bit_is_noticed_wherever_it_is(place: int) -> None:
    numbers = np.arange(1, 100)
    made = bytearray(packed_block(numbers, numbers, np.zeros(4950), np.zeros(4950)))
    made[place] ^= 16
    with pytest.raises(Garbled):
        read(memoryview(made), 0, len(made))
