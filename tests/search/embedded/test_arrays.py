"""Arithmetic on arrays: quick ways give what plain ones would."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kb.search.embedded.arrays import SAMPLE, is_among, largest, merged, ragged, run_starts

_ASCENDING = st.sets(st.integers(0, 5_000), max_size=60).map(sorted)


@given(_ASCENDING, _ASCENDING)
def test_what_is_among_others_is_told_by_table_or_by_search(values: list[int], among: list[int]) -> None:
    expected = [value in among for value in values]
    assert is_among(np.array(values, np.intp), np.array(among, np.intp)).tolist() == expected
    far = [value << 32 for value in among]
    assert is_among(np.array(values, np.int64) << 32, np.array(far, np.int64)).tolist() == expected


@given(st.lists(st.integers(-5, 5), max_size=40), st.integers(1, 10))
def test_the_largest_are_given_with_all_that_equal_the_least_of_them(values: list[int], count: int) -> None:
    least = sorted(values, reverse=True)[: min(count, len(values))][-1:]
    expected = [place for place, value in enumerate(values) if [value] >= least]
    assert largest(np.array(values, np.float64), count).tolist() == expected


def test_the_largest_of_many_are_the_same_whether_a_sample_tells_or_not() -> None:
    chance = np.random.default_rng(3)
    for values in (
        chance.random(SAMPLE * 20),
        chance.integers(0, 40, SAMPLE * 9) / 7,
        np.arange(SAMPLE * 5)[::-1] * 1.0,
    ):
        for count in (1, 10, 300, 4_000):
            limit = np.sort(values)[-count]
            assert largest(values, count).tolist() == (values >= limit).nonzero()[0].tolist()


def test_runs_are_counted_through() -> None:
    assert ragged(np.array([5, 0, 9]), np.array([2, 0, 1])).tolist() == [5, 6, 9]
    assert run_starts(np.array([4, 4, 7, 4])).tolist() == [0, 2, 3]
    assert merged([np.array([1, 9]), np.array([2, 9]), np.zeros(0, np.int64)]).tolist() == [1, 2, 9]
