"""Small real files of the newer formats: workbooks, mail, compound files."""

from __future__ import annotations

import struct
from pathlib import Path

from tests.ingest.making import package, relations, written

_S = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_SECTOR, _SMALL, _LIMIT = 512, 64, 4096
Tree = dict[str, "bytes | Tree"]


def xlsx(
    path: Path, sheets: dict[str, str], *, strings: str = "", styles: str = "", book: str = "", **more: str
) -> Path:
    """Makes a workbook of raw rows by the name of the sheet; a name that begins with «-» is a hidden sheet's.

    `more` are further parts by name, with «__» for a slash and without «.xml».
    """
    names = list(sheets)
    rows = "".join(
        f'<sheet name="{name.lstrip("-")}" sheetId="{at}" r:id="worksheet_{at}" '
        f'state="{"hidden" if name.startswith("-") else "visible"}"/>'
        for at, name in enumerate(names, 1)
    )
    targets = {f"worksheet_{at}": f"worksheets/sheet{at}.xml" for at in range(1, len(names) + 1)}
    members: dict[str, str | bytes] = {
        "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": f"<workbook {_S}>{book}<sheets>{rows}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(**targets, sharedStrings="sharedStrings.xml", styles="styles.xml"),
        "xl/sharedStrings.xml": f"<sst {_S}>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet {_S}>{styles}</styleSheet>",
    }
    for at, name in enumerate(names, 1):
        members[f"xl/worksheets/sheet{at}.xml"] = f"<worksheet {_S}><sheetData>{sheets[name]}</sheetData></worksheet>"
    for part, xml in more.items():
        name = part.replace("__", "/")
        members[name if name.endswith(".rels") else f"{name}.xml"] = xml
    return package(path, members)


def compound_tree(path: Path, tree: Tree) -> Path:
    """Makes a compound file (OLE2) of streams and folders; short streams stand in the small sectors."""
    entries: list[list[object]] = [["Root Entry", 5, _FREE, _FREE, b""]]
    _add(entries, 0, tree)
    small, small_next, big = b"", list[int](), list[bytes]()
    places = []
    for name, sort, _, _, content in entries:
        if sort != 2 or not isinstance(content, bytes):
            places.append((0, 0))
        elif len(content) < _LIMIT:
            count = -(-len(content) // _SMALL)
            places.append((len(small_next), len(content)))
            small_next += [*range(len(small_next) + 1, len(small_next) + count), _END][: max(count, 0)]
            small += content.ljust(count * _SMALL, b"\0")
        else:
            places.append((-1 - len(big), len(content)))
            big.append(content)
        assert len(str(name)) < 32
    directory_size = -(-len(entries) * 128 // _SECTOR)
    runs = [directory_size, -(-len(small_next) * 4 // _SECTOR), -(-len(small) // _SECTOR)]
    runs += [-(-len(content) // _SECTOR) for content in big]
    starts, table = [], [0xFFFFFFFD]
    for run in runs:
        starts.append(len(table) if run else _END)
        table += [*range(len(table) + 1, len(table) + run), _END][: max(run, 0)]
    places[0] = (starts[2], len(small))
    places = [(starts[2 - at], size) if at < 0 else (at, size) for at, size in places]
    rows = b"".join(_entry(*entry, place) for entry, place in zip(entries, places, strict=True))
    header = bytearray(_SECTOR)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<2H", header, 30, 9, 6)
    struct.pack_into("<5I", header, 44, 1, starts[0], 0, _LIMIT, starts[1])
    struct.pack_into("<3I", header, 64, runs[1], _END, 0)
    struct.pack_into("<109I", header, 76, 0, *[_FREE] * 108)
    assert len(table) <= _SECTOR // 4
    blocks = [struct.pack(f"<{len(table)}I", *table), rows, struct.pack(f"<{len(small_next)}I", *small_next), small]
    body = b"".join(block.ljust(-(-len(block) // _SECTOR) * _SECTOR, b"\xff" * 1) for block in (*blocks, *big))
    return written(path, bytes(header) + body)


def _add(entries: list[list[object]], parent: int, tree: Tree) -> None:
    before = 0
    for name, content in tree.items():
        number = len(entries)
        is_folder = isinstance(content, dict)
        entries.append([name, 1 if is_folder else 2, _FREE, _FREE, b"" if is_folder else content])
        if before:
            entries[before][2] = number
        else:
            entries[parent][3] = number
        before = number
        if isinstance(content, dict):
            _add(entries, number, content)


def _entry(name: object, sort: object, right: object, child: object, _: object, place: tuple[int, int]) -> bytes:
    raw = str(name).encode("utf-16-le") + b"\0\0"
    head = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), sort, 1)
    return head + struct.pack("<3I", _FREE, right, child) + bytes(36) + struct.pack("<2I", *place) + bytes(4)


def text_property(number: str, text: str) -> Tree:
    """Gives a property of words of an Outlook message."""
    return {f"__substg1.0_{number}001F": text.encode("utf-16-le")}


def fixed_properties(head: int, **times: int) -> bytes:
    """Gives the stream of the fixed properties: «t0039» is the time of sending."""
    rows = b"".join(struct.pack("<HHIQ", 0x40, int(name[1:], 16), 6, value) for name, value in times.items())
    return bytes(head) + rows
