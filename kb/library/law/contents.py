"""The texts of acts as the store keeps them: their contents, one article of them, what amending acts order of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kb.legislation.addresses import ArticleAddress
from kb.legislation.amendments import Deed, Operation, orders_of
from kb.legislation.amendments.values import Unread
from kb.legislation.citations.lexing import Level
from kb.legislation.kept import law_from
from kb.legislation.lawtext import LawArticle
from kb.legislation.provisions import paragraphs_of
from kb.library.law.values import ArticleLine, Ordered, Part, SeenVersion
from kb.model import Document, Locator, LocatorKind, Passage
from kb.store import Store

CONTENTS_KEPT = 64
ORDERS_KEPT = 64

_RANKS = (("podpoglavje", 3), ("pododdelek", 5), ("pododsek", 7), ("poglavje", 2), ("oddelek", 4), ("odsek", 6))
_PART = re.compile(r"\bdel\b", re.I)


@dataclass(frozen=True, slots=True)
class Contents:
    """The articles of a text in its order; `chapters` has for each the headings over it, the widest first."""

    articles: tuple[ArticleLine, ...]
    parts: tuple[Part, ...]
    chapters: tuple[tuple[str, ...], ...]

    def place(self, address: ArticleAddress) -> int | None:
        """Gives the place of an article among all, None where the text has none of that address."""
        return next((at for at, each in enumerate(self.articles) if each.address.article == address.article), None)


class LawContents:
    """Reads the texts of acts. What is made of a revision is kept, because a revision never changes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._contents = lru_cache(maxsize=CONTENTS_KEPT)(self._read_contents)
        self._orders = lru_cache(maxsize=ORDERS_KEPT)(self._read_orders)

    def contents(self, document: Document) -> Contents:
        """Gives the contents of a document that is law; without articles where it has none."""
        return self._contents(document.id, document.revision.id)

    def article(self, document: Document, line: ArticleLine) -> tuple[LawArticle, tuple[str, ...]]:
        """Gives an article with its parts, and the notes that hang on it. Raises NotFound."""
        passage = self._store.passages.by_anchor(document.id, line.anchor).passage
        lines = [each for each in passage.own_text.split("\n") if each.strip()]
        article = LawArticle(
            id=line.address.article,
            number=line.number,
            title=line.title,
            text="\n".join(lines),
            paragraphs=paragraphs_of(line.address.article.removeprefix("art_"), lines),
            is_repealed=line.is_repealed,
        )
        return article, tuple(
            passage.text.split("\n")[len(passage.own_text.split("\n")) :] if passage.aside_lines else ()
        )

    def ordered(self, amending: Iterable[SeenVersion], number: str) -> Iterator[Ordered]:
        """Gives what amending acts order of the article with a number, act by act."""
        for by in amending:
            for order in self._orders(by.document.id, by.document.revision.id):
                yield from _of_article(order, number, by)

    def _read_contents(self, document_id: int, _revision_id: int) -> Contents:
        heads = self._store.passages.contents(document_id)
        articles = [each for each in heads if each.locator.kind is LocatorKind.ARTICLE]
        law = law_from([Passage(each.locator, each.heading, "", title_length=each.title_length) for each in articles])
        lines = tuple(
            ArticleLine(_address(head.locator), article.title, head.locator.anchor, article.is_repealed)
            for head, article in zip(articles, law.articles, strict=True)
        )
        headings = [article.chapter for article in law.articles]
        return Contents(lines, _levelled(_parts(lines, headings)), tuple(_running(headings)))

    def _read_orders(self, document_id: int, _revision_id: int) -> tuple[Operation | Unread, ...]:
        return orders_of(law_from([each.passage for each in self._store.passages.of(document_id)]))[0]


def has_article(contents: Contents, address: ArticleAddress) -> bool:
    """Tells whether a text has an article."""
    return contents.place(address) is not None


def _address(locator: Locator) -> ArticleAddress:
    return ArticleAddress(locator.number, locator.part)


# --- headings ----------------------------------------------------------------------------------------


def _parts(lines: Sequence[ArticleLine], headings: Sequence[tuple[str, ...]]) -> Iterator[Part]:
    above: tuple[str, ...] = ()
    gathered: list[ArticleLine] = []
    for line, chapter in zip(lines, headings, strict=True):
        if chapter and gathered:
            yield Part(above, tuple(gathered))
            gathered = []
        above = chapter or above
        gathered.append(line)
    if gathered:
        yield Part(above, tuple(gathered))


def _levelled(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Gives the parts with their levels: in a text whose widest headings are chapters, these are at level 1."""
    told = tuple(parts)
    ranks = sorted({_rank(part.headings[0]) for part in told if part.headings})
    return tuple(replace(part, level=ranks.index(_rank(part.headings[0])) + 1 if part.headings else 1) for part in told)


def _running(headings: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Gives for each article the headings that it stands under: a new chapter leaves the part above it standing."""
    stack: list[tuple[int, str]] = []
    for chapter in headings:
        for heading in chapter:
            rank = _rank(heading)
            stack = [*((above, name) for above, name in stack if above < rank), (rank, heading)]
        yield tuple(name for _, name in stack)


def _rank(heading: str) -> int:
    """Gives how wide what a heading heads is, 1 the widest: parts, chapters, divisions; others are chapters."""
    folded = heading.lower()
    if (named := next((rank for word, rank in _RANKS if word in folded), None)) is not None:
        return named
    return 1 if _PART.search(heading) else 2


# --- orders ------------------------------------------------------------------------------------------


def _of_article(order: Operation | Unread, number: str, by: SeenVersion) -> Iterator[Ordered]:
    anchor = Locator(LocatorKind.ARTICLE, order.source).anchor
    if isinstance(order, Unread):
        if re.search(rf"\b{_written(number)}\s{{0,3}}člen", order.sentence):
            yield Ordered(by, order.source, anchor, order.sentence)
        return
    is_added = order.deed is Deed.ADD and any(_is_article(place.units) for place in order.to)
    places = order.to if is_added else (*order.places, *(order.to if order.deed is Deed.RENUMBER else ()))
    named = [place for place in places if place.article == number]
    if named:
        yield Ordered(by, order.source, anchor, order.sentence, order.deed, named[0].label())


def _is_article(units: Sequence[tuple[Level, str]]) -> bool:
    return len(units) == 1 and units[0][0] is Level.ARTICLE


def _written(number: str) -> str:
    digits = number.rstrip("abcčdefghijklmnoprsštuvzž")
    letter = number[len(digits) :]
    return rf"{digits}\.\s?{letter}" if letter else rf"{digits}\."
