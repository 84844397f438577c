"""RTF read here: the page that a letter of Outlook hides in it, or its words without their looks.

Whole RTF files go through LibreOffice, which knows their headings and tables; this is for the bodies of letters, and
for files where LibreOffice is missing or gives up. Sources: RTF 1.9.1; MS-OXRTFEX for pages in RTF («\\fromhtml1»);
MS-OXRTFCP for its compressed form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from kb.errors import TooCostly
from kb.ingest.sniff import RTF
from kb.model import Block, BlockKind, Extract, Unit, UnitKind

MOST_BYTES = 50_000_000
_MOST_UNPACKED = 20_000_000
_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_BEFORE: Final = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20"
    b"\\b\\i\\u\\tab\\tx"
)
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?+ ?+|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]++)|[\r\n]++|\\", re.S
)
_BINARY = re.compile(rb"\\bin(\d{1,12})")
_SIGNS: Final = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"cell": "\t", b"nestcell": "\t",
    b"nestrow": "\n", b"tab": "\t", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
    b"bullet": "•", b"endash": "–", b"emdash": "—", b"enspace": " ", b"emspace": " ",
}  # fmt: skip
_SYMBOLS: Final = {b"~": "\u00a0", b"_": "-", b"-": "", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
# What is written in these groups is not shown.
_HIDDEN: Final = frozenset(
    b"fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf "
    b"listtable listoverridetable revtbl rsidtbl generator themedata datastore latentstyles xmlnstbl fldinst "
    b"mmathPr bkmkstart bkmkend filetbl pntext listtext".split()
)
_CHARSETS: Final = {0: "cp1252", 77: "mac-roman", 161: "cp1253", 162: "cp1254", 186: "cp1257", 204: "cp1251"}
_SLOVENE: Final = "cp1250"


def read(path: Path) -> Extract:
    """Gives the words of an RTF file as paragraphs; raises TooCostly for one of more than 50 MB."""
    if path.stat().st_size > MOST_BYTES:
        raise TooCostly(f"več kot {MOST_BYTES // 1_000_000} MB zapisa RTF")
    lines = plain_of(path.read_bytes()).split("\n")
    kinds = ((BlockKind.TABLE if "\t" in line.strip() else BlockKind.PARAGRAPH, line.strip()) for line in lines)
    blocks = tuple(Block(kind, line) for kind, line in kinds if line)
    return Extract(RTF, (Unit(UnitKind.TEXT, 1, blocks),))


def is_cut(raw: bytes) -> bool:
    """Tells whether a picture is said to be longer than the file: programs wait for the rest of it without end."""
    return any(found.end() + int(found[1]) > len(raw) for found in _BINARY.finditer(raw))


def page_of(raw: bytes) -> str:
    """Gives the page that was put into RTF, "" where none was.

    >>> page_of(rb"{\\rtf1\\ansi\\fromhtml1{\\*\\htmltag64 <p>}\\htmlrtf \\b\\htmlrtf0 Vabilo{\\*\\htmltag72 </p>}}")
    '<p>Vabilo</p>'
    """
    return _Reader(in_page=True).run(raw) if b"\\fromhtml" in raw[:2000] else ""


def plain_of(raw: bytes) -> str:
    """Gives the words of RTF, a paragraph or a row of a table a line, with tabs between the cells.

    >>> plain_of(rb"{\\rtf1\\ansi\\ansicpg1250{\\fonttbl{\\f0 Arial;}}ob\\'e8ina \\u352?kofja Loka\\par}")
    'občina Škofja Loka\\n'
    """
    return _Reader(in_page=False).run(raw)


def unpacked(raw: bytes) -> bytes:
    """Gives RTF out of its compressed form, of damaged bytes what can be had; b"" for what is no such form."""
    size, sort = int.from_bytes(raw[4:8], "little"), raw[8:12]
    if sort == _PLAIN:
        return raw[16 : 16 + min(size, _MOST_UNPACKED)]
    if sort != _COMPRESSED:
        return b""
    made, at, start = bytearray(_BEFORE), 16, len(_BEFORE)
    most = start + min(size, _MOST_UNPACKED)
    while at < len(raw) and len(made) < most:
        control, at = raw[at], at + 1
        for bit in range(8):
            if not control >> bit & 1:
                made += raw[at : at + 1]
                at += 1
                continue
            place, at = int.from_bytes(raw[at : at + 2], "big"), at + 2
            back = (len(made) - (place >> 4)) % 4096
            if not back or at > len(raw):
                return bytes(made[start:most])
            _repeat(made, back, (place & 15) + 2)
    return bytes(made[start:most])


def _repeat(made: bytearray, back: int, length: int) -> None:
    """Adds `length` bytes from so far back; what is being added may be part of it."""
    first = len(made) - back
    piece = bytes(made[max(first, 0) : first + length]) if first >= 0 else bytes(length)
    made += (piece * (length // max(len(piece), 1) + 1))[:length]


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds within braces: what is left out, and how bytes and «\\u» are read."""

    is_hidden: bool = False
    is_tag: bool = False
    is_own: bool = False
    charset: str = _SLOVENE
    after_unicode: int = 1


