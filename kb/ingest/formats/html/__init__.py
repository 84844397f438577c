"""Web pages: the main text with its headings, lists and tables, without what surrounds it."""

from __future__ import annotations

import re
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from kb.errors import MadeByScript, TooCostly
from kb.ingest.charset import decode
from kb.ingest.formats.html.around import main_part, strip
from kb.ingest.formats.html.tree import tree_of
from kb.ingest.formats.html.walk import walk
from kb.ingest.sniff import HTML
from kb.model import Block, Extract, Unit, UnitKind

MOST_BYTES = 50_000_000
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.I,
)
# What a program in the browser fills: <div id="root"></div>, <app-root></app-root>, or a page that begs for JavaScript.
_FILLED_BY_SCRIPT = re.compile(
    rb"<noscript|<div[^>]{0,80}\bid=[\"']?(?:app|root|__next|__nuxt|main)\b|<[a-z]{1,20}-root\b", re.I
)
_LITTLE = 200


def read(path: Path) -> Extract:
    """Gives the main text of a page as one flowing text; the title is the page's own, without the site's name.

    Raises MadeByScript where the page has hardly any text because a script would make it.
    """
    if path.stat().st_size > MOST_BYTES:
        raise TooCostly(f"spletna stran, večja od {MOST_BYTES // 1_000_000} MB")
    raw = path.read_bytes()
    soup = _soup(raw)
    title, scripted = _title(soup), soup.find("script") is not None
    blocks = _blocks(soup)
    if scripted and sum(len(block.text.strip()) for block in blocks) < _LITTLE and _FILLED_BY_SCRIPT.search(raw):
        raise MadeByScript
    return Extract(HTML, (Unit(UnitKind.TEXT, 1, blocks),), title, _language(soup))


def page_blocks(page: str | bytes) -> tuple[Block, ...]:
    """Gives the blocks of a page that stands in another file, as in a letter."""
    return _blocks(_soup(page))


def _soup(page: str | bytes) -> BeautifulSoup:
    return tree_of(page if isinstance(page, str) else decode(page, _declared(page)))


def _blocks(soup: BeautifulSoup) -> tuple[Block, ...]:
    strip(soup)
    return tuple(walk(main_part(soup)))


def _declared(raw: bytes) -> str:
    found = _CHARSET.search(raw[:100_000])
    return (found[1] or found[2]).decode("ascii", "replace") if found else ""


def _title(soup: BeautifulSoup) -> str:
    register = soup.find(class_="mainText")
    named = soup.find(class_="ul-content-title") or (register.find(class_="naslov") if register else None)
    if act := _words(named):
        return act
    heading, title = _words(soup.find("h1")), _words(soup.find("title"))
    # «Vabilo na posvet | Skupnost občin»: the page's own heading says the same without the site.
    if heading and (heading.lower() in title.lower() or not title):
        return heading
    return title.rsplit(" | ", 1)[0]


def _words(tag: Tag | NavigableString | None) -> str:
    return " ".join(tag.get_text(" ").split()) if tag else ""


def _language(soup: BeautifulSoup) -> str:
    tag = soup.find("html")
    declared = str(tag.get("lang") or tag.get("xml:lang") or "")[:2].lower() if isinstance(tag, Tag) else ""
    return declared if declared in ("sl", "en") else ""
