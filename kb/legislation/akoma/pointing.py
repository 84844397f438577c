"""What a text refers to, as addresses of works and of articles in them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from kb.legislation.akoma.frbr import work_uri
from kb.legislation.akoma.nodes import Piece, element
from kb.legislation.citations import find_citations
from kb.legislation.citations.values import OWN, Citation, Kind
from kb.legislation.register import Act, Register

_NAMES_ACT = frozenset({Kind.ARTICLE, Kind.ACT})


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place in a text, `start` to `end`, that refers to `href`; `up_to` is the last of a range of articles."""

    start: int
    end: int
    href: str
    up_to: str = ""


class Pointers:
    """The references in the text of one article, found by their places."""

    def __init__(self, found: tuple[Pointer, ...] = ()) -> None:
        self._found = found
        self._starts = [each.start for each in found]

    def marked(self, text: str, start: int) -> list[Piece]:
        """Gives the pieces of a text that stands at `start`: references are elements, the rest is text.

        A reference that goes on beyond the text is left as text.
        """
        pieces: list[Piece] = []
        at, end = start, start + len(text)
        for place in range(bisect_left(self._starts, start), len(self._found)):
            each = self._found[place]
            if each.start >= end:
                break
            if at <= each.start and each.end <= end:
                pieces += [text[at - start : each.start - start], _reference(each, text[each.start - start :])]
                at = each.end
        return [piece for piece in [*pieces, text[at - start :]] if not isinstance(piece, str) or piece]


def _reference(pointer: Pointer, text: str) -> ET.Element:
    told = text[: pointer.end - pointer.start]
    if pointer.up_to:
        return element("rref", None, told, **{"from": pointer.href, "upTo": pointer.up_to})
    return element("ref", None, told, href=pointer.href)


class Referring:
    """Finds references in texts; knows the acts of a register and the articles of the law itself.

    «V 11. členu se …» is of the law itself, in an amending act of the act that it changes: `changes`, None where the
    register does not know it.
    """

    def __init__(
        self, register: Register, own: Mapping[str, str], *, is_change: bool = False, changes: Act | None = None
    ) -> None:
        self._register = register
        self._own = own
        self._is_change = is_change
        self._changes = changes

    def find(self, text: str) -> Pointers:
        """Gives the references in a text: to acts of the register and to articles of the law itself."""
        pointers: list[Pointer] = []
        for each in find_citations(text):
            is_free = not pointers or pointers[-1].end <= each.start
            if each.kind in _NAMES_ACT and is_free and (pointer := self._pointer(each)):
                pointers.append(pointer)
        return Pointers(tuple(pointers))

    def _pointer(self, citation: Citation) -> Pointer | None:
        named = [self._target(citation.act, number) for number in citation.articles]
        if not citation.articles:
            named = [self._target(citation.act, "")]
        if not all(named):
            return None
        first = _with_part(named[0], citation) if len(named) == 1 else named[0]
        up_to = named[-1] if len(named) > 1 and _counts_on(citation.articles) else ""
        return Pointer(citation.start, citation.end, first, up_to)

    def _target(self, name: str, article: str) -> str:
        if name == OWN:
            return f"#{self._own[article]}" if article in self._own else ""
        if not name and not self._is_change:
            return self._target(OWN, article)
        act = self._register.get(name) if name else self._changes
        if act is None:
            return ""
        return f"{work_uri(act)}/~art_{article}" if article else work_uri(act)


def _with_part(target: str, citation: Citation) -> str:
    """Gives the address with the paragraph that is cited, where it is one."""
    return f"{target}__para_{citation.paragraphs[0]}" if len(citation.paragraphs) == 1 else target


def _counts_on(articles: tuple[str, ...]) -> bool:
    """Tells whether articles are all of a range: «46. do 48. člen»."""
    numbers = [int(number) for number in articles if number.isdecimal()]
    return len(numbers) == len(articles) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
