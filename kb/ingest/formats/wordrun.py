"""One paragraph of Word: its words as they read now and as they read before tracked changes, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from kb.ingest.formats.ooxml import DGM, MC, WP, A, M, W, is_on

_V = "{urn:schemas-microsoft-com:vml}"
_SKIPPED = frozenset(
    f"{W}{name}" for name in ("rPr", "pPr", "instrText", "delInstrText", "sdtPr", "sdtEndPr", "rt", "tblPr", "sectPr")
)
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_TEXTS = frozenset({f"{W}t", f"{M}t", f"{A}t", f"{W}delText"})
_REFERENCES = frozenset(f"{W}{name}Reference" for name in ("footnote", "endnote", "comment"))
# The boxes, ticks and arrows of the Wingdings and Symbol fonts, whose characters stand in a private area.
_SYMBOLS = dict(zip(b"\x6f\x78\xa8\xfb\xfc\xfd\xfe\xe0\xa3\xb3\xb1\xb0\xb4", "☐☒☐✗✓☒☑→≤≥±°×", strict=True))


class Change(Enum):
    """What a tracked change does to words: nothing, brings them in, takes them out, moves them elsewhere."""

    KEPT = "kept"
    NEW = "new"
    GONE = "gone"
    MOVED = "moved"


CHANGES = {f"{W}ins": Change.NEW, f"{W}moveTo": Change.NEW, f"{W}del": Change.GONE, f"{W}moveFrom": Change.MOVED}


@dataclass(slots=True)
class Run:
    """What is gathered of one paragraph. `now` reads with all changes accepted, `before` with all refused.

    `boxes` are the contents of text boxes, `notes` the sorts ("footnotes" …) and ids of what it refers to, `graphics`
    the elements that tell of pictures, charts and diagrams; `has_gone` tells of words that were taken out.
    """

    now: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    boxes: list[tuple[Any, Change]] = field(default_factory=list)
    notes: list[tuple[str, str, Change]] = field(default_factory=list)
    graphics: list[Any] = field(default_factory=list)
    has_gone: bool = False
    has_hidden: bool = False

    @property
    def text(self) -> str:
        """Gives the words as they read now."""
        return "".join(self.now).strip()

    def gather(self, parent: Any, change: Change = Change.KEPT) -> None:
        """Adds the words under an element that stands within a `change`."""
        for element in parent:
            tag = element.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag in CHANGES:
                # What was first brought in and then taken out is taken out.
                self.gather(element, change if change is Change.GONE else CHANGES[tag])
            elif tag == f"{W}r" and is_on(element, f"{W}rPr/{W}vanish"):
                self.has_hidden = self.has_hidden or next(element.iter(f"{W}t"), None) is not None
            else:
                self._gather_one(element, tag, change)

    def _gather_one(self, element: Any, tag: str, change: Change) -> None:
        if tag in _TEXTS:
            self._say(element.text or "", Change.GONE if tag == f"{W}delText" else change)
        elif tag in _SIGNS or tag in (f"{W}sym", f"{W}checkBox", f"{_V}textpath"):
            self._say(_sign(element, tag), change)
        elif tag == f"{W}txbxContent":
            self.boxes.append((element, change))
        elif tag in _REFERENCES:
            self.notes.append((tag.removeprefix(W).replace("Reference", "s"), element.get(f"{W}id") or "", change))
        elif tag == f"{MC}AlternateContent":
            self.gather(chosen(element), change)
        else:
            is_graphic = tag in (f"{WP}docPr", f"{DGM}relIds") or tag.endswith(("}chart", "}shape", "}OLEObject"))
            if is_graphic and change in (Change.KEPT, Change.NEW):
                self.graphics.append(element)
            self.gather(element, change)

    def _say(self, words: str, change: Change) -> None:
        if change in (Change.KEPT, Change.NEW):
            self.now.append(words)
        if change is not Change.NEW:
            self.before.append(words)
        self.has_gone = self.has_gone or (change is Change.GONE and bool(words.strip()))


def _sign(element: Any, tag: str) -> str:
    """Gives what stands for an element without text: a tab, a line end, a symbol, a ticked box, words as a picture."""
    if tag == f"{W}sym":
        code = element.get(f"{W}char") or ""
        number = int(code, 16) if code and all(digit in "0123456789abcdefABCDEF" for digit in code[:5]) else 0
        if 0xF000 <= number <= 0xF0FF or number < 0x20:
            return _SYMBOLS.get(number & 0xFF, "")
        return chr(number) if number < 0xD800 else ""
    if tag == f"{W}checkBox":
        ticked = is_on(element, f"{W}checked") or (
            element.find(f"{W}checked") is None and is_on(element, f"{W}default")
        )
        return "☒" if ticked else "☐"
    return element.get("string") or "" if tag == f"{_V}textpath" else _SIGNS[tag]


def chosen(alternatives: Any) -> Any:
    """Gives the first branch that has text, else the first: the others say the same for older programs."""
    for branch in alternatives:
        if next(branch.iter(f"{W}t", f"{A}t", f"{W}delText"), None) is not None:
            return branch
    return alternatives[0] if len(alternatives) else ()
