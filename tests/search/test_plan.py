"""Planning, without an engine: fields become filters in the tree, and a question can be relaxed."""

from __future__ import annotations

import pytest

from kb.model import VISITOR, Visibility
from kb.search.plan import MANY_BEGINNINGS, MANY_FORMS, MOST, Sort, mostly, relaxed
from kb.search.query import Remark
from kb.search.tree import And, Everything, Filters, Most, Narrow, Near, Node, Not, Or, Phrase, Word, all_of, asked_for
from tests.search.questions import ACT, ENVIRONMENT, FINANCE, WASTE, day, plan

A, B, C = Word("a"), Word("b"), Word("c")


def narrow(**filters: object) -> Narrow:
    return Narrow(Filters(**filters))  # type: ignore[arg-type]


def body(id_: int) -> Narrow:
    return narrow(bodies=frozenset({id_}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", A),
        ("", Everything()),
        ("komisija:okolje", body(ENVIRONMENT)),
        ("-komisija:okolje", Not(body(ENVIRONMENT))),
        ("a komisija:komisija", And((A, Or((body(ENVIRONMENT), body(FINANCE)))))),
        ("a ALI komisija:okolje", Or((A, body(ENVIRONMENT)))),
        ("topic:waste", narrow(topics=frozenset({WASTE}))),
        ("vrsta:zakon", narrow(kinds=frozenset({ACT}))),
        ("leto:2018..2020", narrow(years=(2018, 2020))),
        ("datum:1.5.2024", narrow(dates=(day("2024-05-01"), day("2024-05-01")))),
        ("datum:2024-05..", narrow(dates=(day("2024-05-01"), None))),
        ("od:2024", narrow(dates=(day("2024-01-01"), None))),
        ("-do:5.2024", Not(narrow(dates=(None, day("2024-05-31"))))),
        ("od:1.5.2024..3.5.2024", narrow(dates=(day("2024-05-01"), None))),
        ("a BLIZU b", Near((A, B), 10)),
        ("dostop:osebje", narrow(visibilities=frozenset({Visibility.STAFF}))),
    ],
)
def test_a_known_value_becomes_a_filter_where_it_stands(text: str, expected: Node) -> None:
    assert plan(text).query == expected
    assert plan(text).remarks == ()


@pytest.mark.parametrize(
    ("text", "expected", "remark"),
    [
        ("komisija:ribe", Word("ribe"), Remark("unknown-body", "ribe")),
        ('a podrocje:"b c"', And((A, B, C)), Remark("unknown-topic", "b c")),
        ("-vrsta:c", Not(C), Remark("unknown-kind", "c")),
        ("leto:lani", Word("lani"), Remark("unknown-year", "lani")),
        ("leto:..", Everything(), Remark("unknown-year", "..")),
        ("-leto:..", Everything(), Remark("unknown-year", "..")),
        ("a leto:..", A, Remark("unknown-year", "..")),
        ("dostop:vsi", Word("vsi"), Remark("unknown-visibility", "vsi")),
        ("datum:lani", Word("lani"), Remark("unknown-date", "lani")),
        ("od:..2024", Word("2024"), Remark("unknown-date", "..2024")),
        ("do:2024..", Word("2024"), Remark("unknown-date", "2024..")),
        ("a ALI leto:..", A, Remark("unknown-year", "..")),
        ("a -(leto:.. ALI leto:..)", A, Remark("unknown-year", "..")),
        ("vrsta:(zakon ALI c)", Or((narrow(kinds=frozenset({ACT})), C)), Remark("unknown-kind", "c")),
    ],
)
def test_an_unknown_value_is_searched_as_words_with_a_remark(text: str, expected: Node, remark: Remark) -> None:
    assert plan(text).query == expected
    assert set(plan(text).remarks) == {remark}


