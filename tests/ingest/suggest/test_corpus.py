"""How often the suggestions for the sample materials are what their manifest says; the floors are what was measured."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from typing import Any

import pytest

from kb.ingest import divide, extract
from kb.ingest.suggest import Suggestion, Suggestions, suggest
from kb.ingest.titles import title_of
from kb.model import Extract
from kb.slovene.calendar import dates_in
from kb.slovene.fold import fold
from tests.ingest.suggest.making import NAMES, ROOT

CORPUS = ROOT / "corpus"
_WORD = re.compile(r"[^\W_]+")
_ALIKE = 0.8


@dataclass(frozen=True)
class Judged:
    """A document of the corpus: what its manifest says, and what is suggested."""

    told: dict[str, Any]
    extract: Extract
    found: Suggestions


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    manifest = tomllib.loads((CORPUS / "manifest.toml").read_text(encoding="utf-8"))
    return [_judge(told) for told in manifest["document"]]


def _judge(told: dict[str, Any]) -> Judged:
    read = extract(CORPUS / told["file"])
    return Judged(told, read, suggest(read, divide(read), names=NAMES))


def _value(suggestion: Suggestion[Any] | None) -> Any:
    return suggestion.value if suggestion else None


def _are_alike(one: str, other: str) -> bool:
    """Tells whether two titles share most of their words (Dice's coefficient)."""
    words, others = set(_WORD.findall(fold(one))), set(_WORD.findall(fold(other)))
    return 2 * len(words & others) >= _ALIKE * (len(words) + len(others)) > 0


def _bears_its_date(each: Judged) -> bool:
    text = "\n".join(block.text for unit in each.extract.units for block in unit.blocks)
    return any(found.day == each.told["date"] and not found.is_month for found in dates_in(text))


def _first(suggestions: tuple[Suggestion[str], ...]) -> str:
    return suggestions[0].value if suggestions else ""


def _precision_and_recall(judged: list[Judged], field: str) -> tuple[float, float]:
    pairs = [({each.value for each in getattr(one.found, field)}, set(one.told[field])) for one in judged]
    right = sum(len(found & told) for found, told in pairs)
    return right / sum(len(found) for found, _ in pairs), right / sum(len(told) for _, told in pairs)


def test_titles_are_right(judged: list[Judged]) -> None:
    right = sum(_are_alike(_value(each.found.title) or "", each.told["title"]) for each in judged)
    assert right / len(judged) >= 0.98


def test_titles_are_mostly_right_without_the_properties_of_files(judged: list[Judged]) -> None:
    right = 0
    for each in judged:
        bare = replace(each.extract, title="")
        bare = replace(bare, title=title_of(bare))
        found = _value(suggest(bare, divide(bare), names=NAMES).title) or ""
        right += _are_alike(found, each.told["title"])
    assert right / len(judged) >= 0.75


def test_every_date_that_the_text_bears_is_found(judged: list[Judged]) -> None:
    bearing = [each for each in judged if _bears_its_date(each)]
    assert len(bearing) >= 0.55 * len(judged)
    assert sum(_value(each.found.dated) == each.told["date"] for each in bearing) / len(bearing) >= 0.95


def test_a_date_that_is_sure_is_right(judged: list[Judged]) -> None:
    sure = [each for each in judged if each.found.dated and each.found.dated.confidence >= 0.5]
    assert sum(_value(each.found.dated) == each.told["date"] for each in sure) / len(sure) >= 0.97


def test_kinds_are_right(judged: list[Judged]) -> None:
    assert sum(_value(each.found.kind) == each.told["kind"] for each in judged) / len(judged) >= 0.95


def test_languages_are_right(judged: list[Judged]) -> None:
    assert sum(_value(each.found.language) == each.told["language"] for each in judged) == len(judged)


def test_bodies_are_right(judged: list[Judged]) -> None:
    precision, recall = _precision_and_recall(judged, "bodies")
    assert sum(_first(each.found.bodies) in each.told["bodies"] for each in judged) / len(judged) >= 0.8
    assert (precision >= 0.88, recall >= 0.73) == (True, True)


def test_topics_are_right(judged: list[Judged]) -> None:
    precision, recall = _precision_and_recall(judged, "topics")
    assert sum(_first(each.found.topics) in each.told["topics"] for each in judged) / len(judged) >= 0.95
    assert (precision >= 0.77, recall >= 0.7) == (True, True)


def test_every_suggestion_tells_its_place(judged: list[Judged]) -> None:
    for each in judged:
        found = each.found
        every = [found.title, found.dated, found.kind, found.language, *found.topics, *found.bodies, *found.acts]
        assert all(one.seen.place and one.seen.words for one in every if one), each.told["file"]
