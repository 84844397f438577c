"""Outlook mail in MSG files."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from kb.errors import Locked, Unreadable
from kb.ingest.formats.msg import read
from kb.ingest.sniff import MSG, recognise
from kb.model import Extract
from tests.ingest.formats.samples import Tree, compound_tree, fixed_properties, text_property
from tests.ingest.making import written

MAILS = sorted((Path(__file__).parents[3] / "../shared/data/robustness/msg").glob("*.msg"))
# 23. 11. 2026 9:05 UTC in tenths of microseconds since 1601.
SENT = 134398983000000000


def message(**more: bytes | Tree) -> Tree:
    return {
        **text_property("0037", "Vabilo na posvet"),
        **text_property("0C1A", "Skupnost občin"),
        **text_property("0E04", "Občina Ankaran; Občina Škocjan"),
        "__properties_version1.0": fixed_properties(32, t0039=SENT),
        **more,
    }


def shown(extract: Extract) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in extract.units[0].blocks]


def test_a_message_is_read_from_its_properties(tmp_path: Path) -> None:
    path = compound_tree(tmp_path / "a.msg", message(**text_property("1000", "Vabljeni.\r\n\r\nLep pozdrav")))
    assert recognise(path) == MSG
    assert shown(read(path)) == [
        ("heading", "Zadeva: Vabilo na posvet"),
        ("paragraph", "Od: Skupnost občin"),
        ("paragraph", "Za: Občina Ankaran, Občina Škocjan"),
        ("paragraph", "Datum: 23. 11. 2026, 9.05"),
        ("paragraph", "Vabljeni."),
        ("paragraph", "Lep pozdrav"),
    ]


def test_the_page_of_a_message_and_words_in_code_pages_are_read(tmp_path: Path) -> None:
    tree = message()
    tree["__substg1.0_10130102"] = "<meta charset=windows-1250><p>Župan Škocjana</p>".encode("cp1250")
    del tree["__substg1.0_0C1A001F"]
    tree["__substg1.0_0C1A001E"] = "Skupnost občin".encode("cp1250")
    found = shown(read(compound_tree(tmp_path / "a.msg", tree)))
    assert found[1] == ("paragraph", "Od: Skupnost občin")
    assert found[-1] == ("paragraph", "Župan Škocjana")


def test_attachments_large_and_small_are_written_out(tmp_path: Path) -> None:
    large = bytes(range(256)) * 40
    tree = message(
        **{
            "__attach_version1.0_#00000000": {
                **text_property("3707", "C:\\Gradivo\\zapisnik.docx"),
                "__substg1.0_37010102": large,
            },
            "__attach_version1.0_#00000001": {**text_property("3704", "VAB.PDF"), "__substg1.0_37010102": b"%PDF"},
        }
    )
    found = read(compound_tree(tmp_path / "a.msg", tree), tmp_path)
    assert [(one.name, one.file) for one in found.attachments] == [("zapisnik.docx", "0001"), ("VAB.PDF", "0002")]
    assert (tmp_path / "0001").read_bytes() == large


def test_a_message_in_a_message_is_read_after_it(tmp_path: Path) -> None:
    inner = {**text_property("0037", "Prvo sporočilo"), **text_property("1000", "Prvo.")}
    tree = message(**{"__attach_version1.0_#00000000": {"__substg1.0_3701000D": inner}})
    assert shown(read(compound_tree(tmp_path / "a.msg", tree)))[-3:] == [
        ("paragraph", "Priloženo sporočilo:"),
        ("heading", "Zadeva: Prvo sporočilo"),
        ("paragraph", "Prvo."),
    ]


def packed(rtf: bytes) -> bytes:
    """Gives RTF in the form of messages, all its bytes as they are: no flag of a control byte is set."""
    body = b"".join(b"\0" + rtf[at : at + 8] for at in range(0, len(rtf), 8))
    return struct.pack("<II4sI", len(body) + 12, len(rtf), b"LZFu", 0) + body


@pytest.mark.parametrize(
    ("rtf", "expected"),
    [
        (b"{\\rtf1\\ansi\\ansicpg1250 ob\\'e8ina\\par \\u352?kofja Loka\\par}",
         [("paragraph", "občina"), ("paragraph", "Škofja Loka")]),
        (b"{\\rtf1\\ansi\\fromhtml1{\\*\\htmltag19 <h1>}Vabilo{\\*\\htmltag27 </h1>}\\htmlrtf \\b\\htmlrtf0"
         b"{\\*\\htmltag64 <p>}na sejo \\'9eupana{\\*\\htmltag72 </p>}}",
         [("heading", "Vabilo"), ("paragraph", "na sejo župana")]),
    ],
)  # fmt: skip
def test_a_body_that_is_only_compressed_rtf_is_read(
    tmp_path: Path, rtf: bytes, expected: list[tuple[str, str]]
) -> None:
    path = compound_tree(tmp_path / "a.msg", message(**{"__substg1.0_10090102": packed(rtf)}))
    assert shown(read(path))[-2:] == expected


def test_a_body_that_is_only_compressed_and_damaged_is_told_as_unread(tmp_path: Path) -> None:
    found = read(compound_tree(tmp_path / "a.msg", message(**{"__substg1.0_10090102": b"stisnjeno"})))
    assert found.is_partial
    assert "RTF" in found.warnings[0]


def test_an_encrypted_message_is_locked_and_an_empty_one_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Locked):
        read(compound_tree(tmp_path / "a.msg", message(**text_property("001A", "IPM.Note.SMIME"))))
    with pytest.raises(Unreadable):
        read(compound_tree(tmp_path / "b.msg", {"__properties_version1.0": b""}))


def test_a_message_cut_anywhere_does_no_harm(tmp_path: Path) -> None:
    whole = compound_tree(tmp_path / "a.msg", message(**text_property("1000", "Vabljeni."))).read_bytes()
    refused = 0
    for length in range(512, len(whole), 97):
        path = written(tmp_path / "b.msg", whole[:length])
        try:
            read(path)
        except Unreadable:
            refused += 1
    assert refused


@pytest.mark.skipif(not MAILS, reason="ni zbirke ../shared/data")
def test_messages_of_others_are_read(tmp_path: Path) -> None:
    for path in MAILS:
        assert shown(read(path, tmp_path))[0][0] == "heading"
