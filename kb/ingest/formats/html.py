"""Web pages: the main text with its headings, lists and tables, without what surrounds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from kb.errors import NoText, TooCostly
from kb.ingest.charset import decode
from kb.ingest.sniff import HTML
from kb.model import Block, BlockKind, Extract, Unit, UnitKind

MOST_BYTES = 50_000_000
_NEVER_TEXT = ["script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "math"]
_NEVER_TEXT += ["audio", "video", "head", "button", "select", "textarea", "input", "dialog"]
_AROUND = ("nav", "aside", "footer")
_AROUND_ROLES = (
    "navigation",
    "banner",
    "contentinfo",
    "search",
    "complementary",
    "dialog",
    "alertdialog",
    "menu",
    "menubar",
)
_COOKIES = re.compile(
    r"(?:^|[\s_-])(?:cookies?|piskotki|piskotek|consent|gdpr|breadcrumbs?|drobtinice|skip-?link|sr-only)(?:$|[\s_-])",
    re.I,
)
_MAIN = (
    "main",
    "[role=main]",
    "article",
    ".mainText",
    ".ul-content-container",
    "#main-content",
    "#content",
    "#main",
    ".content",
)
_LEAST_MAIN = 0.25
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    [
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt"),
        *(
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "header",
            "hr",
            "html",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
        ),
        *("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", *_HEADINGS),
    ]
)
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.I,
)
_INVISIBLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_LITTLE = 200


def read(path: Path) -> Extract:
    """Gives the main text of a page as one flowing text; the title is the page's own, without the site's name.

    Raises NoText where the page has hardly any text because a script would make it.
    """
    if path.stat().st_size > MOST_BYTES:
        raise TooCostly(f"spletna stran, večja od {MOST_BYTES // 1_000_000} MB")
    raw = path.read_bytes()
    soup = BeautifulSoup(decode(raw, _declared(raw)), "lxml")
    title = _title(soup)
    scripted = bool(soup.find("script"))
    _strip(soup)
    main = _main(soup)
    blocks = tuple(_blocks(main))
    if scripted and sum(len(block.text.strip()) for block in blocks) < _LITTLE and _wants_script(raw):
        raise NoText("besedilo strani bi izpisal šele program v brskalniku; shranite jo kot PDF")
    return Extract(HTML, (Unit(UnitKind.TEXT, 1, blocks),), title, _language(soup))


def _declared(raw: bytes) -> str:
    found = _CHARSET.search(raw[:100_000])
    return (found[1] or found[2]).decode("ascii", "replace") if found else ""


def _title(soup: BeautifulSoup) -> str:
    first = soup.find("h1")
    heading = " ".join(first.get_text(" ").split()) if first else ""
    tag = soup.find("title")
    title = " ".join(tag.get_text(" ").split()) if tag else ""
    # «Vabilo na posvet | Skupnost občin»: the page's own heading says the same without the site.
    if heading and (heading.lower() in title.lower() or not title):
        return heading
    return title.rsplit(" | ", 1)[0]


def _language(soup: BeautifulSoup) -> str:
    tag = soup.find("html")
    declared = str(tag.get("lang") or tag.get("xml:lang") or "")[:2].lower() if isinstance(tag, Tag) else ""
    return declared if declared in ("sl", "en") else ""


def _wants_script(raw: bytes) -> bool:
    return raw.lower().count(b"<script") > 0 and (
        b"<noscript" in raw.lower()
        or re.search(rb"<div[^>]{0,80}\bid=[\"']?(?:app|root|__next|main)\b", raw, re.I) is not None
    )


def _strip(soup: BeautifulSoup) -> None:
    """Takes out of `soup` what is no text of the page: scripts, menus, cookie bars, what is hidden."""
    for tag in soup.find_all(_NEVER_TEXT):
        tag.decompose()
    for tag in soup.find_all(True):
        if not tag.decomposed and tag.name not in ("html", "body", "main") and _is_around(tag):
            tag.decompose()


def _is_around(tag: Tag) -> bool:
    if tag.name in _AROUND or str(tag.get("role") or "") in _AROUND_ROLES:
        return True
    if tag.name == "header" and tag.find_parent(("main", "article")) is None:
        # A page whose whole heading stands in <header> would lose its title.
        return tag.find("h1") is None
    if tag.has_attr("hidden") or _INVISIBLE.search(str(tag.get("style") or "")):
        return True
    named = f"{tag.get('id') or ''} {' '.join(map(str, tag.get_attribute_list('class')))}" if tag.attrs else ""
    return bool(named) and _COOKIES.search(named) is not None


def _main(soup: BeautifulSoup) -> Tag:
    """Gives the element of the main text: the first of the known ones that has a fair share of the page's words."""
    body = soup.find("body") or soup
    whole = len(body.get_text()) or 1
    for selector in _MAIN:
        found = soup.select(selector)
        if len(found) == 1 and len(found[0].get_text()) > whole * _LEAST_MAIN:
            return found[0]
    return body


def _blocks(parent: Tag) -> Iterator[Block]:
    """Gives the blocks under an element; words between block elements are paragraphs of their own."""
    words: list[str] = []
    for child in parent.children:
        if isinstance(child, Tag) and _has_blocks(child):
            yield from _paragraph(words)
            words = []
            yield from _element(child)
        else:
            words.append(_inline(child))
    yield from _paragraph(words)


def _has_blocks(tag: Tag) -> bool:
    return tag.name in _BLOCKS or tag.find(list(_BLOCKS)) is not None


def _element(tag: Tag) -> Iterator[Block]:
    if tag.name in _HEADINGS:
        yield Block(BlockKind.HEADING, tag.get_text(" "), _HEADINGS[tag.name])
    elif tag.name == "table":
        yield from _table(tag)
    elif tag.name in ("li", "dd"):
        yield from _item(tag)
    elif tag.name == "pre":
        yield Block(BlockKind.PARAGRAPH, tag.get_text())
    else:
        yield from _blocks(tag)


def _item(tag: Tag) -> Iterator[Block]:
    depth = max(len(tag.find_parents(("ul", "ol", "dl"))), 1)
    for block in _blocks(tag):
        yield Block(BlockKind.ITEM, block.text, depth) if block.kind is BlockKind.PARAGRAPH else block


def _paragraph(words: list[str]) -> Iterator[Block]:
    text = "\n".join(" ".join(line.split()) for line in "".join(words).split("\n"))
    if text.strip():
        yield Block(BlockKind.PARAGRAPH, text)


def _inline(node: object) -> str:
    """Gives the words of an inline element; only <br> ends a line."""
    if isinstance(node, PreformattedString):
        return ""
    if isinstance(node, NavigableString):
        return " ".join(f"_{node}_".split())[1:-1]
    if isinstance(node, Tag):
        return "\n" if node.name == "br" else "".join(_inline(child) for child in node.children)
    return ""


def _table(table: Tag) -> Iterator[Block]:
    """Gives a table as one block, or the text inside one that only lays the page out."""
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    cells = [list(row.find_all(["td", "th"], recursive=False)) for row in rows]
    if table.find("table") or all(len(row) <= 1 for row in cells):
        for row in cells:
            for cell in row:
                yield from _blocks(cell)
        return
    if caption := table.find("caption"):
        yield Block(BlockKind.PARAGRAPH, caption.get_text(" "))
    lines = ["\t".join(" ".join(cell.get_text(" ").split()) for cell in row) for row in cells]
    yield Block(BlockKind.TABLE, "\n".join(lines))
