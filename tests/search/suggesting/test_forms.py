from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.search.suggesting import SuggestionBook
from kb.search.suggesting.told import LONGEST_FORM
from kb.slovene.fold import fold
from tests.search.questions import document


@pytest.fixture
def book(tmp_path: Path) -> Iterator[SuggestionBook]:
    opened = SuggestionBook(tmp_path)
    yield opened
    opened.close()


def near(book: SuggestionBook, word: str) -> list[tuple[str, int]]:
    return [(each.form, each.edits) for each in book.near(word)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("občinksi", [("občinski", 1)]),
        ("obcinksi", [("občinski", 1)]),
        ("OBČINSKI", [("občinski", 0)]),
        ("obcinsi", [("občinski", 1)]),
        ("obbčinsski", [("občinski", 2)]),
        ("obeisnkx", []),
        ("vdoa", [("voda", 1)]),
        ("vdo", []),
        ("vod", [("voda", 1)]),
        ("vo", []),
        ("", []),
        ("šola", [("sola", 0), ("šola", 0)]),
        ("x" * 10_000, []),
        ("\ud800\x00voda", [("voda", 2)]),
    ],
)
def test_near_forms_are_few_edits_away_strešice_apart(
    book: SuggestionBook, typed: str, expected: list[tuple[str, int]]
) -> None:
    book.take([document(1, "", "občinski voda šola sola")])
    assert sorted(near(book, typed)) == expected


def test_forms_tell_in_how_many_documents_they_are(book: SuggestionBook) -> None:
    book.take([document(1, "Voda", "voda voda"), document(2, "", "voda vode")])
    book.take([document(2, "", "voda")])
    assert {each.form: each.documents for each in book.near("voda")} == {"voda": 2, "vode": 1}


def test_new_forms_are_near_at_once(book: SuggestionBook) -> None:
    for number, word in enumerate(("voda", "vodi", "vodo"), 1):
        book.take([document(number, "", word)])
        assert len(near(book, "vodaa")) >= 1
    assert {form for form, _ in near(book, "vodu")} == {"voda", "vodi", "vodo"}


def test_a_book_made_anew_forgets_what_was_read_of_the_old(tmp_path: Path, book: SuggestionBook) -> None:
    book.take([document(1, "", "stara")])
    assert near(book, "starx") == [("stara", 1)]
    for path in tmp_path.iterdir():
        path.unlink()
    book.take([document(1, "", "nova beseda")])
    assert (near(book, "starx"), near(book, "novx")) == ([], [("nova", 1)])


def distance(one: str, other: str) -> int:
    """Gives the optimal string alignment distance, by its definition."""
    rows = [[max(i, j) if not i or not j else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (one[i - 1] != other[j - 1]))
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


_WORD = st.text(alphabet="abčsšžđéя", min_size=3, max_size=9)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(forms=st.sets(_WORD, min_size=1, max_size=12), typed=_WORD)
def test_near_forms_are_just_those_that_the_definition_gives(
    tmp_path_factory: pytest.TempPathFactory, forms: set[str], typed: str
) -> None:
    book = SuggestionBook(tmp_path_factory.mktemp("book"))
    book.take([document(1, "", " ".join(sorted(forms)))])
    most = 2 if len(typed) >= 6 else 1
    expected = {form: distance(fold(typed), fold(form)) for form in forms if len(form) <= LONGEST_FORM}
    assert dict(near(book, typed)) == {form: edits for form, edits in expected.items() if edits <= most}
    book.close()
