"""The articles as XML: chapters, articles, paragraphs, points and indents, each with its number and address."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kb.legislation.akoma.blocks import Setter, Told
from kb.legislation.akoma.chapters import Hierarchy, Placed
from kb.legislation.akoma.nodes import Addresses, element, under
from kb.legislation.akoma.pointing import Pointers
from kb.legislation.akoma.quoted import Line, Quotation, lines_with_quotations
from kb.legislation.articles import split_articles
from kb.legislation.lawtext import LawArticle, law_of, shown
from kb.legislation.provisions import Level, Provision, paragraphs_of

DEEPEST = 3
"""Quotations inside quotations that are still taken apart; what is quoted deeper is lines of text."""

_TAGS = {Level.PARAGRAPH: "paragraph", Level.POINT: "point", Level.LETTER: "point", Level.INDENT: "indent"}
_MARKS = " \t*_"
_FIRST_LINES = 12

Referrer = Callable[[str], Pointers]
"""Finds the references in a text."""


@dataclass(frozen=True, slots=True)
class BodyWriter:
    """Writes articles; `refer` finds the references in each, `depth` counts the quotations around it.

    `amends` tells that they are of an act that changes another.
    """

    addresses: Addresses
    refer: Referrer
    amends: bool = False
    depth: int = 0

    def put_articles(self, holder: ET.Element, articles: Sequence[LawArticle], *, address: str = "") -> None:
        """Puts articles at the end of an element, in their chapters."""
        hierarchy = Hierarchy(article.chapter for article in articles)
        open_: list[ET.Element] = []
        for article in articles:
            for line in article.chapter:
                placed = hierarchy.place(line)
                del open_[placed.depth :]
                above = open_[-1] if open_ else holder
                open_.append(self._chapter(above, placed, above.get("eId", "") if open_ else address))
            self.put_article(open_[-1] if open_ else holder, article, address=address)

    def put_article(self, holder: ET.Element, article: LawArticle, *, address: str = "") -> None:
        """Puts an article at the end of an element."""
        made = element("article", holder, eId=self.addresses.new(under(address, article.id)))
        if article.is_repealed:
            made.set("status", "removed")
        element("num", made, f"{shown(article.number)} člen")
        if article.title:
            element("heading", made, article.title)
        lines = lines_with_quotations(article.text)
        number = article.id.removeprefix("art_")
        pointers = self.refer(article.text)
        for each in paragraphs_of(number, [line.text for line in lines]):
            self._put_provision(made, each, lines, pointers)

    def put_lines(self, holder: ET.Element, text: str, *, address: str = "") -> None:
        """Puts lines that are no articles at the end of an element."""
        lines = [Told(line.text, line.start, tuple(line.quoted)) for line in lines_with_quotations(text)]
        self._setter(self.refer(text)).put(holder, lines, address)

    def _chapter(self, above: ET.Element, placed: Placed, address: str) -> ET.Element:
        named = {"name": "heading"} if placed.tag == "hcontainer" else {}
        made = element(placed.tag, above, eId=self.addresses.new(under(address, placed.address)), **named)
        if placed.heading.number:
            element("num", made, placed.heading.number)
        if placed.heading.name:
            element("heading", made, placed.heading.name)
        return made

    def _setter(self, pointers: Pointers) -> Setter:
        return Setter(self.addresses, pointers, self._put_quotation, self.amends)

    # --- provisions ---

    def _put_provision(self, above: ET.Element, each: Provision, lines: Sequence[Line], pointers: Pointers) -> None:
        """Puts a paragraph or a part of one: its words before its parts, its parts, and its words after them."""
        name = each.id.rpartition("__")[2].replace("letter_", "point_")
        address = self.addresses.new(under(above.get("eId", ""), name))
        made = element(_TAGS[each.level], above, eId=address)
        number, rest = _parted(each, lines[each.first])
        if number:
            element("num", made, number)
        setter = self._setter(pointers)
        own = _own_lines(each, lines, rest)
        if not each.parts:
            setter.put(element("content", made), own[0], address)
            return
        for place, told in enumerate(own):
            if told and place == 0:
                setter.put(element("intro", made), told, address)
            elif told and place == len(each.parts):
                setter.put(element("wrapUp", made), told, address)
            elif told:
                between = element("subparagraph", made, eId=self.addresses.counted(under(address, "subpara")))
                setter.put(element("content", between), told, address)
            if place < len(each.parts):
                self._put_provision(made, each.parts[place], lines, pointers)

    # --- quotations ---

    def _put_quotation(self, holder: ET.Element, quoted: Quotation, address: str) -> None:
        """Puts what is quoted: articles, paragraphs and points where it has them, else its lines."""
        inner = BodyWriter(self.addresses, _refers_to_nothing, depth=self.depth + 1)
        lines = [line for line in quoted.lines if line.strip()]
        articles = split_articles(lines) if inner.depth <= DEEPEST else ()
        if articles and articles[0].first <= _FIRST_LINES:
            inner.put_lines(holder, "\n".join(lines[: articles[0].first]), address=address)
            inner.put_articles(holder, law_of("", "", articles).articles, address=address)
        elif inner.depth <= DEEPEST:
            inner._put_parts(holder, lines, address)
        else:
            inner._setter(Pointers()).put(holder, [Told(line, 0) for line in lines], address)
        if not len(holder):
            element("p", holder)

    def _put_parts(self, holder: ET.Element, lines: Sequence[str], address: str) -> None:
        """Puts quoted paragraphs and points that stand under no heading of an article."""
        found = lines_with_quotations("\n".join(lines))
        # Points and indents are such only inside a paragraph; the one that is quoted may not begin with its own.
        opened = [Line("(0)", 0), *found]
        for each in paragraphs_of("", [line.text for line in opened]):
            if each.number != "0":
                self._put_provision(holder, each, opened, Pointers())
                continue
            for place, told in enumerate(_own_lines(each, opened, "")):
                self._setter(Pointers()).put(holder, [line for line in told if line.text or line.quoted], address)
                if place < len(each.parts):
                    self._put_provision(holder, each.parts[place], opened, Pointers())


def _refers_to_nothing(text: str) -> Pointers:  # noqa: ARG001
    """Gives no references: what a quoted text points to is told by the act that it will stand in."""
    return Pointers()


def _parted(each: Provision, line: Line) -> tuple[str, str]:
    """Gives the first line of a provision as its number, «(1)» or «a)», and the text behind it."""
    told = line.text.strip(_MARKS)
    rest = each.text.partition("\n")[0]
    if rest and told.endswith(rest):
        return told[: len(told) - len(rest)].strip(), rest
    return (told, "") if each.number or each.level is not Level.PARAGRAPH else ("", told)


def _own_lines(each: Provision, lines: Sequence[Line], rest: str) -> list[list[Told]]:
    """Gives the lines of a provision that are of none of its parts: before the first, between them, after the last."""
    groups: list[list[Told]] = [[]]
    at = each.first
    for part in (*each.parts, replace(each, first=each.end, end=each.end)):
        for place in range(at, part.first):
            groups[-1] += _told(lines[place], rest if place == each.first else lines[place].text)
        groups.append([])
        at = part.end
    return groups[:-1]


def _told(line: Line, text: str) -> list[Told]:
    """Gives a line as it is set, its end `text`, with what it quotes; nothing for an empty one."""
    told = text.strip(_MARKS)
    start = line.start + line.text.rfind(told) if told else line.start
    return [Told(told, start, tuple(line.quoted))] if told or line.quoted else []
