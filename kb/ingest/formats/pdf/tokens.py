"""The tokenizer of page content, compiled into one regular expression.

A match is a whole instruction as far as possible: painting and colour, which carry no text, are stepped over
inside the expression; numbers stay raw until an operator asks for them; a string is matched together with
its show operator, and a run of single glyphs («<0014> Tj 12.98 0 Td <0017> Tj …», as browsers print) is one match.
All repetition is possessive, so the time is linear in the length of the content.
"""

from __future__ import annotations

import re
from typing import Final

_WS: Final = rb"[\x00\t\n\x0c\r ]"
_NUMBERS: Final = rb"[-+.\d\x00\t\n\x0c\r ]*+"
_NAME: Final = rb"/[^\x00\t\n\x0c\r ()<>\[\]{}/%]*+"
_FLAT: Final = rb"\((?:[^()\\]++|\\.)*+\)"
_STRING: Final = rb"\((?:[^()\\]++|\\.|" + _FLAT + rb")*+\)"
_HEX: Final = rb"<[0-9A-Fa-f\x00\t\n\x0c\r ]*+>"
_ARRAY: Final = rb"\[(?:[^\[\]()%]++|" + _STRING + rb")*+\]"
_FLAT_DICT: Final = rb"<<(?:[^<>()]++|" + _HEX + rb"|" + _STRING + rb")*+>>"
_DICT: Final = rb"<<(?:[^<>()]++|" + _HEX + rb"|" + _STRING + rb"|" + _FLAT_DICT + rb")*+>>"
_END: Final = rb"(?![A-Za-z0-9*'\"])"
_PAINTING: Final = rb"(?:re|rg|RG|gs|cs|CS|scn?|SCN?|ri|sh|[glmchvynwiJjMGkKSs]|[WfBb]\*?|F)" + _END
_PAIR: Final = rb"<[0-9A-Fa-f]++>" + _WS + rb"*+Tj" + _WS + rb"*+[-+.\d]++" + _WS + rb"++[-+.\d]++" + _WS + rb"++Td"

NUMBERS, OPERATOR, RUN, STRING, STRING_SHOWN, HEX, HEX_SHOWN, ARRAY, ARRAY_SHOWN, NAME, DICT, LONE = range(1, 13)

INSTRUCTION: Final = re.compile(
    rb"(?:" + _NUMBERS + rb"(?:" + _NAME + _WS + rb"++)?+" + _NUMBERS + _PAINTING + rb")*+"
    rb"(" + _NUMBERS + rb")(?:"
    rb"([A-Za-z]++[01]?+\*?+|['\"])"
    rb"|((?:" + _PAIR + _WS + rb"*+){2,}+)"
    rb"|(" + _STRING + rb")(?:" + _WS + rb"*+(Tj)" + _END + rb")?+"
    rb"|(" + _HEX + rb")(?:" + _WS + rb"*+(Tj)" + _END + rb")?+"
    rb"|(" + _ARRAY + rb")(?:" + _WS + rb"*+(TJ)" + _END + rb")?+"
    rb"|(" + _NAME + rb")"
    rb"|(" + _DICT + rb")"
    rb"|%[^\r\n]*+"
    rb"|([^\x00\t\n\x0c\r ])|\Z)",
    re.S,
)
"""One match is one instruction or operand; `lastindex` tells which of the groups named above it is."""

GLYPHS: Final = re.compile(rb"<([0-9A-Fa-f]++)>[^-+.\d]++([-+.\d]++)[^-+.\d]++([-+.\d]++)")
"""The glyph, and how far the next one stands, of every pair of a RUN."""

HEX_PIECES: Final = re.compile(rb"<([^>]*+)>([^<]*+)")
STRING_PIECES: Final = re.compile(rb"\(((?:[^()\\]++|\\.|" + _FLAT + rb")*+)\)([^(]*+)", re.S)
"""A string of an ARRAY and the numbers after it."""

