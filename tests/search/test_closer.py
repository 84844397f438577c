"""The closer look at the best passages, in the twin; tests/search/test_agreement.py holds the engines together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.search.index import IndexedDocument
from kb.search.memory import MemoryIndex
from kb.search.plan import Plan, mostly, relaxed
from kb.search.ranking import CLOSER_LOOK, prior_of_kinds
from kb.search.tree import Most, Word
from tests.search.questions import ACT, SLIDES, ask, day, document, found, plan

FILLER = "beseda tukaj tam nekje drugje povsod nikjer kjerkoli zdaj potem nato kasneje vmes končno spet"


def index_of(*documents: IndexedDocument) -> MemoryIndex:
    index = MemoryIndex()
    index.rebuild(documents)
    return index


def test_a_word_at_the_beginning_weighs_more_than_one_at_the_end() -> None:
    assert found(index_of(document(1, "x", f"{FILLER} voda"), document(2, "x", f"voda {FILLER}")), "voda") == [2, 1]


def test_a_word_in_the_heading_stands_before_all_text() -> None:
    index = index_of(document(1, "x", f"nekaj | {FILLER} voda"), document(2, "x", f"voda | {FILLER} {FILLER}"))
    assert found(index, "voda") == [2, 1]


def test_words_side_by_side_as_in_the_question_weigh_more() -> None:
    apart, together = f"{FILLER} pitna tam voda {FILLER}", f"{FILLER} tam pitne vode {FILLER}"
    assert found(index_of(document(1, "x", apart), document(2, "x", together)), "pitna voda") == [2, 1]


def test_a_document_whose_title_has_all_the_words_is_first() -> None:
    index = index_of(document(1, "x", f"pitna voda {FILLER}"), document(2, "Pitna voda v občini", f"uvod {FILLER}"))
    assert found(index, "pitna voda") == [2, 1]


def test_an_act_that_is_named_in_the_title_goes_before_texts_that_mention_it() -> None:
    mentioned = document(1, "Povzetek", f"Globa po ZORed {FILLER}")
    index = index_of(mentioned, document(2, "Zakon o redarstvu (ZORed)", f"Globa redarja {FILLER}"))
    assert found(index, "globa ZORed") == [2, 1]


def test_where_the_question_is_relaxed_related_words_count_too() -> None:
    unrelated = document(1, "x", f"delovno razmerje {FILLER} {FILLER}")
    index = index_of(
        unrelated, document(2, "x", f"razmerje {FILLER} preneha delavec preneha"), document(3, "y", "prenehati")
    )
    wider = relaxed(plan("prenehanje razmerja sodišče"))
    assert wider is not None
    assert [group.document_id for group in index.search(wider).groups] == [2, 1]


def test_a_newer_text_goes_before_an_older_one_and_law_in_force_before_slides() -> None:
    old, new = document(1, "x", "voda", dated=day("2004-01-01")), document(2, "x", "voda", dated=day("2024-01-01"))
    scores = {group.document_id: group.score for group in ask(index_of(old, new), "voda").groups}
    assert 1 < scores[2] / scores[1] < 1.03
    index = index_of(document(1, "x", "voda", kind=SLIDES), document(2, "x", "voda", kind=ACT))
    asked = replace(plan("voda"), kind_priors=tuple(prior_of_kinds({"zakon": ACT, "predstavitev": SLIDES}).items()))
    assert [group.document_id for group in index.search(asked).groups] == [2, 1]


def test_what_is_not_looked_at_closer_stays_behind() -> None:
    often = [document(number, "x", f"{FILLER} voda voda voda") for number in range(1, CLOSER_LOOK + 1)]
    index = index_of(*often, document(1_000, "x", f"voda {FILLER} {FILLER} {FILLER}"))
    assert found(index, "voda")[-1] == 1_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("obdolžilni predlog mora vsebovati", {1, 2}),
        ("mora vsebovati neznanka nepoznanka", {1, 3}),
        ("mora vsebovati obdolžilni", {1, 2, 3}),
    ],
)
def test_most_of_the_words_are_those_that_carry_most_of_their_rarity(text: str, expected: set[int]) -> None:
    common = [document(number, "x", f"mora {FILLER}") for number in range(10, 40)]
    index = index_of(
        document(1, "x", "obdolžilni predlog mora vsebovati"),
        document(2, "x", "obdolžilni predlog"),
        document(3, "x", "mora vsebovati"),
        *common,
    )
    wider = mostly(plan(text, limit=100))
    assert wider is not None
    assert {group.document_id for group in index.search(wider).groups} == expected


def test_any_of_the_words_will_do_without_a_share() -> None:
    index = index_of(document(1, "x", "voda"), document(2, "x", "zrak"), document(3, "x", "hrup"))
    ranked = index.search(Plan(Most((Word("voda"), Word("zrak"))), reader=plan().reader))
    assert {group.document_id for group in ranked.groups} == {1, 2}
