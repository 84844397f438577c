"""The elements of the XML: made in the order of the text, each address once, characters that XML has no room for out.

Addresses are those of `kb articles` and of the pages, `art_12a__para_2`, but that letters are points as the Naming
Convention has it: `point_a`. What has the address of another gets a count: `art_12-2`.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from kb.slovene.fold import fold

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
PARTS = (
    "meta preface preamble body mainBody conclusions attachments attachment part title chapter subchapter section "
    "subsection division subdivision level hcontainer article paragraph subparagraph point indent intro content wrapUp "
    "identification FRBRWork FRBRExpression FRBRManifestation lifecycle analysis activeModifications "
    "passiveModifications textualMod references notes note table tr td th formula longTitle akomaNtoso act bill doc "
    "quotedStructure embeddedStructure"
)
"""Elements that hold only elements: a file has them on lines of their own."""

_HOLD_ELEMENTS = frozenset(PARTS.split())
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")

Piece = str | ET.Element


def clean(text: str) -> str:
    """Gives a text as XML can hold it: without control characters, «\ufffd» for halves of characters."""
    if text.isascii() and text.isprintable():
        return text
    return _NOT_XML.sub("\ufffd", _UNSEEN.sub("", text))


def element(tag: str, parent: ET.Element | None = None, /, text: str = "", **attributes: str) -> ET.Element:
    """Gives a new element, the last in `parent` where that is given."""
    told = {name: clean(value) for name, value in attributes.items()}
    made = ET.Element(tag, told) if parent is None else ET.SubElement(parent, tag, told)
    if text:
        made.text = clean(text)
    return made


def fill(holder: ET.Element, pieces: Iterable[Piece]) -> None:
    """Puts text and elements at the end of an element, in their order."""
    for piece in pieces:
        if not isinstance(piece, str):
            holder.append(piece)
        elif len(holder):
            holder[-1].tail = (holder[-1].tail or "") + clean(piece)
        else:
            holder.text = (holder.text or "") + clean(piece)


class Addresses:
    """The addresses that a document has given away."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def new(self, wanted: str) -> str:
        """Gives an address that nothing has yet: the wanted one, or that with a count behind it."""
        count = self._taken.get(wanted, 0) + 1
        self._taken[wanted] = count
        return wanted if count == 1 else self.new(f"{wanted}-{count}")

    def counted(self, name: str) -> str:
        """Gives an address for one of many that have no number of their own: "note_1", "note_2"."""
        count = self._taken.get(name, 0) + 1
        self._taken[name] = count
        return self.new(f"{name}_{count}")


def under(parent: str, name: str) -> str:
    """Gives the address of a part: ("art_1", "para_2") → "art_1__para_2"."""
    return f"{parent}__{name}" if parent else name


def number_in_address(number: str) -> str:
    """Gives a number as it stands in an address: «VI.a» → "VIa", «3.2.1.» → "3-2-1"."""
    plain = re.sub(r"(?<=\d)\.(?=\d)", "-", number)
    return re.sub(r"[^\w-]", "", plain) if plain.isascii() else re.sub(r"[^\w-]", "", fold(plain))


def written(root: ET.Element) -> bytes:
    """Gives the file: UTF-8, elements that hold elements on lines of their own; the text itself is not touched."""
    for each in root.iter():
        if each.tag in _HOLD_ELEMENTS and len(each) and not (each.text or "").strip():
            each.text = "\n"
            for inner in each:
                inner.tail = "\n"
    root.set("xmlns", NAMESPACE)
    told: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{told}\n'.encode()
