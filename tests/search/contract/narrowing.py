"""Filters, fields and access: what narrows an answer, and what no question leads past."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.model import EVERYTHING, VISITOR, Reader, Visibility
from kb.search.index import Index
from kb.search.plan import Plan, mostly
from kb.search.tree import And, Everything, Filters, Narrow, Not, Or, Word
from tests.search.contract.stock import Stocked
from tests.search.questions import (
    ACT,
    ENVIRONMENT,
    FINANCE,
    NATURE,
    NETWORK,
    SLIDES,
    ask,
    day,
    document,
    found,
    plan,
)


class NarrowingContract(Stocked):
    """The tests."""

    # --- what is hidden

    @pytest.mark.parametrize(
        "text", ["redar", "odpadki", "občinski redar", "redar*", '"občinski redar"', "redar ALI voda"]
    )
    def test_no_score_tells_of_what_is_hidden(self, index: Index, text: str) -> None:
        index.apply([document(1, "Redar", "občinski redar pobira odpadke"), document(2, "Voda", "voda", "redar teče")])
        before = ask(index, text, reader=VISITOR)
        hidden = [document(id_, "Redar redar", "redar | občinski redar " * id_) for id_ in range(3, 9)]
        index.apply([replace(each, visibility=Visibility.STAFF) for each in hidden])
        assert before.documents
        assert ask(index, text, reader=VISITOR) == before

    @pytest.mark.parametrize("text", ["redar tajnost voda", "redar voda odpadki tajnost"])
    def test_a_relaxed_question_weighs_no_word_that_only_hidden_passages_have(self, index: Index, text: str) -> None:
        index.apply(
            [document(1, "Red", "redar pobira odpadke"), document(2, "Voda", "voda teče"), document(3, "Zrak", "x")]
        )
        asked = mostly(plan(text, reader=VISITOR))
        assert asked is not None
        before = index.search(asked)
        index.apply([document(4, "Skrito", "tajnost", visibility=Visibility.STAFF)])
        assert before.documents
        assert index.search(asked) == before
        assert 4 in [group.document_id for group in index.search(replace(asked, reader=EVERYTHING)).groups]

    # --- filters and fields

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            (Filters(bodies=frozenset({FINANCE})), [1, 2, 4]),
            (Filters(bodies=frozenset({FINANCE, ENVIRONMENT})), [1]),
            (Filters(topics=frozenset({NATURE})), [1, 3]),
            (Filters(kinds=frozenset({ACT})), [1, 4]),
            (Filters(kinds=frozenset({ACT, SLIDES})), [1, 2, 4]),
            (Filters(documents=frozenset({2, 3})), [2, 3]),
            (Filters(years=(2018, 2020)), [1, 3]),
            (Filters(years=(2021, None)), [4]),
            (Filters(years=(None, 2018)), [1]),
            (Filters(years=(None, None)), [1, 3, 4]),
            (Filters(dates=(day("2018-05-01"), day("2020-12-31"))), [1, 3]),
            (Filters(dates=(day("2018-05-02"), day("2020-12-30"))), []),
            (Filters(dates=(day("2020-12-31"), None)), [3, 4]),
            (Filters(dates=(None, day("2020-12-31"))), [1, 3]),
            (Filters(dates=(None, None)), [1, 3, 4]),
            (Filters(years=(2020, None), dates=(None, day("2020-12-31"))), [3]),
            (Filters(bodies=frozenset({FINANCE}), kinds=frozenset({ACT}), years=(2020, 2025)), [4]),
            (Filters(bodies=frozenset({99})), []),
        ],
    )
    def test_filters_narrow_to_the_documents_that_pass_all_of_them(
        self, placed: Index, filters: Filters, expected: list[int]
    ) -> None:
        assert sorted(found(placed, filters=filters)) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("voda komisija:finance", [1, 2]),
            ("komisija:finance -komisija:okolje", [2, 4]),
            ("komisija:okolje ALI zrak", [1, 4]),
            ("komisija:komisija", [1, 2, 4]),
            ("topic:environment", [1, 3]),
            ("podrocje:odpadki", [1]),
            ("vrsta:zakon leto:2019..", [4]),
            ("-leto:2018", [2, 3, 4]),
            ("voda ALI komisija:finance leto:2021", [4]),
        ],
    )
    def test_fields_narrow_wherever_they_stand(self, placed: Index, text: str, expected: list[int]) -> None:
        assert sorted(found(placed, text)) == expected

    def test_a_tree_deeper_than_the_grammar_is_answered(self, placed: Index) -> None:
        acts = Narrow(Filters(kinds=frozenset({ACT})))
        tree = Or((And((Word("voda"), Not(acts))), And((acts, Not(Or((Word("voda"), Not(Everything()))))))))
        groups = placed.search(Plan(query=tree, reader=plan().reader)).groups
        assert sorted(group.document_id for group in groups) == [2, 3, 4]

    # --- access

    @pytest.fixture
    def guarded(self, index: Index) -> Index:
        placements = [
            (Visibility.PUBLIC, FINANCE),
            (Visibility.MEMBERS, FINANCE),
            (Visibility.BODY, FINANCE),
            (Visibility.BODY, NETWORK),
            (Visibility.STAFF, FINANCE),
        ]
        for number, (visibility, body) in enumerate(placements, 1):
            facts = {"visibility": visibility, "bodies": frozenset({body}), "dated": day("2020-01-01")}
            index.apply([document(number, "voda", "voda", **facts)])
        return index

    READERS = (
        (VISITOR, [1]),
        (Reader(sees=frozenset({Visibility.PUBLIC, Visibility.MEMBERS})), [1, 2]),
        (Reader(bodies=frozenset({FINANCE})), [1, 3]),
        (Reader(sees=frozenset({Visibility.PUBLIC, Visibility.BODY})), [1, 3, 4]),
        (Reader(sees=frozenset(Visibility)), [1, 2, 3, 4, 5]),
        (Reader(sees=frozenset()), []),
    )

    @pytest.mark.parametrize(("reader", "expected"), READERS)
    @pytest.mark.parametrize(
        "text", ["voda", "", "-zrak", "zrak ALI komisija:finance ALI komisija:romske", "dostop:javno ALI -dostop:javno"]
    )
    def test_no_question_leads_past_the_readers_access(
        self, guarded: Index, reader: Reader, expected: list[int], text: str
    ) -> None:
        ranked = ask(guarded, text, reader=reader)
        assert sorted(group.document_id for group in ranked.groups) == expected
        assert (ranked.documents, ranked.passages) == (len(expected), len(expected))

    @pytest.mark.parametrize(("reader", "expected"), READERS)
    def test_facets_count_only_what_the_reader_may_see(
        self, guarded: Index, reader: Reader, expected: list[int]
    ) -> None:
        facets = ask(guarded, "voda", reader=reader, limit=0).facets
        assert sum(facets.bodies.values()) == len(expected)
        assert facets.years == ({2020: len(expected)} if expected else {})

    def test_asking_for_a_visibility_gives_no_more_of_it(self, guarded: Index) -> None:
        assert found(guarded, "dostop:sekretariat", reader=VISITOR) == []
        assert found(guarded, "dostop:sekretariat") == [5]
