"""A law as an Akoma Ntoso file: what is known of it, what stands before its articles, they, and what follows them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kb.legislation.akoma.body import BodyWriter
from kb.legislation.akoma.frbr import Imprint, Sort, sort_of
from kb.legislation.akoma.meta import put_meta, put_meta_of_part
from kb.legislation.akoma.nodes import Addresses, element, fill, written
from kb.legislation.akoma.pointing import Referring
from kb.legislation.akoma.whole import Annex, WholeLaw
from kb.legislation.amendments import Change
from kb.legislation.articles import article_number
from kb.legislation.lawtext import LawArticle, LawText, article_of
from kb.legislation.register import Act, Register, read_register

_BASIS = re.compile(r"[*_\s]{0,4}Na podlagi\b")
_NUMBERED = re.compile(r"[*_\s]{0,4}(?:Št(?:evilka|\.)?|Datum|EPA|EVA|SOP)\b.{0,60}\d")
_DATED = re.compile(
    r"[*_\s]{0,4}(?:V\s)?[A-ZČŠŽ][\w .-]{1,40},\s(?:dne\s)?\d{1,2}\.\s?\w{1,12}\.?\s?\d{4}\b.{0,20}", re.I
)
_BEHIND_NUMBER = re.compile(r".{1,30}?č ?l ?e ?n\b[*_\s.:–—-]{0,8}", re.I)
_MOST_CLOSING = 20
_LONGEST_CLOSING = 140
_LONGEST_TITLE_LINES = 4


def akoma_ntoso(
    whole: WholeLaw, *, imprint: Imprint, acts: Iterable[Act] | None = None, changes: Sequence[Change] = ()
) -> bytes:
    """Gives a law as Akoma Ntoso 3.0 (UTF-8), valid against the schema of OASIS whatever the text says.

    `acts` is the register that references are looked up in, the project's own where none is given; `changes` are what
    has made an automatic consolidated text. A text without articles becomes a document of lines. What is doubtful in
    the law stands in notes.
    """
    addresses = Addresses()
    register = Register(read_register() if acts is None else acts)
    sort = imprint.sort if whole.law.articles else Sort.DOC
    imprint = replace(imprint, sort=sort)
    body = BodyWriter(addresses, _referring(whole.law, imprint, register).find, imprint.sort is Sort.AMENDING)
    root = element("akomaNtoso")
    holder = element(sort.element, root, name=_name(whole.law.title, sort), contains=_contains(sort))
    put_meta(holder, whole, imprint, addresses=addresses, changes=changes, register=register)
    articles, closing = _without_closing(whole.law)
    if articles:
        _put_before(holder, whole, body, addresses)
        body.put_articles(element("mainBody" if sort is Sort.DOC else "body", holder), articles)
    else:
        _put_document(holder, whole, body)
    if closing:
        body.put_lines(element("conclusions", holder), "\n".join(closing))
    _put_annexes(holder, whole, imprint, body, addresses)
    return written(root)


def _referring(law: LawText, imprint: Imprint, register: Register) -> Referring:
    own = {article.number: article.id for article in reversed(law.articles)}
    changes = register.get(imprint.act.amends) if imprint.act and imprint.act.amends else None
    return Referring(register, own, is_change=imprint.sort is Sort.AMENDING or bool(changes), changes=changes)


def _name(title: str, sort: Sort) -> str:
    return "besedilo" if sort is Sort.DOC else sort_of(title)


def _contains(sort: Sort) -> str:
    return "singleVersion" if sort is Sort.CONSOLIDATED else "originalVersion"


# --- before and after the articles -----------------------------------------------------------------


def _put_before(holder: ET.Element, whole: WholeLaw, body: BodyWriter, addresses: Addresses) -> None:
    """Puts what stands above the first article: up to the title it is the preface, below it the preamble."""
    lines = list(whole.before)
    if not lines and whole.law.title:
        lines = [_full_title(whole.law)]
    first, end = _title_lines(lines, whole.law) or (len(lines), len(lines))
    if lines[:end]:
        preface = element("preface", holder)
        _put_lines(preface, lines[:first], body, addresses)
        if first < end:
            title = element("longTitle", preface, eId=addresses.counted("longTitle"))
            for line in lines[first:end]:
                fill(element("p", title), [element("docTitle", None, line.strip(" *_#"))])
    if lines[end:]:
        _put_lines(element("preamble", holder), lines[end:], body, addresses)


def _put_lines(holder: ET.Element, lines: Sequence[str], body: BodyWriter, addresses: Addresses) -> None:
    """Puts lines: what an act is based on as a formula."""
    for line in lines:
        if _BASIS.match(line):
            formula = element("formula", holder, eId=addresses.counted("formula"), name="basis")
            body.put_lines(formula, line, address=formula.get("eId", ""))
        else:
            body.put_lines(holder, line)


def _title_lines(lines: Sequence[str], law: LawText) -> tuple[int, int] | None:
    """Gives which lines are the title, the last time it is said: «Z A K O N» and below it «o vodi (ZVod)»."""
    wanted = (_letters(law.title), _letters(_full_title(law)))
    if not wanted[0]:
        return None
    for first in range(len(lines) - 1, -1, -1):
        for end in range(first + 1, min(first + _LONGEST_TITLE_LINES, len(lines)) + 1):
            said = _letters(" ".join(lines[first:end])[:2000])
            if said in wanted:
                return first, end
    return None


def _full_title(law: LawText) -> str:
    return f"{law.title} ({law.acronym})" if law.acronym else law.title


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def _without_closing(law: LawText) -> tuple[tuple[LawArticle, ...], tuple[str, ...]]:
    """Gives the articles, and what is signed under the last one: number, place and day, names."""
    if not law.articles:
        return (), ()
    last = law.articles[-1]
    lines = last.text.split("\n")
    begins = (at for at in range(max(1, len(lines) - _MOST_CLOSING), len(lines)) if _opens_closing(lines[at]))
    start = next((at for at in begins if all(len(line) <= _LONGEST_CLOSING for line in lines[at:])), len(lines))
    return (*law.articles[:-1], replace(last, text="\n".join(lines[:start]))), tuple(lines[start:])


def _opens_closing(line: str) -> bool:
    return _NUMBERED.match(line) is not None or _DATED.fullmatch(line) is not None


# --- texts without articles, annexes ---------------------------------------------------------------


def _put_document(holder: ET.Element, whole: WholeLaw, body: BodyWriter) -> None:
    """Puts a text that has no articles as a document of its lines."""
    main = element("mainBody", holder)
    body.put_lines(main, "\n".join(whole.before))
    if not len(main):
        element("p", main)


def _put_annexes(holder: ET.Element, whole: WholeLaw, imprint: Imprint, body: BodyWriter, addresses: Addresses) -> None:
    if not whole.annexes:
        return
    attachments = element("attachments", holder)
    for count, annex in enumerate(whole.annexes, 1):
        address = addresses.new(f"att_{count}")
        attachment = element("attachment", attachments, eId=address)
        if annex.heading:
            element("heading", attachment, annex.heading)
        document = element("doc", attachment, name="annex")
        put_meta_of_part(document, whole, imprint, f"att_{count}")
        _put_annex(element("mainBody", document), annex, body, address)


def _put_annex(main: ET.Element, annex: Annex, body: BodyWriter, address: str) -> None:
    """Puts the lines of an annex, those under a heading inside what it heads."""
    starts = sorted(annex.headings)
    stops = [*starts, len(annex.lines)]
    body.put_lines(main, "\n".join(annex.lines[: stops[0]]), address=address)
    for start, end in zip(starts, stops[1:], strict=True):
        head, text = annex.lines[start], annex.lines[start + 1 : end]
        if number := article_number(head):
            behind = _BEHIND_NUMBER.sub("", head, count=1).strip(" *_")
            body.put_article(main, article_of(number, "", [*([behind] if behind else []), *text]), address=address)
            continue
        section = element("hcontainer", main, name="section", eId=body.addresses.counted(f"{address}__hcontainer"))
        element("heading", section, head.strip(" *_#»"))
        if text:
            body.put_lines(element("content", section), "\n".join(text), address=section.get("eId", ""))
    if not len(main):
        element("p", main)
