"""Pictures of pages: what is drawn, what is outlined, what is cut out, and what cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
from pptx import Presentation

from kb.errors import NotFound
from kb.ingest import office
from kb.ingest.pdfium import pages_in
from kb.library import Library
from kb.library.pictures import WIDTHS
from kb.model import Document, Metadata
from tests.ingest.making import line, pdf


@pytest.fixture
def plan(library: Library, tmp_path: Path) -> Document:
    path = pdf(tmp_path / "nacrt.pdf", [[line("Redar ima modro luč."), line("Druga vrstica, luč.", top=200)], []])
    [made] = library.add([path], Metadata(title="Načrt")).received
    return library.document(made.entry.document_id or 0)


def test_words_side_by_side_are_outlined_as_one(library: Library, plan: Document) -> None:
    found = library.pictures.outlined(plan, 1, "modra luč")
    assert len(found.places) == 2
    (left, top, width, height), (_, lower, _, _) = found.places
    assert 0 < left < left + width < 1
    assert 0 < top < top + height < lower < found.height


def test_a_word_is_outlined_in_any_of_its_forms_and_others_are_not(library: Library, plan: Document) -> None:
    assert len(library.pictures.outlined(plan, 1, "redarji").places) == 1
    assert library.pictures.outlined(plan, 1, "občina").places == ()
    assert library.pictures.outlined(plan, 2, "luč").places == ()


def test_the_shape_of_a_picture_is_known_once_it_is_drawn(library: Library, plan: Document) -> None:
    assert library.pictures.shape(plan, 1) is None
    library.pictures.expect()
    library.picture(plan.id, 1, WIDTHS[-1])
    assert library.pictures.shape(plan, 1) in {(1200, high) for high in (1697, 1698, 1699)}


def test_a_page_is_kept_as_a_pdf_of_its_own(library: Library, plan: Document) -> None:
    kept = library.pictures.page(plan, 2)
    assert pages_in(kept) == 1
    assert library.pictures.page(plan, 2) == kept


@pytest.mark.parametrize("number", [0, -1, 3, 99999])
def test_a_page_that_is_not_there_has_no_picture_and_is_not_tried_again(
    library: Library, plan: Document, number: int
) -> None:
    for _ in range(2):
        with pytest.raises(NotFound):
            library.picture(plan.id, number, WIDTHS[0])
        with pytest.raises(NotFound):
            library.pictures.outlined(plan, number, "luč")
    assert library.pictures.has_failed(plan, number) == (number > 0)
    assert not library.pictures.has_failed(plan, 1)


def test_a_text_has_no_pictures(library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Besedilo o redarjih.", encoding="utf-8")
    [made] = library.add([tmp_path / "a.txt"], Metadata(title="A")).received
    document = library.document(made.entry.document_id or 0)
    with pytest.raises(NotFound):
        library.pictures.page(document, 1)
    assert library.pictures.shape(document, 1) is None


def test_presentations_are_made_ready_to_be_drawn_one_after_the_other(library: Library, tmp_path: Path) -> None:
    if not office.is_available():
        pytest.skip("LibreOffice is not installed (make test installs it as root or with sudo)")
    slides = Presentation()
    slides.slides.add_slide(slides.slide_layouts[5]).shapes.title.text = "Modra luč"
    slides.save(str(tmp_path / "a.pptx"))
    [made] = library.add([tmp_path / "a.pptx"], Metadata(title="A")).received
    assert [library.pictures.catch_up(), library.pictures.catch_up()] == [True, False]
    document = library.document(made.entry.document_id or 0)
    assert len(library.pictures.outlined(document, 1, "luč").places) == 1
