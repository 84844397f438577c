"""Bytes to text."""

from __future__ import annotations

import pytest

from kb.ingest.charset import charset_of, decode, is_text

SENTENCE = "Župan Občine Škofljica je sklical sejo občinskega sveta – »točno« ob 17.00."


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1250"])
def test_slovene_text_is_read_in_every_charset_of_an_office(name: str) -> None:
    assert decode(SENTENCE.encode(name)) == SENTENCE


def test_iso_8859_2_is_told_from_windows_1250_by_its_letters() -> None:
    plain = SENTENCE.replace("–", "-").replace("»", "'").replace("«", "'")
    assert decode(plain.encode("iso8859-2")) == plain


def test_one_broken_byte_does_not_turn_utf_8_into_something_else() -> None:
    raw = (SENTENCE * 5).encode() + b"\xff"
    assert decode(raw) == SENTENCE * 5 + "\ufffd"


@pytest.mark.parametrize(
    ("declared", "name"),
    [("windows-1251", "cp1251"), ("iso-8859-1", "cp1250"), ("", "cp1250"), ("ni-tega", "cp1250")]
    + [(odd, "cp1250") for odd in ("zip", "rot13", "hex", "idna", "punycode", "unicode_escape", "undefined", "utf-7")],
)
def test_a_declared_charset_is_believed_unless_it_cannot_hold_slovene(declared: str, name: str) -> None:
    assert charset_of(SENTENCE.encode("cp1250"), declared) == name


def test_utf_8_is_stronger_than_what_a_page_declares() -> None:
    assert decode(SENTENCE.encode(), "windows-1250") == SENTENCE


def test_pictures_are_no_text() -> None:
    assert not is_text(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    assert is_text(SENTENCE.encode("cp1250"))
