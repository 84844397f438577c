"""What a document may cost: the rest is left out and said, and nothing is unpacked without end."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import TooCostly
from kb.ingest.formats.pdf import LIMITS, read
from tests.ingest.formats.pdfs import at, raw_pdf
from tests.ingest.making import assembled, hanging_pdf, stream, written

TEXT = at(72, 700, "Besedilo.")


def test_forms_without_end_are_given_up(tmp_path: Path) -> None:
    found = read(hanging_pdf(tmp_path / "a.pdf"))
    assert found.is_partial
    assert found.warnings == ("Delno je prebrana stran 1.",)


def test_a_page_of_too_many_operators_is_read_in_part(tmp_path: Path) -> None:
    path = raw_pdf(tmp_path / "a.pdf", TEXT + b"q Q " * 3000 + TEXT, TEXT)
    found = read(path, limits=replace(LIMITS, page_operators=2000))
    assert (found.is_partial, found.warnings) == (True, ("Delno je prebrana stran 1.",))
    assert found.units[0].blocks[0].text == found.units[1].blocks[0].text == "Besedilo."


def test_a_document_of_too_many_operators_stops_with_what_was_read(tmp_path: Path) -> None:
    path = raw_pdf(tmp_path / "a.pdf", TEXT, *[b"q Q " * 2000] * 5)
    found = read(path, limits=replace(LIMITS, operators=9000))
    assert (found.is_partial, found.units[0].blocks[0].text) == (True, "Besedilo.")
    assert "ustavilo po strani" in found.warnings[-1]


def test_pages_past_the_last_allowed_one_are_not_read(tmp_path: Path) -> None:
    found = read(raw_pdf(tmp_path / "a.pdf", *[TEXT] * 5), limits=replace(LIMITS, pages=3))
    assert (len(found.units), found.is_partial) == (3, True)


@pytest.mark.parametrize("packings", [1, 2])
def test_content_that_swells_is_not_unpacked(tmp_path: Path, packings: int) -> None:
    content = bytes(2_000_000)
    for _ in range(packings):
        content = zlib.compress(content)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
    packed = stream(content, b"/Filter[%s]" % (b"/FlateDecode" * packings))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, packed, b"<<>>"]
    with pytest.raises(TooCostly):
        read(assembled(tmp_path / "a.pdf", objects), limits=replace(LIMITS, stream_bytes=1_000_000))


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 50_000 + b"]" * 50_000 + b" TJ",
        b"q " * 50_000,
        b"BT /F1 1e300 Tf 1e300 0 0 1e300 1e300 0 Tm (abc) Tj [(a) -1e300 (b)] TJ ET",
        b"BT /F1 0 Tf 0 0 0 0 0 0 Tm (abc) Tj ET",
        b"BT /F1 nan Tf (abc) Tj ET",
        b"(" * 5000,
        b"BI ID " * 5000,
        b"/X Do /F9 Tf () Tj <> Tj [] TJ Tj TJ ' \" Td Tm cm EMC Q ET",
    ],
)
def test_content_of_no_sense_ends_without_a_crash(tmp_path: Path, content: bytes) -> None:
    assert read(raw_pdf(tmp_path / "a.pdf", TEXT + content)).units[0].blocks[0].text.startswith("Besedilo.")


def test_a_document_whose_table_of_objects_is_broken_is_looked_through(tmp_path: Path) -> None:
    whole = raw_pdf(tmp_path / "a.pdf", TEXT, TEXT).read_bytes()
    shifted = written(tmp_path / "b.pdf", b"%PDF-1.4\n% one line more\n" + whole.removeprefix(b"%PDF-1.4\n"))
    cut = written(tmp_path / "c.pdf", whole[: whole.index(b"xref")])
    for path in (shifted, cut):
        assert [unit.blocks[0].text for unit in read(path).units] == ["Besedilo."] * 2
