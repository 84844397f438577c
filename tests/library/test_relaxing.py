"""How far a question is relaxed, over an index in memory."""

from __future__ import annotations

import pytest

from kb.library.relaxing import ENOUGH, Breadth, answered
from kb.search.index import Index
from kb.search.memory import MemoryIndex
from kb.search.plan import Sort
from kb.search.tree import Node
from tests.search.questions import document, plan

WHOLE = "občinski redar uporabi prisilno sredstvo"


def index_of(*texts: str) -> Index:
    index = MemoryIndex()
    index.rebuild([document(number, "x", text) for number, text in enumerate(texts, 1)])
    return index


def asked(index: Index, text: str, *, strictly: bool = False, **chosen: object) -> tuple[Breadth, int, int]:
    """Gives how broad the answer is, how many documents have all words, and how many are found."""
    given = answered(index, plan(text, **chosen), widened=_as_it_is, strictly=strictly)
    return given.breadth, given.with_all, given.ranked.documents


def _as_it_is(node: Node) -> Node:
    return node


SOME = index_of(WHOLE, "občinski redar uporabi", "župan", "prisilno")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("občinski redar", (Breadth.ALL, 2, 2)),
        ("redar prisilno", (Breadth.ALL, 1, 1)),
        ("redar v prisilno", (Breadth.MOST, 0, 3)),
        ("redar župan", (Breadth.ANY, 0, 3)),
        ("Kdaj sme občinski redar uporabiti silo?", (Breadth.MOST, 0, 2)),
        (WHOLE, (Breadth.MOST, 1, 2)),
        ("občinski redar uporabi prisilno*", (Breadth.ALL, 1, 1)),
        ('občinski redar uporabi "prisilno sredstvo"', (Breadth.ALL, 1, 1)),
        ("nikjer", (Breadth.ALL, 0, 0)),
        ("nikjer nobeden nihče", (Breadth.ALL, 0, 0)),
        ("", (Breadth.ALL, 4, 4)),
        ("-redar", (Breadth.ALL, 2, 2)),
    ],
)
def test_all_words_then_most_then_any(text: str, expected: tuple[Breadth, int, int]) -> None:
    assert asked(SOME, text) == expected


def test_a_long_question_that_finds_enough_is_left_as_it_is() -> None:
    index = index_of(*[WHOLE] * ENOUGH, "občinski redar uporabi prisilno")
    assert asked(index, WHOLE) == (Breadth.ALL, ENOUGH, ENOUGH)


def test_asked_strictly_or_by_date_a_question_with_hits_is_not_relaxed() -> None:
    assert asked(SOME, WHOLE, strictly=True) == (Breadth.ALL, 1, 1)
    assert asked(SOME, WHOLE, sort=Sort.NEWEST) == (Breadth.ALL, 1, 1)
    assert asked(SOME, "redar župan", strictly=True)[0] is Breadth.ANY


def test_little_words_do_not_make_a_question_long() -> None:
    index = index_of("rezervacija v vrtcu je na voljo", "rezervacija v vrtcu")
    assert asked(index, "rezervacija v vrtcu je na voljo") == (Breadth.ALL, 1, 1)


def test_pages_of_a_relaxed_answer_are_relaxed_alike() -> None:
    pages = [answered(SOME, plan(WHOLE, offset=at, limit=1), widened=_as_it_is) for at in (0, 1, 2)]
    assert [each.breadth for each in pages] == [Breadth.MOST] * 3
    assert [[group.document_id for group in each.ranked.groups] for each in pages] == [[1], [2], []]
