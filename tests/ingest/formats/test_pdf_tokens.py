"""The tokenizer of page content: instructions, strings, numbers, and broken content without end."""

from __future__ import annotations

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.ingest.formats.pdf import tokens
from kb.ingest.formats.pdf.tokens import INSTRUCTION


def kinds(content: bytes) -> list[int | None]:
    return [found.lastindex for found in INSTRUCTION.finditer(content) if found.lastindex != tokens.NUMBERS]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"BT /F1 12 Tf", [tokens.OPERATOR, tokens.NAME, tokens.OPERATOR]),
        (b"(a\\)b) Tj", [tokens.STRING_SHOWN]),
        (b"(a(b)c)Tj", [tokens.STRING_SHOWN]),
        (b"(a) '", [tokens.STRING, tokens.OPERATOR]),
        (b"<00 41> Tj", [tokens.HEX_SHOWN]),
        (b"[(a) -250 <41>]TJ", [tokens.ARRAY_SHOWN]),
        (b"<01> Tj 5 0 Td <02> Tj 6 0 Td <03> Tj", [tokens.RUN, tokens.HEX_SHOWN]),
        (b"0 0 5 5 re W* n 0.5 g 1 0 0 RG (a) Tj", [tokens.STRING_SHOWN]),
        (b"/Span <</MCID 0/ActualText<FEFF>>> BDC", [tokens.NAME, tokens.DICT, tokens.OPERATOR]),
        (b"% remark (a) Tj\n(b) Tj", [tokens.STRING_SHOWN]),
        (b"T* Q", [tokens.OPERATOR, tokens.OPERATOR]),
    ],
)
def test_content_is_cut_into_instructions(content: bytes, expected: list[int]) -> None:
    assert kinds(content) == expected


def test_painting_is_stepped_over_without_a_match() -> None:
    assert len(kinds(b"10 20 m 30 40 l S 1 0 0 rg 5 w " * 500 + b"(a) Tj")) == 1


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"ob\\350ina", b"ob\xe8ina"),
        (b"a\\\nb\\n\\(c\\)", b"ab\n(c)"),
        (b"\\53\\053", b"++"),
    ],
)
def test_escapes_of_a_string_are_undone(raw: bytes, expected: bytes) -> None:
    assert tokens.literal(raw) == expected


def test_odd_numbers_are_read_as_far_as_they_go() -> None:
    assert tokens.numbers(b"--5 1.2.3 + 7") == [-5.0, 1.2, 0.3, 7.0]


@pytest.mark.parametrize(("raw", "expected"), [(b"4 8 6f", b"Ho"), (b"486", b"H`"), (b"4x8", b"H")])
def test_hexadecimal_strings_bear_spaces_and_odd_digits(raw: bytes, expected: bytes) -> None:
    assert tokens.hexadecimal(raw) == expected


@pytest.mark.parametrize(
    "piece",
    [b"(", b"(a", b"[", b"[a", b"<<", b"<", b"<4", b"1 ", b"/a ", b"[(a", b"((((", b"1 1 /a ", b"[((a)", b"<</a(b)"],
)
def test_broken_content_of_a_megabyte_is_cut_to_its_end(piece: bytes) -> None:
    """In time in proportion to its length; where it grew with the square of it, this would not end today."""
    content = piece * (1_000_000 // len(piece))
    assert deque(INSTRUCTION.finditer(content), maxlen=1)[0].end() == len(content)


@given(st.binary(max_size=300))
def test_any_bytes_are_cut_to_their_end(content: bytes) -> None:
    assert [*INSTRUCTION.finditer(content)][-1].end() == len(content)


@given(st.binary(max_size=60))
def test_any_bytes_have_a_value_as_string_number_or_name(raw: bytes) -> None:
    assert isinstance(tokens.literal(raw), bytes)
    assert isinstance(tokens.hexadecimal(raw), bytes)
    assert isinstance(tokens.numbers(raw), list)
    assert isinstance(tokens.name(b"/" + raw), str)
    assert isinstance(tokens.text_string(raw), str)
