"""Reading a file in this process: cleaned text, title, language, the same value over the wire."""

from __future__ import annotations

import doctest
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from kb.errors import NoText
from kb.ingest import extract
from kb.ingest.titles import is_sensible
from kb.ingest.wire import from_json, to_json
from tests.ingest.making import docx, paragraph, pptx, shape, texts_of, written

MODULES = ["charset", "clean", "titles", "warned", "formats.numbering"]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_hold(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"kb.ingest.{name}"))
    assert result.attempted
    assert not result.failed


def test_text_is_brought_to_normal_form(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", "ob\u00adc\u030cina\u00a0Ankaran\r\n")
    assert texts_of(path) == ["občina Ankaran"]


def test_a_file_of_spaces_has_no_text(tmp_path: Path) -> None:
    with pytest.raises(NoText):
        extract(written(tmp_path / "a.txt", " \n\t\n"))


def test_a_document_of_headers_only_has_no_text(tmp_path: Path) -> None:
    header = f"<w:hdr>{paragraph('Občina Ankaran')}</w:hdr>"
    with pytest.raises(NoText):
        extract(docx(tmp_path / "a.docx", "<w:p/>", header=header))


@pytest.mark.parametrize(
    "title",
    [
        "PowerPoint Presentation",
        "PowerPointova predstavitev",
        "Microsoft Word - vabilo.doc",
        "vabilo_2020",
        "untitled",
        "Diapozitiv 1",
        "",
        "12",
        "porocilo.docx",
        "---",
        "Dokument1",
    ],
)
def test_a_title_that_a_program_gave_is_no_title(title: str) -> None:
    assert not is_sensible(title)


@pytest.mark.parametrize("title", ["Zapisnik 6. redne seje", "ZORed", "Posvet o proračunu 2020", "Poročilo"])
def test_a_title_that_a_person_gave_is_one(title: str) -> None:
    assert is_sensible(title)


def test_the_title_is_the_highest_heading_where_the_file_has_none(tmp_path: Path) -> None:
    slides = [shape("Občina Ankaran"), shape("Novosti v ZORed", placeholder="title")]
    assert extract(pptx(tmp_path / "a.pptx", slides)).title == "Novosti v ZORed"


def test_the_title_of_plain_text_is_its_first_short_line(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", "Zakon o lokalni samoupravi (ZLS)\n\nTa zakon ureja.")
    assert extract(path).title == "Zakon o lokalni samoupravi (ZLS)"


def test_the_title_of_an_act_is_found_under_its_letterhead(tmp_path: Path) -> None:
    text = "Občina Ankaran\n\nje sprejela\n\nPRAVILNIK\n\nO PLAČILIH V VRTCU (vzorec)\n\n1. člen\n"
    assert extract(written(tmp_path / "a.txt", text)).title == "PRAVILNIK O PLAČILIH V VRTCU (vzorec)"


def test_a_title_in_capitals_is_found_under_a_letterhead(tmp_path: Path) -> None:
    text = "Skupnost občin\nMaribor, 22. 2. 2023\n\nOKROŽNICA: ZAPUŠČENE ŽIVALI IN ZAVETIŠČA\n\nBesedilo."
    assert extract(written(tmp_path / "a.txt", text)).title == "OKROŽNICA: ZAPUŠČENE ŽIVALI IN ZAVETIŠČA"


def test_the_language_is_that_of_the_text(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", "The association is the biggest of all and its members are in every part of it.")
    assert extract(path).language == "en"


def test_an_extract_comes_back_from_the_wire_as_it_was(tmp_path: Path) -> None:
    slides = [shape("Prva", placeholder="title") + shape("ena\ndve")]
    found = extract(pptx(tmp_path / "a.pptx", slides, attributes='show="0"'))
    assert found.warnings
    assert from_json(to_json(found)) == found


def test_no_parser_is_loaded_before_a_file_is_read() -> None:
    code = "import sys, kb.ingest; print([n for n in ('lxml', 'bs4', 'pdfminer', 'sqlalchemy') if n in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
