from collections.abc import Callable
from pathlib import Path

import pytest

from kb.config import Settings
from kb.library import Library, Question, Widened, open_library
from kb.model import EVERYTHING, Metadata
from kb.slovene.synonyms import read_rule

Write = Callable[[str, str], Path]

TEXTS = {
    "uprava.md": "# Uprava\n\nDirektor vodi občinsko upravo.\n",
    "ou.md": "# Sistemizacija\n\nSistemizacija delovnih mest v OU se spremeni.\n",
    "smeti.md": "# Čistoča\n\nSmeti ob cesti odstrani izvajalec.\n",
    "odpadki.md": "# Odvoz\n\nKomunalni odpadki se zbirajo ločeno.\n",
}


@pytest.fixture
def stocked(library: Library, write: Write) -> Library:
    library.add([write(name, text) for name, text in TEXTS.items()], Metadata())
    library.add_synonyms(read_rule("smeti => komunalni odpadki"))
    return library


def titles(library: Library, text: str, **more: bool) -> list[str]:
    return [found.document.title for found in library.find(Question(text, **more), reader=EVERYTHING).groups]  # type: ignore[arg-type]


def test_a_question_finds_what_means_the_same_after_what_it_says(stocked: Library) -> None:
    assert titles(stocked, "OU") == ["Sistemizacija", "Uprava"]
    assert titles(stocked, "občinske uprave") == ["Uprava", "Sistemizacija"]
    assert titles(stocked, "obcinska uprava sistemizacija") == ["Sistemizacija"]


def test_one_way_is_one_way(stocked: Library) -> None:
    assert titles(stocked, "smetmi") == ["Čistoča", "Odvoz"]
    assert titles(stocked, "komunalni odpadki") == ["Odvoz"]


def test_what_was_searched_too_is_told_and_can_be_left_out(stocked: Library) -> None:
    results = stocked.find(Question("smeti"))
    assert results.widened == (Widened("smeti", ("komunalni odpadki",)),)
    exactly = stocked.find(Question("smeti", exactly=True))
    assert [found.document.title for found in exactly.groups] == ["Čistoča"]
    assert exactly.widened == results.widened


def test_the_words_searched_too_are_marked(stocked: Library) -> None:
    found = {each.document.title: each for each in stocked.find(Question("smeti")).groups}
    assert [piece.text for piece in found["Odvoz"].hits[0].snippet if piece.marked] == ["Komunalni odpadki"]


def test_an_edit_takes_effect_at_once_also_where_another_process_made_it(stocked: Library, settings: Settings) -> None:
    assert titles(stocked, "direktorica") == []
    with open_library(settings) as other:
        added = other.add_synonyms(read_rule("direktorica => direktor"))
    assert titles(stocked, "direktorici") == ["Uprava"]
    stocked.remove_synonyms(added.id)
    assert titles(stocked, "direktorica") == []


def test_synonyms_help_where_only_some_of_the_words_are_found(stocked: Library) -> None:
    results = stocked.find(Question("smetnjak OU kolesarnica"), reader=EVERYTHING)
    assert results.relaxed
    assert {found.document.title for found in results.groups} == {"Sistemizacija", "Uprava"}
