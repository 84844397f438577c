"""Lines of text as blocks: paragraphs with their references and quotations, and tables from lines with tabs."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from kb.legislation.akoma.nodes import Addresses, Piece, element, fill, under
from kb.legislation.akoma.pointing import Pointers
from kb.legislation.akoma.quoted import Quotation, orders, quoted_words

_MOST_CELLS = 200


@dataclass(frozen=True, slots=True)
class Told:
    """A run of text that stands at `start` of its source, and the quotations that it announces."""

    text: str
    start: int
    quoted: tuple[Quotation, ...] = ()


Quoting = Callable[[ET.Element, Quotation, str], None]
"""Puts what a quotation says into an element that has an address."""


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets lines in elements: with the references of their source, and with quotations as `quoting` sets them.

    In an act that `amends` another a line that orders something is a modification, and what it quotes is quoted text.
    """

    addresses: Addresses
    pointers: Pointers
    quoting: Quoting
    amends: bool = False

    def put(self, holder: ET.Element, lines: Sequence[Told], address: str) -> None:
        """Puts lines at the end of an element; `address` is the one that addresses of its parts begin with."""
        for tabbed, group in groupby(lines, key=lambda line: "\t" in line.text.strip() and not line.quoted):
            if tabbed:
                self._put_table(holder, list(group), address)
                continue
            for line in group:
                fill(element("p", holder), self._pieces(line, address))

    def _pieces(self, line: Told, address: str) -> list[Piece]:
        words = quoted_words(line.text) if self.amends and orders(line.text) else []
        is_order = all(each.is_order for each in line.quoted) if line.quoted else bool(words)
        if not is_order:
            pieces = self.pointers.marked(line.text, line.start)
            return [*pieces, *self._structures(line.quoted, "embeddedStructure", address)]
        mod = element("mod", None, eId=self.addresses.counted(under(address, "mod")))
        own = mod.get("eId", "")
        fill(mod, [*self._with_quoted(line, words, own), *self._structures(line.quoted, "quotedStructure", own)])
        return [mod]

    def _with_quoted(self, line: Told, words: Sequence[tuple[int, int]], address: str) -> list[Piece]:
        """Gives the pieces of a line with the words that it quotes as elements of their own."""
        pieces: list[Piece] = []
        at = 0
        for start, end in words:
            pieces += self.pointers.marked(line.text[at:start], line.start + at)
            told = {"startQuote": line.text[start], "endQuote": line.text[end - 1]}
            made = self.addresses.counted(under(address, "qtext"))
            pieces.append(element("quotedText", None, line.text[start + 1 : end - 1], eId=made, **told))
            at = end
        return [*pieces, *self.pointers.marked(line.text[at:], line.start + at)]

    def _structures(self, quoted: Sequence[Quotation], tag: str, address: str) -> list[Piece]:
        pieces: list[Piece] = []
        for each in quoted:
            short = "qstr" if tag == "quotedStructure" else "estr"
            made = self.addresses.counted(under(address, short))
            holder = element(tag, None, eId=made, startQuote=each.opens, endQuote=each.closes)
            self.quoting(holder, each, made)
            pieces += [holder, *([each.tail] if each.tail.strip() else [])]
        return pieces

    def _put_table(self, holder: ET.Element, lines: Sequence[Told], address: str) -> None:
        table = element("table", holder, eId=self.addresses.counted(under(address, "table")))
        rows = [line.text.split("\t", _MOST_CELLS) for line in lines]
        width = max(map(len, rows))
        for line, cells in zip(lines, rows, strict=True):
            row, start = element("tr", table), line.start
            for cell in [*cells, *[""] * (width - len(cells))]:
                fill(element("p", element("td", row)), self.pointers.marked(cell, start))
                start += len(cell) + 1
