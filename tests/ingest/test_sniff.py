"""What a file is, by its content."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import Empty, Locked, UnknownFormat, Unreachable, Unreadable
from kb.ingest.sniff import (
    DOC,
    DOCX,
    EML,
    EPUB,
    HTML,
    MARKDOWN,
    MSG,
    ODP,
    ODT,
    PDF,
    PPT,
    PPTX,
    RTF,
    TEXT,
    XLS,
    XLSX,
    ZIP,
    recognise,
)
from tests.ingest.formats.samples import compound_tree
from tests.ingest.making import compound, docx, odf, package, pptx, written

TEXTS = [
    (b"%PDF-1.7\n", PDF),
    (b"\r\n\r\njunk before %PDF-1.4\n", PDF),
    (b"<!DOCTYPE html><html><body>x", HTML),
    (b"\xef\xbb\xbf <!-- menu --><html lang='sl'>", HTML),
    (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", HTML),
    (b"<h1>Vabilo</h1><p>Vabljeni", HTML),
    (b"# Zapisnik\n\nNavzo\xc4\x8di", MARKDOWN),
    (b"---\nnaziv: Odlok\n---\n\nBesedilo", MARKDOWN),
    ("Občinski svet".encode(), TEXT),
    ("Občinski svet".encode("cp1250"), TEXT),
    ("Občinski svet".encode("utf-16"), TEXT),
    ("Občinski svet je sklenil".encode("utf-16-le"), TEXT),
    (b"a < b in b > c", TEXT),
    (b"{\\rtf1\\ansi besedilo}", RTF),
    (b"From: a@b.si\r\nTo: c@d.si\r\nMIME-Version: 1.0\r\n\r\nPozdravljeni", EML),
    (b"Date: 2025-07-29T12:42:06.000Z\nFrom: a@b.si\nSubject: x\n\nPozdravljeni", EML),
]
UNREAD = [
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "slika PNG"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "slika JPEG"),
    (b"7z\xbc\xaf\x27\x1c\0\x04", "arhiv 7z"),
    (b"<?xml version='1.0'?><act/>", "XML"),
    (b"\0\x01\x02\x03" * 40, "neznana dvojiška datoteka"),
    (b"MZ\x90\0\x03\0\0\0", "program"),
]


@pytest.mark.parametrize(("content", "media_type"), TEXTS)
def test_content_tells_what_a_file_is(tmp_path: Path, content: bytes, media_type: str) -> None:
    assert recognise(written(tmp_path / "ime.xyz", content)) == media_type


@pytest.mark.parametrize(("content", "name"), UNREAD)
def test_a_format_that_is_not_read_is_named_in_slovene(tmp_path: Path, content: bytes, name: str) -> None:
    with pytest.raises(UnknownFormat) as raised:
        recognise(written(tmp_path / "predstavitev.pdf", content))
    assert raised.value.detail == name


def test_office_files_are_known_whatever_their_name(tmp_path: Path) -> None:
    assert recognise(docx(tmp_path / "a.pdf", "")) == DOCX
    assert recognise(pptx(tmp_path / "a.txt", [])) == PPTX
    assert recognise(odf(tmp_path / "a.doc", ODT, "")) == ODT
    assert recognise(odf(tmp_path / "a.zip", ODP, "")) == ODP


def test_an_office_file_with_an_unusual_main_part_is_known_by_its_relations(tmp_path: Path) -> None:
    rels = '<Relationships><Relationship Type="x/officeDocument" Target="word/document2.xml"/></Relationships>'
    assert recognise(package(tmp_path / "a.docx", {"_rels/.rels": rels, "word/document2.xml": "<x/>"})) == DOCX


@pytest.mark.parametrize(
    ("member", "media_type"),
    [("xl/workbook.xml", XLSX), ("Word/document.xml", DOCX), ("META-INF/container.xml", EPUB), ("a.txt", ZIP)],
)
def test_archives_are_known_by_their_members(tmp_path: Path, member: str, media_type: str) -> None:
    assert recognise(package(tmp_path / "a.docx", {member: "x"})) == media_type


@pytest.mark.parametrize(
    ("member", "name"),
    [("xl/workbook.bin", "preglednica .xlsb"), ("Index/Document.iwa", "dokument Apple iWork")],
)
def test_other_archives_are_named(tmp_path: Path, member: str, name: str) -> None:
    with pytest.raises(UnknownFormat) as raised:
        recognise(package(tmp_path / "a.docx", {member: "x"}))
    assert raised.value.detail == name


@pytest.mark.parametrize(
    ("stream", "media_type"),
    [("WordDocument", DOC), ("PowerPoint Document", PPT), ("Workbook", XLS), ("__properties_version1.0", MSG)],
)
def test_compound_files_are_known_by_their_streams(tmp_path: Path, stream: str, media_type: str) -> None:
    assert recognise(compound(tmp_path / "a.docx", stream)) == media_type


@pytest.mark.parametrize(("stream", "name"), [("VisioDocument", "risba Visio"), ("Nekaj", "stara datoteka Office")])
def test_old_office_files_that_are_not_read_are_named(tmp_path: Path, stream: str, name: str) -> None:
    with pytest.raises(UnknownFormat) as raised:
        recognise(compound(tmp_path / "a.docx", stream))
    assert raised.value.detail == name


def test_an_old_word_document_with_a_password_is_locked(tmp_path: Path) -> None:
    flags = bytes(11) + b"\x01" + bytes(100)
    with pytest.raises(Locked):
        recognise(compound_tree(tmp_path / "a.doc", {"WordDocument": flags, "1Table": b""}))


def test_a_locked_word_document_says_so(tmp_path: Path) -> None:
    with pytest.raises(Locked):
        recognise(compound(tmp_path / "a.docx", "EncryptionInfo", "EncryptedPackage"))


def test_a_locked_open_document_says_so(tmp_path: Path) -> None:
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    with pytest.raises(Locked):
        recognise(odf(tmp_path / "a.odt", ODT, "", **{"META-INF/manifest.xml": manifest}))


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(Empty):
        recognise(written(tmp_path / "prazno.pdf", b""))


def test_a_broken_archive_says_so(tmp_path: Path) -> None:
    whole = docx(tmp_path / "a.docx", "<w:p/>").read_bytes()
    with pytest.raises(Unreadable):
        recognise(written(tmp_path / "b.docx", whole[: len(whole) // 2]))


def test_a_folder_or_a_missing_file_cannot_be_opened(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "ni je.pdf"):
        with pytest.raises(Unreachable) as raised:
            recognise(path)
        assert raised.value.detail == path.name
