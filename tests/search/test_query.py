"""The grammar of questions: tables of (text, tree), and no text at all is an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import QueryError
from kb.search.query import DEEPEST, LONGEST_TEXT, MOST_TERMS, Remark, parse, written
from kb.search.tree import And, Everything, Field, Near, Node, Not, Or, Phrase, Word

A, B, C = Word("a"), Word("b"), Word("c")
TENTH, ELEVENTH, TWELFTH = Word("10. člen"), Word("11. člen"), Word("12. člen")

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
    ("-12. člen", Not(TWELFTH)),
    ("NE čl. 12", Not(TWELFTH)),
    ("article 12", TWELFTH),
    ("člen 1024", Word("1024. člen")),
    ("10. in 11. člen a", And((Or((TENTH, ELEVENTH)), A))),
    ("10. IN 11. člena", Or((TENTH, ELEVENTH))),
    ("10. ali 11. člen", Or((TENTH, ELEVENTH))),
    ("10. člen in 11. člen", Or((TENTH, ELEVENTH))),
    ("10., 11. in 12. člen", Or((TENTH, ELEVENTH, TWELFTH))),
    ("od 10. do 12. člena", Or((TENTH, ELEVENTH, TWELFTH))),
    ("10.–12. člen", Or((TENTH, ELEVENTH, TWELFTH))),
    ("čl. 10-12", Or((TENTH, ELEVENTH, TWELFTH))),
    ("členi 10, 11 in 12", Or((TENTH, ELEVENTH, TWELFTH))),
    ("articles 10 and 12.a", Or((TENTH, Word("12.a člen")))),
    ("-10. in 11. člen a", And((Not(Or((TENTH, ELEVENTH))), A))),
    ("12. člen in 3. odstavek", And((TWELFTH, Word("in"), Word("3"), Word("odstavek")))),
    ("čl. 12 in 3. odst.", And((TWELFTH, Word("in"), Word("3"), Word("odst")))),
    ("12. do 10. člen", And((Word("12"), Word("do"), TENTH))),
    ("1. do 500. člen", And((Word("1"), Word("do"), Word("500. člen")))),
    ("člen 12. člen", And((Word("člen"), TWELFTH))),
    ("-a", Not(A)),
    ("a NE b", And((A, Not(B)))),
    ("NOT a", Not(A)),
    ("a IN NE b", And((A, Not(B)))),
    ("NE -a", A),
    ("a IN b", And((A, B))),
    ("a AND b ALI c", And((A, Or((B, C))))),
    ("(a b) ALI c", Or((And((A, B)), C))),
    ("(a ALI b) c", And((Or((A, B)), C))),
    ("a (b c)", And((A, B, C))),
    ("(a ALI b) ALI c", Or((A, B, C))),
    ("-(a b)", Not(And((A, B)))),
    ("a NE (b ALI c)", And((A, Not(Or((B, C)))))),
    ("((a))(b)", And((A, B))),
    ("-(-a)", A),
    ("() a", A),
    ("(12) člen", TWELFTH),
    ("(12 ALI a) člen", And((Or((Word("12"), A)), Word("člen")))),
    ("a(b) ALI c", Or((Word("a(b"), C))),
    ("(redar(ja) ALI b)", Or((Word("redar(ja"), B))),
    ("a blizu b", Near((A, B), 10)),
    ("a BLIZU b", Near((A, B), 10)),
    ("a NEAR/3 b", Near((A, B), 3)),
    ("a BLIZU/999 b", Near((A, B), 100)),
    ("a BLIZU/3 b BLIZU/3 c", Near((A, B, C), 3)),
    ("a BLIZU/3 b BLIZU/5 c", And((Near((A, B), 3), Near((B, C), 5)))),
    ("a* ALI abc* blizu b", Or((A, Near((Word("abc", prefix=True), B), 10)))),
    ('"a b" blizu ="c"', Near((Phrase(("a", "b")), Phrase(("c",), exact=True)), 10)),
    ("(a ALI b) blizu c", Or((Near((A, C), 10), Near((B, C), 10)))),
    ("(a b) blizu c", Near((A, B, C), 10)),
    ("12. člen blizu a", Near((TWELFTH, A), 10)),
    ("-(a blizu b)", Not(Near((A, B), 10))),
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
    ("datum:1.5.2024", Field("date", "1.5.2024")),
    ("datum:1. 5. 2024 a", And((Field("date", "1. 5. 2024"), A))),
    ("(datum:1. 5. 2024)", Field("date", "1. 5. 2024")),
    ("-do:30. 6. 2024.", Not(Field("until", "30. 6. 2024"))),
    ("date:2024-05-01..", Field("date", "2024-05-01..")),
    ("od:1.1.2024, do:30.6.2024.", And((Field("from", "1.1.2024"), Field("until", "30.6.2024")))),
    ("since:2024 to:2025", And((Field("from", "2024"), Field("until", "2025")))),
    ('datum:"maj 2024"', Field("date", "maj 2024")),
    ("sekcija:župani", Field("body", "župani")),
    ("vrsta:(zakon ALI uredba)", Or((Field("kind", "zakon"), Field("kind", "uredba")))),
    ('-vrsta:(zakon "a b")', Not(And((Field("kind", "zakon"), Field("kind", "a b"))))),
    ("vrsta:(zakon", Field("kind", "zakon")),
    ("dostop:javno", Field("visibility", "javno")),
    ("visibility:public", Field("visibility", "public")),
    ("access:public", Field("visibility", "public")),
    ("a komisija:x ALI vrsta:y", And((A, Or((Field("body", "x"), Field("kind", "y")))))),
]

LITERAL: list[tuple[str, Node]] = [
    ("foo:bar", Word("foo:bar")),
    ('foo:"a b"', Phrase(("foo", "a", "b"))),
    ("http://obcina.si", Word("http://obcina.si")),
    ("foo:(a ALI b)", Or((Word("foo:(a"), B))),
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
    ("a in b", And((A, Word("in"), B))),
    ("a ne b", And((A, Word("ne"), B))),
    ("NE a B", And((Not(A), Word("B")))),
    ("NE A B", And((Word("ne"), Word("A"), Word("B")))),
    ("a NE", And((A, Word("ne")))),
    ("a IN", And((A, Word("in")))),
    ("IN ALI", And((Word("in"), Word("ali")))),
    ("blizu a", And((Word("blizu"), A))),
    ("a blizu", And((A, Word("blizu")))),
    ("a (blizu) b", And((A, Word("blizu"), B))),
    ('a "blizu" b', And((A, Phrase(("blizu",)), B))),
    ("a blizu -b", And((A, Word("blizu"), Not(B)))),
    ("a blizu leto:2018", And((A, Word("blizu"), Field("year", "2018")))),
    ("a blizu/x b", And((A, Word("blizu/x"), B))),
    ("(a ALI b", Or((A, B))),
    ("a ALI b)", Or((A, B))),
    ("a) ALI (b", Or((A, B))),
    ("-(a b", And((Not(A), B))),
    (")(", Everything()),
    ("1) a 2) b", And((Word("1"), A, Word("2"), B))),
    (":-) a", A),
    ('"a b', And((A, B))),
    ('a" b', And((A, B))),
    ('""', Everything()),
    ('"-"', Everything()),
    ('-"a', A),
    ("a\x00b", Word("ab")),
    ("c\u030caj", Word("čaj")),
    ("c\u200b\u030caj", Word("čaj")),
    ("\ud800", Everything()),
    ("a\u200fb \u202ec", And((Word("ab"), C))),
    ("🙂 a", A),
]

PRINTED: list[tuple[str, str]] = [
    ("a   b OR c", "a (b ALI c)"),
    ("»a b« -Commission:„Komisija za okolje“", '"a b" -komisija:"Komisija za okolje"'),
    ("PODROČJE:x year:..2020 dostop:javno type:y", "podrocje:x leto:..2020 dostop:javno vrsta:y"),
    ("date:1. 5. 2024 from:2024 to:2025", 'datum:"1. 5. 2024" od:2024 do:2025'),
    ("a near b NOT (c OR a)", "(a BLIZU/10 b) -(c ALI a)"),
    ("a (blizu) b*", "a (blizu) b"),
    ("členi 10 in 11 -(a b)", "(10. člen ALI 11. člen) -(a b)"),
    ("", ""),
]

_PIECES = st.sampled_from(
    [*'"»«„“-:č(()))*/= ', " ", " ", "..", "-(", "12.", "12.-14."]
    + [f" {word} " for word in ("ALI", "OR", "IN", "AND", "NE", "NOT", "blizu", "BLIZU/3", "near", "in", "ali", "do")]
    + [f" {word} " for word in ("člen", "čl.", "10", "11. člen", "redar", "a", "b", "odstavek")]
    + ["leto", "komisija:", "2018", "datum:", "od:", "1. 5. 2024", "redar"]
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


def test_parentheses_deeper_than_the_deepest_are_left_out_with_a_remark() -> None:
    parsed = parse("a -(b " * 30 + ")" * 30)
    assert parsed.remarks == (Remark("parentheses-left-out", str(DEEPEST)),)
    assert parsed.node == And((A, *(B if number % 2 else A for number in range(1, 60))))


def test_deep_parentheses_around_little_are_none_too_many() -> None:
    assert parse("(" * 400 + "a" + ")" * 400).node == A


@pytest.mark.parametrize(("text", "expected"), [("a blizu b", ["blizu"]), ("a BLIZU b", []), ("blizu a", [])])
def test_a_nearness_that_may_have_been_meant_as_a_word_is_remarked(text: str, expected: list[str]) -> None:
    assert [remark.value for remark in parse(text).remarks if remark.key == "read-as-near"] == expected


def test_nearness_of_too_many_alternatives_is_read_as_words() -> None:
    either = "(" + " ALI ".join("abcdef") + ")"
    parsed = parse(f"{either} blizu {either}").node
    assert isinstance(parsed, And)
    assert parsed.parts[1] == Word("blizu")


def test_where_the_room_ends_open_parentheses_are_closed() -> None:
    parsed = parse("a ALI (b " + "c " * MOST_TERMS + ")")
    assert isinstance(parsed.node, Or)
    assert parsed.node.parts[1] == And((B, *[C] * (MOST_TERMS - 2)))


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
