"""Word's paragraph styles: which of them are headings, lists or tables of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from kb.ingest.formats.ooxml import W

_HEADING = re.compile(r"(?:heading|naslov|überschrift|titolo|naslov odseka)[ _]?([1-9])\b.*", re.I)
_TITLE = re.compile(r"(?:title|naslov|naslov dokumenta)", re.I)
_SUBTITLE = re.compile(r"(?:subtitle|podnaslov)", re.I)
_CONTENTS = re.compile(r"(?:toc|kazalo vsebine|kazalo) ?[1-9]|table of figures|kazalo slik", re.I)
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Style:
    """What a style makes of a paragraph: `heading` is its level from 1 or 0; `number_id` is "" outside lists."""

    heading: int = 0
    number_id: str = ""
    depth: int = 0
    is_contents: bool = False


def read_styles(root: Any) -> dict[str, Style]:
    """Gives the paragraph styles by id, with what they inherit; the default one is also under ""."""
    if root is None:
        return {}
    elements = {element.get(f"{W}styleId") or "": element for element in root.iter(f"{W}style")}
    styles = {name: _resolved(name, elements) for name in elements}
    for name, element in elements.items():
        if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true"):
            styles[""] = styles[name]
    return styles


def _resolved(name: str, elements: dict[str, Any]) -> Style:
    chain = _chain(name, elements)
    heading = next((level for element in chain if (level := _heading(element)) is not None), 0)
    number_id = next((value for element in chain if (value := _number(element, "numId"))), "")
    depth = next((value for element in chain if (value := _number(element, "ilvl"))), "0")
    contents = any(_CONTENTS.fullmatch(_name(element)) for element in chain)
    return Style(heading, "" if number_id == "0" else number_id, int(depth) if depth.isdecimal() else 0, contents)


def _chain(name: str, elements: dict[str, Any]) -> list[Any]:
    chain: list[Any] = []
    while name in elements and elements[name] not in chain and len(chain) < _DEEPEST:
        chain.append(elements[name])
        parent = elements[name].find(f"{W}basedOn")
        name = "" if parent is None else (parent.get(f"{W}val") or "")
        if not name:
            break
    return chain


def _name(element: Any) -> str:
    found = element.find(f"{W}name")
    return "" if found is None else (found.get(f"{W}val") or "")


def _heading(element: Any) -> int | None:
    """Gives the level that a style itself sets: by outline level, else by its name; None where it says nothing."""
    level = element.find(f"{W}pPr/{W}outlineLvl")
    if level is not None and (level.get(f"{W}val") or "").isdecimal():
        value = int(level.get(f"{W}val"))
        return value + 1 if value < 9 else 0
    if found := _HEADING.fullmatch(_name(element)):
        return int(found[1])
    if _TITLE.fullmatch(_name(element)):
        return 1
    return 2 if _SUBTITLE.fullmatch(_name(element)) else None


def _number(element: Any, name: str) -> str:
    found = element.find(f"{W}pPr/{W}numPr/{W}{name}")
    return "" if found is None else (found.get(f"{W}val") or "")
