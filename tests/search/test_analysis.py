"""Text into keys: one way for the index and for questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.analysis import LONGEST_KEY, Pattern, index_keys, phrase_keys, query_keys, tokens

Keys = list[tuple[str, ...]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("— … ***", []),
        ("Občinski REDAR", [("obcinski",), ("redar",)]),
        ("ZOR-ed", [("zor", "zored"), ("ed",)]),
        ("ZOR\u2011ed", [("zor", "zored"), ("ed",)]),
        ("Hoče - Slivnica", [("hoce",), ("slivnica",)]),
        ("a-b-c-d-e", [("a", "abcd"), ("b",), ("c",), ("d",), ("e",)]),
        ("12.a člen", [("12", "12a"), ("a",), ("clen",)]),
        ("12. a", [("12",), ("a",)]),
        ("12.ab", [("12",), ("ab",)]),
        ("št. 139/06", [("st",), ("139",), ("06",)]),
        ("1.234.567,5", [("1",), ("234",), ("567",), ("5",)]),
        ("ime_datoteke", [("ime",), ("datoteke",)]),
        ("m²", [("m²",)]),
        ("municipality's", [("municipality", "municipalitys"), ("s",)]),
    ],
)
def test_a_text_is_indexed_under_its_keys(text: str, expected: Keys) -> None:
    assert index_keys(text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("redar", ((("redar",),),)),
        ("ZORed", ((("zored",),),)),
        ("ZOR-ed", ((("zored",),), (("zor",), ("ed",)))),
        ("12.a", ((("12a",),), (("12",), ("a",)))),
        ("139/06", ((("139",), ("06",)),)),
        ("x/ZOR-ed", ((("x",), ("zor",), ("ed",)),)),
        ("***", ()),
    ],
)
def test_a_word_of_a_question_is_met_by_any_of_its_patterns(word: str, expected: tuple[Pattern, ...]) -> None:
    assert query_keys(word) == expected


def test_a_phrase_is_met_by_its_positions_side_by_side() -> None:
    assert phrase_keys(("12.a", "člen")) == ((("12",), ("a",), ("clen",)),)
    assert phrase_keys(("ZOR-ed",)) == query_keys("ZOR-ed")
    assert phrase_keys(()) == phrase_keys(("-", "–")) == ()


def test_a_token_tells_where_it_stands_and_where_the_longer_word_ends() -> None:
    text = "po ZOR-ed."
    first = tokens(text)[1]
    assert text[first.start : first.end] == "ZOR"
    assert text[first.start : first.wide_end] == "ZOR-ed"


def test_a_key_is_cut_the_same_way_for_index_and_question() -> None:
    word = "č" * 5000
    assert index_keys(word) == [("c" * LONGEST_KEY,)]
    assert query_keys(word) == ((("c" * LONGEST_KEY,),),)


@given(st.text(max_size=80))
def test_tokens_stand_in_order_and_within_the_text(text: str) -> None:
    places = [place for token in tokens(text) for place in (token.start, token.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)


@given(st.text(alphabet="abčž-'.1_/ ", max_size=30))
def test_a_text_without_spaces_is_met_by_itself(text: str) -> None:
    word = text.replace(" ", "")
    keys = index_keys(word)
    for pattern in query_keys(word)[-1:]:
        assert all(set(wanted) & set(keys[place]) for place, wanted in enumerate(pattern))
