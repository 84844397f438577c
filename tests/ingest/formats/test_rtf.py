"""RTF read here: words, letters in any writing, pages hidden in it, its compressed form."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.ingest.formats import rtf
from kb.ingest.formats.rtf import is_cut, page_of, plain_of, unpacked
from tests.ingest.making import written

# The two examples of MS-OXRTFCP, 3.1 and 3.2.
HELLO = bytes.fromhex(
    "2D0000002B0000004C5A4675F1C5C7A703000A007263706731323542320AF32068656C090020627705B06C647D0A800FA0"
)
REPEATED = bytes.fromhex("1A0000001C0000004C5A4675E2D44B51410004205758595A0D6E7D010EB0")
WORDS = [b"\\par", b"\\u352?", b"\\'e8", b"{", b"}", b"\\*", b"\\htmltag64 ", b"\\htmlrtf", b"\\bin9 ", b"a b", b"\\"]
WORDS += [b"\\f1", b"\\fonttbl", b"\\fcharset238", b"\\uc99", b"\\u-3", b"\\ansicpg0", b"\\pict", b"\r\n", b"\\~"]


def test_the_examples_in_docstrings_hold() -> None:
    result = doctest.testmod(rtf)
    assert (result.attempted, result.failed) == (2, 0)


def test_the_examples_of_the_standard_are_unpacked() -> None:
    assert unpacked(HELLO) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert unpacked(REPEATED) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


@pytest.mark.parametrize("length", range(0, len(HELLO), 7))
def test_packed_bytes_cut_anywhere_give_what_can_be_had(length: int) -> None:
    assert unpacked(HELLO).startswith(unpacked(HELLO[:length]))


@pytest.mark.parametrize(
    ("written_as", "expected"),
    [
        (r"{\rtf1\ansi Prvi\par Drugi}", "Prvi\nDrugi"),
        (r"{\rtf1\ansicpg1250 \'8aolska \'9eoga}", "Šolska žoga"),
        (r"{\rtf1\ansicpg1252{\fonttbl{\f0 A;}{\f1\fcharset238 B;}}\f1 \'e8as\f0  \'e8}", "čas è"),
        (r"{\rtf1\uc1\u269?as\uc2\u269\'c4\'8das\uc0\u382 e}", "časčasže"),
        (r"{\rtf1\uc1 \u-10179?\u-8704?}", "\U0001f600"),
        (r"{\rtf1{\info{\author Oseba}}{\*\generator X;}Besedilo{\pict 89504e47}}", "Besedilo"),
        (r"{\rtf1 ena\cell dve\cell\row tri\tab \{x\}\~y}", "ena\tdve\t\ntri\t{x}\xa0y"),
        (r"{\rtf1{\field{\*\fldinst HYPERLINK x}{\fldrslt povezava}}}", "povezava"),
    ],
)
def test_the_words_of_rtf_are_read(written_as: str, expected: str) -> None:
    assert plain_of(written_as.encode("ascii")) == expected


def test_rows_of_tables_and_paragraphs_become_blocks(tmp_path: Path) -> None:
    found = rtf.read(written(tmp_path / "a.rtf", r"{\rtf1 Cenik\par Ura\cell Tema\cell\row\par}"))
    assert [(block.kind.value, block.text) for block in found.units[0].blocks] == [
        ("paragraph", "Cenik"),
        ("table", "Ura\tTema"),
    ]


def test_rtf_of_no_page_gives_none() -> None:
    assert page_of(rb"{\rtf1\ansi Vabilo}") == ""


def test_a_picture_longer_than_its_file_is_told() -> None:
    assert is_cut(rb"{\rtf1{\pict\bin99 abc}}")
    assert not is_cut(rb"{\rtf1{\pict\bin3 abc}}")


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map(b"".join))
def test_any_words_of_rtf_are_read(body: bytes) -> None:
    for text in (plain_of(b"{\\rtf1" + body), page_of(b"{\\rtf1\\fromhtml1" + body)):
        assert text.encode().decode() == text


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_unpacked_to_something_short(body: bytes) -> None:
    assert len(unpacked(b"\0\0\0\0" + (500).to_bytes(4, "little") + b"LZFu" + bytes(4) + body)) <= 500
