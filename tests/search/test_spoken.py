"""A text by its words between spaces."""

from __future__ import annotations

import pytest

from kb.search.spoken import CACHED_LETTERS, Spoken

TEXT = "  Občinski redar,\n(redarja) – voda"


@pytest.mark.parametrize(
    ("key", "expected"), [("redar", True), ("=redarja", True), ("=redarjem", False), ("#x", False)]
)
def test_a_text_has_the_keys_of_its_words(key: str, expected: bool) -> None:
    assert (key in Spoken(TEXT)) is expected


def test_words_are_told_with_their_place_whether_the_text_is_new_or_not() -> None:
    wanted = {"redar,", "(redarja)"}
    for _ in range(2):
        assert Spoken(TEXT).having(wanted, ("edar",)) == [(11, "redar,"), (18, "(redarja)")]


def test_the_positions_behind_a_word_are_told_with_their_place_and_keys() -> None:
    (start, token, keys), (behind, _, of_next) = Spoken(TEXT).behind(18)
    assert TEXT[start + token.start : start + token.end] == "redarja"
    assert "redar" in keys
    assert (TEXT[behind:], "voda" in of_next) == ("voda", True)


def test_keys_are_listed_by_their_beginning_also_a_short_one() -> None:
    spoken = Spoken("voda vodi vozi VODI")
    assert [spoken.beginning(each) for each in ("=vod", "=v", "=x")] == [
        ["=voda", "=vodi"],
        ["=voda", "=vodi", "=vozi"],
        [],
    ]
    assert Spoken("vodo").beginning("=vod") == ["=vodo"]


def test_after_many_letters_words_are_met_anew() -> None:
    assert "=voda" in Spoken("a" * CACHED_LETTERS + " voda")
    assert "=voda" in Spoken("voda")
