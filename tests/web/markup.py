"""A page as a strict reader sees it: every tag closed, every id once, every reference answered, every field named."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise

import lxml.html

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
REFERENCES = ("aria-labelledby", "aria-describedby", "for")


class _Strict(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.faults += [f"<{tag}> has {name} twice" for name in set(names) if names.count(name) > 1]
        self.faults += [f"<{tag}> has {name}" for name in names if name == "style" or name.startswith("on")]
        is_said = tag == "script" and attrs == [("type", "application/ld+json")]
        if tag == "style" or (tag == "script" and names not in (["src", "defer"], ["type", "src"]) and not is_said):
            self.faults.append(f"<{tag}> in the page")
        if tag in ("p", "ul", "ol", "dl", "section", "div", "table") and "p" in self.open:
            self.faults.append(f"<{tag}> in a paragraph")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else at line {self.getpos()[0]}")


class Page:
    """A page with its tree; making one fails on markup that is not well formed or names nothing."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = lxml.html.document_fromstring(text)
        assert not self.faults(), self.faults()

    def faults(self) -> list[str]:
        strict = _Strict()
        strict.feed(self.text)
        strict.close()
        return [
            *strict.faults,
            *(f"<{tag}> is never closed" for tag in strict.open),
            *self._dangling(),
            *self._unnamed(),
        ]

    def _dangling(self) -> list[str]:
        ids = self.all("//@id")
        twice = [f"id {one} twice" for one in set(ids) if ids.count(one) > 1]
        asked = [one for name in REFERENCES for value in self.all(f"//@{name}") for one in value.split()]
        asked += [address[1:] for address in self.all("//a/@href") if address.startswith("#")]
        return twice + [f"nothing has id {one}" for one in asked if one not in ids]

    def _unnamed(self) -> list[str]:
        fields = self.all("//input[not(@type='hidden')][not(@id=//label/@for)]/@name")
        without_picture = self.all("//a[not(.//img/@alt != '')]")
        links = [str(link.get("href")) for link in without_picture if not link.text_content().strip()]
        outlines = [] if self.all("count(//h1)") == 1 else ["not one h1"]
        levels = [int(heading.tag[1]) for heading in self.all("//h1|//h2|//h3|//h4")]
        outlines += [f"h{one} then h{two}" for one, two in pairwise(levels) if two > one + 1]
        return [f"no label: {one}" for one in fields] + [f"no text: {one}" for one in links] + outlines

    def all(self, path: str) -> list:  # type: ignore[type-arg]
        """Gives what an XPath finds."""
        return self.tree.xpath(path)  # type: ignore[no-any-return]

    def words(self, path: str = "//main") -> str:
        """Gives the text of the first element at `path`, its spaces made single."""
        return " ".join(self.all(path)[0].text_content().split())

    def texts(self, path: str) -> list[str]:
        """Gives the text of every element at `path`."""
        return [" ".join(one.text_content().split()) for one in self.all(path)]

    def link(self, text: str) -> str:
        """Gives the address of the first link that reads or is named `text`."""
        named = [
            one.get("href")
            for one in self.all("//a")
            if text in (one.get("aria-label"), " ".join(one.text_content().split()))
        ]
        assert named, f"no link {text!r} among {self.texts('//a')}"
        return str(named[0])
