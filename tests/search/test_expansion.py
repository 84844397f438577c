"""What stands for what is put beside the words of a question, and beside nothing else."""

from __future__ import annotations

import doctest

import pytest

import kb.search.expansion
from kb.search.expansion import Standing, Wordings, expand, spoken
from kb.search.query import parse
from kb.search.tree import Alike, And, Most, Near, Node, Not, Or, Phrase, Word

ACT, WARDEN, FINE = Word("ZORed"), Word("čuvaj"), Word("kazen")
TABLE = Wordings(
    [
        (("zakon", "o", "občinskem", "redarstvu"), Standing((ACT,))),
        (("občinski", "redar"), Standing((WARDEN,), weight=0.25)),
        (("redar",), Standing((FINE, WARDEN))),
        ((), Standing((FINE,))),
        (("prazno",), Standing(())),
    ]
)


def expanded(question: str | Node) -> Node:
    node = parse(question).node if isinstance(question, str) else question
    return expand(node, TABLE.find, longest=TABLE.longest)


def words(text: str) -> Node:
    return And(tuple(map(Word, text.split())))


def test_a_word_in_any_form_is_joined_by_what_stands_for_it() -> None:
    assert expanded("redarjem") == Alike(Word("redarjem"), (FINE, WARDEN))


@pytest.mark.parametrize("typed", ["zakona o občinskem redarstvu", "ZAKON O OBCINSKEM REDARSTVU"])
def test_a_run_of_words_is_joined_as_one(typed: str) -> None:
    assert expanded(typed) == Alike(words(typed), (ACT,))
    assert expanded(f'"{typed}"') == Alike(Phrase(tuple(typed.split())), (ACT,))


def test_the_longest_run_counts_and_what_stands_around_it_stays() -> None:
    found = expanded("globa občinskega redarja vrt")
    assert found == And((Word("globa"), Alike(words("občinskega redarja"), (WARDEN,), 0.25), Word("vrt")))


@pytest.mark.parametrize(
    "typed",
    ["-redar", "redar*", '="redar"', '"redar in občan"', "občinski", "zakon o občinskem", "prazno", "", "-(redar)"],
)
def test_what_is_excluded_cut_exact_or_other_stays(typed: str) -> None:
    assert expanded(typed) == parse(typed).node


def test_words_near_one_another_and_what_stands_for_words_already_stay() -> None:
    near = Near((Word("redar"), Word("globa")), 3)
    for node in (near, Alike(Word("redar"), (Word("x"),)), Not(Word("redar"))):
        assert expanded(node) == node


def test_alternatives_are_joined_one_by_one() -> None:
    either = Or((Alike(Word("redar"), (FINE, WARDEN)), Word("vrt")))
    assert expanded("redar ALI vrt") == either
    assert expanded("globa redar ALI vrt") == And((Word("globa"), either))


def test_each_word_of_a_relaxed_question_stays_a_part() -> None:
    parts = (*words("globa občinskega redarja").parts, Or((Word("redar"), Word("vrt"))))  # type: ignore[union-attr]
    found = expanded(Most(parts, 0.4))
    first, second = (Alike(Word(word), (WARDEN,), 0.25) for word in ("občinskega", "redarja"))
    either = Or((Alike(Word("redar"), (FINE, WARDEN)), Word("vrt")))
    assert found == Most((Word("globa"), first, second, either), 0.4)


def test_a_filter_parts_the_words_around_it() -> None:
    found = expanded("občinski leto:2020 redar")
    assert isinstance(found, And)
    assert found.parts[2] == Alike(Word("redar"), (FINE, WARDEN))


def test_what_a_question_speaks_of_is_found_with_its_words() -> None:
    node = parse("globa -redar občinski redar ALI vrt (redar x)").node
    found = [(run, standing.others) for run, standing in spoken(node, TABLE.find, longest=TABLE.longest)]
    assert ((Word("redar"),), (FINE, WARDEN)) in found
    assert all(run != (Not(Word("redar")),) for run, _ in found)


def test_rows_with_the_same_words_are_all_found_in_their_order() -> None:
    table = Wordings([(("voda",), 1), (("zrak",), 2), (("vode",), 3)])
    assert table.find_all(("vodi",)) == [1, 3]
    assert (table.find(("vodovod",)), table.find(())) == (None, None)


def test_how_long_a_run_may_be_is_known_by_its_first_word() -> None:
    table = Wordings([(("pitna", "voda"), 1), (("pitna", "voda", "v", "občini"), 2), (("zrak",), 3)])
    assert [table.longest(word) for word in ("pitno", "zraka", "voda", "")] == [4, 1, 1, 1]


def test_the_longest_question_is_expanded_without_end_of_work() -> None:
    question = words("zakon o občinskem " * 21)
    assert expanded(question) == question


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(kb.search.expansion).failed == 0
