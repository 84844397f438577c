"""The formula of ranking."""

from __future__ import annotations

import pytest

from kb.search.ranking import any_score, averages, rarity, word_score

LEVEL = (10, 10, 10)


def score(*frequencies: int, lengths: tuple[int, int, int] = LEVEL, weight: float = 1.0) -> float:
    return word_score(frequencies, lengths, averages=(10.0, 10.0, 10.0), weight=weight)


def test_title_weighs_more_than_heading_and_heading_more_than_text() -> None:
    assert score(1, 0, 0) > score(0, 1, 0) > score(0, 0, 1) > 0


def test_more_often_weighs_more_but_never_more_than_the_rarity() -> None:
    assert score(0, 0, 1) < score(0, 0, 2) < score(0, 0, 1000) < 1.0


def test_the_same_word_in_a_longer_text_weighs_less() -> None:
    assert score(0, 0, 1, lengths=(10, 10, 100)) < score(0, 0, 1)


def test_the_length_of_a_field_without_the_word_does_not_count() -> None:
    assert score(0, 0, 1, lengths=(10, 500, 10)) == score(0, 0, 1)


@pytest.mark.parametrize("passages", [1, 2, 1000])
def test_weightfalls_with_every_passage_that_has_the_word_and_stays_positive(passages: int) -> None:
    rarities = [rarity(having, passages) for having in range(passages + 1)]
    assert rarities == sorted(rarities, reverse=True)
    assert rarities[-1] > 0


def test_meeting_more_of_the_alternatives_weighs_more_than_meeting_one_well() -> None:
    assert any_score([1.0, 1.0], 3) > any_score([3.0], 3)


def test_averages_are_never_nought() -> None:
    assert averages((0, 5, 20), 10) == (1.0, 0.5, 2.0)
    assert averages((0, 0, 0), 0) == (1.0, 1.0, 1.0)
