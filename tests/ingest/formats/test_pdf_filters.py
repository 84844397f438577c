"""The packings of streams: unpacked as they were packed, damaged ones as far as they go, none without end."""

from __future__ import annotations

import base64
import random
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.psparser import LIT

from kb.errors import TooCostly
from kb.ingest.formats.pdf.filters import unpacked

MOST = 1_000_000
_CHANCE = random.Random(7)
WORDS = b"".join(_CHANCE.choice((b"obcina ", b"svet ", b"sklep ", bytes(3))) for _ in range(6000))


def of(raw: bytes, *names: str, most: int = MOST, **parameters: int) -> bytes:
    return unpacked(raw, [(LIT(name), parameters or None) for name in names], most)


def lzw(content: bytes, *, early: int = 1) -> bytes:
    """Packs as LZWDecode unpacks: codes of nine to twelve bits, the table cleared before it is full."""
    bits, table, width, known = "", {}, 9, b""

    def code(number: int) -> str:
        return f"{number:0{width}b}"

    for byte in (*content, None):
        longer = known + bytes((byte,)) if byte is not None else b""
        if byte is not None and (len(longer) == 1 or longer in table) and table:
            known = longer
            continue
        if not table or len(table) > 3800:
            bits += code(256)
            table, width = {bytes((one,)): one for one in range(256)} | {b"a clear": 256, b"an end": 257}, 9
            if not known and byte is not None:
                known = bytes((byte,))
                continue
            longer = b""
        if known:
            bits += code(table[known])
        if longer:
            table[longer] = len(table)
            width = min(max((len(table) - 1 + early).bit_length(), 9), 12)
        known = bytes((byte,)) if byte is not None else b""
    bits += code(257)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


@pytest.mark.parametrize("size", [0, 1, 700, 40_000])
@pytest.mark.parametrize("early", [0, 1])
def test_lzw_is_unpacked(size: int, early: int) -> None:
    packed = lzw(WORDS[:size], early=early)
    assert of(packed, "LZWDecode", EarlyChange=early) == WORDS[:size]


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_what_other_filters_packed_is_unpacked(content: bytes) -> None:
    assert of(zlib.compress(content), "FlateDecode") == content
    assert of(base64.a85encode(content) + b"~>", "ASCII85Decode") == content
    assert of(content.hex().encode() + b">", "AHx") == content
    assert of(base64.a85encode(zlib.compress(content)) + b"~>", "A85", "Fl") == content


def test_runs_are_unpacked() -> None:
    assert of(b"\x02abc\xfdx\x80rest", "RunLengthDecode") == b"abcxxxx"


def test_damaged_bytes_are_unpacked_up_to_the_damage() -> None:
    packed = bytearray(zlib.compress(WORDS))
    packed[len(packed) // 2 :] = b"\xff" * 100
    found = of(bytes(packed), "FlateDecode")
    assert len(found) > len(WORDS) // 4
    assert WORDS.startswith(found[: len(found) // 2])


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("FlateDecode", zlib.compress(bytes(3 * MOST))),
        ("RunLengthDecode", b"\x81\0" * (MOST // 50)),
        ("ASCII85Decode", b"z" * MOST),
        ("LZWDecode", lzw(bytes(2 * MOST))),
    ],
)
def test_nothing_is_unpacked_without_end(name: str, raw: bytes) -> None:
    with pytest.raises(TooCostly):
        assert len(of(raw, name, most=1000)) <= 1000


def test_rows_that_say_how_they_differ_are_put_right() -> None:
    rows = b"\x02\x01\x02\x03" + b"\x02\x01\x01\x01"
    assert of(zlib.compress(rows), "FlateDecode", Predictor=12, Columns=3) == bytes((1, 2, 3, 2, 3, 4))


@pytest.mark.parametrize("columns", [0, -1, 2_147_483_647])
def test_rows_of_no_sense_are_refused(columns: int) -> None:
    with pytest.raises(ValueError, match="predictor"):
        of(zlib.compress(b"abc"), "FlateDecode", Predictor=15, Columns=columns)


def test_pictures_stay_packed_and_filters_that_do_not_exist_are_refused() -> None:
    assert of(b"picture", "DCTDecode") == b"picture"
    with pytest.raises(ValueError, match="Nic"):
        of(b"", "Nic")


@settings(deadline=None)
@given(st.sampled_from(["FlateDecode", "LZWDecode", "RunLengthDecode", "ASCII85Decode", "AHx"]), st.binary())
def test_any_bytes_are_unpacked_as_far_as_they_go(name: str, raw: bytes) -> None:
    assert len(of(raw, name, most=1000)) <= 1000
