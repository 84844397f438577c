"""Scans, slips and strangers: read as far as sure, what is doubtful is told, and every word can still be found."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kb.ingest import divide, extract
from kb.legislation.citations import find_citations
from kb.legislation.lawtext import read_law
from kb.model import LocatorKind

TEXT = "Besedilo člena, ki nekaj določa."


def act(*headings: str) -> list[str]:
    return ["ODLOK", "o redu", *(line for heading in headings for line in (heading, TEXT))]


LAWS = [
    (act("1. člen", "l2. člen", "3. člen", "4. člen"), ["1", "3", "4"], ["gap"]),
    (act("11. člen", "l2. člen", "13. člen"), ["11", "12", "13"], ["misread"]),
    (act("1. člen", "2. člen", "3. člen", "4, člen"), ["1", "2", "3", "4"], ["misread"]),
    (act("l. člen", "2. člen", "3. č1en"), ["1", "2", "3"], ["misread", "misread"]),
    (act("9. člen", "IO. člen", "1 1. člen", "12. člen", "13. clen"), ["9", "10", "11", "12", "13"], ["misread"] * 3),
    (act("1. člen", "2. člen", "4. člen", "3. člen"), ["1", "2", "4", "3"], ["gap", "order"]),
    (act("1. člen", "2. člen", "2. člen", "3. člen"), ["1", "2", "2", "3"], ["twice"]),
    (act("1. člen", "2. člen", "5. člen"), ["1", "2", "5"], ["gap"]),
    (act("1. člen", f"2. člen {TEXT}", "3. člen"), ["1", "2", "3"], []),
    (act("1. člen", "2. člen Zakona o cestah ne velja.", "3. člen", "4. člen"), ["1", "3", "4"], ["gap"]),
    (["Zapisnik", TEXT, "Sestanek je bil sklican.", TEXT], [], ["none"]),
    (["Act on Municipal Wardens", "Article 1", "This act governs wardens.", "Article 2", "It applies."], [], ["none"]),
    (["1. člen", "(1) Ena.", "(3) Tri.", "2. člen", TEXT, "3. člen", TEXT], ["1", "2", "3"], ["paragraphs"]),
    ([""], [], ["none"]),
]


@pytest.mark.parametrize(("lines", "numbers", "doubts"), LAWS)
def test_articles_are_read_as_far_as_sure_and_the_doubt_is_told(
    lines: list[str], numbers: list[str], doubts: list[str]
) -> None:
    law = read_law(lines)
    assert [article.number for article in law.articles] == numbers
    assert [doubt.key for doubt in law.doubts] == doubts
    assert len({article.id for article in law.articles}) == len(law.articles)


def test_a_doubt_about_a_spoilt_heading_says_what_stands_there() -> None:
    doubts = read_law(act("11. člen", "l2. člen", "13. člen")).doubts
    assert doubts[0].detail == "»l2. člen« je prebrano kot 12. člen"


@pytest.mark.parametrize("lines", [lines for lines, _, _ in LAWS if lines != [""]])
def test_every_word_of_such_a_text_is_in_a_passage(tmp_path: Path, lines: list[str]) -> None:
    path = tmp_path / "besedilo.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    passages = divide(extract(path))
    told = " ".join(f"{passage.locator.label()} {passage.heading} {passage.text}" for passage in passages)
    assert all(word in told for line in lines for word in line.split() if len(word) > 6)


def test_a_text_that_is_no_law_is_divided_by_page(tmp_path: Path) -> None:
    path = tmp_path / "minutes.txt"
    path.write_text("Minutes of the meeting\n\nArticle 5 was discussed.\n", encoding="utf-8")
    assert {passage.locator.kind for passage in divide(extract(path))} != {LocatorKind.ARTICLE}


@pytest.mark.parametrize(
    "text", ["Article 5 of the Municipal Act applies.", "See Section 3, paragraph 2.", "Pursuant to Art. 12(1)(b) …"]
)
def test_english_text_cites_no_slovene_law(text: str) -> None:
    assert find_citations(text) == ()


@pytest.mark.parametrize(
    "piece", ["Po 3. členu tega zakona se ", "l2. člen ", "(poglavje I (5. člen ", "»12. člen (a) "]
)
def test_two_megabytes_on_one_line_take_no_longer_than_their_length(piece: str) -> None:
    def spent(size: int) -> float:
        text = piece * (size // len(piece))
        started = time.process_time()
        read_law([text])
        find_citations(text)
        return time.process_time() - started

    small = spent(100_000)
    assert spent(400_000) <= 10 * small + 0.5  # the square would be sixteen times
