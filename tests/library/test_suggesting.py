import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.config import Settings
from kb.library import Library, Question, SuggestedSort, open_library
from kb.model import EVERYTHING, VISITOR, Metadata, Reader, Visibility

Write = Callable[[str, str], Path]

WARDEN = "# {}\n\nObčinski redar ugotavlja istovetnost. Občinski redar nosi uniformo.\n"


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library with two documents, for tests that only read."""
    folder = tmp_path_factory.mktemp("suggesting")
    for name, title in (("a.md", "Priročnik za redarje"), ("b.md", "Red")):
        (folder / name).write_text(WARDEN.format(title), encoding="utf-8")
    with open_library(Settings(home=folder / "data")) as library:
        library.add([folder / "a.md", folder / "b.md"], Metadata())
        yield library


def suggested(library: Library, typed: str, sort: SuggestedSort, reader: Reader = VISITOR, **more: str) -> list[str]:
    found = library.suggest_question(typed, reader=reader, **more)
    return [each.text for each in found if each.sort is sort]


@pytest.mark.parametrize(
    ("typed", "sort", "expected"),
    [
        ("zored", SuggestedSort.ACT, "ZORed – Zakon o občinskem redarstvu"),
        ("zakon o obc redarst", SuggestedSort.ACT, "ZORed – Zakon o občinskem redarstvu"),
        ("obc red", SuggestedSort.BODY, "Komisija za občinsko redarsko službo"),
        ("redarstva", SuggestedSort.TOPIC, "Občinsko redarstvo"),
        ("red", SuggestedSort.PHRASE, "občinski redar"),
        ("prirocnika", SuggestedSort.DOCUMENT, "Priročnik za redarje"),
    ],
)
def test_acts_bodies_topics_phrases_and_titles_are_suggested(
    stocked: Library, typed: str, sort: SuggestedSort, expected: str
) -> None:
    assert expected in suggested(stocked, typed, sort)


def test_names_are_suggested_in_the_language_of_the_page_and_found_in_either(stocked: Library) -> None:
    for typed in ("commission for env", "komisija za okolje"):
        assert suggested(stocked, typed, SuggestedSort.BODY, language="sl")[0] == "Komisija za okolje"
        assert suggested(stocked, typed, SuggestedSort.BODY, language="en")[0] == "Commission for the environment"


def test_a_suggestion_tells_where_it_leads(stocked: Library) -> None:
    found = {each.sort: each for each in reversed(stocked.suggest_question("redar"))}
    [document] = stocked.find(Question("priročnik")).groups
    assert found[SuggestedSort.BODY].slug == "k-redarstvo"
    assert found[SuggestedSort.DOCUMENT].document_id == document.document.id
    assert (found[SuggestedSort.ACT].ask, found[SuggestedSort.PHRASE].ask) == ("ZORed", "občinski redar")


@pytest.mark.parametrize("visibility", list(Visibility))
def test_nothing_is_suggested_or_corrected_from_what_the_reader_may_not_see(
    library: Library, write: Write, visibility: Visibility
) -> None:
    paths = [write("a.md", WARDEN.format("Tajni priročnik")), write("b.md", WARDEN.format("Tajni dodatek"))]
    library.add(paths, Metadata(visibility=visibility, bodies=("k-redarstvo",)))
    for reader, seen in ((VISITOR, visibility is Visibility.PUBLIC), (EVERYTHING, True)):
        assert bool(suggested(library, "tajn", SuggestedSort.DOCUMENT, reader)) is seen
        assert ("občinski redar" in suggested(library, "redar", SuggestedSort.PHRASE, reader)) is seen
        assert bool(library.find(Question("istovetonst"), reader=reader).correction) is seen


def test_a_question_that_finds_nothing_is_told_as_it_may_be_meant(library: Library, write: Write) -> None:
    library.add([write("a.md", WARDEN.format("Redarstvo"))], Metadata(bodies=("k-redarstvo",)))
    found = library.find(Question("istovetonst redra", bodies=("k-redarstvo",)))
    assert found.correction is not None
    assert found.correction.text == "istovetnost redar"
    assert library.find(Question(found.correction.text)).documents == 1
    assert library.find(Question("istovetnost")).correction is None
    assert library.find(Question("istovetonst", page=2)).correction is None
    assert library.find(Question("istovetonst", bodies=("k-gjs",))).correction is None, "it finds nothing there"


def test_new_documents_are_suggested_as_soon_as_they_are_found(library: Library, write: Write) -> None:
    for name in ("Prvi", "Drugi", "Tretji"):
        library.add([write(f"{name}.md", f"# {name} odgovor\n\nBesedilo.\n")], Metadata())
        assert f"{name} odgovor" in suggested(library, "odgovor", SuggestedSort.DOCUMENT)


def test_a_book_that_was_lost_is_filled_again_from_the_store(settings: Settings, write: Write) -> None:
    with open_library(settings) as library:
        library.add([write("a.md", WARDEN.format("Priročnik"))], Metadata())
    shutil.rmtree(settings.suggestions_folder)
    with open_library(settings) as library:
        assert suggested(library, "prirocnik", SuggestedSort.DOCUMENT) == []
        assert library.index_marked() == 0
        assert suggested(library, "prirocnik", SuggestedSort.DOCUMENT) == ["Priročnik"]


@pytest.mark.parametrize("typed", ["", " ", "a", "*", "\x00", '"', "č" * 100_000, "zz zz " * 5000, "🙂🙂", "\u202eabc"])
def test_anything_may_be_typed(stocked: Library, typed: str) -> None:
    assert isinstance(stocked.suggest_question(typed), tuple)
