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


def test_the_words_that_have_a_key_are_numbered_and_told_with_their_place() -> None:
    spoken = Spoken(TEXT)
    assert spoken.having(["redar", "=voda"]) == [1, 2, 4]
    start, ((at, token, keys),) = spoken.standing(2)
    assert (start, TEXT[start + at + token.start : start + at + token.end]) == (18, "redarja")
    assert "redar" in keys


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