@dataclass(slots=True)
class _Reader:
    """One reading; `in_page` gathers the page that was put into the RTF and not the RTF's own words."""

    in_page: bool
    parts: list[str] = field(default_factory=list)
    group: _Group = field(default_factory=_Group)
    around: list[_Group] = field(default_factory=list)
    fonts: dict[int, str] = field(default_factory=dict)
    charset: str = _SLOVENE
    waiting: bytearray = field(default_factory=bytearray)
    skipped: int = 0
    font: int = 0
    is_starred: bool = False
    in_fonts: int = 0

    def run(self, raw: bytes) -> str:
        """Gives what is gathered of the whole."""
        at = 0
        while found := _TOKEN.match(raw, at):
            at = found.end()
            if found[1]:
                at += self._word(found[1], int(found[2]) if found[2] else None)
            elif found[3]:
                self._bytes(bytes.fromhex(found[3].decode("ascii")))
            elif found[4]:
                self._symbol(found[4])
            elif found[5]:
                self._brace(found[5])
            elif found[6]:
                self._bytes(found[6])
        self._flush()
        # Halves of a pair may have come one by one.
        return "".join(self.parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self.is_starred, self.skipped = False, 0
        if brace == b"{":
            self.around.append(self.group)
        elif self.around:
            self.group = self.around.pop()
            if len(self.around) < self.in_fonts:
                self.in_fonts = 0

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.is_starred = True
        elif symbol in _SYMBOLS:
            self._say(_SYMBOLS[symbol])

    def _word(self, word: bytes, value: int | None) -> int:
        """Takes a control word; gives how many bytes after it belong to it."""
        starred, self.is_starred = self.is_starred, False
        if word == b"bin":
            return max(value or 0, 0)
        if word == b"u" and value is not None:
            self._say(chr(value % 65536))
            self.skipped = self.group.after_unicode
        elif word in _SIGNS:
            self._say("\r\n" if self.in_page and word in (b"par", b"line") else _SIGNS[word])
        else:
            self._flush()
            self._set(word, value, starred)
        return 0

    def _set(self, word: bytes, value: int | None, starred: bool) -> None:
        """Takes a word that says how what follows is read."""
        if word == b"htmlrtf":
            self.group = replace(self.group, is_own=value != 0)
        elif word == b"htmltag":
            self.group = replace(self.group, is_tag=True)
        elif word == b"uc":
            self.group = replace(self.group, after_unicode=min(max(value or 0, 0), 8))
        elif word == b"ansicpg":
            self.charset = _known(f"cp{value}")
            self.group = replace(self.group, charset=self.charset)
        elif word == b"f":
            self.font = value or 0
            self.group = replace(self.group, charset=self.fonts.get(self.font, self.charset))
        elif word == b"fcharset" and self.in_fonts:
            self.fonts[self.font] = self.charset if value == 1 else _CHARSETS.get(value or 0, _SLOVENE)
        elif word in _HIDDEN or (starred and word != b"shppict"):
            self.group = replace(self.group, is_hidden=True)
            if word == b"fonttbl":
                self.in_fonts = len(self.around)

    def _bytes(self, raw: bytes) -> None:
        if self.skipped:
            gone = min(self.skipped, len(raw))
            self.skipped -= gone
            raw = raw[gone:]
        self.waiting += raw

    def _say(self, text: str) -> None:
        self._flush()
        self.skipped = 0
        if self._is_shown():
            self.parts.append(text)

    def _flush(self) -> None:
        if self.waiting:
            if self._is_shown():
                self.parts.append(bytes(self.waiting).decode(self.group.charset, "replace"))
            self.waiting.clear()

    def _is_shown(self) -> bool:
        if self.in_page:
            return self.group.is_tag or not (self.group.is_hidden or self.group.is_own)
        return not (self.group.is_hidden or self.group.is_tag)


def _known(charset: str) -> str:
    try:
        b"a".decode(charset)
    except (LookupError, ValueError):
        return _SLOVENE
    return charset
