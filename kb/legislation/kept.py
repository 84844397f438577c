"""A law from the passages that the store keeps of it: the articles, their titles and chapters told apart again.

A passage is headed by the article's title and, where a chapter begins, by the chapter's name after it; one without a
title by its chapter: «vrste pooblastil – III. POOBLASTILA OBČINSKEGA REDARJA».
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from kb.legislation.articles import Article
from kb.legislation.chapters import is_chapter
from kb.legislation.lawtext import LawText, law_of, title_of
from kb.model import BETWEEN_HEADINGS, LocatorKind, Passage

_CHAPTER = re.compile(r"[A-ZČŠŽ\d]|[a-zčšž]\)")


def law_from(passages: Sequence[Passage], *, title: str = "", acronym: str = "") -> LawText:
    """Gives the law that `passages` are; without articles where none of them is one.

    Title and acronym are those told, else those that stand above the first article.
    """
    found, own = title_of([line for passage in takewhile(_is_above, passages) for line in _lines(passage)])
    articles = tuple(_articles([passage for passage in passages if not _is_above(passage)]))
    return law_of(title or found, acronym or ("" if title else own), articles)


def _is_above(passage: Passage) -> bool:
    return passage.locator.kind is not LocatorKind.ARTICLE


def _lines(passage: Passage) -> Iterator[str]:
    yield from reversed(passage.heading.split(BETWEEN_HEADINGS))
    yield from passage.own_text.split("\n")


def _articles(passages: Sequence[Passage]) -> Iterator[Article]:
    """Gives the articles of passages, the chapter told only of the first article in it."""
    running = ""
    for at, passage in enumerate(passages):
        title, chapter = _told_apart(passage.heading, passage.title_length, running)
        if chapter:
            running = BETWEEN_HEADINGS.join(dict.fromkeys(reversed(chapter)))
        lines = tuple(passage.own_text.split("\n"))
        yield Article(passage.locator.number, title, chapter, lines, at, at + 1, said=passage.misread)


def _told_apart(heading: str, title_length: int, running: str) -> tuple[str, tuple[str, ...]]:
    """Gives title and chapters, the widest first, of a heading; `running` is that of an article with neither."""
    if not heading or (heading == running and title_length <= 0):
        return "", ()
    if title_length >= 0:
        above = heading[title_length:].removeprefix(BETWEEN_HEADINGS) if title_length else heading
        return heading[:title_length], tuple(reversed(above.split(BETWEEN_HEADINGS))) if above else ()
    parts = heading.split(BETWEEN_HEADINGS)
    if _CHAPTER.match(parts[0]) and is_chapter(parts[0]):
        return "", tuple(reversed(parts))
    # A title may be in two parts itself: «vsebina – na kratko».
    ends = max(at for at, part in enumerate(parts, 1) if at == 1 or not _CHAPTER.match(part))
    return BETWEEN_HEADINGS.join(parts[:ends]), tuple(reversed(parts[ends:]))
