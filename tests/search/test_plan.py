"""Planning, without an engine: fields become filters in the tree, and a question can be relaxed."""

from __future__ import annotations

import pytest

from kb.model import VISITOR, Visibility
from kb.search.plan import Sort, relaxed
from kb.search.query import Remark
from kb.search.tree import And, Everything, Filters, Narrow, Node, Not, Or, Phrase, Word, all_of
from tests.search.questions import ACT, ENVIRONMENT, FINANCE, WASTE, plan

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
    ],
)
def test_an_unknown_value_is_searched_as_words_with_a_remark(text: str, expected: Node, remark: Remark) -> None:
    assert plan(text).query == expected
    assert plan(text).remarks == (remark,)


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
        ("a b", Or((A, B))),
        ('a "b c"', Or((A, Phrase(("b", "c"))))),
        ("a b ALI c", Or((A, B, C))),
        ("a b -c", And((Or((A, B)), Not(C)))),
        ("a -c b leto:2018", And((Or((A, B)), Not(C), narrow(years=(2018, 2018))))),
        ("a b c ALI -a", And((Or((A, B)), Or((C, Not(A)))))),
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


def test_asking_for_all_of_what_asks_for_all_is_one_and() -> None:
    assert all_of((A, And((B, C)), Everything())) == And((A, B, C))
