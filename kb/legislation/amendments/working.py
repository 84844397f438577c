"""The working copy of a law that amending acts are applied to: articles whose lines remember where they stood.

«Dosedanji drugi odstavek» is the second paragraph from before the amending article, wherever it stands by now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kb.legislation.amendments.values import LAST, Part, Place
from kb.legislation.articles import Article
from kb.legislation.citations.lexing import Level
from kb.legislation.lawtext import LawText, law_of
from kb.legislation.provisions import Level as Sort
from kb.legislation.provisions import Provision, paragraphs_of

_SORTS = {
    Level.PARAGRAPH: (Sort.PARAGRAPH,),
    Level.POINT: (Sort.POINT, Sort.LETTER),
    Level.LETTER: (Sort.LETTER,),
    Level.INDENT: (Sort.INDENT,),
}
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3})[.!?](?=\s{1,3}[A-ZČŠŽ(])|(?<=\))[.!?](?=\s{1,3}[A-ZČŠŽ])")
_PARAGRAPH = re.compile(r"\s{0,4}\(\d{1,3}\)\s{0,3}")


@dataclass(slots=True)
class Line:
    """A line of an article; `was` is its place before the amending article, -1 for a new one."""

    text: str
    was: int = -1


@dataclass(slots=True)
class WorkingArticle:
    """An article that changes; `was` is its number before the amending act, "" for a new one."""

    number: str
    title: str
    chapter: tuple[str, ...]
    lines: list[Line]
    was: str = ""
    _former: tuple[Provision, ...] = ()
    _opened: str = ""

    def provisions(self) -> tuple[Provision, ...]:
        """Gives what the article is made of now."""
        return paragraphs_of(self.number, [line.text for line in self.lines])

    def open(self, source: str) -> None:
        """Lets the lines remember their places, once for every amending article `source`."""
        if self._opened != source:
            self._opened = source
            for at, line in enumerate(self.lines):
                line.was = at
            self._former = self.provisions()

    def former(self) -> tuple[Provision, ...]:
        """Gives what the article was made of before the amending article."""
        return self._former

    def put(self, first: int, end: int, texts: Sequence[str]) -> None:
        """Puts new lines in the place of others; the first of them stays known by its old place."""
        was = self.lines[first].was if first < end else -1
        self.lines[first:end] = [Line(text, was if not at else -1) for at, text in enumerate(texts)]


@dataclass(frozen=True, slots=True)
class Region:
    """A part of an article: its lines from `first` up to `end`, of one line only `span`, or the title; see Part.

    `chapter` is the place of a heading among the chapters of the article where that is meant, else -1.
    """

    article: WorkingArticle
    first: int
    end: int
    provision: Provision | None = None
    span: tuple[int, int] | None = None
    is_title: bool = False
    chapter: int = -1

    def texts(self) -> list[str]:
        """Gives the texts that words are looked for in, one a line."""
        if self.is_title:
            return [self.article.title]
        if self.chapter >= 0:
            return [self.article.chapter[self.chapter]]
        lines = [line.text for line in self.article.lines[self.first : self.end]]
        return [lines[0][self.span[0] : self.span[1]]] if self.span else lines

    def write(self, at: int, text: str) -> None:
        """Puts `text` in the place of one of the texts."""
        if self.is_title:
            self.article.title = text
        elif self.chapter >= 0:
            names = self.article.chapter
            self.article.chapter = (*names[: self.chapter], *filter(None, [text]), *names[self.chapter + 1 :])
        else:
            line = self.article.lines[self.first + at]
            start, end = self.span or (0, len(line.text))
            line.text = line.text[:start] + text + line.text[end:]


@dataclass(slots=True)
class Working:
    """A law while it is changed."""

    title: str
    acronym: str
    articles: list[WorkingArticle] = field(default_factory=list)

    def begin(self) -> None:
        """Lets the articles remember their numbers: an amending act begins."""
        for article in self.articles:
            article.was = article.number

    def is_numbered(self) -> bool:
        """Tells whether paragraphs of the law have numbers, as they have in newer acts."""
        return any(_PARAGRAPH.match(line.text) for article in self.articles for line in article.lines)

    def named(self, place: Place) -> list[WorkingArticle]:
        """Gives the articles that a place names: one where all is well."""
        number = place.article
        if number == LAST:
            return self.articles[-1:]
        if place.former:
            return [each for each in self.articles if each.was == number]
        found = [each for each in self.articles if each.number == number]
        # «Dosedanji» is left out where the number alone tells: the new article is never changed at once.
        known = [each for each in found if each.was == number]
        return known if len(found) > 1 and len(known) == 1 else found

    def regions(self, place: Place, source: str) -> list[Region]:
        """Gives the parts of the law that a place names: one where all is well, all articles for «all of the law»."""
        if place.chapter:
            return list(self._chapters(place.chapter))
        if not place.units:
            titles = [Region(each, 0, 0, is_title=True) for each in self.articles if each.title]
            return [*titles, *(Region(each, 0, len(each.lines)) for each in self.articles)]
        found: list[Region] = []
        for article in self.named(place):
            article.open(source)
            found += _regions(article, place)
        return found

    def _chapters(self, number: str) -> Iterator[Region]:
        for article in self.articles:
            for at, name in enumerate(article.chapter):
                told = re.match(r"[\w.]{1,12}?(?=[.)]?(?:\s|$))", name)
                if told and told[0].upper().rstrip(".") == number:
                    yield Region(article, 0, 0, chapter=at)

    def law(self) -> LawText:
        """Gives the law as it stands."""
        articles = [
            Article(each.number, each.title, each.chapter, tuple(line.text for line in each.lines), 0, 0)
            for each in self.articles
        ]
        return law_of(self.title, self.acronym, articles)


def working_copy(law: LawText) -> Working:
    """Gives a copy of a law to change."""
    articles = [
        WorkingArticle(each.number, each.title, each.chapter, [Line(text) for text in each.text.split("\n") if text])
        for each in law.articles
    ]
    return Working(law.title, law.acronym, articles)


# --- parts of an article ---------------------------------------------------------------------------


def _regions(article: WorkingArticle, place: Place) -> list[Region]:
    if place.part is Part.TITLE:
        return [Region(article, 0, 0, is_title=True)]
    provisions = _named(article, place)
    if provisions is None:
        whole = Region(article, 0, len(article.lines))
        found = _intros(article, article.provisions()[:1]) if place.part is Part.INTRO else [whole]
    elif place.part is Part.INTRO:
        found = _intros(article, provisions)
    else:
        found = [Region(article, each.first, each.end, each) for each in provisions]
    number = place.number(Level.SENTENCE)
    return [part for each in found for part in _sentences(each, number)] if number else found


def _named(article: WorkingArticle, place: Place) -> list[Provision] | None:
    """Gives the provisions of an article that a place names, None where it names only the article."""
    units = [unit for unit in place.units if unit[0] in _SORTS]
    if not units:
        return None
    found = list(article.former() if place.former else article.provisions())
    for level, number in units:
        found = _matching(found, level, number)
        if level is not units[-1][0]:
            found = [part for each in found for part in each.parts]
    return [now for each in found if (now := _now(article, each))] if place.former else found


def _matching(among: Sequence[Provision], level: Level, number: str) -> list[Provision]:
    """Gives the provisions with a number, those highest up: an indent of the paragraph before one of its points."""
    while among:
        of_level = [each for each in among if each.level in _SORTS[level]]
        if number == LAST and of_level:
            return of_level[-1:]
        told = [each for each in of_level if each.number.lower() == number]
        if not told and level is Level.PARAGRAPH and not any(each.number for each in of_level):
            told = [each for place, each in enumerate(of_level, 1) if str(place) == number]
        if told or level is Level.PARAGRAPH:
            return told
        among = [part for each in among for part in each.parts]
    return []


def _now(article: WorkingArticle, former: Provision) -> Provision | None:
    """Gives a provision from before with the lines where it stands now, None where it is gone.

    What it is made of is not read anew: two points «2.» in a row, the old one and a new one, are only one to a reader.
    """
    own = [at for at, line in enumerate(article.lines) if former.first <= line.was < former.end]
    if not own or article.lines[own[0]].was != former.first:
        return None
    by = own[0] - former.first
    parts = tuple(replace(each, first=each.first + by, end=each.end + by) for each in former.parts)
    return replace(former, first=own[0], end=own[-1] + 1, parts=parts)


def _intros(article: WorkingArticle, provisions: Sequence[Provision]) -> list[Region]:
    return [Region(article, each.first, each.parts[0].first, each) for each in provisions if each.parts]


def _sentences(region: Region, number: str) -> list[Region]:
    """Gives the sentence with a number in a region, [] where there is none."""
    every: list[Region] = []
    for at, text in enumerate(region.texts(), region.first):
        label = _PARAGRAPH.match(text)
        start = label.end() if label else 0
        for found in [*_SENTENCE_END.finditer(text), None]:
            end = found.end() if found else len(text.rstrip())
            every.append(Region(region.article, at, at + 1, region.provision, (start, end)))
            start = end + (len(text[end:]) - len(text[end:].lstrip()))
    if number == LAST:
        return every[-1:]
    return every[int(number) - 1 : int(number)] if number.isdecimal() and number != "0" else []
