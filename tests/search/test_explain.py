"""Why a passage is a hit, in words."""

from __future__ import annotations

import pytest

from kb.search.explain import Standing, Why, in_words, why
from kb.search.tree import Alike, And, Asked, Most, Near, Node, Not, Phrase, Word

REDAR, SILA, GLOBA = Word("redar"), Word("sila"), Word("globa")
TEXT = (
    "Redarja in redarje pokliče župan. Kdaj potem, nato in kasneje, zdaj, vmes ter nazadnje uporabijo silo, pove zakon."
)


def of(query: Node, *, weights: dict[Asked, float] | None = None, text: str = TEXT) -> Why:
    return why(query, title="Občinski redar", heading="Sila", text=text, weights=weights or {})


def test_forms_are_told_by_field_with_how_often_they_stand_there() -> None:
    [reason] = of(REDAR, weights={REDAR: 2.0}).reasons
    assert reason.standing == (
        Standing("title", (("redar", 1),)),
        Standing("text", (("redarja", 1), ("redarje", 1))),
    )
    assert (reason.asked, reason.share, reason.early) == ("redar", 1.0, True)


def test_shares_are_of_what_stands_there_and_the_weightiest_is_first() -> None:
    found = of(And((REDAR, SILA)), weights={REDAR: 1.0, SILA: 3.0})
    assert [(reason.asked, reason.share) for reason in found.reasons] == [("sila", 0.75), ("redar", 0.25)]


def test_what_is_missing_is_named_but_not_what_only_stands_for_a_word() -> None:
    found = of(Most((REDAR, Alike(GLOBA, (Word("kazen"),)), Not(SILA))))
    assert (found.missing, [reason.asked for reason in found.reasons]) == (("globa",), ["redar"])


def test_words_side_by_side_and_a_title_that_has_it_all_are_told() -> None:
    found = of(And((Word("občinski"), REDAR)), text="Občinskega redarja ni.")
    assert (found.together, found.whole_title) == (("občinski redar",), True)
    assert not of(And((REDAR, SILA))).together


@pytest.mark.parametrize(
    ("text", "early"),
    [
        ("redar", True),
        (TEXT.replace("Redarja in redarje", "Ljudi"), False),
        ("a " * 11 + "redar", True),
        ("a " * 12 + "redar", False),
    ],
)
def test_early_are_the_first_words_of_the_text(text: str, early: bool) -> None:
    found = why(REDAR, title="Redar", heading="", text=text, weights={})
    assert [reason.early for reason in found.reasons] == [early]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (REDAR, "redar"),
        (Word("red", prefix=True), "red*"),
        (Phrase(("občinski", "redar")), '"občinski redar"'),
        (Near((REDAR, GLOBA), 3), "redar … globa"),
    ],
)
def test_what_was_asked_for_is_told_as_it_was_typed(asked: Asked, expected: str) -> None:
    assert in_words(asked) == expected


def test_a_question_for_nothing_has_no_reasons() -> None:
    assert of(Not(REDAR)) == Why((), (), (), False)
