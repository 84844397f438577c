"""What surrounds the text of a page: menus, cookie bars, scripts, what is hidden; and where the text itself is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import Tag

_NEVER_TEXT = ["script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas"]
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
_NAMED_AROUND = re.compile(
    r"(?:^|[\s_-])(?:cookies?|piskotki|piskotek|consent|gdpr|breadcrumbs?|drobtinice|skip-?link|sr-only|navbar|onetrust"
    r"|social|share|deli|tiskaj|print)(?:$|[\s_-])|cookie-?(?:bar|banner|consent|notice|law|info|policy)|eucookie",
    re.I,
)
_MAIN = (
    ("class", "ul-content-container"),
    ("class", "mainText"),
    ("name", "main"),
    ("role", "main"),
    ("name", "article"),
    ("id", "main-content"),
    ("id", "content"),
    ("id", "main"),
    ("class", "content"),
)
_LEAST_MAIN = 0.25
# An element that is called after cookies, yet holds most of the page, is a wrapper that remembers a choice.
_MOST_AROUND = 0.5
_INVISIBLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)


def strip(soup: BeautifulSoup) -> None:
    """Takes out of `soup` what is no text of the page: scripts, menus, cookie bars, what is hidden."""
    for tag in soup.find_all(_NEVER_TEXT):
        tag.decompose()
    lengths = _lengths(soup)
    waiting: list[Tag] = [soup]
    while waiting:
        for tag in waiting.pop().find_all(True, recursive=False):
            if tag.name not in ("html", "body", "main") and _is_around(tag, lengths[id(tag)], lengths[id(soup)]):
                tag.decompose()
            else:
                waiting.append(tag)


def main_part(soup: BeautifulSoup) -> Tag:
    """Gives the element of the main text: the first of the known ones that has a fair share of the page's words."""
    body = soup.find("body") or soup
    marked: defaultdict[tuple[str, str], list[Tag]] = defaultdict(list)
    for tag in soup.find_all(True):
        for mark in _marks(tag):
            marked[mark].append(tag)
    lengths = _lengths(soup)
    for mark in _MAIN:
        found = marked.get(mark, [])
        if len(found) == 1 and lengths[id(found[0])] > (lengths[id(body)] or 1) * _LEAST_MAIN:
            return found[0]
    return body


def _marks(tag: Tag) -> Iterator[tuple[str, str]]:
    """Gives what an element may be known by as the main one."""
    yield "name", tag.name
    if tag.attrs:
        yield from ((name, str(tag.get(name))) for name in ("role", "id"))
        yield from {("class", str(each)) for each in tag.get_attribute_list("class")}


def _lengths(soup: BeautifulSoup) -> Counter[int]:
    """Gives how many characters of text each element holds, by its id."""
    lengths: Counter[int] = Counter()
    for text in soup.strings:
        lengths[id(text.parent)] += len(text)
    for tag in reversed(soup.find_all(True)):
        lengths[id(tag.parent)] += lengths[id(tag)]
    return lengths


def _is_around(tag: Tag, length: int, whole: int) -> bool:
    if tag.name in _AROUND or str(tag.get("role") or "") in _AROUND_ROLES:
        return True
    if tag.name == "header" and tag.find_parent(("main", "article")) is None:
        # A page whose whole heading stands in <header> would lose its title.
        return tag.find("h1") is None
    if tag.has_attr("hidden") or _INVISIBLE.search(str(tag.get("style") or "")):
        return True
    named = f"{tag.get('id') or ''} {' '.join(map(str, tag.get_attribute_list('class')))}" if tag.attrs else ""
    return bool(named) and bool(_NAMED_AROUND.search(named)) and length < whole * _MOST_AROUND
