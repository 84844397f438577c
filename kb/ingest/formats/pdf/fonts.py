"""Fonts as pdfminer.six makes them, from dictionaries in which nothing would be spread out without end.

A range of codes is a few bytes in the file and an entry for each code in memory; no font has more than 65,536 glyphs.
"""

from __future__ import annotations

import re
from typing import Any

from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1

_MOST_CODES = 300_000
_RANGES = re.compile(rb"begin(?:bf|cid)range(.*?)(?:end(?:bf|cid)range|\Z)", re.S)
_ARRAY = re.compile(rb"\[[^\]]*+\]")
_RANGE = re.compile(rb"<([0-9A-Fa-f\s]{0,40})>\s*+<([0-9A-Fa-f\s]{0,40})>\s*+(?=[<\[\d])")
_MOST_FONT_BYTES = 20_000_000


class Fonts(PDFResourceManager):
    """Makes fonts without reading the font files that are not needed."""

    def get_font(self, objid: object, spec: Any) -> PDFFont:
        """Gives the font of a dictionary; raises what pdfminer raises on a broken one."""
        spec = dict(spec)
        unicode = resolve1(spec.get("ToUnicode"))
        if isinstance(unicode, PDFStream) and _codes_in(unicode.get_data()) > _MOST_CODES:
            del spec["ToUnicode"]
        if "FontDescriptor" in spec:
            spec["FontDescriptor"] = _described(dict_value(spec["FontDescriptor"]), isinstance(unicode, PDFStream))
        if "W" in spec and _widths_in(list_value(spec["W"])) > _MOST_CODES:
            del spec["W"]
        # The places of glyphs in vertical text, which is read without them.
        spec.pop("W2", None)
        return super().get_font(objid, spec)


def _described(descriptor: dict[str, Any], has_unicode: bool) -> dict[str, Any]:
    """Gives a font's descriptor without a font file that says nothing new, or is far too large."""
    file = resolve1(descriptor.get("FontFile2"))
    is_large = isinstance(file, PDFStream) and len(file.rawdata or b"") > _MOST_FONT_BYTES
    kept = dict(descriptor)
    if has_unicode or is_large:
        kept.pop("FontFile2", None)
    return kept


def _codes_in(unicode: bytes) -> int:
    """Gives how many codes the ranges of a character map have."""
    count = 0
    for section in _RANGES.finditer(unicode):
        for first, last in _RANGE.findall(_ARRAY.sub(b"[]", section[1])):
            count += max(_number(last) - _number(first) + 1, 0)
    return count


def _number(digits: bytes) -> int:
    return int(b"".join(digits.split()) or b"0", 16)


def _widths_in(values: list[Any] | tuple[Any, ...]) -> int:
    """Gives how many codes a list of widths has: «first [widths]» and «first last width»."""
    count, row = 0, list[float]()
    for value in map(resolve1, values):
        if isinstance(value, list):
            count += len(value)
            row = []
        elif isinstance(value, int | float):
            row.append(value)
            if len(row) == 3:
                count += max(int(row[1] - row[0]) + 1, 0)
                row = []
    return count
