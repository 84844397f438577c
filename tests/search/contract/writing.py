"""What is written is found at once, whole generations only; rebuilds; what an index says of itself."""

from __future__ import annotations

import pytest

from kb.search.index import Group, Index, IndexedDocument, Removed
from tests.search.contract.stock import BUDGET_TALK, REDAR, WASTE_ACT, Stocked
from tests.search.questions import (
    ENVIRONMENT,
    ask,
    day,
    document,
    found,
)


class WritingContract(Stocked):
    """The tests."""

    def test_an_index_that_was_never_built_answers_with_nothing(self, index: Index) -> None:
        assert ask(index, "voda").documents == 0
        assert index.state().documents == 0

    def test_a_document_replaces_what_was_held_under_its_id(self, three: Index) -> None:
        three.apply([document(1, "Vode", "O vodah.")])
        assert found(three, "vozilo") == []
        assert found(three, "vodah") == [1]

    def test_a_removed_document_is_gone_from_hits_totals_and_facets(self, placed: Index) -> None:
        placed.apply([Removed(1), Removed(77)])
        assert sorted(found(placed)) == [2, 3, 4]
        assert ENVIRONMENT not in ask(placed).facets.bodies

    def test_the_last_of_several_changes_of_a_document_counts(self, index: Index) -> None:
        index.apply([REDAR, document(1, "Vode", "O vodah."), WASTE_ACT, Removed(2), Removed(3), BUDGET_TALK])
        assert sorted(found(index)) == [1, 3]
        assert found(index, "vozilo") == []

    def test_no_changes_leave_everything_as_it_was(self, three: Index) -> None:
        three.apply([])
        assert sorted(found(three)) == [1, 2, 3]

    def test_a_document_without_passages_is_not_in_the_index(self, three: Index) -> None:
        three.apply([document(1, "Občinski redarji"), document(4, "Prazno")])
        assert sorted(found(three)) == [2, 3]

    def test_many_generations_merge_into_the_same_answers(self, index: Index) -> None:
        for number in range(1, 31):
            index.apply([document(number, f"Odlok {number}", "voda", "zrak"), Removed(number - 5)])
        assert sorted(found(index, "voda")) == [26, 27, 28, 29, 30]
        assert (ask(index, "odlok").documents, ask(index, "voda ALI zrak").passages) == (5, 10)

    def test_a_rebuild_leaves_just_its_documents_and_tells_how_far_it_is(self, three: Index) -> None:
        told: list[int] = []
        three.rebuild(iter([WASTE_ACT, document(9, "Nov", "voda")]), told=told.append)
        assert sorted(found(three)) == [2, 9]
        assert told == [1, 2]

    def test_a_rebuild_of_nothing_leaves_nothing(self, three: Index) -> None:
        three.rebuild([])
        assert found(three) == []

    def test_the_first_of_two_documents_with_one_id_counts_in_a_rebuild(self, index: Index) -> None:
        index.rebuild([REDAR, document(1, "Vode", "O vodah."), WASTE_ACT])
        assert sorted(found(index)) == [1, 2]
        assert found(index, "vodah") == []

    def test_a_rebuild_that_breaks_off_leaves_the_old_index_serving(self, three: Index) -> None:
        with pytest.raises(RuntimeError, match="the store went away"):
            three.rebuild(_breaking_off())
        assert sorted(found(three)) == [1, 2, 3]
        three.apply([Removed(1)])
        assert sorted(found(three)) == [2, 3]

    def test_state_counts_documents_and_passages_and_its_generation_grows(self, index: Index) -> None:
        generations = [index.state().generation]
        for write in (
            lambda: index.apply([REDAR]),
            lambda: index.rebuild([REDAR]),
            lambda: index.apply([WASTE_ACT]),
            lambda: index.rebuild([REDAR, BUDGET_TALK]),
        ):
            write()
            generations.append(index.state().generation)
        assert generations == sorted(set(generations))
        assert (index.state().documents, index.state().passages) == (2, 4)

    def test_ids_and_dates_of_any_size_come_back_as_they_were(self, index: Index) -> None:
        large = 2**53 + 1
        index.apply([IndexedDocument(large, "x", document(1, "x", "voda").passages, dated=day("9999-12-31"))])
        assert ask(index).groups == (Group(large, 0.0, ((100, 0.0),), 1),)
        assert ask(index).facets.years == {9999: 1}

    def test_closing_twice_does_no_harm(self, three: Index) -> None:
        three.close()
        three.close()
        assert found(three, "redarji pooblastila vozilo") == [1]

    def test_tidying_and_looking_at_it_change_no_answer(self, index: Index) -> None:
        for number in range(1, 20):
            index.apply([document(number % 7, f"Odlok {number}", "voda", f"zrak {number}"), Removed(number % 5)])
        questions = ("voda", "odlok 19", "zrak*", '"zrak 18"', "-voda", "")
        before = [ask(index, question) for question in questions]
        while index.tidy():
            pass
        assert index.is_intact()
        assert [ask(index, question) for question in questions] == before
        assert all(answer.whole for answer in before)

    def test_an_index_that_was_never_built_is_whole_and_tidy(self, index: Index) -> None:
        assert (index.tidy(), index.is_intact(), index.state().whole) == (False, True, True)

    def test_after_a_rebuild_that_was_finished_there_is_nothing_to_go_on_with(self, three: Index) -> None:
        told: list[int] = []
        three.rebuild([REDAR, WASTE_ACT])
        three.rebuild([BUDGET_TALK], still_valid=lambda done: told.extend(done) or told)
        assert (found(three), told) == ([3], [])


def _breaking_off():  # type: ignore[no-untyped-def]
    yield document(8, "Nov", "voda")
    raise RuntimeError("the store went away")
