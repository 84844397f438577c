"""Compound files (OLE2): only the names of their streams, which tell old Office files and locked new ones apart."""

from __future__ import annotations

import struct
from pathlib import Path

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_LAST_SECTOR = 0xFFFFFFFA
_MOST_SECTORS = 4096


def stream_names(path: Path) -> tuple[str, ...]:
    """Gives the names in the directory of a compound file, in its order; a damaged one gives what could be read."""
    with path.open("rb") as file:
        head = file.read(_HEADER)
        if len(head) < _HEADER or head[:8] != MAGIC:
            return ()
        size = 1 << min(struct.unpack_from("<H", head, 30)[0], 16)
        first = struct.unpack_from("<I", head, 48)[0]
        tables = [sector for sector in struct.unpack_from("<109I", head, 76) if sector < _LAST_SECTOR]

        def sector_at(number: int) -> bytes:
            file.seek((number + 1) * size)
            return file.read(size)

        nexts = b"".join(sector_at(sector) for sector in tables)
        names: list[str] = []
        sector, seen = first, set[int]()
        while sector < _LAST_SECTOR and sector not in seen and len(seen) < _MOST_SECTORS:
            seen.add(sector)
            names.extend(_names_in(sector_at(sector)))
            sector = struct.unpack_from("<I", nexts, sector * 4)[0] if sector * 4 + 4 <= len(nexts) else _LAST_SECTOR
    return tuple(names)


def _names_in(sector: bytes) -> list[str]:
    names = []
    for start in range(0, len(sector) - 127, 128):
        length = struct.unpack_from("<H", sector, start + 64)[0]
        if 2 < length <= 64:
            names.append(sector[start : start + length - 2].decode("utf-16-le", "replace"))
    return names
