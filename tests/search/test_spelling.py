from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kb.model import EVERYTHING, VISITOR, Reader, Visibility
from kb.search.index import Index, IndexedDocument
from kb.search.memory import MemoryIndex
from kb.search.plan import relaxed
from kb.search.query import parse
from kb.search.spelling import Correction, correction
from kb.search.suggesting import SuggestionBook
from tests.search.questions import document, plan

COLLECTION = [
    document(1, "Občinski redar", "Občinski redar ugotavlja istovetnost osebe."),
    document(2, "Redarji", "Redarji in redarjem; občinskemu redarju; proračun občine."),
    document(3, "Proračun", "Sprejem proračuna. Proračunska postavka za vodo."),
    document(4, "Pitna voda", "Oskrba s pitno vodo. Vode je dovolj."),
    document(5, "Skrivnost", "Zaupna predstojnica v načrtu.", visibility=Visibility.STAFF),
]


class Asked:
    """A collection with its index and its book, of which corrections are asked."""

    def __init__(self, folder: Path, documents: Sequence[IndexedDocument]) -> None:
        self.book = SuggestionBook(folder)
        self.index: Index = self.book.beside(MemoryIndex())
        self.index.apply(documents)
        self.asked = 0

    def finds(self, text: str, reader: Reader = VISITOR) -> int:
        self.asked += 1
        return self.index.search(plan(text, reader=reader)).documents

    def finds_some(self, text: str, reader: Reader) -> bool:
        wider = relaxed(plan(text, reader=reader))
        return wider is not None and self.index.search(replace(wider, limit=0)).documents > 0

    def __call__(self, text: str, reader: Reader = VISITOR) -> str:
        meant = self.correction(text, reader)
        return meant.text if meant else ""

    def correction(self, text: str, reader: Reader = VISITOR) -> Correction | None:
        return correction(
            text,
            parse(text).node,
            found=self.finds(text, reader),
            word_finds=lambda word: self.finds(word, reader),
            finds=lambda whole: self.finds(whole, reader),
            finds_some=lambda whole: self.finds_some(whole, reader),
            near=self.book.near,
        )


@pytest.fixture(scope="module")
def meant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    asked = Asked(tmp_path_factory.mktemp("book"), COLLECTION)
    yield asked
    asked.book.close()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("istovetonst", "istovetnost"),
        ("istvetnost", "istovetnost"),
        ("prorčaun", "proračun"),
        ("prorcaun", "proračun"),
        ("Prorčaun", "Proračun"),
        ("redajrem", "redarjem"),
        ("obcniski redra", "občinski redar"),
        ('"občinski redra"', '"občinski redar"'),
        ("istovetonst leto:2017.. ALI voda", ""),
        ("prorčaun -voda", "proračun -voda"),
        ("(prorčaun)", "(proračun)"),
        ("prorčaun prorčaun", "proračun proračun"),
        ("pitna vdoa", "pitna voda"),
    ],
)
def test_a_mistyped_word_is_put_right_where_it_stands(meant: Asked, typed: str, expected: str) -> None:
    assert meant(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "redar", "redarja", "obcinski", "proracunom", "voda",
        "zvezdoslovje", "qwertz", "x", "", "*", "redra*", "=istovetonst", '="občinski redra"', "139/06", "12. člen",
        "ZORde", "PRORČAUN-A", "zp1", "komisija:redra", "-istovetonst", "123456789",
    ],
)  # fmt: skip
def test_what_is_right_exact_or_unlike_anything_is_left_alone(meant: Asked, typed: str) -> None:
    assert meant(typed) == ""


def test_the_changed_words_are_marked(meant: Asked) -> None:
    found = meant.correction("občinski redra v uniformi")
    assert found is not None
    assert [piece.text for piece in found.pieces if piece.marked] == ["redar"]


def test_a_reader_is_shown_no_word_that_only_others_may_read(meant: Asked) -> None:
    assert meant("predstojncia", VISITOR) == ""
    assert meant("predstojncia", EVERYTHING) == "predstojnica"


def test_forms_of_a_lemma_are_one_candidate_and_the_nearest_is_shown(tmp_path: Path) -> None:
    many = [document(number, "", "župana župani župan") for number in range(1, 9)]
    asked = Asked(tmp_path, [*many, document(20, "", "županom"), document(21, "", "kupon")])
    assert asked("županmo") == "županom"
    assert asked("župxni") == "župani"
    asked.book.close()


def test_of_words_equally_near_the_more_frequent_is_meant(tmp_path: Path) -> None:
    asked = Asked(tmp_path, [document(1, "", "cesta"), *(document(n, "", "mesta") for n in range(2, 12))])
    assert asked("xesta") == "mesta"
    asked.book.close()


def test_a_word_of_few_documents_gives_way_only_to_a_much_more_frequent_neighbour(tmp_path: Path) -> None:
    misread = [document(1, "", "občinksi svet")]
    few = Asked(tmp_path / "few", [*misread, *(document(n, "", "občinski svet") for n in range(2, 6))])
    many = Asked(tmp_path / "many", [*misread, *(document(n, "", "občinski svet") for n in range(2, 16))])
    assert (few("občinksi"), many("občinksi")) == ("", "občinski")
    few.book.close()
    many.book.close()


def test_a_correction_that_finds_no_more_than_was_found_is_not_given(tmp_path: Path) -> None:
    asked = Asked(tmp_path, [document(1, "", "rdeča voda"), document(2, "", "modri zrak")])
    assert asked("rdeča vdoa") == "rdeča voda"
    assert asked("modri vdoa") == "modri voda", "nothing holds both, but some of the words find more than none"
    assert asked("vdoa -voda") == ""
    asked.book.close()


def test_a_question_of_many_mistyped_words_asks_the_index_a_bounded_number_of_times(meant: Asked) -> None:
    before = meant.asked
    meant(" ".join(f"istovetons{letter}" for letter in "abcdefghijklmnoprstuvz"))
    assert meant.asked - before < 50


def test_a_question_of_a_page_is_not_corrected(meant: Asked) -> None:
    assert meant("občinski rwdar")
    assert not meant("občinski rwdar " + " ".join(f"beseda{letter}" for letter in "abcdefghijklmnoprstuvz" * 2))
