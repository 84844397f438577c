"""Faces: a font's strings as text and widths, each string looked up once a document.

pdfminer.six knows the fonts (encodings, character maps, metrics); a face remembers what it said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, NamedTuple

from pdfminer.pdffont import PDFFont, PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdftypes import PDFObjRef, dict_value, list_value, resolve1

from kb.ingest.formats.pdf.broken import BROKEN
from kb.ingest.formats.pdf.fonts import Fonts
from kb.ingest.formats.pdf.tokens import HEX_PIECES, PIECES, STRING_PIECES, hexadecimal, literal, numbers

_HEAVY = re.compile(r"bold|black|heavy|semibold|demi(?!\s*light)", re.I)
_MOST_STRINGS = 50_000


class Glyphs(NamedTuple):
    """A string as it is shown: its text, its width in ems, how many glyphs and how many single-byte spaces."""

    text: str
    width: float
    number: int
    spaces: int


class _Strings(dict[bytes, Glyphs]):
    """The glyphs of strings as they are written, looked up when they are first asked for."""

    def __init__(self, face: Face, unwritten: Callable[[bytes], bytes]) -> None:
        super().__init__()
        self._face, self._unwritten = face, unwritten

    def __missing__(self, raw: bytes) -> Glyphs:
        if len(self) >= _MOST_STRINGS:
            self.clear()
        self[raw] = found = self._face.glyphs(self._unwritten(raw))
        return found


class _Shifts(dict[bytes, float]):
    """Numbers between the strings of an array, as ems to the right."""

    def __missing__(self, raw: bytes) -> float:
        if len(self) >= _MOST_STRINGS:
            self.clear()
        self[raw] = found = -sum(numbers(raw)) / 1000
        return found


class Face:
    """A font as the content uses it: `literals` and `hexes` give the glyphs of strings of either writing.

    `scale` is the height of an em for a size of 1, other than 1 in Type 3 fonts.
    """

    def __init__(self, font: PDFFont) -> None:
        self._font = font
        self._texts, self._widths = _Texts(font), _Widths(font)
        self._is_multibyte = font.is_multibyte()
        self.literals = _Strings(self, literal)
        self.hexes = _Strings(self, hexadecimal)
        self.is_bold = bool(_HEAVY.search(str(font.fontname)))
        self.is_vertical = font.is_vertical()
        self.scale = _type3_height(font) if isinstance(font, PDFType3Font) else 1.0

    def glyphs(self, string: bytes) -> Glyphs:
        """Gives a string's text, width in ems, and numbers of glyphs and of single-byte spaces."""
        codes = list(self._font.decode(string))
        text = "".join(map(self._texts.__getitem__, codes))
        spaces = 0 if self._is_multibyte else string.count(b" ")
        return Glyphs(text, sum(map(self._widths.__getitem__, codes)), len(codes), spaces)

    def pieces(self, raw: bytes) -> tuple[float, list[tuple[Glyphs, bytes]]]:
        """Gives how far the array's first string is moved, in ems, and its strings with the numbers after each."""
        if b"(" not in raw:
            found, strings, opens = HEX_PIECES.findall(raw, 1, len(raw) - 1), self.hexes, b"<"
        elif b"<" not in raw:
            found, strings, opens = STRING_PIECES.findall(raw, 1, len(raw) - 1), self.literals, b"("
        else:
            return 0.0, self._mixed(raw)
        before = 0.0 if raw[1:2] == opens or not found else -sum(numbers(raw[1 : raw.find(opens)])) / 1000
        return before, [(strings[piece], tail) for piece, tail in found]

    def _mixed(self, raw: bytes) -> list[tuple[Glyphs, bytes]]:
        return [
            (self.hexes[hexed] if hexed else self.literals[string], number)
            for string, hexed, number in PIECES.findall(raw, 1, len(raw) - 1)
        ]


class _Texts(dict[int, str]):
    """The text of each glyph, «(cid:12)» where the document does not say it."""

    def __init__(self, font: PDFFont) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, code: int) -> str:
        try:
            self[code] = text = str(self._font.to_unichr(code))
        except PDFUnicodeNotDefined:
            self[code] = text = f"(cid:{code})"
        return text


class _Widths(dict[int, float]):
    """The width of each glyph in ems; half an em where the font says nothing of use."""

    def __init__(self, font: PDFFont) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, code: int) -> float:
        try:
            self[code] = width = float(self._font.char_width(code))
        except (TypeError, ValueError):
            self[code] = width = 0.5
        return width


def _type3_height(font: PDFType3Font) -> float:
    """Gives the height of the font's box in text space, where it is not the usual one: glyphs drawn in own units."""
    height = float(font.get_height() or 0)
    return height if height > 0 else 1.0


class Faces:
    """The faces of one document, made when they are first used."""

    def __init__(self) -> None:
        self._fonts = Fonts()
        self._by_number: dict[int, Face] = {}
        self.shifts = _Shifts()

    @cached_property
    def plain(self) -> Face:
        """Gives the face of text for which no font is set."""
        return Face(self._fonts.get_font(None, {}))

    def face(self, reference: object) -> Face:
        """Gives the face for an entry of a Font dictionary, a plain one where the font is broken."""
        if not isinstance(reference, PDFObjRef):
            return self._made(reference)
        if reference.objid not in self._by_number:
            self._by_number[reference.objid] = self._made(reference)
        return self._by_number[reference.objid]

    def _made(self, reference: object) -> Face:
        try:
            return Face(self._fonts.get_font(None, _bare(dict_value(reference))))
        except BROKEN:
            return self.plain


def _bare(spec: dict[str, Any]) -> dict[str, Any]:
    """Gives a font's dictionary as pdfminer likes it: a Type 0 font without descendants is a simple one."""
    if resolve1(spec.get("DescendantFonts", True)) in (None, [], True):
        return spec
    return {**spec, "DescendantFonts": _resolved(list_value(spec["DescendantFonts"]))}


def _resolved(values: Iterable[object]) -> list[Any]:
    return [resolve1(value) for value in values]
