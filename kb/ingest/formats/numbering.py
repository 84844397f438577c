"""Numbers that Word writes before paragraphs: «3.», «b)», and headings such as «12. člen» that no text holds."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from kb.ingest.formats.ooxml import W, is_on

_PLACE = re.compile(r"%([1-9])")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `form` is Word's name of the numerals, `text` a pattern such as «%1.%2.».

    `is_legal` writes the numbers of all levels in digits; `goes_on` counts on when a level above it does.
    """

    form: str
    text: str
    start: int
    is_legal: bool = False
    goes_on: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of a document; counting on is what `label` does, so paragraphs are asked for in their order."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def label(self, number_id: str, depth: int) -> str:
        """Gives the label of the next paragraph of the list at `depth` (from 0), "" for a bullet, and counts it."""
        levels = self.levels.get(number_id, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts[self.abstract[number_id]]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth and not (other in levels and levels[other].goes_on)]:
            del counts[deeper]
        if level.form in ("bullet", "none") and "%" not in level.text:
            return level.text if any(character.isalnum() for character in level.text[1:]) else ""
        return _PLACE.sub(lambda place: _numeral(levels, counts, int(place[1]) - 1, level.is_legal), level.text)


def _numeral(levels: dict[int, Level], counts: dict[int, int], depth: int, is_legal: bool) -> str:
    level = levels.get(depth)
    if level is None:
        return ""
    return numeral(counts.get(depth, level.start), "decimal" if is_legal else level.form)


def numeral(number: int, form: str) -> str:
    """Gives a number as Word's numeral forms write it.

    >>> numeral(4, "decimal"), numeral(4, "upperRoman"), numeral(4, "lowerLetter")
    ('4', 'IV', 'd')
    """
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letters = _LETTERS[(number - 1) % 26] * min(1 + (number - 1) // 26, 10)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    if form == "none":
        return ""
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written + _ROMAN_ONES[number]


def read_numbering(root: Any) -> Numbering:
    """Gives the lists that a document's numbering part defines; None gives none."""
    numbering = Numbering()
    if root is None:
        return numbering
    drafts = _drafts(root)
    for element in root.iter(f"{W}num"):
        reference = element.find(f"{W}abstractNumId")
        name, abstract = element.get(f"{W}numId"), None if reference is None else reference.get(f"{W}val")
        if name is None or abstract not in drafts:
            continue
        levels = dict(drafts[abstract])
        for override in element.iter(f"{W}lvlOverride"):
            levels |= _levels(override)
        has_own_count = element.find(f"{W}lvlOverride/{W}startOverride") is not None
        numbering.levels[name] = levels
        numbering.abstract[name] = f"{abstract}/{name}" if has_own_count else str(abstract)
    return numbering


def _drafts(root: Any) -> dict[str | None, dict[int, Level]]:
    """Gives the levels of each abstract list; one that only names a list style has that style's levels."""
    elements = list(root.iter(f"{W}abstractNum"))
    drafts = {element.get(f"{W}abstractNumId"): _levels(element) for element in elements}
    styled = {_value(element, "styleLink"): element.get(f"{W}abstractNumId") for element in elements}
    for element in elements:
        name = _value(element, "numStyleLink")
        if name and name in styled:
            drafts[element.get(f"{W}abstractNumId")] = drafts[styled[name]]
    return drafts


def _levels(element: Any) -> dict[int, Level]:
    found = {}
    for level in element.iter(f"{W}lvl"):
        depth = level.get(f"{W}ilvl") or "0"
        start = _value(level, "start") or "1"
        if depth.isdecimal() and start.isdecimal():
            form, text = _value(level, "numFmt") or "decimal", _value(level, "lvlText")
            goes_on = _value(level, "lvlRestart") == "0"
            found[int(depth)] = Level(form, text, int(start), is_on(level, f"{W}isLgl"), goes_on)
    return found


def _value(element: Any, name: str) -> str:
    found = element.find(f"{W}{name}")
    return "" if found is None else (found.get(f"{W}val") or "")
