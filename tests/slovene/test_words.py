"""Lemma keys: the forms of a word share one."""

from __future__ import annotations

import doctest

import pytest

import kb.slovene.words
from kb.slovene.words import accented, bare_keys, document_keys, is_word, lemma_data, question_keys, restored_keys

FAMILIES = [
    "redar redarja redarji REDARJEM Redarjev",
    "občinski občinskega občinskih OBČINSKIM",
    "seja seje sejo sejah",
    "globa globi globe glob",
    "otrok otroka otroci otrokom",
    "človek ljudje ljudi",
    "Ljubljana Ljubljani LJUBLJANE",
    "Loka Loki Loke",
    "vrtec vrtca vrtci",
    "naročilo naročili naročil",
]
STRANGERS = [("redar", "redarstvo"), ("občina", "občan"), ("kosa", "koš"), ("svet", "svetnik"), ("seja", "se")]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_form_of_a_word_is_met_by_every_other(family: str) -> None:
    forms = family.split()
    assert [
        (asked, text) for asked in forms for text in forms if not set(question_keys(asked)) & set(document_keys(text))
    ] == []


@pytest.mark.parametrize(("one", "other"), STRANGERS)
def test_words_that_only_look_alike_do_not_meet(one: str, other: str) -> None:
    assert not set(question_keys(one)) & set(document_keys(other))


@pytest.mark.parametrize("form", ["12", "x", "št", "m²", "привет", "č" * 5000, "ab1", "ĝ", "𝔘𝔫𝔦"])
def test_what_is_no_slovene_word_is_its_own_key(form: str) -> None:
    assert document_keys(form) == question_keys(form) == (form.lower(),)


def test_no_key_of_a_longer_word_has_one_or_two_letters() -> None:
    assert all(len(key) > 2 for form in ("seja", "vrata", "sila", "pasu") for key in document_keys(form))


def test_the_accented_words_that_may_be_meant_are_all_of_them_but_the_word_itself() -> None:
    assert accented("casa") == ("caša", "časa", "čaša")
    assert accented("redar") == accented("") == ()
    assert accented("czs" * 12) == ()


@pytest.mark.parametrize(
    ("form", "expected"),
    [("občina", True), ("komisijo", True), ("kosa", True), ("obcina", False), ("zupan", False), ("zupanih", False)],
)
def test_a_word_typed_without_stresice_is_no_word(form: str, expected: bool) -> None:
    assert is_word(form) is expected


INDEX = {"občinski", "=občinskega", "kosa", "=kosa", "koš", "=koša", "=obcinskemu", "župan", "=župan"}


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("obcinskega", {"občinski"}),
        ("OBCINSKI", {"občinski"}),
        ("obcinskemu", {"občinski"}),
        ("zupana", {"župan"}),
        ("kosa", {"kosa"}),
        ("koša", {"koš"}),
        ("zelje", set()),
    ],
)
def test_accents_are_restored_for_forms_that_the_index_does_not_know(form: str, expected: set[str]) -> None:
    keys = restored_keys(form, surface_in_index=lambda low: "=" + low in INDEX, key_in_index=INDEX.__contains__)
    assert set(keys) & INDEX == expected


def test_a_text_without_stresice_is_found_under_the_words_it_stands_for() -> None:
    assert "občinski" in bare_keys("obcinskega")
    assert bare_keys("redarja") == document_keys("redarja")
    assert bare_keys("kosa") == document_keys("kosa")


def test_the_versions_of_all_lemma_data_are_told() -> None:
    assert [part.split()[0] for part in lemma_data().split(", ")] == ["lemmagen3", "simplemma", "overlay"]


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(kb.slovene.words).failed == 0
