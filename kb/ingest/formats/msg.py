"""Outlook mail (MSG): a compound file whose streams are named after the numbers of the properties that they hold.

The text comes from the page, from the plain body, or from compressed RTF and the page that may be hidden in it.
"""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kb.errors import Locked, Unreadable
from kb.ingest.charset import decode
from kb.ingest.compound import Compound, Entry
from kb.ingest.formats import rtf
from kb.ingest.formats.inside import Inside
from kb.ingest.formats.letters import Head, body_blocks
from kb.ingest.sniff import MSG
from kb.model import Block, BlockKind, Extract, Unit, UnitKind

ATTACHES = True
_CLASS, _ENCRYPTED = "001A", "IPM.NOTE.SMIME"
_SUBJECT, _SENDER, _RECEIVERS, _SENDER_ADDRESS = "0037", "0C1A", "0E04", "0C1F"
_BODY, _PAGE, _COMPRESSED = "1000", "1013", "1009"
_CONTENT, _LONG_NAME, _SHORT_NAME, _SHOWN_NAME = "3701", "3707", "3704", "3001"
_SENT, _DELIVERED, _CODE_PAGES = 0x0039, 0x0E06, (0x3FFD, 0x3FDE)
_PROPERTIES = "__properties_version1.0"
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
_DEEPEST = 3
_UNREAD_BODY = "Stisnjenega besedila sporočila (RTF) ni bilo mogoče prebrati."


def read(path: Path, into: Path | None = None) -> Extract:
    """Gives one flowing text as for EML; a message attached to the message is read after it.

    Raises Unreadable where the file has none of the properties of a message, Locked where it is encrypted.
    """
    with Compound(path) as compound:
        reading = _Reading(compound, Inside(into))
        message = _Message(compound, compound.children(), head=32)
        blocks, title = tuple(reading.blocks(message, 0)), message.text(_SUBJECT)
        if not message.has_any:
            raise Unreadable("ni lastnosti sporočila")
        if message.text(_CLASS).upper() == _ENCRYPTED:
            raise Locked
    warnings = (*reading.warnings, *reading.inside.warnings)
    return Extract(
        MSG,
        (Unit(UnitKind.TEXT, 1, blocks),),
        title,
        warnings=warnings,
        attachments=tuple(reading.inside.attachments),
        is_partial=bool(reading.warnings) or (bool(warnings) and into is not None),
    )


class _Message:
    """The properties of a message or an attachment; `head` is the length of what precedes the fixed ones."""

    def __init__(self, compound: Compound, entries: dict[str, Entry], *, head: int) -> None:
        self._compound = compound
        self.entries = entries
        self._fixed = dict(self._fixed_properties(head))

    @property
    def has_any(self) -> bool:
        return any(name.startswith("__substg1.0_") for name in self.entries)

    def binary(self, number: str) -> bytes:
        entry = self.entries.get(f"__substg1.0_{number}0102")
        return self._compound.read(entry) if entry else b""

    def text(self, number: str) -> str:
        """Gives a property of words, written in UTF-16 or in the code page of the message; "" where it is absent."""
        if entry := self.entries.get(f"__substg1.0_{number}001F"):
            return self._compound.read(entry).decode("utf-16-le", "replace").rstrip("\0")
        if entry := self.entries.get(f"__substg1.0_{number}001E"):
            return decode(self._compound.read(entry).rstrip(b"\0"), self._code_page())
        return ""

    def time(self, number: int) -> dt.datetime | None:
        """Gives a property of time: tenths of microseconds since 1601."""
        value = int.from_bytes(self._fixed.get(number, b""), "little")
        try:
            return _EPOCH + dt.timedelta(microseconds=value // 10) if value else None
        except OverflowError:
            return None

    def _fixed_properties(self, head: int) -> Iterator[tuple[int, bytes]]:
        entry = self.entries.get(_PROPERTIES)
        raw = self._compound.read(entry) if entry else b""
        for start in range(head, len(raw) - 15, 16):
            yield struct.unpack_from("<H", raw, start + 2)[0], raw[start + 8 : start + 16]

    def _code_page(self) -> str:
        for number in _CODE_PAGES:
            page = int.from_bytes(self._fixed.get(number, b"")[:4], "little")
            if page:
                return {65001: "utf-8", 28592: "iso-8859-2"}.get(page, f"cp{page}")
        return ""


@dataclass(slots=True)
class _Reading:
    """One reading of a message with those in it; gathers files and warnings."""

    compound: Compound
    inside: Inside
    warnings: tuple[str, ...] = ()

    def blocks(self, message: _Message, depth: int) -> Iterator[Block]:
        """Gives the blocks of a message and of the messages attached to it; hands its files to `inside`."""
        receivers = tuple(name.strip().strip("'") for name in message.text(_RECEIVERS).split(";") if name.strip())
        sender = message.text(_SENDER) or message.text(_SENDER_ADDRESS)
        sent = message.time(_SENT) or message.time(_DELIVERED)
        yield from Head(message.text(_SUBJECT), sender, receivers, sent).blocks()
        yield from self._body(message)
        for name, entry in sorted(message.entries.items()):
            if name.startswith("__attach_version1.0_"):
                yield from self._attachment(entry, depth)

    def _body(self, message: _Message) -> tuple[Block, ...]:
        page = message.text(_PAGE) or message.binary(_PAGE)
        blocks = body_blocks(message.text(_BODY), page)
        packed = b"" if blocks else message.binary(_COMPRESSED)
        if not packed:
            return blocks
        found = rtf.unpacked(packed)
        if not found:
            self.warnings = (_UNREAD_BODY,)
        return body_blocks(rtf.plain_of(found), rtf.page_of(found))

    def _attachment(self, entry: Entry, depth: int) -> Iterator[Block]:
        attachment = _Message(self.compound, self.compound.children(entry), head=8)
        embedded = attachment.entries.get(f"__substg1.0_{_CONTENT}000D")
        if embedded and depth < _DEEPEST:
            inner = _Message(self.compound, self.compound.children(embedded), head=24)
            yield Block(BlockKind.PARAGRAPH, "Priloženo sporočilo:")
            yield from self.blocks(inner, depth + 1)
        elif content := attachment.binary(_CONTENT):
            name = attachment.text(_LONG_NAME) or attachment.text(_SHORT_NAME) or attachment.text(_SHOWN_NAME)
            self.inside.put(name or "priponka", content)
