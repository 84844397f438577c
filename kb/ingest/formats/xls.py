"""Old Excel workbooks (XLS), read from their records (MS-XLS): each sheet a table as it is shown."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kb.errors import Locked, TooCostly, Unreadable
from kb.ingest.compound import Compound
from kb.ingest.formats.biff import Text, numbers_of, records, shared_strings, words
from kb.ingest.formats.numbers import format_of, shown
from kb.ingest.formats.xlsx import HIDDEN, MOST_CELLS
from kb.ingest.sniff import XLS
from kb.ingest.warned import numbered
from kb.model import Block, BlockKind, Extract, Unit, UnitKind

_EOF, _BOF, _LOCKED, _CODE_PAGE, _DATES, _SHEET = 0x0A, 0x809, 0x2F, 0x42, 0x22, 0x85
_FORMAT, _STYLE, _STRINGS, _MORE = 0x41E, 0xE0, 0xFC, 0x3C
_SHARED, _LABEL, _RICH, _NUMBER, _SHORT, _SHORTS = 0xFD, 0x204, 0xD6, 0x203, 0x27E, 0xBD
_FORMULA, _RESULT, _TRUTH = 0x06, 0x207, 0x205
_CELLS = (_SHARED, _LABEL, _RICH, _NUMBER, _SHORT, _FORMULA, _TRUTH)
_NEW = 0x600
_MOST_COLUMNS = 256
_IS_SHEET = 0


def read(path: Path) -> Extract:
    """Gives one unit a sheet: its name as heading, its rows as a table; hidden sheets are marked and told.

    Raises Locked where the workbook is encrypted, Unreadable where it has no sheets.
    """
    with Compound(path) as compound:
        streams = compound.children()
        entry = streams.get("Workbook") or streams.get("Book")
        raw = compound.read(entry) if entry else b""
    return book_of(raw)


def book_of(raw: bytes) -> Extract:
    """Gives what `read` gives, of the bytes of the workbook's stream."""
    book = _book(raw)
    if not book.sheets:
        raise Unreadable("ni listov")
    units, hidden = [], []
    for number, sheet in enumerate(book.sheets, 1):
        head = [Block(BlockKind.HEADING, sheet.name, 1)]
        if sheet.is_hidden:
            hidden.append(number)
            head.append(HIDDEN)
        table = book.table(raw, sheet.start)
        units.append(Unit(UnitKind.SHEET, number, (*head, *((Block(BlockKind.TABLE, table),) if table else ()))))
    told = [numbered("skriti list", hidden), "" if book.left else f"Prebranih je prvih {MOST_CELLS} celic."]
    return Extract(XLS, tuple(units), warnings=tuple(filter(None, told)), is_partial=not book.left)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet's name, where its records begin, and whether it is hidden."""

    name: str
    start: int
    is_hidden: bool


@dataclass(slots=True)
class _Book:
    """What the sheets of a workbook share; `left` counts down the cells that may still be read."""

    text: Text
    is_1904: bool = False
    own_formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    sheets: list[_Sheet] = field(default_factory=list)
    left: int = MOST_CELLS

    def table(self, raw: bytes, start: int) -> str:
        """Gives the rows of the sheet whose records begin at `start`, cells parted by tabs, without empty columns."""
        rows: dict[int, dict[int, str]] = {}
        for row, column, text in self._cells(raw, start):
            if not self.left:
                break
            if text := " ".join(text.split()):
                self.left -= 1
                rows.setdefault(row, {})[column] = text
        columns = sorted({column for cells in rows.values() for column in cells})
        lines = (
            "\t".join(cells.get(column, "") for column in columns).rstrip("\t") for _, cells in sorted(rows.items())
        )
        return "\n".join(lines)

    def _cells(self, raw: bytes, start: int) -> Iterator[tuple[int, int, str]]:
        """Gives the row, the column and the text of each cell that has one."""
        waiting, depth = (0, 0), 0
        for sort, body in records(raw, start):
            if sort in (_BOF, _EOF):
                # A chart on a sheet brings records of its own.
                depth += 1 if sort == _BOF else -1
                if not depth:
                    return
            elif sort == _RESULT:
                yield (*waiting, words(body, 0, 2, self.text)[0])
            elif depth > 1 or len(body) < 6:
                continue
            elif sort == _SHORTS:
                yield from self._row(body)
            elif sort in _CELLS:
                row, column, style = struct.unpack_from("<3H", body)
                waiting = (row, column)
                yield row, column, self._shown(sort, body[6:], style)

    def _row(self, body: bytes) -> Iterator[tuple[int, int, str]]:
        row, column = struct.unpack_from("<2H", body)
        for at in range(4, len(body) - 6, 6):
            (style,) = struct.unpack_from("<H", body, at)
            yield row, column + (at - 4) // 6, self._shown(_SHORT, body[at + 2 : at + 6], style)

    def _shown(self, sort: int, value: bytes, style: int) -> str:
        """Gives what a cell shows; "" where that is an error, or comes in the record after it."""
        if sort == _SHARED and len(value) >= 4:
            at = int.from_bytes(value[:4], "little")
            return self.strings[at] if at < len(self.strings) else ""
        if sort in (_LABEL, _RICH):
            return words(value, 0, 2, self.text)[0]
        if sort == _TRUTH and len(value) >= 2:
            return "" if value[1] else ("TRUE" if value[0] else "FALSE")
        if sort == _FORMULA and value[6:8] == b"\xff\xff":
            return ("TRUE" if value[2] else "FALSE") if value[0] == 1 else ""
        number = self.styles[style] if style < len(self.styles) else 0
        found = numbers_of(value, is_short=sort == _SHORT)
        return "" if found is None else shown(found, format_of(number, self.own_formats), from_1904=self.is_1904)


def _book(raw: bytes) -> _Book:
    """Gives what stands before the sheets."""
    if len(raw) < 8 or int.from_bytes(raw[:2], "little") != _BOF:
        raise Unreadable("poškodovana preglednica")
    book = _Book(Text(is_wide=int.from_bytes(raw[4:6], "little") >= _NEW))
    shared: list[bytes] = []
    last = 0
    for sort, body in records(raw, 0):
        if sort == _EOF:
            break
        if sort == _LOCKED:
            raise Locked
        last = last if sort == _MORE else sort
        if last == _STRINGS:
            shared.append(body)
        else:
            _take(book, sort, body)
    book.strings = shared_strings(shared, book.text)
    return book


def _take(book: _Book, sort: int, body: bytes) -> None:
    if sort == _CODE_PAGE and len(body) >= 2:
        book.text = book.text.in_page(int.from_bytes(body[:2], "little"))
    elif sort == _DATES:
        book.is_1904 = body[:1] == b"\1"
    elif sort == _STYLE and len(body) >= 4:
        book.styles.append(int.from_bytes(body[2:4], "little"))
    elif sort == _FORMAT and len(body) > 3:
        size = 2 if book.text.is_wide else 1
        book.own_formats[int.from_bytes(body[:2], "little")] = words(body, 2, size, book.text)[0]
    elif sort == _SHEET and len(body) > 7 and body[5] == _IS_SHEET:
        if len(book.sheets) >= _MOST_COLUMNS * 4:
            raise TooCostly(f"več kot {_MOST_COLUMNS * 4} listov")
        name = words(body, 6, 1, book.text)[0]
        book.sheets.append(_Sheet(name, int.from_bytes(body[:4], "little"), body[4] & 3 != 0))
