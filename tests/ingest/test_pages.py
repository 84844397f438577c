"""Pages that read badly: scored, read again by pdfium, named for OCR and for staff."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import NoText, Unreadable
from kb.ingest import extract
from kb.ingest.pages import read_again, read_by_pdfium, scored
from kb.model import Block, BlockKind, Extract, Unit, UnitKind
from tests.ingest.making import line, pdf, written

GOOD = "Občinski svet je na svoji seji sprejel odlok o proračunu občine za prihodnje leto."
GARBAGE = "(cid:12)(cid:4)(cid:99) (cid:3)(cid:3)(cid:81)(cid:7) (cid:9)(cid:44)(cid:12)(cid:4)(cid:99)"


def pages(*texts: str, warnings: tuple[str, ...] = (), is_partial: bool = False) -> Extract:
    units = [
        Unit(UnitKind.PAGE, number, (Block(BlockKind.PARAGRAPH, text),) if text else ())
        for number, text in enumerate(texts, 1)
    ]
    return Extract("application/pdf", tuple(units), warnings=warnings, is_partial=is_partial)


def test_a_page_that_reads_well_is_left_as_it_is() -> None:
    found = scored(pages(GOOD))
    assert (found.unread, found.warnings) == ((), ())
    assert found.units[0].quality > 0.9


def test_pages_without_text_and_pages_of_garbage_are_unread_and_told_apart() -> None:
    found = scored(pages(GOOD, "", GARBAGE))
    assert found.unread == (2, 3)
    bare, bad = found.warnings
    assert bare == "Brez besedila je stran 2."
    assert bad.startswith("Slabo je berljiva stran 3 (ocena 0,")


def test_a_running_header_is_no_text_of_a_page() -> None:
    header = Unit(UnitKind.PAGE, 1, (Block(BlockKind.HEADER, GOOD),))
    assert scored(Extract("application/pdf", (header,))).unread == (1,)


def test_a_bad_page_is_taken_from_pdfium_where_that_reads_better(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [[line(GOOD)], [line(GOOD)]])
    found = read_again(scored(pages(GOOD, GARBAGE)), path)
    assert [unit.by for unit in found.units] == ["", "pdfium"]
    assert found.units[1].blocks[0].text == GOOD
    assert (found.unread, found.warnings) == ((), ())


def test_a_bad_page_stays_where_pdfium_reads_nothing(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [[]])
    found = read_again(scored(pages(GARBAGE)), path)
    assert (found.units[0].by, found.unread) == ("", (1,))


def test_a_broken_page_that_pdfium_reads_is_broken_no_more(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [[line(GOOD)], [line(GOOD)]])
    first = scored(pages(GOOD, "", warnings=("Ni bilo mogoče prebrati strani 2.",), is_partial=True))
    assert (first.is_partial, first.warnings) == (True, ("Ni bilo mogoče prebrati strani 2.",))
    again = read_again(first, path)
    assert (again.is_partial, again.warnings, again.unread) == (False, (), ())


def test_a_reading_that_stopped_stays_partial_when_a_broken_page_is_mended(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [[line(GOOD)]])
    told = ("Ni bilo mogoče prebrati strani 1.", "Branje se je ustavilo po strani 1.")
    again = read_again(scored(pages("", warnings=told, is_partial=True)), path)
    assert (again.is_partial, again.warnings) == (True, told[1:])


def test_a_file_that_does_not_open_is_read_whole_by_pdfium(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [[line(GOOD)], []])
    found = read_by_pdfium(path, Unreadable("PDFSyntaxError"))
    assert [unit.by for unit in found.units] == ["pdfium", ""]
    assert found.unread == (2,)


def test_the_first_reason_stands_where_pdfium_reads_nothing_either(tmp_path: Path) -> None:
    for path in (pdf(tmp_path / "a.pdf", [[]]), written(tmp_path / "b.pdf", b"%PDF-1.4\nni")):
        with pytest.raises(Unreadable) as raised:
            read_by_pdfium(path, Unreadable("PDFSyntaxError"))
        assert raised.value.detail == "PDFSyntaxError"


def test_what_is_known_before_the_second_reading_is_told(tmp_path: Path) -> None:
    told: list[object] = []
    found = extract(pdf(tmp_path / "a.pdf", [[line(GOOD)], []]), first=told.append)
    assert told == [found]
    with pytest.raises(NoText):
        extract(pdf(tmp_path / "b.pdf", [[]]), first=told.append)
    assert isinstance(told[1], NoText)