PIECES: Final = re.compile(rb"\(((?:[^()\\]++|\\.|" + _FLAT + rb")*+)\)|<([^>]*+)>|([-+.\d]++)", re.S)
"""The strings, hexadecimal strings and numbers of an ARRAY that has both sorts of strings."""

_NUMBER = re.compile(rb"[-+]*(\d+\.?\d*|\.\d+)")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|\r|\n)|(.))", re.S)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_PARENTHESIS = re.compile(rb"[()]|\\.", re.S)
_IMAGE_END = re.compile(_WS + rb"EI(?=" + _WS + rb"|$)")
_HEX_IN_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_ODD_IN_HEX = re.compile(rb"[^0-9A-Fa-f]+")
_ACTUAL_TEXT = re.compile(rb"/ActualText" + _WS + rb"*+(?:(" + _STRING + rb")|(" + _HEX + rb"))", re.S)


def numbers(raw: bytes) -> list[float]:
    """Gives the numbers in `raw`, the odd ones («--5», «1.2.3») read as far as they go.

    >>> numbers(b" 1 0 0 -1 8 .5 ")
    [1.0, 0.0, 0.0, -1.0, 8.0, 0.5]
    """
    try:
        return [float(word) for word in raw.split()]
    except ValueError:
        return [-float(found[1]) if found[0].startswith(b"-") else float(found[1]) for found in _NUMBER.finditer(raw)]


def literal(raw: bytes) -> bytes:
    """Gives the bytes of a string without its outer parentheses.

    >>> literal(rb"ob\\350ina \\(KS\\)")
    b'ob\\xe8ina (KS)'
    """
    return _ESCAPE.sub(_unescaped, raw) if b"\\" in raw else raw


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found[1]:
        return bytes((int(found[1], 8) & 255,))
    return b"" if found[2] else _ESCAPED.get(found[3], found[3])


def hexadecimal(raw: bytes) -> bytes:
    """Gives the bytes of a hexadecimal string without its brackets; an odd last digit is followed by 0.

    >>> hexadecimal(b"48 6F6a7")
    b'Hojp'
    """
    try:
        return bytes.fromhex(raw.decode("ascii"))
    except ValueError:
        digits = _ODD_IN_HEX.sub(b"", raw)
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def name(raw: bytes) -> str:
    """Gives a name without its slash as pdfminer keeps it in dictionaries: «/F#31» → «F1»."""
    text = _HEX_IN_NAME.sub(lambda found: bytes((int(found[1], 16),)), raw[1:]) if b"#" in raw else raw[1:]
    return text.decode("utf-8", "replace")


def string_end(data: bytes, start: int) -> int:
    """Gives where the string that opens at `start` ends, however deep its parentheses; -1 where it does not."""
    depth = 0
    for found in _PARENTHESIS.finditer(data, start):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    return -1


def image_end(data: bytes, start: int) -> int:
    """Gives where the picture in the text that begins at `start` ends; -1 where it does not."""
    found = _IMAGE_END.search(data, start)
    return found.end() if found else -1


def actual_text(raw: bytes) -> str | None:
    """Gives what a marked-content dictionary says that its glyphs mean, None where it says nothing.

    >>> actual_text(b"<</ActualText <FEFF010D>>>")
    'č'
    """
    found = _ACTUAL_TEXT.search(raw)
    if not found:
        return None
    return text_string(literal(found[1][1:-1]) if found[1] else hexadecimal(found[2][1:-1]))


def text_string(raw: bytes) -> str:
    """Gives a PDF text string: UTF-16 or UTF-8 where its mark says so, else the document's own Latin."""
    if raw.startswith((b"\xfe\xff", b"\xff\xfe")):
        return raw.decode("utf-16", "replace")
    return raw.decode("utf-8-sig", "replace") if raw.startswith(b"\xef\xbb\xbf") else raw.decode("cp1252", "replace")
