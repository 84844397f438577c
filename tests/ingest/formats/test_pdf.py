"""PDF: pages, headings, running heads, passwords, pages without text."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import Locked, NoText, Unreadable
from kb.ingest import extract
from tests.ingest.making import blocks_of, line, passages_of, pdf, written

BODY = "Občinski svet je na seji obravnaval predlog odloka in ga soglasno sprejel."


def text(first: int, count: int) -> list[tuple[float, float, float, str, bool]]:
    return [line(BODY, top=first + 14 * at) for at in range(count)]


def test_lines_of_a_paragraph_are_joined(tmp_path: Path) -> None:
    lines = ["Župan Občine Škofljica je sklical sejo občinskega sveta", "in nanjo povabil vse vodje občinske uprave."]
    path = pdf(tmp_path / "a.pdf", [[line(words, top=100 + 13 * at) for at, words in enumerate(lines)]])
    assert blocks_of(path) == [("paragraph", " ".join(lines))]


def test_larger_type_and_bold_lines_of_their_own_are_headings(tmp_path: Path) -> None:
    page = [
        line("ZAPISNIK", top=60, size=18),
        *text(120, 3),
        line("Razprava o redarjih", top=200, bold=True),
        *text(230, 3),
    ]
    headings = [words for kind, words in blocks_of(pdf(tmp_path / "a.pdf", [page])) if kind == "heading"]
    assert headings == ["ZAPISNIK", "Razprava o redarjih"]


def test_a_page_is_cut_at_its_headings_and_the_last_one_runs_on(tmp_path: Path) -> None:
    first = [*text(80, 2), line("Prva točka", top=150, size=16), *text(190, 2)]
    second = [*text(80, 2), line("Druga točka", top=150, size=16), *text(190, 2)]
    passages = passages_of(pdf(tmp_path / "a.pdf", [first, second]))
    assert [(passage.locator.label(), passage.locator.part, passage.heading) for passage in passages] == [
        ("stran 1", 1, ""),
        ("stran 1", 2, "Prva točka"),
        ("stran 2", 1, "Prva točka"),
        ("stran 2", 2, "Druga točka"),
    ]


def test_page_numbers_and_running_heads_are_no_text(tmp_path: Path) -> None:
    pages = [
        [line(f"Uradno glasilo, št. {at}/2020", top=30), *text(120, 3), line(f"Stran {at} od 4", top=815)]
        for at in range(1, 5)
    ]
    kinds = [kind for kind, _ in blocks_of(pdf(tmp_path / "a.pdf", pages))]
    assert kinds.count("header") == kinds.count("footer") == 4
    assert "glasilo" not in "".join(passage.text for passage in passages_of(tmp_path / "a.pdf"))


def test_an_article_runs_over_pages(tmp_path: Path) -> None:
    first = [
        line(words, top=80 + 30 * at)
        for at, words in enumerate(["1. člen", "(vsebina)", BODY, "2. člen", "(pomen)", BODY])
    ]
    second = [
        line(words, top=80 + 30 * at)
        for at, words in enumerate(["Nadaljevanje drugega člena.", "3. člen", "(konec)", BODY])
    ]
    passages = passages_of(pdf(tmp_path / "a.pdf", [first, second]))
    assert [passage.locator.label() for passage in passages] == ["1. člen", "2. člen", "3. člen"]
    assert (passages[1].heading, passages[1].text) == ("pomen", f"{BODY}\nNadaljevanje drugega člena.")


def test_pages_without_text_are_named(tmp_path: Path) -> None:
    found = extract(pdf(tmp_path / "a.pdf", [text(100, 2), [], [], text(100, 2)]))
    assert found.warnings == ("Brez besedila sta strani 2–3.",)
    assert [unit.number for unit in found.units] == [1, 2, 3, 4]


def test_a_scan_has_no_text(tmp_path: Path) -> None:
    with pytest.raises(NoText):
        extract(pdf(tmp_path / "a.pdf", [[], []]))


def test_a_pdf_with_a_password_says_so(tmp_path: Path) -> None:
    with pytest.raises(Locked):
        extract(pdf(tmp_path / "a.pdf", [text(100, 2)], password=b"geslo"))


def test_a_pdf_that_opens_without_asking_is_read(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [text(100, 1)], password=b"")
    assert blocks_of(path) == [("paragraph", BODY)]


def test_a_sensible_title_is_taken_from_the_properties(tmp_path: Path) -> None:
    assert extract(pdf(tmp_path / "a.pdf", [text(100, 1)], title="Letni program dela")).title == "Letni program dela"


def test_a_broken_pdf_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        extract(written(tmp_path / "a.pdf", b"%PDF-1.4\nnothing of a PDF follows"))


def test_an_article_and_its_title_in_bold_are_two_lines(tmp_path: Path) -> None:
    lines: list[tuple[float, float, float, str, bool]] = []
    for number in (1, 2, 3):
        top = 100 + 90 * number
        lines.append(line(f"{number}. člen", left=280, top=top, bold=True))
        lines.append(line("vsebina odloka", left=262, top=top + 13, bold=True))
        lines += [line(BODY, top=top + 30), line(BODY, top=top + 43)]
    passages = passages_of(pdf(tmp_path / "a.pdf", [lines]))
    assert [(passage.locator.label(), passage.heading) for passage in passages] == [
        (f"{number}. člen", "vsebina odloka") for number in (1, 2, 3)
    ]
