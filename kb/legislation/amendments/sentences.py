"""The sentences of an amending article, with a one-character slot in the place of each quotation.

Quotations run over lines and hold sentences, headings and quotations of their own; behind a slot none of that
is in the way. Slots are private-use characters: no pattern takes them for a letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FIRST_SLOT = 0xE000
MOST_SLOTS = 6000
SLOT = "[\ue000-\uf77f]"
_PAIRS = {"»": "«", "„": "“”"}
_CLOSES = "«“”"
_ENDS = re.compile(
    rf"(?:(?<=[^\W\d_]{{3}})(?<!\bodl)(?<!\bskl)|(?<={SLOT})|(?<=\))|(?<=\s\d{{4}}))[.;]?\.\s{{1,3}}"
    r"(?=[A-ZČŠŽ]|\d{1,4}\.)"
)
_QUOTED = re.compile(rf"(?:{SLOT}[.,;]{{0,2}}\s?){{1,50}}")
_GOES_ON = (":", ",", ";")
_BULLET = re.compile(r"[-–—•]\s{0,3}|\d{1,2}\.\s{1,3}(?=v\s|za\s|se\s|naslov|besed)|[a-zčšž]\)\s{1,3}")
_PARAGRAPH = re.compile(r"\(\d{1,2}\)\s{0,3}(?=[A-ZČŠŽ\d])")


@dataclass(frozen=True, slots=True)
class Slotted:
    """A text with slots, and what they stand for; `is_open` where a quotation is not closed."""

    text: str
    quoted: tuple[str, ...]
    is_open: bool = False

    def quotation(self, slot: str) -> str:
        """Gives what a slot stands for."""
        return self.quoted[ord(slot) - _FIRST_SLOT]

    def shown(self, sentence: str) -> str:
        """Gives a sentence as it was written."""
        return re.sub(SLOT, lambda slot: f"»{self.quotation(slot[0])}«", sentence)


def slotted(text: str) -> Slotted:
    """Gives a text with its quotations put away, those inside another with it: »…«, „…“, “…” and, in pairs, "…".

    >>> slotted("Beseda »redar« se črta.").quoted
    ('redar',)
    """
    plain: list[str] = []
    quoted: list[str] = []
    closers: list[str] = []
    start = 0
    for place, character in enumerate(_straightened(text)):
        is_english = character == "“" and not closers
        if (character in _PAIRS or is_english) and len(quoted) < MOST_SLOTS:
            start = start if closers else place + 1
            closers.append(_PAIRS.get(character, "”"))
        elif closers and character in _CLOSES:
            _close(character, closers)
            if not closers:
                plain.append(chr(_FIRST_SLOT + len(quoted)))
                quoted.append(text[start:place].strip())
        elif not closers:
            plain.append(character)
    return Slotted("".join(plain), tuple(quoted), bool(closers))


def _close(character: str, closers: list[str]) -> None:
    """Takes the quotation that a mark closes off the open ones; a mark of another kind inside it closes nothing."""
    if character in closers[-1]:
        closers.pop()


def _straightened(text: str) -> str:
    """Gives the text with "…" as »…«, one for one, where no other marks are used and they come in pairs."""
    if any(mark in text for mark in "»«„“”") or text.count('"') % 2:
        return text
    pieces = text.split('"')
    return "".join(piece + ("»«"[place % 2] if place + 1 < len(pieces) else "") for place, piece in enumerate(pieces))


def sentences(text: Slotted) -> Iterator[str]:
    """Gives the sentences, each on one line; a list behind a colon belongs to the sentence that opens it."""
    gathered = ""
    for line in text.text.split("\n"):
        told = " ".join(line.split())
        if not told:
            continue
        if gathered.endswith(_GOES_ON) or (gathered and _QUOTED.fullmatch(told)):
            gathered = f"{gathered} {_BULLET.sub('', told, count=1) if _BULLET.match(told) else told}"
            continue
        yield from _cut(gathered)
        gathered = _PARAGRAPH.sub("", told, count=1) if _PARAGRAPH.match(told) else told
    yield from _cut(gathered)


def _cut(line: str) -> Iterator[str]:
    start = 0
    for found in _ENDS.finditer(line):
        yield line[start : found.end()].strip()
        start = found.end()
    if line[start:].strip():
        yield line[start:].strip()
