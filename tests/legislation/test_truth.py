"""Citations against what a person has read, and articles against a plain count of lines: the measures of bench/."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.counted import Counted, counted
from bench.truth import DATA, UNCLEAR, Label, compared, labels, path_of, score, text_of, windows
from kb.legislation.citations import find_citations
from kb.legislation.lawtext import read_law

OFFICIAL = DATA / "official"
STATUTES = [*sorted((OFFICIAL / "statutes_txt").glob("*.txt")), OFFICIAL / "zored/ZORed-2006.md"]
PARTS = ("dev", "test", "late", "last", "fresh", "fresh2", "fresh3")
APPENDED = {"ZJU": ("251",)}
"""Articles of amending acts that a consolidated text appends: they are no articles of the statute."""

shared = pytest.mark.skipif(not OFFICIAL.exists(), reason="ni zbirke ../shared/data/official")


def test_four_hundred_citations_and_more_have_been_read_by_a_person() -> None:
    told = [label for several in labels().values() for label in several if label.kind != UNCLEAR]
    assert len(told) >= 400
    assert {window.part for window in windows()} == {*PARTS}
    assert sum(window.number not in labels() for window in windows()) >= 60  # windows without any


@shared
def test_every_label_stands_where_the_table_says() -> None:
    for window in windows():
        text = text_of(path_of(window.file))
        assert all(text[label.start : label.end] == label.text for label in labels().get(window.number, ()))


@shared
@pytest.mark.parametrize("part", [*PARTS, ""])
def test_citations_are_right_and_found(part: str) -> None:
    told = score(part)
    assert told.precision >= 0.98, [(window.number, each.text, each.act) for window, each in told.wrong]
    assert told.recall >= 0.97, [(window.number, label.text) for window, label in told.missed]
    assert told.exact >= 0.95 * told.right


def test_a_label_of_another_act_or_article_is_no_match() -> None:
    found = find_citations("po 12. členu ZORed")
    told = [Label("1", 3, 18, "article", "12. členu ZORed", "ZORed", ("12", "", "", ""), "")]
    assert [len(part) for part in compared(found, told, is_act=True)] == [1, 0, 0]
    for act, article in (("ZP-1", "12"), ("ZORed", "13")):
        other = [Label("1", 3, 18, "article", "12. členu ZORed", act, (article, "", "", ""), "")]
        assert [len(part) for part in compared(found, other, is_act=True)] == [0, 1, 1]


def counts(path: Path) -> Counted:
    lines = path.read_text(encoding="utf-8").split("\n")
    return counted(lines, read_law(lines))


@shared
@pytest.mark.parametrize("path", STATUTES, ids=lambda path: path.stem)
def test_every_article_is_found_and_none_invented(path: Path) -> None:
    told = counts(path)
    assert told.missing == APPENDED.get(path.stem, ())
    assert told.invented == ()
    assert told.wrong_titles == ()
    assert len(told.wrong_parts) <= 0.01 * told.parts


def test_a_plain_count_sees_what_the_reader_misses() -> None:
    law = read_law(["1. člen", "(namen)", "(1) Ena.", "2. člen", "Dve.", "3. člen", "Tri."])
    told = counted(["1. člen", "(cilj)", "(1) Ena.", "2. člen", "Dve.", "4. člen", "Štiri."], law)
    assert (told.missing, told.invented, told.wrong_titles) == (("4",), ("3",), ("1",))
