"""The light rule for English words."""

from __future__ import annotations

import doctest

import pytest

import kb.slovene.english
from kb.slovene.english import english_key


@pytest.mark.parametrize(
    "family",
    [
        "municipality municipalities",
        "plan plans planned planning",
        "manage manages managed managing",
        "control controls controlled controlling",
        "apply applies applied applying",
        "Class classes",
        "child children",
        "use uses used using",
    ],
)
def test_the_forms_of_a_word_have_one_key(family: str) -> None:
    assert len({english_key(word) for word in family.split()}) == 1


@pytest.mark.parametrize(("one", "other"), [("bus", "business"), ("speed", "spe"), ("status", "state"), ("is", "i")])
def test_other_words_have_other_keys(one: str, other: str) -> None:
    assert english_key(one) != english_key(other)


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(kb.slovene.english).failed == 0
