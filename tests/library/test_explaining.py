"""Why hits are hits: words, places and weights of a real index."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.library import Library, Question
from kb.model import Metadata

Write = Callable[[str, str], Path]


@pytest.fixture
def filled(library: Library, write: Write) -> Library:
    texts = {
        "a.md": "# Občinsko redarstvo\n\nRedarja pokliče župan. Redar uporabi palico.\n",
        "b.md": "# Voda\n\nŽupan skrbi za vodo.\n",
        "c.md": "# Zrak\n\nŽupan skrbi za zrak.\n",
    }
    library.add([write(name, text) for name, text in texts.items()], Metadata())
    return library


def test_a_rarer_word_brings_more_and_the_shares_come_to_one(filled: Library) -> None:
    results = filled.find(Question("župan redar"))
    [why] = filled.why(results).values()
    assert [reason.asked for reason in why.reasons] == ["redar", "župan"]
    assert sum(reason.share for reason in why.reasons) == pytest.approx(1)
    assert why.reasons[0].standing[-1].forms == (("redarja", 1), ("redar", 1))


def test_of_a_relaxed_question_what_is_missing_is_named(filled: Library) -> None:
    [why] = filled.why(filled.find(Question("palica čelada"))).values()
    assert why.missing == ("čelada",)


def test_only_the_passages_asked_about_are_explained(filled: Library) -> None:
    results = filled.find(Question("župan"))
    ids = [hit.passage.id for found in results.groups for hit in found.hits]
    assert set(filled.why(results)) == set(ids)
    assert set(filled.why(results, passages=ids[:1])) == set(ids[:1])
    assert filled.why(results, passages=(999_999,)) == {}


def test_a_question_without_words_has_hits_without_reasons(filled: Library) -> None:
    assert all(not why.reasons for why in filled.why(filled.find(Question("leto:2020.."))).values())
    assert filled.why(filled.find(Question("nikjer"))) == {}
