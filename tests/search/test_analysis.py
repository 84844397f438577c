"""Text into keys: one way for the index and for questions."""

from __future__ import annotations

import doctest
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kb.search.analysis
import kb.search.patterns
from kb.search.analysis import LONGEST_KEY, analysis_version, index_keys, tokens
from kb.search.patterns import NO_INDEX, exact_keys, explained, phrase_keys, prefix_keys, query_keys

Keys = list[tuple[str, ...]]


class Known(set[str]):
    """The vocabulary of some texts."""

    def __init__(self, *texts: str) -> None:
        super().__init__(key for text in texts for keys in index_keys(text) for key in keys)

    def beginning(self, prefix: str) -> list[str]:
        return sorted(key for key in self if key.startswith(prefix))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("— … ***", []),
        ("Občinskega REDARJA", [("občinski", "=občinskega"), ("#redarja", "redar", "=redarja")]),
        ("ZOR-ed velja", [("#zored", "=zor-ed"), ("veljati", "=velja")]),
        ("ZORed-A", [("#zored-a", "#zored", "=zored-a")]),
        ("ZLS", [("#zls", "zls", "=zls")]),
        ("Hoče - Slivnica", [("hoteti", "hoče", "=hoče"), ("slivnica", "=slivnica")]),
        ("e-pošte", [("e", "=e", "epošta", "=epošte"), ("pošta", "=pošte")]),
        ("12.a člena", [("12a", "=12a", "#12a.člen"), ("člen", "=člena")]),
        ("12. člen", [("12", "=12", "#12.člen"), ("člen", "=člen")]),
        ("ČLEN 12", [("#člen", "člen", "=člen", "#12.člen"), ("12", "=12")]),
        ("12. ab", [("12", "=12"), ("ab", "=ab")]),
        (
            "2. in 3.a člena",
            [("2", "=2", "#2.člen"), ("in", "=in"), ("3a", "=3a", "#3a.člen"), ("člen", "=člena")],
        ),
        ("7. do 9. čl.", [("7", "=7", "#7.člen", "#8.člen"), ("do", "=do"), ("9", "=9", "#9.člen"), ("čl", "=čl")]),
        ("1., 2. in 3. točka", [("1", "=1"), ("2", "=2"), ("in", "=in"), ("3", "=3"), ("točka", "=točka")]),
        ("2018 - 2030-0045", [("2018", "=2018", "#2018-2030-0045"), ("2030", "=2030"), ("0045", "=0045")]),
        ("št. 139/06", [("št", "=št"), ("#139/06",)]),
        ("EVA 2006-1911-0047", [("#eva", "ev", "eva", "=eva"), ("#2006-1911-0047", "2006")]),
        ("1.234,5", [("1", "=1"), ("234", "=234"), ("5", "=5")]),
        ("ime_datoteke", [("ime", "=ime"), ("datoteka", "=datoteke")]),
        ("m²", [("m²", "=m²", "~m²")]),
        ("Müllerja", [("müllerja", "=müllerja", "~mullerja")]),
    ],
)
def test_a_text_is_indexed_under_its_keys(text: str, expected: Keys) -> None:
    assert index_keys(text) == expected


def test_an_english_text_has_english_keys_and_its_names_slovene_ones() -> None:
    found = index_keys("The municipalities of Ljubljana", language="en")
    assert found[1] == ("=municipalities", "+municipaliti")
    assert "ljubljana" in found[3]


def test_a_long_text_without_stresice_is_found_under_the_words_it_stands_for() -> None:
    padding = "redar nadzira promet v mestu in pri tem ravna po navodilu " * 2
    assert "občinski" in index_keys(f"{padding} obcinskega")[-1]
    assert "občinski" not in index_keys(f"{padding} šola obcinskega")[-1]


TEXT = "Občinski redarji po ZOR-ed, koša, kosa; Đorđe. 12. člen, 139/06. OZ oz. OBČINA"


@pytest.mark.parametrize(
    ("word", "text", "is_met"),
    [
        ("redarjem", TEXT, True),
        ("REDAR", TEXT, True),
        ("obcinskega", TEXT, True),
        ("občinah", TEXT, True),
        ("zored", TEXT, True),
        ("zoredom", TEXT, True),
        ("ZORED", TEXT, True),
        ("ZORed-A", TEXT, False),
        ("ZORed", "ZORed-A", True),
        ("dorde", TEXT, True),
        ("139/2006", TEXT, True),
        ("139", TEXT, False),
        ("OZ", "OZ oz.", True),
        ("12. člen", TEXT, True),
        ("12", TEXT, True),
        ("12. člen", "člen 12", True),
        ("epošta", "e-pošto", True),
        ("e-pošta", "epošto", True),
        ("čaj", TEXT, False),
    ],
)
def test_a_word_of_a_question_meets_its_forms(word: str, text: str, is_met: bool) -> None:
    known = Known(TEXT, text)
    asked = {key for pattern in query_keys(word, known) for keys in pattern for key in keys}
    assert any(asked & set(keys) for keys in index_keys(text)) is is_met


