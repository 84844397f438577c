"""Bytes to text: byte order marks, UTF-8, UTF-16, Windows-1250 and ISO-8859-2, in that order of trust."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LATIN2_LETTERS = frozenset(b"\xa9\xae\xb9\xbe")
# Latin-1, which Slovene letters contradict, and codecs of Python that no page is written in.
_NOT_BELIEVED = frozenset(("ascii", "iso8859-1", "idna", "punycode", "unicode-escape", "raw-unicode-escape"))
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\x0c\x1b\x1a")
_LEAD = 4096


def decode(raw: bytes, declared: str = "") -> str:
    """Gives the text of `raw`; `declared` is the charset that a page names and is believed after UTF-8.

    >>> decode(b"ob\\xe8ina \\x8ako\\xe8jan"), decode(b"ob\\xe8ina \\xa9ko\\xe8jan")
    ('občina Škočjan', 'občina Škočjan')
    """
    return raw.decode(charset_of(raw, declared), "replace")


def charset_of(raw: bytes, declared: str = "") -> str:
    """Gives the name of the codec that `raw` is written in; never fails."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return name
    if name := _wide(raw[:_LEAD]):
        return name
    if _is_utf8(raw):
        return "utf-8"
    return _known(declared) or _central_european(raw)


def is_text(head: bytes) -> bool:
    """Tells whether the first bytes of a file are text in any charset that `decode` knows."""
    if any(head.startswith(mark) for mark, _ in _MARKS) or _wide(head):
        return True
    odd = sum(byte in _CONTROLS for byte in head)
    return 0 not in head and odd * 100 <= len(head)


def _wide(head: bytes) -> str:
    """Gives the codec of UTF-16 without a mark: every other byte of plain text is nearly always zero."""
    half = len(head) // 2
    if half < 4 or head[:4] in (b"%PDF", b"PK\x03\x04"):
        return ""
    even, odd = head[0 : 2 * half : 2].count(0), head[1 : 2 * half : 2].count(0)
    if odd * 10 >= half * 7 and even * 20 <= half:
        return "utf-16-le"
    return "utf-16-be" if even * 10 >= half * 7 and odd * 20 <= half else ""


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        return sum(not character.isascii() for character in text) > 11 * broken
    return True


def _known(declared: str) -> str:
    """Gives the codec that a page names, unless it is a Latin-1 that Slovene letters contradict."""
    try:
        name = codecs.lookup(declared.strip()).name if declared.strip() else ""
        # Python has codecs that are no charsets: «zip», «rot13»; they give themselves away on a letter only.
        b"a".decode(name or "ascii")
    except (LookupError, ValueError):
        return ""
    return "" if name.startswith("utf") or name in _NOT_BELIEVED else name


def _central_european(raw: bytes) -> str:
    """Chooses by the bytes of Š Ž š ž: what Windows-1250 has in 0x80-0x9F is not printable in ISO-8859-2."""
    if any(0x80 <= byte <= 0x9F for byte in raw):
        return "cp1250"
    return "iso8859-2" if any(byte in _LATIN2_LETTERS for byte in raw) else "cp1250"
