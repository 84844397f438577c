"""The packings of streams, none unpacked further than a stream may be: what a filter is told, it does not believe.

Filters of pictures (DCT, JPX, JBIG2, CCITT) are left packed: no text is set with them. What Crypt says was done before.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

from pdfminer.pdftypes import int_value
from pdfminer.utils import apply_png_predictor, apply_tiff_predictor

from kb.errors import TooCostly

_STEP: Final = 2048
_CLEAR, _END = 256, 257
_LONGEST_TABLE: Final = 4096
_WIDEST_ROW: Final = 1_000_000
# Undone byte by byte; tables and lists of objects are hundreds of kilobytes at most, pictures are not read.
_MOST_PREDICTED: Final = 8_000_000
_WHITE = re.compile(rb"[\x00\t\n\x0c\r ]+")
_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]+")
_ALIKE = re.compile(rb"z{1,100000}|[^z]+")
_NOT_85 = re.compile(rb"[^!-uz]+")
_LEFT_PACKED = frozenset(("DCTDecode", "DCT", "JPXDecode", "JBIG2Decode", "CCITTFaxDecode", "CCF", "Crypt"))


def unpacked(raw: bytes, filters: Iterable[tuple[Any, Any]], most: int) -> bytes:
    """Gives what is packed in `raw`, at most `most` bytes of it in any step; of damaged bytes what can be had.

    `filters` are names with their parameters, in the order of unpacking. Raises TooCostly past `most`, ValueError for
    a filter that does not exist.
    """
    content = raw
    for name, parameters in filters:
        content = _step(str(getattr(name, "name", "")), content, most, parameters)
        if isinstance(parameters, dict):
            content = _unpredicted(content, parameters)
    return content


def _step(name: str, content: bytes, most: int, parameters: Any) -> bytes:
    if name in ("FlateDecode", "Fl"):
        return inflated(content, most)
    if name in ("LZWDecode", "LZW"):
        early = int_value(parameters.get("EarlyChange", 1)) if isinstance(parameters, dict) else 1
        return _gathered(_lzw(content, early), most)
    if name in ("RunLengthDecode", "RL"):
        return _gathered(_runs(content), most)
    if name in ("ASCII85Decode", "A85"):
        return _gathered(_of_85(content), most)
    if name in ("ASCIIHexDecode", "AHx"):
        return _of_hex(content)
    if name in _LEFT_PACKED:
        return content
    raise ValueError(name)


def _gathered(parts: Iterator[bytes], most: int) -> bytes:
    gathered, size = [], 0
    for part in parts:
        gathered.append(part)
        size += len(part)
        if size > most:
            raise _too_much(most)
    return b"".join(gathered)


def _too_much(most: int) -> TooCostly:
    return TooCostly(f"več kot {most // 1_000_000} MB v enem toku")


def inflated(raw: bytes, most: int) -> bytes:
    """Gives deflated bytes unpacked, of damaged ones what can be unpacked; raises TooCostly past `most` bytes."""
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(raw, most)
    except zlib.error:
        return _gathered(_inflated_in_steps(raw, most), most)
    if unpacker.unconsumed_tail:
        raise _too_much(most)
    return content


def _inflated_in_steps(raw: bytes, most: int) -> Iterator[bytes]:
    """Gives the content up to the damage, to the byte."""
    unpacker = zlib.decompressobj()
    for at in range(0, len(raw), _STEP):
        before, step = unpacker.copy(), raw[at : at + _STEP]
        try:
            yield unpacker.decompress(step, most + 1)
        except zlib.error:
            with suppress(zlib.error):
                for byte in step:
                    yield before.decompress(bytes((byte,)), most + 1)
            return


def _runs(raw: bytes) -> Iterator[bytes]:
    """Gives the runs of RunLengthDecode: 0 to 127 says how many bytes follow, 129 to 255 how often the next one is."""
    at = 0
    while at < len(raw) and raw[at] != 128:
        length = raw[at]
        if length < 128:
            yield raw[at + 1 : at + 2 + length]
            at += length + 2
        else:
            yield raw[at + 1 : at + 2] * (257 - length)
            at += 2


def _lzw(raw: bytes, early: int) -> Iterator[bytes]:
    """Gives the strings of LZWDecode; the code that breaks the rules ends them."""
    singles = [bytes((byte,)) for byte in range(256)] + [b"", b""]
    table, last = list(singles), b""
    bits = count = at = 0
    width = 9
    while True:
        while count < width:
            if at >= len(raw):
                return
            bits, count, at = (bits << 8 | raw[at]) & 0xFFFFFF, count + 8, at + 1
        code, count = bits >> (count - width) & ((1 << width) - 1), count - width
        if code == _END or code > len(table) or (code == len(table) and not last):
            return
        if code == _CLEAR:
            table, last, width = list(singles), b"", 9
            continue
        now = table[code] if code < len(table) else last + last[:1]
        yield now
        if last and len(table) < _LONGEST_TABLE:
            table.append(last + now[:1])
        last = now
        width = min(max((len(table) + early).bit_length(), 9), 12)


def _of_85(raw: bytes) -> Iterator[bytes]:
    """Gives the bytes of ASCII85Decode, groups of five digits each; «z» is four zeros."""
    body = _WHITE.sub(b"", raw)
    body = _NOT_85.sub(b"", body.removeprefix(b"<~").split(b"~", 1)[0])
    for found in _ALIKE.finditer(body):
        piece = found[0]
        if piece[:1] == b"z":
            yield bytes(4 * len(piece))
            continue
        for start in range(0, len(piece), 5):
            group = piece[start : start + 5]
            if len(group) > 1:
                value = 0
                for digit in group.ljust(5, b"u"):
                    value = value * 85 + digit - 33
                yield (value & 0xFFFFFFFF).to_bytes(4, "big")[: len(group) - 1]


def _of_hex(raw: bytes) -> bytes:
    digits = _NOT_HEX.sub(b"", raw.split(b">", 1)[0])
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _unpredicted(content: bytes, parameters: Mapping[str, Any]) -> bytes:
    """Gives rows as they were before they were made easier to pack: as in PNG, or as in TIFF."""
    predictor = int_value(parameters.get("Predictor", 1))
    if predictor < 2:
        return content
    colors, columns = int_value(parameters.get("Colors", 1)), int_value(parameters.get("Columns", 1))
    bits = int_value(parameters.get("BitsPerComponent", 8))
    if not 0 < colors * columns * bits <= _WIDEST_ROW * 8:
        raise ValueError("predictor")
    if len(content) > _MOST_PREDICTED:
        raise TooCostly(f"{len(content) // 1_000_000} MB v enem toku")
    if predictor == 2:
        return apply_tiff_predictor(colors, columns, bits, content)
    return apply_png_predictor(predictor, colors, columns, bits, content)
