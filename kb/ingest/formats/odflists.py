"""Numbers that OpenDocument writes before items of lists and before headings, which no text of it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kb.ingest.formats.numbering import numeral

T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_HIGHEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: what stands before and after the number, its form ("" for a bullet), levels shown."""

    form: str
    before: str
    after: str
    start: int
    shown: int


@dataclass(slots=True)
class Counting:
    """The numbers of one list as they go on; kept by the list's style, for lists that continue an earlier one."""

    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)

    def label(self, depth: int, start: int | None = None) -> str:
        """Gives the label of the next item at `depth` (from 1), "" for a bullet, and counts it."""
        level = self.levels.get(depth)
        for deeper in [other for other in self.counts if other > depth]:
            del self.counts[deeper]
        if level is None or not level.form:
            return ""
        self.counts[depth] = start if start is not None else self.counts.get(depth, level.start - 1) + 1
        first = max(depth - level.shown + 1, 1)
        numbers = [self._numeral(at) for at in range(first, depth + 1)]
        return level.before + ".".join(filter(None, numbers)) + level.after

    def _numeral(self, depth: int) -> str:
        level = self.levels.get(depth)
        if level is None or not level.form:
            return ""
        return numeral(self.counts.get(depth, level.start), _FORMS.get(level.form, "decimal"))


@dataclass(slots=True)
class Lists:
    """The list styles of a document by name, the outline of its headings, and the lists that were met."""

    styles: dict[str, dict[int, Level]] = field(default_factory=dict)
    outline: Counting = field(default_factory=lambda: Counting({}))
    _by_style: dict[str, Counting] = field(default_factory=dict)
    _by_id: dict[str, Counting] = field(default_factory=dict)

    def opened(self, element: Any, around: Counting | None) -> Counting:
        """Gives the counting of a <text:list>: of the list around it, of one that it continues, or a new one."""
        name = element.get(f"{T}style-name") or ""
        if around is not None and name not in self.styles:
            return around
        earlier = self._by_id.get(element.get(f"{T}continue-list") or "")
        if earlier is None and element.get(f"{T}continue-numbering") == "true":
            earlier = self._by_style.get(name)
        found = earlier or Counting(self.styles.get(name, {}))
        if around is not None and earlier is None:
            found.counts.update(around.counts)
        self._by_style[name] = found
        if element.get(_ID):
            self._by_id[element.get(_ID)] = found
        return found


def read_lists(*roots: Any) -> Lists:
    """Gives the lists that the parts of a document define; a part may be None."""
    lists = Lists()
    for root in roots:
        if root is None:
            continue
        for style in root.iter(f"{T}list-style"):
            lists.styles[style.get(f"{STYLE}name") or ""] = _levels(style)
        for outline in root.iter(f"{T}outline-style"):
            lists.outline = Counting(_levels(outline))
    return lists


def number_of(value: str | None, default: int) -> int:
    """Gives a whole number that an attribute holds, or `default`."""
    return min(int(value), _HIGHEST) if value and value.isdecimal() and len(value) < 9 else default


def _levels(style: Any) -> dict[int, Level]:
    levels = {}
    for element in style:
        depth = number_of(element.get(f"{T}level") if isinstance(element.tag, str) else None, 0)
        if depth:
            levels[depth] = Level(
                form=element.get(f"{STYLE}num-format") or "",
                before=element.get(f"{STYLE}num-prefix") or "",
                after=element.get(f"{STYLE}num-suffix") or "",
                start=number_of(element.get(f"{T}start-value"), 1),
                shown=number_of(element.get(f"{T}display-levels"), 1),
            )
    return levels
