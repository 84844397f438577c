"""OCR by a real tesseract, of scans made here and of a real one; skipped where it is not installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from kb.errors import Locked, TooCostly, Unreadable
from kb.ingest import ocr
from kb.ingest.pdfium import page_blocks
from kb.ingest.quality import THRESHOLD, quality_of
from kb.model import Block, BlockKind
from tests.ingest.making import line, pdf, written
from tests.ingest.scans import HEADING, PARAGRAPHS, drawn, error_rate, scan

installed = pytest.mark.skipif(not ocr.is_available(), reason="tesseract is not installed")
slovene = pytest.mark.skipif("slv" not in ocr.languages(), reason="tesseract has no Slovene")
MUNICIPAL = Path(__file__).parents[2] / "../shared/data/official/municipal/2009_sklep-o-dolocitvi-cene-plakatiranja.pdf"
OF_2009 = (
    "Na podlagi četrtega odstavka 6. člena Odloka o plakatiranju in oglaševanju v Občini Sveta Trojica v Slovenskih "
    "goricah (MUV, št. 32/2009) in 31. člena Statuta Občine Sveta Trojica v Slovenskih goricah (MUV, št. 02/2007 in "
    "29/2007) izdaja župan Občine Sveta Trojica v Slovenskih goricah naslednji SKLEP O DOLOČITVI CENE PLAKATIRANJA I. "
    "V ceno plakatiranja je vključeno: sprejem, nameščanje, odstranitev ter morebitna zamenjava poškodovanih plakatov "
    "oziroma oglasov. II. Cena plakatiranja na javno plakatno mesto v občini Sveta Trojica v Slovenskih goricah je "
    "naslednja: Cena enkratnega plakatiranja 46,00 EUR Cene vključujejo DDV. V občini Sveta Trojica v Slovenskih "
    "goricah je trenutno 16 plakatnih mest. III. Ta sklep začne veljati z dnem sprejetja."
)
WANTED = " ".join((HEADING, *PARAGRAPHS))


def text_of(blocks: tuple[Block, ...]) -> str:
    return " ".join(block.text for block in blocks)


def error_rate_of_body(text: str) -> float:
    """Gives the error rate of the decision of 2009 without its letterhead, number and signature."""
    return error_rate(OF_2009, text[text.index("Na podlagi") : text.index("sprejetja.") + len("sprejetja.")])


@slovene
def test_a_scan_is_read_with_its_carons(tmp_path: Path) -> None:
    blocks, quality = ocr.read_page(scan(tmp_path / "scan.pdf", drawn()), 1)
    assert error_rate(WANTED, text_of(blocks)) <= 0.02
    assert quality > 0.8


@slovene
def test_a_scan_that_lies_askew_and_is_blurred_is_read(tmp_path: Path) -> None:
    page = drawn().rotate(1.2, fillcolor=255).filter(ImageFilter.GaussianBlur(0.8))
    blocks, _ = ocr.read_page(scan(tmp_path / "scan.pdf", page), 1)
    assert error_rate(WANTED, text_of(blocks)) <= 0.02


@slovene
@pytest.mark.parametrize("degrees", [90, 180])
def test_a_scan_on_its_side_or_upside_down_is_read(tmp_path: Path, degrees: int) -> None:
    blocks, _ = ocr.read_page(scan(tmp_path / "scan.pdf", drawn().rotate(degrees, expand=True)), 1)
    assert error_rate(WANTED, text_of(blocks)) <= 0.02


@slovene
def test_headings_are_told_by_their_size_and_lines_are_joined_to_paragraphs(tmp_path: Path) -> None:
    blocks, _ = ocr.read_page(scan(tmp_path / "scan.pdf", drawn()), 1)
    kinds = [BlockKind.HEADING, *[BlockKind.PARAGRAPH] * len(PARAGRAPHS)]
    assert [block.kind for block in blocks] == kinds
    assert blocks[0].text == HEADING


@slovene
def test_a_word_cut_at_the_end_of_a_line_is_whole(tmp_path: Path) -> None:
    broken = [f"{'Župan izvršuje ' * 4}odlok o rav-", "nanju z odpadki in o oskrbi s pitno vodo."]
    page = drawn([broken[0].ljust(80), broken[1]])
    page.paste(page.crop((0, 300, 1654, 420)), (0, 279))
    assert "ravnanju z odpadki" in text_of(ocr.read_page(scan(tmp_path / "scan.pdf", page), 1)[0])


@installed
def test_the_page_that_was_asked_for_is_read(tmp_path: Path) -> None:
    path = scan(tmp_path / "scan.pdf", drawn(["Prva stran."]), drawn(["Druga stran."]))
    assert "Druga stran" in text_of(ocr.read_page(path, 2)[0])


@installed
def test_a_page_without_text_gives_nothing(tmp_path: Path) -> None:
    assert ocr.read_page(scan(tmp_path / "scan.pdf", Image.new("L", (800, 1100), 255)), 1) == ((), 0.0)


@installed
def test_a_locked_file_and_a_page_that_is_not_there_say_so(tmp_path: Path) -> None:
    with pytest.raises(Locked):
        ocr.read_page(pdf(tmp_path / "a.pdf", [[line("Skrivnost")]], password=b"x"), 1)
    with pytest.raises(Unreadable):
        ocr.read_page(pdf(tmp_path / "b.pdf", [[line("Ena")]]), 2)
    with pytest.raises(Unreadable):
        ocr.read_page(written(tmp_path / "c.pdf", "%PDF-1.4 nothing"), 1)


@installed
def test_a_page_as_large_as_a_field_is_refused(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [[line("Ena")]])
    written(path, path.read_bytes().replace(b"[0 0 595 842]", b"[0 0 99999 9]"))
    with pytest.raises(TooCostly):
        ocr.read_page(path, 1)


@slovene
@pytest.mark.skipif(not MUNICIPAL.is_file(), reason="../shared/data is not there")
def test_the_spoiled_layer_of_a_real_scan_is_flagged_and_ocr_reads_it_better() -> None:
    layer = text_of(page_blocks(MUNICIPAL, 1))
    blocks, quality = ocr.read_page(MUNICIPAL, 1)
    assert quality_of(layer) < THRESHOLD < quality
    assert error_rate_of_body(text_of(blocks)) <= 0.015
    assert error_rate_of_body(layer) >= 0.03


def test_asking_whether_ocr_is_there_loads_no_pdfium() -> None:
    code = (
        "import sys, kb.ingest.ocr as o; o.is_available(); assert 'pypdfium2' not in sys.modules; print(o.languages())"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert told.stdout.strip() in ("", "slv", "eng", "slv+eng")


def test_without_tesseract_ocr_is_not_available() -> None:
    code = "import kb.ingest.ocr as o; print(o.is_available(), repr(o.languages()), repr(o.shortcoming()))"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, env={"PATH": ""}
    )
    assert told.stdout.strip() == "False '' ''"


def test_english_alone_is_said_to_read_no_carons(tmp_path: Path) -> None:
    program = written(tmp_path / "tesseract", "#!/bin/sh\nprintf 'List of available languages:\\neng\\nosd\\n'\n")
    program.chmod(0o755)
    code = "import kb.ingest.ocr as o; print(o.languages(), o.shortcoming())"
    environment = {"PATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, env=environment
    )
    assert told.stdout.startswith("eng Program")
    assert "č, š in ž" in told.stdout
