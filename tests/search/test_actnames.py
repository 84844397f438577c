"""An act is named by acronym, title and number, and each of them finds what the others do."""

from __future__ import annotations

import datetime as dt

import pytest

from kb.legislation.register import Act, Register, read_register
from kb.search.actnames import ActNames, Meant, NamedBy, title_words
from kb.search.expansion import expand, spoken
from kb.search.memory import MemoryIndex
from kb.search.plan import Plan
from kb.search.query import parse
from kb.search.tree import Alike, Node, Phrase, Word, asked_for
from tests.search.questions import document

NAMES = ActNames(Register(read_register()))

FIRST_NAMED = [
    ("ZORed", ["ZORed"], NamedBy.ACRONYM),
    ("po ZOR-edom", ["ZORed"], NamedBy.ACRONYM),
    ("zakona o obcinskem redarstvu", ["ZORed"], NamedBy.TITLE),
    ('globa "zakonom o občinskem redarstvu"', ["ZORed"], NamedBy.TITLE),
    ("139/06", ["ZORed"], NamedBy.GAZETTE),
    ("št. 139/2006", ["ZORed"], NamedBy.GAZETTE),
    ("(Uradni list RS, št. 139/06, 9/17)", ["ZORed"], NamedBy.GAZETTE),
    ("Ur. l. RS, št. 94/07 – uradno prečiščeno besedilo, 76/08", ["ZLS"], NamedBy.GAZETTE),
    ("Uradni list RS, št. 94/07 – UPB, 45/08", ["ZLV"], NamedBy.GAZETTE),
    ("76/08", ["ZLS"], NamedBy.LISTED),
    ("117/06", ["ZDavP-2", "ZDDV-1", "ZDoh-2", "ZDDPO-2"], NamedBy.GAZETTE),
    ("SOP 2006-01-6040", ["ZORed"], NamedBy.IDENTIFIER),
    ("2017-01-0406", ["ZORed-A"], NamedBy.IDENTIFIER),
    ("ZORed-A", ["ZORed-A"], NamedBy.ACRONYM),
    ("ZORed-a", ["ZORed"], NamedBy.ACRONYM),
    ("zakon o cestah", ["ZCes-2", "ZCes-1"], NamedBy.TITLE),
    ("Zakon o spremembah in dopolnitvah Zakona o občinskem redarstvu", ["ZORed-A"], NamedBy.TITLE),
    ("zup", ["ZUP"], NamedBy.ACRONYM),
    ("stvarnopravnega zakonika", ["SPZ"], NamedBy.TITLE),
]
NOTHING_NAMED = [
    "oz",
    "zakon o",
    "občinsko redarstvo",
    "1/99",
    "12",
    "-ZORed",
    "ZOR*",
    '="ZORed"',
    "ZORed-1",
    "eva",
    "🙂",
]

TEXTS = [
    "po ZORed velja",
    "Zakona o občinskem redarstvu",
    "(Uradni list RS, št. 139/06 in 9/17)",
    "Ur. l. RS, št. 139/2006",
    "SOP: 2006-01-6040",
    "Zakon o prekrških in ZP-1",
]


def first_named(question: str) -> Meant:
    return next(meant for _, meant in spoken(parse(question).node, NAMES.find, longest=NAMES.longest))


def widened(question: str) -> Node:
    return expand(parse(question).node, NAMES.stands_for, longest=NAMES.longest)


@pytest.mark.parametrize(("question", "acronyms", "by"), FIRST_NAMED)
def test_a_question_names_an_act(question: str, acronyms: list[str], by: NamedBy) -> None:
    meant = first_named(question)
    assert ([act.acronym for act in meant.acts], meant.by) == (acronyms, by)


@pytest.mark.parametrize("question", NOTHING_NAMED)
def test_other_words_name_no_act(question: str) -> None:
    assert list(spoken(parse(question).node, NAMES.find, longest=NAMES.longest)) == []
    assert widened(question) == parse(question).node


def test_a_change_without_a_row_is_known_by_its_act_and_nothing_stands_for_it() -> None:
    assert (first_named("ZORed-C").amendment, first_named("ZORed-C").acts[0].acronym) == ("C", "ZORed")
    assert widened("ZORed-C") == Word("ZORed-C")


@pytest.mark.parametrize(
    "question",
    [
        "ZORed",
        "zor-edom",
        "Zakon o občinskem redarstvu",
        '"zakonom o obcinskem redarstvu"',
        "Uradni list RS, št. 139/06",
        "Ur. l. RS, št. 139/2006, 9/17",
        "139/06",
        "SOP 2006-01-6040",
    ],
)
def test_any_name_finds_what_holds_any_of_them(question: str) -> None:
    index = MemoryIndex()
    index.apply([document(number, "x", text) for number, text in enumerate(TEXTS, 1)])
    found = [group.document_id for group in index.search(Plan(query=widened(question))).groups]
    assert sorted(found) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("question", "first"), [("ZORed", 1), ("zakon o občinskem redarstvu", 2), ("2006-01-6040", 5)])
def test_what_was_typed_goes_first_and_numbers_last(question: str, first: int) -> None:
    index = MemoryIndex()
    index.apply([document(number, "x", text) for number, text in enumerate(TEXTS, 1)])
    found = [group.document_id for group in index.search(Plan(query=widened(question))).groups]
    assert found[0] == first
    assert set(found[1:]) == {1, 2, 3, 4, 5} - {first}


def test_the_title_of_two_acts_stands_for_that_in_force() -> None:
    title = Phrase(("Zakon", "o", "cestah"))
    assert title in asked_for(widened("ZCes-2"))
    assert title not in asked_for(widened("ZCes-1"))
    assert {Word("ZCes-1"), Word("ZCes-2")} <= set(asked_for(widened("zakon o cestah")))


def test_a_number_that_acts_share_stands_for_none() -> None:
    assert widened("117/06") == Word("117/06")
    assert Word("117/06") not in asked_for(widened("ZDDV-1"))


def test_a_citation_of_an_unknown_act_finds_its_number_however_written() -> None:
    found = widened("Uradni list RS, št. 36/2019")
    assert isinstance(found, Alike)
    assert found.others == (Word("36/19"),)


def test_an_empty_register_names_nothing() -> None:
    names = ActNames(Register(()))
    assert [names.find((word,)) for word in ("ZORed", "139/06", "", "x")] == [None] * 4


def test_the_words_of_a_title_have_no_marks() -> None:
    assert title_words("Zakon o »x« (ZX), št. 1 – del.") == ("Zakon", "o", "x", "ZX", "št", "1", "del")


def test_an_act_without_numbers_or_with_a_title_of_one_word_has_its_names() -> None:
    act = Act("GDPR", "Splošnauredba", checked_on=dt.date(2026, 11, 22))
    names = ActNames(Register([act]))
    node = expand(Word("GDPR"), names.stands_for, longest=names.longest)
    assert node == Alike(Word("GDPR"), (Word("Splošnauredba"),))
