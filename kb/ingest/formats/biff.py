"""The records of old Excel workbooks: their bounds, the strings in them, and numbers in their short form (MS-XLS)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

_MOST_STRINGS = 1_000_000
_PAGES = {1200: "cp1250", 10000: "mac-roman", 10029: "mac-latin2", 32768: "mac-roman", 32769: "cp1252"}


@dataclass(frozen=True, slots=True)
class Text:
    """How strings are written: `is_wide` with a byte that tells of their form, else in the charset alone."""

    is_wide: bool
    charset: str = "cp1250"

    def in_page(self, number: int) -> Text:
        """Gives the same with the charset of a code page."""
        name = _PAGES.get(number, f"cp{number}")
        try:
            b"a".decode(name)
        except (LookupError, ValueError):
            return self
        return replace(self, charset=name)


def records(raw: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Gives the sort and the body of each record from `start` on; one that is cut off ends them."""
    at = start
    while at + 4 <= len(raw):
        sort, length = struct.unpack_from("<2H", raw, at)
        at += 4
        if at + length > len(raw):
            return
        yield sort, raw[at : at + length]
        at += length


def words(body: bytes, at: int, size: int, text: Text) -> tuple[str, int]:
    """Gives the string whose length stands in `size` bytes at `at`, and where it ends; what is cut off is left out."""
    length = int.from_bytes(body[at : at + size], "little")
    at += size
    if not text.is_wide:
        return body[at : at + length].decode(text.charset, "replace"), at + length
    flags = body[at] if at < len(body) else 0
    at += 1 + 2 * bool(flags & 8) + 4 * bool(flags & 4)
    if flags & 1:
        return body[at : at + 2 * length].decode("utf-16-le", "replace"), at + 2 * length
    return body[at : at + length].decode("latin-1"), at + length


def numbers_of(value: bytes, *, is_short: bool) -> str | None:
    """Gives a number as it would be written in XML, None for bytes that are none.

    The short form has thirty bits of an integer, or the upper bits of a double; either may be hundredfold.
    """
    if len(value) < (4 if is_short else 8):
        return None
    if not is_short:
        (number,) = struct.unpack_from("<d", value)
    else:
        bits = int.from_bytes(value[:4], "little")
        if bits & 2:
            number = float(struct.unpack("<i", value[:4])[0] >> 2)
        else:
            (number,) = struct.unpack("<d", bytes(4) + (bits & 0xFFFFFFFC).to_bytes(4, "little"))
        number = number / 100 if bits & 1 else number
    return repr(number).removesuffix(".0")


def shared_strings(parts: Sequence[bytes], text: Text) -> list[str]:
    """Gives the strings that the cells of all sheets refer to; `parts` are the bodies of their records."""
    if not parts or len(parts[0]) < 8:
        return []
    count = min(int.from_bytes(parts[0][4:8], "little"), _MOST_STRINGS)
    reading = _Strings(parts, text)
    found: list[str] = []
    while len(found) < count and (string := reading.next()) is not None:
        found.append(string)
    return found


class _Strings:
    """Reads strings that may go on in the next record, there with a byte of their own that tells of their form."""

    def __init__(self, parts: Sequence[bytes], text: Text) -> None:
        self._parts, self._text = parts, text
        self._part, self._at = 0, 8

    def next(self) -> str | None:
        """Gives the next string, None at the end."""
        head = self._take(3)
        if len(head) < 3:
            return None
        length, flags = int.from_bytes(head[:2], "little"), head[2]
        runs = int.from_bytes(self._take(2), "little") if flags & 8 else 0
        more = int.from_bytes(self._take(4), "little") if flags & 4 else 0
        string = self._letters(length, is_wide=bool(flags & 1))
        self._skip(4 * runs + more)
        return string

    def _letters(self, length: int, *, is_wide: bool) -> str:
        letters: list[str] = []
        while length > 0:
            room = len(self._parts[self._part]) - self._at
            size = min(length, room // 2 if is_wide else room)
            raw = self._take(2 * size if is_wide else size) if size else b""
            letters.append(raw.decode("utf-16-le", "replace") if is_wide else raw.decode("latin-1"))
            length -= size
            if length > 0:
                if self._part + 1 >= len(self._parts):
                    break
                self._part, self._at = self._part + 1, 1
                is_wide = bool(self._parts[self._part][:1] == b"\1")
        return "".join(letters)

    def _take(self, size: int) -> bytes:
        """Gives so many bytes of this record, of the next one where this has ended."""
        if self._at >= len(self._parts[self._part]) and self._part + 1 < len(self._parts):
            self._part, self._at = self._part + 1, 0
        raw = self._parts[self._part][self._at : self._at + size]
        self._at += size
        return raw

    def _skip(self, size: int) -> None:
        """Steps over bytes that may go on in the next records."""
        while size > (room := max(len(self._parts[self._part]) - self._at, 0)) and self._part + 1 < len(self._parts):
            size -= room
            self._part, self._at = self._part + 1, 0
        self._at += size
