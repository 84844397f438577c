"""Passages (odlomki) and their addresses (mesta)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LocatorKind(StrEnum):
    """What a passage is: a slide, a page or sheet or a part of one, an article of a law, a section of flowing text."""

    SLIDE = "slide"
    PAGE = "page"
    SHEET = "sheet"
    ARTICLE = "article"
    SECTION = "section"


_LABELS = {
    "sl": {
        LocatorKind.SLIDE: "prosojnica {n}",
        LocatorKind.PAGE: "stran {n}",
        LocatorKind.SHEET: "list {n}",
        LocatorKind.ARTICLE: "{n} člen",
        LocatorKind.SECTION: "{n} razdelek",
    },
    "en": {
        LocatorKind.SLIDE: "slide {n}",
        LocatorKind.PAGE: "page {n}",
        LocatorKind.SHEET: "sheet {n}",
        LocatorKind.ARTICLE: "Article {n}",
        LocatorKind.SECTION: "section {n}",
    },
}
_ANCHORS = {
    LocatorKind.SLIDE: "prosojnica",
    LocatorKind.PAGE: "stran",
    LocatorKind.SHEET: "list",
    LocatorKind.ARTICLE: "clen",
    LocatorKind.SECTION: "razdelek",
}


@dataclass(frozen=True, slots=True)
class Locator:
    """The address of a passage in its document.

    `number` is "12" or, for an article with a letter, "12a". `part` counts the passages that share
    kind and number, from 1: a page cut at two headings has «stran 4» with parts 1 and 2.
    """

    kind: LocatorKind
    number: str
    part: int = 1

    def label(self, language: str = "sl") -> str:
        """Gives the address for people: «14. člen», «12.a člen», «stran 4», "Article 14"."""
        return _LABELS[language][self.kind].format(n=self._shown(language))

    def _shown(self, language: str) -> str:
        if language != "sl" or self.kind not in (LocatorKind.ARTICLE, LocatorKind.SECTION):
            return self.number
        digits = self.number.rstrip("abcdefghijklmnopqrstuvwxyzčšž")
        return f"{digits}.{self.number[len(digits) :]}"

    @property
    def anchor(self) -> str:
        """Gives the address for links, unique in its document: «clen-14», «stran-4-2»."""
        base = f"{_ANCHORS[self.kind]}-{self.number}"
        return base if self.part == 1 else f"{base}-{self.part}"


BETWEEN_HEADINGS = " – "
"""What stands between the headings over a passage, the most specific first: «K 12. členu – III. OBRAZLOŽITEV»."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What is found: a slide, a section of a page, an article. Text is NFC; paragraphs are lines.

    The last `aside_lines` lines of the text are notes, comments and words of pictures that hang on it. The first
    `title_length` characters of the heading are the article's own title and what follows its chapter; -1 where that is
    not known. `misread` is how the number of an article stands in a bad scan, «l2. člen», where it was read as another.
    """

    locator: Locator
    heading: str
    text: str
    language: str = "sl"
    aside_lines: int = 0
    title_length: int = -1
    misread: str = ""

    @property
    def own_text(self) -> str:
        """Gives the text without what hangs on it."""
        return "\n".join(self.text.split("\n")[: -self.aside_lines]) if self.aside_lines else self.text


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as the store keeps it; `position` counts from 0 within its document."""

    id: int
    document_id: int
    position: int
    passage: Passage