def test_a_short_acronym_that_the_index_has_is_not_the_word_that_looks_like_it() -> None:
    assert query_keys("OZ", Known("OZ in oz.")) == ((("#oz",),),)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ZOR-ed", ((("#zored",),),)),
        ("139/06", ((("#139/06",),),)),
        ("x/139/06", ((("x",), ("#139/06",)),)),
        ("***", ()),
        ("", ()),
    ],
)
def test_a_word_is_met_by_any_of_its_patterns(word: str, expected: object) -> None:
    assert query_keys(word, Known("x ZOR-ed 139/06")) == expected


def test_a_phrase_is_met_by_its_positions_side_by_side_in_any_form() -> None:
    known = Known("občinskega redarja")
    (pattern,) = phrase_keys(("občinski", "redar"), known)
    assert ["občinski" in pattern[0], "redar" in pattern[1]] == [True, True]
    assert phrase_keys((), known) == phrase_keys(("-", "–"), known) == ()


def test_an_exact_phrase_is_met_by_just_its_forms() -> None:
    assert exact_keys("Občinskega redarja v ZOR-ed 139/06") == (
        (("=občinskega",), ("=redarja",), ("=v",), ("=zor-ed",), ("#139/06",)),
    )
    assert exact_keys("–") == ()


def test_a_beginning_is_met_by_the_forms_that_are_in_the_index() -> None:
    known = Known("redar redarjev občinski občan")
    assert prefix_keys("redarj", known) == ((("=redarjev",),),)
    assert prefix_keys("obc", known) == ((("=občan", "=občinski"),),)
    assert prefix_keys("nič", known) == ((("=nič",),),)


def test_a_token_tells_where_it_stands_and_where_the_longer_word_ends() -> None:
    text = "po 12. členu ZOR-ed."
    _, number, article, acronym = tokens(text)
    assert text[number.start : number.end] == "12"
    assert text[number.start : number.wide_end] == "12. členu"
    assert [text[each.start : each.end] for each in (article, acronym)] == ["členu", "ZOR-ed"]


def test_a_key_is_cut_the_same_way_for_index_and_question() -> None:
    word = "č" * 5000
    assert index_keys(word)[0][0] == query_keys(word)[0][0][0] == "č" * LONGEST_KEY


def test_each_token_is_explained_by_what_it_is_indexed_under_and_asked_with() -> None:
    rows = explained("občinskega ZORed-om")
    assert rows[0][:2] == ("občinskega", ("občinski", "=občinskega"))
    assert "občinski" in rows[0][2]
    assert rows[1] == ("ZORed-om", ("#zored", "=zored-om"), ("#zored",))


def test_the_version_names_the_lemma_data() -> None:
    assert "lemmagen3" in analysis_version()
    assert "simplemma" in analysis_version()


@given(st.text(max_size=80))
def test_tokens_stand_in_order_and_within_the_text(text: str) -> None:
    places = [place for token in tokens(text) for place in (token.start, token.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
    assert [(*token.keys, *token.wide) for token in tokens(text, language="sl")] == index_keys(text)
    assert len(explained(text)) == len(index_keys(text))


@given(st.text(alphabet="abcčžZO-'.1_/ ", max_size=30))
def test_a_text_without_spaces_is_met_by_itself(text: str) -> None:
    word = text.replace(" ", "")
    keys = index_keys(word)
    for pattern in query_keys(word, Known(word))[-1:]:
        assert all(set(wanted) & set(keys[place]) for place, wanted in enumerate(pattern))
    for pattern in exact_keys(word):
        assert all(set(wanted) & set(keys[place]) for place, wanted in enumerate(pattern))


@pytest.mark.parametrize("unit", ["12.", "1/2", "a-", "12. ", "člen ", "ZO", "12.a ", "1-", "'a", "čl. 1"])
def test_a_hostile_text_takes_time_in_proportion_to_its_length(unit: str) -> None:
    spent = []
    for size in (50_000, 200_000):
        started = time.process_time()
        tokens(unit * (size // len(unit)))
        spent.append(time.process_time() - started)
    assert spent[1] < 20 * spent[0] + 1


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(kb.search.analysis).failed == 0
    assert doctest.testmod(kb.search.patterns).failed == 0
    assert "občina" in query_keys("občine", NO_INDEX)[0][0]
