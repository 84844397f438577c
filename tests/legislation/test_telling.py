"""What stands in the way of an order is told in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kb.legislation.amendments as amendments
from kb.legislation.amendments.telling import PHRASES, phrase

MODULES = [path.read_text(encoding="utf-8") for path in Path(amendments.__file__).parent.glob("*.py")]


@pytest.mark.parametrize("key", PHRASES)
def test_a_phrase_says_the_same_values_in_both_languages_and_is_used(key: str) -> None:
    slovene, english = PHRASES[key]
    assert slovene.count("{}") == english.count("{}")
    assert slovene != english
    assert any(re.search(rf'"{key}"(?!: \()', source) for source in MODULES)


def test_a_phrase_is_told_with_its_values() -> None:
    told = phrase("often", "odprta", 2)
    assert told.text() == "besedilo »odprta« je na tem mestu 2-krat"
    assert told.text("en") == "the words »odprta« are at that place 2 times"
