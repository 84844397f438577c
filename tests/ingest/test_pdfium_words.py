"""Where the words of a page stand, and a page cut out of a PDF."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import Unreadable
from kb.ingest.pdfium import cut_out, page_blocks, pages_in, word_places
from tests.ingest.formats.pdfs import at, raw_pdf
from tests.ingest.making import line, pdf, written


def test_words_stand_where_they_are_shown(tmp_path: Path) -> None:
    height, words = word_places(pdf(tmp_path / "a.pdf", [[line("Modra luč", left=59.5, top=84.2)]]), 1)
    assert height == pytest.approx(842 / 595, abs=0.001)
    assert [word.text for word in words] == ["Modra", "luč"]
    modra, luc = words
    assert modra.left == pytest.approx(0.1, abs=0.01)
    assert modra.top < 84.2 / 595 <= modra.bottom + 0.01
    assert luc.left > modra.right
    assert luc.top == pytest.approx(modra.top, abs=0.01)


def test_words_of_a_turned_page_stand_where_the_turned_page_shows_them(tmp_path: Path) -> None:
    turned = raw_pdf(tmp_path / "a.pdf", at(72, 770, "Zgoraj"), page=b"/Rotate 90")
    height, [word] = word_places(turned, 1)
    assert height == pytest.approx(595 / 842, abs=0.001)
    assert word.left > 0.9
    assert 0 < word.top < word.bottom < height


def test_a_page_without_words_has_none(tmp_path: Path) -> None:
    assert word_places(pdf(tmp_path / "a.pdf", [[]]), 1)[1] == ()


def test_a_page_is_cut_out_alone(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [[line("Prva stran")], [line("Druga stran")]])
    cut_out(path, 2, tmp_path / "b.pdf")
    assert pages_in(tmp_path / "b.pdf") == 1
    assert [block.text for block in page_blocks(tmp_path / "b.pdf", 1)] == ["Druga stran"]
    cut_out(path, 2, tmp_path / "c.pdf")
    assert (tmp_path / "c.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


@pytest.mark.parametrize("number", [0, 3, 99])
def test_a_page_that_is_not_there_is_refused(tmp_path: Path, number: int) -> None:
    path = pdf(tmp_path / "a.pdf", [[line("Prva")], [line("Druga")]])
    with pytest.raises(Unreadable):
        cut_out(path, number, tmp_path / "b.pdf")
    with pytest.raises(Unreadable):
        word_places(path, number)


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        word_places(written(tmp_path / "a.pdf", "besedilo"), 1)
