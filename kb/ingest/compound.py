"""Compound files (OLE2): folders of streams in one file, as old Office files, MSG mail and locked new Office files are.

Everything that a file says of itself is bounded: chains of sectors by the size of the file, the tree by its entries.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import IO

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_STREAM_BYTES = 150_000_000
_HEADER = 512
_LAST_SECTOR = 0xFFFFFFFA
_MOST_SECTORS = 4096
_ENTRY = 128
_STORAGE, _ROOT = 1, 5
_NUMBER = "<I"


@dataclass(frozen=True, slots=True)
class Entry:
    """A stream or a folder of a compound file; `number` is its place in the directory."""

    number: int
    name: str
    is_folder: bool
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """A compound file, open for reading; a context manager. What is damaged reads as empty, nothing raises."""

    def __init__(self, source: Path | bytes) -> None:
        self._file: IO[bytes] = BytesIO(source) if isinstance(source, bytes) else source.open("rb")
        self._bytes = len(source) if isinstance(source, bytes) else source.stat().st_size
        head = self._file.read(_HEADER).ljust(_HEADER, b"\0")
        self._size = 1 << min(struct.unpack_from("<H", head, 30)[0], 16)
        self._small = 1 << min(struct.unpack_from("<H", head, 32)[0], 16)
        self._limit = struct.unpack_from(_NUMBER, head, 56)[0]
        self._nexts = self._table(head)
        self._entries = list(self._directory(struct.unpack_from(_NUMBER, head, 48)[0]))
        small_nexts = b"".join(self._sectors(struct.unpack_from(_NUMBER, head, 60)[0]))
        self._small_nexts = _numbers(small_nexts)
        self._inside = b""

    def __enter__(self) -> Compound:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Gives every entry in the order of the directory, the root first."""
        return tuple(self._entries)

    def children(self, folder: Entry | None = None) -> dict[str, Entry]:
        """Gives what a folder, or the root, holds, by name."""
        if folder is None:
            if not self._entries:
                return {}
            folder = self._entries[0]
        found: dict[str, Entry] = {}
        waiting, seen = [folder.child], {0, folder.number}
        while waiting:
            number = waiting.pop()
            if number in seen or number >= len(self._entries):
                continue
            seen.add(number)
            entry = self._entries[number]
            found[entry.name] = entry
            waiting += [entry.left, entry.right]
        return found

    def read(self, entry: Entry, most: int = MOST_STREAM_BYTES) -> bytes:
        """Gives the first `most` bytes of a stream, fewer where its chain breaks off, b"" where it is too large."""
        if entry.is_folder or entry.size > min(MOST_STREAM_BYTES, self._bytes):
            return b""
        sectors, size = (self._sectors, self._size) if entry.size >= self._limit else (self._small_sectors, self._small)
        length = min(entry.size, most)
        return b"".join(islice(sectors(entry.start), length // size + 1))[:length]

    def _table(self, head: bytes) -> array[int]:
        """Gives the table of next sectors, whose own sectors are listed in the header and in a chain of more lists."""
        listed = [sector for sector in struct.unpack_from("<109I", head, 76) if sector < _LAST_SECTOR]
        more, seen = struct.unpack_from(_NUMBER, head, 68)[0], set[int]()
        while more < _LAST_SECTOR and more not in seen and len(seen) < _MOST_SECTORS:
            seen.add(more)
            sectors = _numbers(self._sector(more))
            if not sectors:
                break
            listed += [sector for sector in sectors[:-1] if sector < _LAST_SECTOR]
            more = sectors[-1]
        return _numbers(b"".join(map(self._sector, listed[: self._bytes // self._size + 1])))

    def _directory(self, first: int) -> Iterator[Entry]:
        number = 0
        for at, sector in enumerate(self._sectors(first)):
            if at >= _MOST_SECTORS:
                return
            for start in range(0, len(sector) - _ENTRY + 1, _ENTRY):
                yield _entry(number, sector[start : start + _ENTRY])
                number += 1

    def _sector(self, number: int) -> bytes:
        # A place that no file system has is no place to look for.
        self._file.seek(min((number + 1) * self._size, self._bytes))
        return self._file.read(self._size)

    def _sectors(self, first: int) -> Iterator[bytes]:
        sector, left = first, self._bytes // self._size + 1
        while sector < _LAST_SECTOR and left > 0:
            left -= 1
            yield self._sector(sector)
            sector = self._nexts[sector] if sector < len(self._nexts) else _LAST_SECTOR

    def _small_sectors(self, first: int) -> Iterator[bytes]:
        if not self._inside and self._entries:
            self._inside = b"".join(self._sectors(self._entries[0].start))
        sector, left = first, len(self._inside) // self._small + 1
        while sector < _LAST_SECTOR and left > 0:
            left -= 1
            yield self._inside[sector * self._small : (sector + 1) * self._small]
            sector = self._small_nexts[sector] if sector < len(self._small_nexts) else _LAST_SECTOR


def stream_names(path: Path) -> tuple[str, ...]:
    """Gives the names in the root of a compound file, or all names where its tree is broken; () where it is none."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            return ()
    with Compound(path) as compound:
        names = tuple(compound.children())
        return names or tuple(entry.name for entry in compound.entries if entry.name)


def _entry(number: int, raw: bytes) -> Entry:
    length, sort = struct.unpack_from("<HB", raw, 64)
    left, right, child = struct.unpack_from("<3I", raw, 68)
    start, size = struct.unpack_from("<2I", raw, 116)
    name = raw[: length - 2].decode("utf-16-le", "replace") if 2 < length <= 64 else ""
    return Entry(number, name, sort in (_STORAGE, _ROOT), left, right, child, start, size)


def _numbers(raw: bytes) -> array[int]:
    count = len(raw) // 4
    return array("L", struct.unpack_from(f"<{count}I", raw))