def test_a_plan_carries_what_was_chosen_beside_the_question() -> None:
    filters = Filters(kinds=frozenset({ACT}))
    made = plan("a", filters=filters, reader=VISITOR, sort=Sort.NEWEST, offset=20, limit=5)
    assert (made.filters, made.reader, made.sort, made.offset, made.limit) == (filters, VISITOR, Sort.NEWEST, 20, 5)


def test_the_remarks_of_parsing_are_kept() -> None:
    keys = [remark.key for remark in plan("a " * 63 + "komisija:ribe b").remarks]
    assert keys == ["terms-left-out", "unknown-body"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b", Most((A, B))),
        ('a "b c"', Most((A, Phrase(("b", "c"))))),
        ("a b ALI c", Most((A, Or((B, C))))),
        ("a b -c", And((Most((A, B)), Not(C)))),
        ("a -c b leto:2018", And((Most((A, B)), Not(C), narrow(years=(2018, 2018))))),
        ("a b c ALI -a", And((Most((A, B)), Or((C, Not(A)))))),
        ("a", None),
        ("", None),
        ("a -b", None),
        ("a leto:2018", None),
        ("a ALI b", None),
        ("-a -b", None),
        ('"a b"', None),
    ],
)
def test_a_question_for_all_words_relaxes_to_any_of_them(text: str, expected: Node | None) -> None:
    wider = relaxed(plan(text))
    assert (wider.query if wider else None) == expected


def test_a_relaxed_plan_keeps_filters_and_reader_and_is_not_relaxed_again() -> None:
    made = plan("a b", filters=Filters(kinds=frozenset({ACT})), reader=VISITOR)
    wider = relaxed(made)
    assert wider is not None
    assert (wider.filters, wider.reader) == (made.filters, made.reader)
    assert relaxed(wider) is None


@pytest.mark.parametrize("text", ["a b c", "a b ALI c a -b", 'a b "a b" leto:2018'])
def test_most_of_the_words_are_those_that_carry_most_of_their_rarity(text: str) -> None:
    wider = mostly(plan(text))
    assert wider is not None
    [most] = [part for part in (wider.query, *getattr(wider.query, "parts", ())) if isinstance(part, Most)]
    assert (len(most.parts), most.share) == (3, MOST)


@pytest.mark.parametrize("text", ["", "a", "a b", "a b -c", '"a b c"', "a ALI b ALI c"])
def test_of_one_or_two_words_none_can_be_left_out(text: str) -> None:
    assert mostly(plan(text)) is None


def test_asking_for_all_of_what_asks_for_all_is_one_and() -> None:
    assert all_of((A, And((B, C)), Everything())) == And((A, B, C))


@pytest.mark.parametrize("joint", [" ", " ALI "])
def test_of_many_beginnings_of_words_fewer_forms_are_looked_for_each(joint: str) -> None:
    asked = [f"b{number:02}*" for number in range(40)]
    words = [each for each in _every_word(plan(joint.join(asked)).query) if each.prefix]
    assert len(words) == 40
    assert 1 <= min(each.most_forms for each in words) <= max(each.most_forms for each in words) <= MANY_FORMS / 40


def test_of_a_few_beginnings_as_many_forms_are_looked_for_as_of_one() -> None:
    asked = " ".join(f"b{number}* beseda" for number in range(MANY_BEGINNINGS))
    assert {each.most_forms for each in _every_word(plan(asked).query)} == {0}


def test_of_many_beginnings_near_words_only_they_are_bounded() -> None:
    asked = " ".join(f"b{number:02}* blizu redar" for number in range(MANY_BEGINNINGS + 1))
    words = [part for each in asked_for(plan(asked).query) if isinstance(each, Near) for part in each.parts]
    assert {each.most_forms > 0 for each in words if isinstance(each, Word) and each.prefix} == {True}
    assert Word("redar") in words


def _every_word(node: Node) -> list[Word]:
    match node:
        case Word():
            return [node]
        case And(parts) | Or(parts):
            return [word for part in parts for word in _every_word(part)]
        case Not(part):
            return _every_word(part)
    return []
