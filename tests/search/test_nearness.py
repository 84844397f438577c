"""Windows over positions, with the plainest reading of the definition beside them."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.nearness import windows


@pytest.mark.parametrize(
    ("places", "width", "expected"),
    [
        ([[3], [5]], 1, ()),
        ([[3], [5]], 2, (3,)),
        ([[5], [3]], 2, (3,)),
        ([[3, 40], [5, 39, 60]], 2, (3, 39)),
        ([[3], [3]], 9, ()),
        ([[3, 4], [3, 4]], 1, (3,)),
        ([[1, 2], [1], [2, 3]], 2, (1,)),
        ([[1], []], 9, ()),
    ],
)
def test_a_window_begins_where_every_part_follows_within_its_width(
    places: list[list[int]], width: int, expected: tuple[int, ...]
) -> None:
    assert windows(places, width) == expected


_PLACES = st.lists(st.sets(st.integers(0, 8), max_size=4), min_size=1, max_size=3)


@given(_PLACES, st.integers(0, 5))
def test_windows_are_those_of_every_choice_of_different_places(places: list[set[int]], width: int) -> None:
    chosen = [choice for choice in product(*places) if len(set(choice)) == len(choice)]
    starts = {min(choice) for choice in chosen if max(choice) - min(choice) <= width}
    assert windows(places, width) == tuple(sorted(starts))


def test_a_text_of_one_word_said_often_takes_no_time_worth_naming() -> None:
    places = list(range(20_000))
    assert len(windows([places] * 6, 100)) == 20_000 - 5
