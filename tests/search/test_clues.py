"""What the closer look goes by."""

from __future__ import annotations

import pytest

from kb.search.clues import MOST_WORDS, clues_of, is_reference, related_keys
from kb.search.patterns import query_keys
from kb.search.plan import relaxed
from kb.search.tree import Alike, And, Everything, Most, Near, Node, Not, Or, Phrase, Word
from tests.search.questions import plan

A, B, C = Word("a"), Word("b"), Word("c")
AB, BC = Phrase(("a", "b")), Phrase(("b", "c"))


@pytest.mark.parametrize(
    ("query", "words", "pairs"),
    [
        (A, (A,), ()),
        (And((A, B, C)), (A, B, C), ((A, B), (B, C))),
        (And((A, B, A)), (A, B), ((A, B), (B, A))),
        (Most((A, B)), (A, B), ((A, B),)),
        (And((Most((A, B)), Not(C))), (A, B), ((A, B),)),
        (And((A, Not(B), C)), (A, C), ()),
        (And((A, AB, C)), (A, AB, C), ()),
        (Or((A, B)), (A, B), ()),
        (And((A, Alike(And((B, C)), (AB,)))), (A, B, C), ((A, B), (B, C))),
        (And((A, Near((B, C), 3))), (A,), ()),
        (And((A, Word("b", prefix=True))), (A,), ()),
        (Everything(), (), ()),
        (Not(A), (), ()),
    ],
)
def test_words_in_order_and_those_side_by_side(query: Node, words: tuple[Node, ...], pairs: tuple[Node, ...]) -> None:
    clues = clues_of(query)
    assert (clues.words, clues.pairs) == (words, pairs)


def test_related_words_count_where_the_question_was_relaxed() -> None:
    made = plan("redar globa -sod")
    wider = relaxed(made)
    assert wider is not None
    assert (clues_of(made.query).related, clues_of(wider.query).related) == (False, True)


def test_of_a_very_long_question_the_first_words_are_looked_at() -> None:
    assert len(clues_of(And(tuple(Word(f"w{number}") for number in range(60)))).words) == MOST_WORDS


class Keys(list[str]):
    """A vocabulary of a few keys."""

    def beginning(self, prefix: str) -> list[str]:
        return sorted(key for key in self if key.startswith(prefix))


KEYS = Keys(["plačati", "plačilo", "plačnik", "plan", "plačxx", "=plačilo", "sila", "silabus", "#zored", "zored"])


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("plačila", ("plačilo",)),
        ("sile", ("sila",)),
        ("Hoče-Slivnica", ()),
    ],
)
def test_related_words_begin_with_the_same_letters(word: str, expected: tuple[str, ...]) -> None:
    found = related_keys(query_keys(word, KEYS), KEYS)
    assert set(expected) <= set(found)
    assert not {"plan", "silabus", "=plačilo"} & set(found)


def test_of_a_longer_lemma_all_with_its_first_five_letters_are_related() -> None:
    assert set(related_keys((((("plačilo"),),),), KEYS)) == {"plačilo"}
    assert set(related_keys(((("plačati",),),), Keys(["plačati", "plačan", "plačilo"]))) == {"plačati", "plačan"}


def test_an_acronym_is_related_to_itself_only() -> None:
    assert related_keys(((("#zored", "zored", "=zored"),),), KEYS) == ("#zored", "zored")
    assert is_reference(((("#zored", "zored"),),))
    assert not is_reference(((("redar",),),))
