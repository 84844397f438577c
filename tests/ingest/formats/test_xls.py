"""Old Excel workbooks: records as Excel writes them, what cells show, sheets hidden, locked and broken."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import DocumentError, Locked, Unreadable
from kb.ingest import extract
from kb.ingest.formats.biff import Text, numbers_of, shared_strings
from tests.ingest.formats.samples import compound_tree
from tests.ingest.making import blocks_of, passages_of

_GLOBALS = struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)
_SHEET = struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)
_PLAIN, _DAY, _MONEY = 0, 1, 2
_FORMATS = (0, 14, 4)


def record(sort: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", sort, len(body)) + body


def string(text: str, size: int = 2) -> bytes:
    return len(text).to_bytes(size, "little") + b"\1" + text.encode("utf-16-le")


def cell(sort: int, row: int, column: int, value: bytes, style: int = _PLAIN) -> bytes:
    return record(sort, struct.pack("<3H", row, column, style) + value)


def shared(*texts: str) -> bytes:
    return record(0xFC, struct.pack("<II", len(texts), len(texts)) + b"".join(map(string, texts)))


def workbook(path: Path, sheets: dict[str, bytes], *, more: bytes = b"", states: tuple[int, ...] = ()) -> Path:
    """Makes a workbook of sheets given as their records; `more` stands before them."""
    styles = b"".join(record(0xE0, struct.pack("<HH", 0, form) + bytes(16)) for form in _FORMATS)
    names = [string(name, 1) for name in sheets]
    start = len(record(0x809, _GLOBALS) + styles + more) + sum(10 + len(name) for name in names) + 4
    listed, bodies = b"", b""
    for at, (name, body) in enumerate(zip(names, sheets.values(), strict=True)):
        state = states[at] if at < len(states) else 0
        listed += record(0x85, struct.pack("<IBB", start + len(bodies), state, 0) + name)
        bodies += record(0x809, _SHEET) + body + record(0x0A)
    return compound_tree(path, {"Workbook": record(0x809, _GLOBALS) + styles + more + listed + record(0x0A) + bodies})


def test_sheets_are_read_as_they_are_shown(tmp_path: Path) -> None:
    rows = cell(0xFD, 0, 0, struct.pack("<I", 0)) + cell(0xFD, 0, 3, struct.pack("<I", 1))
    rows += cell(0x203, 1, 0, struct.pack("<d", 46348.0), _DAY)
    rows += record(0xBD, struct.pack("<HHHIHIH", 1, 2, _MONEY, 1200 << 2 | 2, _MONEY, 123450 << 2 | 3, 3))
    rows += cell(0x06, 2, 0, bytes(6) + b"\xff\xff" + bytes(6)) + record(0x207, string("skupaj"))
    rows += cell(0x205, 2, 3, b"\1\0") + cell(0x205, 2, 2, b"\x17\1")
    path = workbook(tmp_path / "a.xls", {"Proračun": rows}, more=shared("Dan", "Znesek €"))
    assert blocks_of(path) == [
        ("heading", "Proračun"),
        ("table", "Dan\t\tZnesek €\n22. 11. 2026\t1.200,00\t1.234,50\nskupaj\t\tTRUE"),
    ]
    assert passages_of(path)[0].locator.label() == "list 1"


def test_hidden_sheets_are_read_with_a_warning(tmp_path: Path) -> None:
    one = cell(0x204, 0, 0, string("ena"))
    path = workbook(tmp_path / "a.xls", {"Prvi": one, "Drugi": one}, states=(0, 1))
    assert [text for _, text in blocks_of(path)] == ["Prvi", "ena", "Drugi", "skriti list", "ena"]
    assert extract(path).warnings == ("Skriti list 2.",)


def test_a_chart_on_a_sheet_does_not_end_it(tmp_path: Path) -> None:
    chart = record(0x809, _SHEET) + cell(0x203, 0, 0, struct.pack("<d", 9)) + record(0x0A)
    rows = cell(0x204, 0, 0, string("prej")) + chart + cell(0x204, 1, 0, string("potem"))
    assert blocks_of(workbook(tmp_path / "a.xls", {"L": rows}))[1] == ("table", "prej\npotem")


def test_strings_that_go_on_in_the_next_record_are_whole() -> None:
    whole = struct.pack("<II", 2, 2) + string("občina") + string("župan")
    second = 8 + len(string("občina")) + 3
    for cut in (*range(11, 11 + 12, 2), *range(second, len(whole), 2)):
        assert shared_strings([whole[:cut], b"\1" + whole[cut:]], Text(is_wide=True)) == ["občina", "župan"]


@pytest.mark.parametrize(
    ("short", "expected"),
    [(1200 << 2 | 2, "1200"), (123450 << 2 | 3, "1234.5"), (0x3FF00000, "1"), (0x40590000 | 1, "1")],
)
def test_numbers_in_their_short_form_are_read(short: int, expected: str) -> None:
    assert numbers_of(struct.pack("<I", short), is_short=True) == expected


def test_an_encrypted_workbook_is_locked_and_one_without_sheets_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Locked):
        extract(workbook(tmp_path / "a.xls", {"L": b""}, more=record(0x2F, bytes(6))))
    with pytest.raises(Unreadable):
        extract(workbook(tmp_path / "b.xls", {}))
    with pytest.raises(Unreadable):
        extract(compound_tree(tmp_path / "c.xls", {"Workbook": b"nic"}))


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0xFD, 0x204, 0xD6, 0x203, 0x27E, 0xBD, 6, 0x207, 0x205, 0x809, 0xA]),
                          st.binary(max_size=30)), max_size=20))  # fmt: skip
def test_any_records_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, found: list[tuple[int, bytes]]
) -> None:
    body = b"".join(record(sort, raw) for sort, raw in found)
    path = workbook(tmp_path_factory.getbasetemp() / "a.xls", {"L": body}, more=shared("a") + body)
    try:
        read = extract(path)
    except DocumentError:
        return
    assert all(block.text.strip() for unit in read.units for block in unit.blocks)
