"""What mail of any form has in common: its head as blocks, its body as text or as a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from kb.ingest.formats.html import page_blocks
from kb.ingest.formats.text import plain_blocks
from kb.model import Block, BlockKind

_MOST_RECEIVERS = 20


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over a letter; `sender` and `receivers` are names, or addresses where there is no name."""

    subject: str = ""
    sender: str = ""
    receivers: tuple[str, ...] = ()
    sent: dt.datetime | None = None

    def blocks(self) -> Iterator[Block]:
        """Gives «Zadeva: …» as a heading, then «Od: …», «Za: …» and «Datum: 22. 11. 2026, 9.05»."""
        yield Block(BlockKind.HEADING, f"Zadeva: {self.subject}" if self.subject else "Brez zadeve", 1)
        more = " …" if len(self.receivers) > _MOST_RECEIVERS else ""
        sent = (
            f"{self.sent.day}. {self.sent.month}. {self.sent.year}, {self.sent.hour}.{self.sent:%M}"
            if self.sent
            else ""
        )
        rows = (("Od", self.sender), ("Za", ", ".join(self.receivers[:_MOST_RECEIVERS]) + more), ("Datum", sent))
        yield from (Block(BlockKind.PARAGRAPH, f"{name}: {value}") for name, value in rows if value)


def body_blocks(plain: str, page: str | bytes) -> tuple[Block, ...]:
    """Gives the blocks of a letter that may come as plain text, as a page, or as both: then of the page."""
    blocks = page_blocks(page) if page.strip() else ()
    if any(block.text.strip() for block in blocks):
        return blocks
    return tuple(plain_blocks(plain.replace("\r\n", "\n").replace("\r", "\n")))
