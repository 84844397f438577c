"""The grammar of questions: tables of (text, tree), and no text at all is an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import QueryError
from kb.search.query import LONGEST_TEXT, MOST_TERMS, Remark, parse, written
from kb.search.tree import And, Everything, Field, Node, Not, Or, Phrase, Word

A, B, C = Word("a"), Word("b"), Word("c")

TREES: list[tuple[str, Node]] = [
    ("", Everything()),
    ("   \n ", Everything()),
    ("občinski redar", And((Word("občinski"), Word("redar")))),
    ("redar", Word("redar")),
    ('"občinski  redar"', Phrase(("občinski", "redar"))),
    ("»občinski redar«", Phrase(("občinski", "redar"))),
    ("«občinski redar»", Phrase(("občinski", "redar"))),
    ("„občinski redar“", Phrase(("občinski", "redar"))),
    ("„občinski redar”", Phrase(("občinski", "redar"))),
    ("“občinski redar”", Phrase(("občinski", "redar"))),
    ('„občinski redar"', Phrase(("občinski", "redar"))),
    ('"zakon »x« velja"', Phrase(("zakon", "x", "velja"))),
    ('="občinski redar"', Phrase(("občinski", "redar"), exact=True)),
    ("=redarja", Phrase(("redarja",), exact=True)),
    ('-="a b"', Not(Phrase(("a", "b"), exact=True))),
    ("redar*", Word("redar", prefix=True)),
    ("-(redar*)", Not(Word("redar", prefix=True))),
    ("12. člen ZLS", And((Word("12. člen"), Word("ZLS")))),
    ("12 člena, a", And((Word("12. člen"), A))),
    ("(čl. 12.A)", Word("12.a člen")),
    ("12. a clen", Word("12.a člen")),
    ("člen 12 v", And((Word("12. člen"), Word("v")))),
    ("12 ALI člen", Or((Word("12"), Word("člen")))),
    ("-a", Not(A)),
    ('a -"b c"', And((A, Not(Phrase(("b", "c")))))),
    ("a ALI b", Or((A, B))),
    ("a OR b OR c", Or((A, B, C))),
    ("a b ALI c", And((A, Or((B, C))))),
    ("a ALI b c", And((Or((A, B)), C))),
    ("a ALI -b", Or((A, Not(B)))),
    ("leto:2018", Field("year", "2018")),
    ("leto:2018..2020", Field("year", "2018..2020")),
    ("leto:2018..", Field("year", "2018..")),
    ("leto:..2020", Field("year", "..2020")),
    ("-leto:2018", Not(Field("year", "2018"))),
    ("komisija:okolje", Field("body", "okolje")),
    ("KOMISIJA:okolje", Field("body", "okolje")),
    ("organ:okolje", Field("body", "okolje")),
    ("commission:okolje", Field("body", "okolje")),
    ("mreža:romi", Field("body", "romi")),
    ('komisija:"Komisija za okolje"', Field("body", "Komisija za okolje")),
    ("-komisija:»Komisija za okolje«", Not(Field("body", "Komisija za okolje"))),
    ("področje:odpadki", Field("topic", "odpadki")),
    ("Podrocje:odpadki", Field("topic", "odpadki")),
    ("topic:waste", Field("topic", "waste")),
    ("vrsta:zakon", Field("kind", "zakon")),
    ("type:act", Field("kind", "act")),
    ("kind:act", Field("kind", "act")),
    ("year:2018", Field("year", "2018")),
    ("dostop:javno", Field("visibility", "javno")),
    ("visibility:public", Field("visibility", "public")),
    ("access:public", Field("visibility", "public")),
    ("a komisija:x ALI vrsta:y", And((A, Or((Field("body", "x"), Field("kind", "y")))))),
]

LITERAL: list[tuple[str, Node]] = [
    ("foo:bar", Word("foo:bar")),
    ('foo:"a b"', Phrase(("foo", "a", "b"))),
    ("http://obcina.si", Word("http://obcina.si")),
    ("leto:", Word("leto")),
    ("leto: 2018", And((Word("leto"), Word("2018")))),
    ("*", Everything()),
    ("re*dar", Word("re*dar")),
    ("a*", A),
    ("= a", A),
    ("=", Everything()),
    ("- -- –", Everything()),
    ("--a", A),
    ("a - b", And((A, B))),
    ("(a b)", And((A, B))),
    ("[a]{b}", Word("a]{b")),
    ("-(a)", Not(A)),
    ("(leto:2018)", Field("year", "2018")),
    ("139/06", Word("139/06")),
    ("a & b | c", And((A, B, C))),
    ("ALI", Word("ali")),
    ("OR a", And((Word("or"), A))),
    ("a ALI", And((A, Word("ali")))),
    ("a ALI ALI b", And((Or((A, Word("ali"))), B))),
    ("a ali b", And((A, Word("ali"), B))),
    ('"a b', And((A, B))),
    ('a" b', And((A, B))),
    ('""', Everything()),
    ('"-"', Everything()),
    ('-"a', A),
    ("a\x00b", Word("ab")),
    ("c\u030caj", Word("čaj")),
    ("\ud800", Everything()),
    ("a\u200fb \u202ec", And((Word("ab"), C))),
    ("🙂 a", A),
]

PRINTED: list[tuple[str, str]] = [
    ("a   b OR c", "a b ALI c"),
    ("»a b« -Commission:„Komisija za okolje“", '"a b" -komisija:"Komisija za okolje"'),
    ("PODROČJE:x year:..2020 dostop:javno type:y", "podrocje:x leto:..2020 dostop:javno vrsta:y"),
    ("", ""),
]

_PIECES = st.sampled_from(
    [
        '"',
        "»",
        "«",
        "„",
        "“",
        "-",
        " ",
        ":",
        "ALI",
        "OR",
        "leto",
        "komisija",
        "2018",
        "..",
        "č",
        "redar",
        "(",
        "*",
        "/",
        "=",
        "12.",
        "člen",
    ]
)
_TYPED = st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=25).map("".join))


@pytest.mark.parametrize(("text", "tree"), TREES)
def test_a_question_is_understood(text: str, tree: Node) -> None:
    assert parse(text).node == tree


@pytest.mark.parametrize(("text", "tree"), LITERAL)
def test_whatever_is_no_grammar_is_searched_as_words(text: str, tree: Node) -> None:
    assert parse(text).node == tree


@pytest.mark.parametrize(("text", "expected"), PRINTED)
def test_a_tree_is_written_in_one_way(text: str, expected: str) -> None:
    assert written(parse(text).node) == expected


@given(_TYPED)
def test_no_text_is_an_error_and_what_is_written_parses_back_to_the_same_tree(text: str) -> None:
    node = parse(text).node
    assert parse(written(node)).node == node


def test_more_terms_than_the_most_are_ignored_with_a_remark() -> None:
    parsed = parse("a " * (MOST_TERMS + 1))
    assert isinstance(parsed.node, And)
    assert len(parsed.node.parts) == MOST_TERMS
    assert parsed.remarks == (Remark("terms-left-out", "64"),)


def test_as_many_terms_as_the_most_are_all_kept() -> None:
    assert parse("a ALI " * (MOST_TERMS - 1) + "b").remarks == ()


def test_a_long_phrase_is_cut_where_the_room_ends() -> None:
    parsed = parse('a b "' + "c " * 200 + '"')
    assert isinstance(parsed.node, And)
    assert parsed.node.parts[2] == Phrase(("c",) * (MOST_TERMS - 2))
    assert parsed.remarks


def test_an_operator_before_what_was_left_out_is_left_out_too() -> None:
    parsed = parse("a " * MOST_TERMS + "ALI b")
    assert parsed.node == And((A,) * MOST_TERMS)


@pytest.mark.parametrize("length", [LONGEST_TEXT + 1, 1_000_000])
def test_a_text_that_is_too_long_is_refused(length: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse('"' * length)
    assert caught.value.detail == f"{length} > {LONGEST_TEXT}"


@pytest.mark.parametrize(
    "text", ['"' * 1000, "-" * 1000, "a:" * 500, "ALI " * 250, "_" * 999 + "a", "a-" * 500, "»a " * 333]
)
def test_a_hostile_text_of_full_length_is_a_question_like_any_other(text: str) -> None:
    assert parse(written(parse(text).node)).node == parse(text).node
