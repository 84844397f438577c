"""What a text quotes in lines of its own: the new wording that an amending act gives, an oath, a clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.legislation.quotations import quotations

_PAIRS = {"»": "«", "„": "“”"}
_MARKS = re.compile("[»«„“”]")
_BEFORE = " \t*_>(–-"
_ONE_LINE = re.compile(r"[ \t*_>]{0,8}([»„\"])")
_BEHIND = re.compile(r"[\s.,;:*_]{0,8}")
_ORDERS = re.compile(r"\b(?:spremeni|doda|nadomesti|glasi|vstavi|zamenja|črta)(?:ta|jo)?\b", re.I)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Lines that are quoted, without their marks `opens` and `closes`; `tail` is what follows them on their last line.

    `is_order` tells that it is the new wording of something. `start` is where the quoted text begins in its source.
    """

    lines: tuple[str, ...]
    opens: str
    closes: str
    tail: str
    is_order: bool
    start: int


@dataclass(slots=True)
class Line:
    """A line outside quotations: its text, where it begins in its source, and the quotations that it announces."""

    text: str
    start: int
    quoted: list[Quotation] = field(default_factory=list)


def lines_with_quotations(text: str, *, start: int = 0) -> list[Line]:
    """Gives the lines of a text that are not empty, each with what it quotes; nothing of the text is left out.

    A quotation belongs to the line that announces it with «… se glasi:»; one that no line announces is no quotation.
    `start` is where the text begins in its source.
    """
    lines = text.split("\n")
    starts = _starts(lines, start)
    spans = _outermost(quotations(lines))
    found: list[Line] = []
    at = 0
    while at < len(lines):
        line = Line(lines[at], starts[at])
        taken = _taken(lines, starts, at, spans.get(at, at), line, found)
        if not taken and line.text.strip():
            found.append(line)
        at += taken or 1
    return found


def orders(text: str) -> bool:
    """Tells whether a text says that something is changed: «se spremeni tako, da se glasi:», «se črta»."""
    return _ORDERS.search(text) is not None


def quoted_words(text: str) -> list[tuple[int, int]]:
    """Gives where quoted words stand in a text, from the mark that opens them up to behind the one that closes them.

    >>> quoted_words("Beseda »redar« se črta.")
    [(7, 14)]
    """
    found: list[tuple[int, int]] = []
    closers: list[str] = []
    start = 0
    for mark in _MARKS.finditer(text):
        if mark[0] in _PAIRS:
            start = start if closers else mark.start()
            closers.append(_PAIRS[mark[0]])
        elif closers and mark[0] in closers[-1]:
            closers.pop()
            found += [] if closers else [(start, mark.end())]
    return found


def _starts(lines: Sequence[str], start: int) -> list[int]:
    starts = []
    for line in lines:
        starts.append(start)
        start += len(line) + 1
    return starts


def _outermost(spans: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Gives the last line of each quotation by its first, those inside others left out."""
    kept: dict[int, int] = {}
    reached = -1
    for first, last in sorted(spans, key=lambda span: (span[0], -span[1])):
        if first > reached:
            kept[first] = last
            reached = last
    return kept


def _taken(lines: Sequence[str], starts: Sequence[int], at: int, last: int, line: Line, found: list[Line]) -> int:
    """Puts the quotation that begins on line `at` where it belongs; gives how many lines it takes, 0 for none."""
    opened = _opening(lines[at], is_open=last > at)
    if opened is None:
        return 0
    announcing = opened > 0 and lines[at][:opened].strip(_BEFORE) != ""
    if not announcing and not (found and (found[-1].text.rstrip().endswith(":") or found[-1].quoted)):
        return 0
    text = "\n".join(lines[at : last + 1])
    closed = _closing(text, opened)
    if closed is None or (last == at and not _BEHIND.fullmatch(text[closed + 1 :])):
        return 0
    if announcing:
        line.text = lines[at][:opened]
        found.append(line)
    inner = text[opened + 1 : closed]
    found[-1].quoted.append(
        Quotation(
            lines=tuple(inner.split("\n")),
            opens=text[opened],
            closes=text[closed],
            tail=text[closed + 1 :],
            is_order=orders(found[-1].text),
            start=starts[at] + opened + 1,
        )
    )
    return last - at + 1


def _opening(line: str, *, is_open: bool) -> int | None:
    """Gives the place of the mark that opens a quotation in lines of its own, None where the line has none."""
    if found := _ONE_LINE.match(line):
        return found.start(1)
    if not is_open:
        return None
    for mark in re.finditer('[»„"]', line):
        if line[max(mark.start() - 2, 0) : mark.start()].rstrip(" (").endswith(":") or not line[: mark.start()].strip(
            _BEFORE
        ):
            return mark.start()
    return None


def _closing(text: str, opened: int) -> int | None:
    """Gives the place of the mark that closes the one at `opened`, None where it is never closed."""
    if text[opened] == '"':
        last = text.rfind('"')
        return last if last > opened else None
    closers = [_PAIRS[text[opened]]]
    for found in _MARKS.finditer(text, opened + 1):
        mark = found[0]
        if mark in _PAIRS:
            closers.append(_PAIRS[mark])
        elif mark in closers[-1]:
            closers.pop()
            if not closers:
                return found.start()
    return None
