"""The text device: what is shown is gathered into spans, runs of show operators that go on in one line.

Each writing direction has its own frame, in which text runs to the right and lines follow one another downwards;
a page that is turned, or a table set sideways, is then read as any other.
"""

from __future__ import annotations

from dataclasses import dataclass

SAME_LINE = 0.35
WORD_GAP = 0.13
CELL_GAP = 1.0
_OPERATOR_GAP = 0.5
_BACK = 0.6
_TWICE = 0.12


@dataclass(slots=True)
class Span:
    """A run of text: its place along the line and its baseline, in points in the frame of its direction.

    `base` grows upwards. `turn` is the direction in degrees, 0 for ordinary text; `aside` is "header" or "footer"
    where the document says so; `is_hidden` is text that is not painted, as under a scan.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    is_bold: bool = False
    turn: int = 0
    is_hidden: bool = False
    aside: str = ""


class Canvas:
    """Gathers the spans of one page in the order of its content."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self._open: Span | None = None
        self._parts: list[str] = []
        self._chars = self._bold = self._other = 0
        self._last = ("", 0.0, 0.0)

    def show(self, text: str, left: float, right: float, base: float, like: Span) -> None:
        """Adds text that is set `like` another span; it goes on the open span, or closes it and opens one."""
        last, old_left, old_base = self._last
        size, now = like.size, self._open
        if text == last and abs(left - old_left) < _TWICE * size and abs(base - old_base) < _TWICE * size:
            return  # Drawn twice to look bold.
        self._last = (text, left, base)
        if now is not None and self._is_next(now, left, base, like):
            is_word = left - now.right > WORD_GAP * min(size, now.size)
            self._go_on(now, text, is_word, like)
            if right > now.right:
                now.right = right
        elif text and not text.isspace():
            self.close()
            self._open = Span("", left, right, base, size, False, like.turn, like.is_hidden, like.aside)
            self._parts, self._other, self._chars = [text], 0, len(text)
            self._bold = self._chars if like.is_bold else 0

    def _is_next(self, now: Span, left: float, base: float, like: Span) -> bool:
        # A superscript stands up to half a size higher; the next line never stands that near.
        size = now.size if now.size > like.size else like.size
        return (
            abs(base - now.base) < SAME_LINE * size
            and -_BACK * size < left - now.right < _OPERATOR_GAP * size
            and now.turn == like.turn
            and now.is_hidden == like.is_hidden
            and now.aside == like.aside
        )

    def _go_on(self, now: Span, text: str, is_word: bool, like: Span) -> None:
        if is_word and text[:1] != " " and self._parts[-1][-1:] != " ":
            self._parts.append(" ")
        self._parts.append(text)
        self._chars += len(text)
        if like.is_bold:
            self._bold += len(text)
        if like.size != now.size:
            self._other += len(text)
            if self._other * 2 > self._chars:
                now.size, self._other = like.size, self._chars - self._other

    def close(self) -> None:
        """Ends the open span."""
        now, self._open = self._open, None
        if now is None:
            return
        now.text = " ".join("".join(self._parts).split())
        now.is_bold = self._bold * 2 > self._chars
        if now.text:
            self.spans.append(now)
