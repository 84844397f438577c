"""The second extractor: text of a page by pdfium."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import DocumentError, Locked, TooCostly, Unreadable
from kb.ingest.pdfium import page_blocks, pages_in, size_of
from kb.model import BlockKind
from tests.ingest.making import line, pdf, written


def test_the_text_of_a_page_comes_in_paragraphs_under_headings(tmp_path: Path) -> None:
    first = "Občinski svet Občine Šoštanj je na svoji 12. redni seji sprejel naslednji odlok, s"
    page = [
        line("Splošne določbe", top=72, size=18),
        line(first, top=110),
        line("katerim se določa cena plakatiranja na javnih površinah.", top=124),
        line("Župan izvršuje odlok.", top=160),
    ]
    blocks = page_blocks(pdf(tmp_path / "a.pdf", [page]), 1)
    whole = f"{first} katerim se določa cena plakatiranja na javnih površinah."
    assert [block.text for block in blocks] == ["Splošne določbe", whole, "Župan izvršuje odlok."]
    assert blocks[0].kind is BlockKind.HEADING


def test_a_word_cut_at_the_end_of_a_line_is_whole(tmp_path: Path) -> None:
    page = [line("Občina skrbi za gospodarno rav-"), line("nanje s premoženjem.", top=86)]
    assert [block.text for block in page_blocks(pdf(tmp_path / "a.pdf", [page]), 1)] == [
        "Občina skrbi za gospodarno ravnanje s premoženjem."
    ]


def test_each_page_is_read_by_its_number(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [[line("Prva stran")], [line("Druga stran")], []])
    assert pages_in(path) == 3
    assert [block.text for block in page_blocks(path, 2)] == ["Druga stran"]
    assert page_blocks(path, 3) == ()
    assert size_of(path, 1) == (595, 842)


def test_the_number_of_the_page_stands_apart(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [[line("Besedilo strani."), line("Stran 4", top=820)]])
    assert [block.kind for block in page_blocks(path, 1)] == [BlockKind.PARAGRAPH, BlockKind.FOOTER]


def test_a_locked_a_damaged_and_a_missing_page_say_so(tmp_path: Path) -> None:
    with pytest.raises(Locked):
        page_blocks(pdf(tmp_path / "a.pdf", [[line("Skrivnost")]], password=b"x"), 1)
    with pytest.raises(Unreadable):
        pages_in(written(tmp_path / "b.pdf", "%PDF-1.4 nothing"))
    for number in (0, 2):
        with pytest.raises(Unreadable):
            page_blocks(pdf(tmp_path / "c.pdf", [[line("Ena")]]), number)


def test_a_page_of_absurd_size_has_no_size(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [[line("Ena")]])
    written(path, path.read_bytes().replace(b"[0 0 595 842]", b"[0 0 15000 9]"))
    with pytest.raises(TooCostly):
        size_of(path, 1)


def test_whatever_a_real_trouble_file_holds_it_is_read_or_has_a_named_reason(shared: Path) -> None:
    outcomes = set()
    for path in sorted((shared / "robustness" / "pdf").glob("*.pdf")):
        try:
            outcomes.add("text" if page_blocks(path, 1) else "no text")
        except DocumentError as error:
            outcomes.add(error.key)
    assert outcomes == {"text", "no text", "locked", "unreadable"}
