"""The page that is given: ranking, grouping, totals, facets, order and paging."""

from __future__ import annotations

import pytest

from kb.search.index import Index, Removed
from kb.search.plan import Sort, relaxed
from tests.search.contract.stock import BUDGET_TALK, REDAR, WASTE_ACT, Stocked
from tests.search.questions import (
    ACT,
    BUDGET,
    ENVIRONMENT,
    FINANCE,
    NATURE,
    NETWORK,
    SLIDES,
    WASTE,
    ask,
    day,
    document,
    found,
    plan,
)


class PagesContract(Stocked):
    """The tests."""

    # --- ranking

    def test_the_title_weighs_more_than_the_heading_and_the_heading_more_than_the_text(self, index: Index) -> None:
        padding = "beseda tukaj tam"
        index.apply(
            [
                document(1, padding, f"{padding} | voda {padding}"),
                document(2, f"voda {padding}", f"{padding} | {padding}"),
                document(3, padding, f"voda {padding} | {padding}"),
            ]
        )
        assert found(index, "voda") == [2, 3, 1]

    def test_a_document_that_answers_by_its_title_alone_is_one_hit_at_its_first_passage(self, index: Index) -> None:
        index.apply([document(1, "Odlok o vodi", "prvi člen", "drugi člen", "tretji člen")])
        [group] = ask(index, "odlok vodi").groups
        assert ([id_ for id_, _ in group.passages], group.matching) == ([100], 1)

    def test_of_a_document_with_the_word_in_its_title_the_passages_that_hold_words_are_hits(self, index: Index) -> None:
        index.apply([document(1, "Odlok o vodi", "prvi člen", "drugi člen", "tretji člen")])
        [group] = ask(index, "odlok drugi").groups
        assert ([id_ for id_, _ in group.passages], group.matching) == ([101], 1)

    def test_a_rare_word_weighs_more_than_a_common_one(self, index: Index) -> None:
        index.apply([document(number, "x", "občina") for number in range(1, 9)] + [document(9, "x", "redar")])
        assert found(index, "občina ALI redar")[0] == 9

    def test_a_passage_with_more_of_the_words_is_first_when_any_will_do(self, index: Index) -> None:
        index.apply(
            [document(1, "x", "voda " * 30), document(2, "x", "voda in zrak in nekaj"), document(3, "x", "zrak " * 30)]
        )
        wider = relaxed(plan("voda zrak hrup"))
        assert wider is not None
        assert index.search(wider).groups[0].document_id == 2

    def test_scores_fall_and_are_never_negative(self, three: Index) -> None:
        scores = [group.score for group in ask(three, "redar").groups]
        assert scores == sorted(scores, reverse=True)
        assert min(scores) > 0

    def test_a_replaced_document_leaves_no_trace_in_scores(self, index: Index) -> None:
        index.apply([REDAR, WASTE_ACT])
        before = ask(index, "redar ALI odpadki")
        index.apply([document(2, "Voda voda", "voda voda redar"), BUDGET_TALK])
        index.apply([WASTE_ACT, Removed(3)])
        assert ask(index, "redar ALI odpadki") == before

    # --- grouping, totals, facets

    def test_hits_are_grouped_by_document_with_the_best_passages_first(self, index: Index) -> None:
        index.apply([document(1, "x", "voda", "zrak", "voda voda voda", "voda | voda", "voda teče in teče")])
        group = ask(index, "voda").groups[0]
        assert group.passages[0][0] == 103
        assert (len(group.passages), group.matching) == (3, 4)
        assert group.score == group.passages[0][1]

    def test_the_number_of_passages_under_a_document_is_asked_for(self, three: Index) -> None:
        assert len(ask(three, passages_per_document=1).groups[0].passages) == 1
        assert len(ask(three, passages_per_document=9).groups[0].passages) == 2

    def test_equal_passages_keep_the_order_of_the_document(self, index: Index) -> None:
        index.apply([document(1, "x", "voda", "voda", "voda")])
        assert [id_ for id_, _ in ask(index, "voda").groups[0].passages] == [100, 101, 102]

    def test_totals_are_those_of_all_that_was_found(self, three: Index) -> None:
        ranked = ask(three, "redar", limit=1)
        assert (len(ranked.groups), ranked.documents, ranked.passages) == (1, 3, 4)

    def test_facets_count_documents_not_passages(self, placed: Index) -> None:
        facets = ask(placed, "voda").facets
        assert facets.bodies == {ENVIRONMENT: 1, FINANCE: 2, NETWORK: 1}
        assert facets.topics == {NATURE: 2, WASTE: 1, BUDGET: 1}
        assert facets.kinds == {ACT: 1, SLIDES: 1}
        assert facets.years == {2018: 1, 2020: 1}

    def test_facets_of_a_page_are_those_of_all_pages(self, placed: Index) -> None:
        assert ask(placed, offset=2, limit=1).facets == ask(placed).facets

    # --- order and paging

    @pytest.fixture
    def dated(self, index: Index) -> Index:
        dates = [day("2020-01-01"), None, day("2022-01-01"), day("2021-01-01"), None, day("2022-01-01")]
        index.apply([document(number, "x", "voda", dated=dated) for number, dated in enumerate(dates, 1)])
        return index

    @pytest.mark.parametrize(
        ("sort", "expected"),
        [
            (Sort.NEWEST, [3, 6, 4, 1, 2, 5]),
            (Sort.OLDEST, [1, 4, 3, 6, 2, 5]),
            (Sort.RELEVANCE, [3, 6, 4, 1, 2, 5]),
        ],
    )
    def test_order_is_by_score_or_date_with_undated_last_and_ties_by_id(
        self, dated: Index, sort: Sort, expected: list[int]
    ) -> None:
        assert found(dated, "voda", sort=sort) == expected

    @pytest.mark.parametrize("sort", list(Sort))
    @pytest.mark.parametrize("size", [1, 2, 4])
    def test_pages_follow_one_another_without_gap_or_repeat(self, dated: Index, sort: Sort, size: int) -> None:
        pages = [found(dated, "voda", sort=sort, offset=offset, limit=size) for offset in range(0, 8, size)]
        assert [id_ for page in pages for id_ in page] == found(dated, "voda", sort=sort)

    def test_a_page_past_the_end_is_empty_and_still_tells_the_totals(self, dated: Index) -> None:
        ranked = ask(dated, "voda", offset=100)
        assert (ranked.groups, ranked.documents) == ((), 6)
