"""A law as one value: its title, its acronym, its articles with their parts, and what is doubtful in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kb.legislation.articles import Article, article_number
from kb.legislation.provisions import Provision, article_id, paragraphs_of
from kb.legislation.structure import split_law

_SORTS = (
    "zakon|odlok|statut|pravilnik|poslovnik|sklep|uredba|navodilo|odredba|ustava|obligacijski|\\w{4,14}i zakon(?:ik)?"
)
_NAMED = re.compile(rf"[#*_\s]{{0,6}}((?:{_SORTS})\b.{{0,380}})", re.I)
_SPACED = re.compile(r"[#*_\s]{0,6}((?:[A-ZČŠŽ] ){3,12}[A-ZČŠŽ])[*_\s]{0,4}")
_ALONE = re.compile(r"[#*_\s]{0,6}(ZAKON|ODLOK|PRAVILNIK|POSLOVNIK|STATUT|SKLEP|UREDBA|NAVODILO|ODREDBA)[\s*_]{0,4}")
_ABOUT = re.compile(r"[#*_\s]{0,6}((?:o|za)\s.{3,380})", re.I)
_ACRONYM = re.compile(r"\s{0,2}\(([A-ZČŠŽ][\w-]{1,14})\)[\s*_.:]{0,4}$")
_LOOKED_AT = 120
_REPEALED = re.compile(r"\(?\s{0,2}(?:črtan\w?|razveljavljen\w?|prenehal\w? veljati)\b", re.I)


@dataclass(frozen=True, slots=True)
class LawArticle:
    """An article: `id` is its address, unique in the law, `text` all it says without number and title."""

    id: str
    number: str
    title: str
    text: str
    paragraphs: tuple[Provision, ...]
    chapter: tuple[str, ...] = ()
    is_repealed: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a person should look at: `key` is gap, order, twice, misread, paragraphs or none (no articles at all).

    `article` says where, `detail` what.
    """

    key: str
    article: str
    detail: str


@dataclass(frozen=True, slots=True)
class LawText:
    """A law. Titles are as the text has them; "" where none is found. No articles where the text is no law."""

    title: str
    acronym: str
    articles: tuple[LawArticle, ...]
    doubts: tuple[Doubt, ...]


def read_law(lines: Sequence[str], *, marked: Collection[int] = ()) -> LawText:
    """Gives the law that `lines` are, empty ones left out; `marked` are those that the file itself calls headings."""
    told = [at for at, line in enumerate(lines) if line.strip()]
    lines, marked = [lines[at] for at in told], {place for place, at in enumerate(told) if at in marked}
    found = [part for part in split_law(lines, marked=marked) if isinstance(part, Article)]
    title, acronym = title_of(lines[: found[0].first] if found else lines)
    law = law_of(title, acronym, found)
    return law if law.articles else replace(law, doubts=(Doubt("none", "", "v besedilu ni členov"),))


def law_of(title: str, acronym: str, found: Sequence[Article]) -> LawText:
    """Gives the law with a title that articles make: their addresses are formed and their doubts are told."""
    articles = tuple(_articles(found))
    return LawText(title, acronym, articles, (*_misread(found), *_doubts(articles)))


def article_of(number: str, title: str, lines: Sequence[str]) -> LawArticle:
    """Gives one article by itself; `lines` are its text without heading and title."""
    return next(_articles([Article(number, title, (), tuple(lines), 0, len(lines))]))


def shown(number: str) -> str:
    """Gives a number as it is written before its unit: «28.» and «28.a»."""
    digits = number.rstrip("abcčdefghijklmnoprsštuvzžqwxy")
    return f"{digits}.{number[len(digits) :]}" if digits else f"{number})"


# --- title -----------------------------------------------------------------------------------------


def title_of(lines: Sequence[str]) -> tuple[str, str]:
    """Gives title and acronym in the lines above the first article: the last one that is told, best with an acronym."""
    told = list(_titles(lines[:_LOOKED_AT]))
    with_acronym = [title for title in told if _ACRONYM.search(title)]
    title = (with_acronym or told or [""])[-1 if with_acronym else 0]
    acronym = _ACRONYM.search(title)
    return (title[: acronym.start()].strip(" *_"), acronym[1]) if acronym else (title.strip(" *_."), "")


def _titles(lines: Sequence[str]) -> Iterator[str]:
    for line, following in pairwise([*lines, ""]):
        if spaced := _ALONE.fullmatch(line) or _SPACED.fullmatch(line):
            about = _ABOUT.fullmatch(following)
            yield f"{spaced[1].replace(' ', '')} {about[1]}" if about else spaced[1].replace(" ", "")
        elif (named := _NAMED.fullmatch(line)) and not line.rstrip(" *_").endswith((",", ";", ":")):
            yield " ".join(named[1].split())


# --- articles --------------------------------------------------------------------------------------


def _articles(found: Sequence[Article]) -> Iterator[LawArticle]:
    seen: dict[str, int] = {}
    for article in found:
        seen[article.number] = seen.get(article.number, 0) + 1
        again = f"-{seen[article.number]}" if seen[article.number] > 1 else ""
        lines = [line for line in article.lines if line.strip()]
        yield LawArticle(
            id=f"{article_id(article.number)}{again}",
            number=article.number,
            title=article.title,
            text="\n".join(lines),
            paragraphs=paragraphs_of(f"{article.number}{again}", lines),
            chapter=article.chapter,
            is_repealed=bool(_REPEALED.match(article.title) or (lines and _REPEALED.match(lines[0]))),
        )


# --- doubts ----------------------------------------------------------------------------------------


def _misread(found: Sequence[Article]) -> Iterator[Doubt]:
    for article in found:
        if article.said and article_number(article.said) == article.number:
            told = (
                "stoji v besedilu pod naslednjim členom" if article.lines else "stoji v besedilu brez svojega besedila"
            )
            yield Doubt("misplaced", article.number, f"naslov »{article.said}« {told}")
        elif article.said:
            yield Doubt("misread", article.number, f"»{article.said}« je prebrano kot {shown(article.number)} člen")


def _doubts(articles: Sequence[LawArticle]) -> Iterator[Doubt]:
    for before, article in pairwise(articles):
        step = _digits(article.number) - _digits(before.number)
        if before.number == article.number:
            yield Doubt("twice", article.number, f"{article.number}. člen je zapisan dvakrat")
        elif step < 0:
            yield Doubt("order", article.number, f"{article.number}. člen stoji za {before.number}. členom")
        elif step > 1:
            yield Doubt("gap", article.number, f"med {before.number}. in {article.number}. členom ni vseh členov")
    for article in articles:
        told = [int(each.number) for each in article.paragraphs if each.number]
        if told and told != list(range(told[0], told[0] + len(told))):
            counted = ", ".join(f"({number})" for number in told[:20])
            yield Doubt("paragraphs", article.number, f"odstavki {article.number}. člena niso zaporedni: {counted}")


def _digits(number: str) -> int:
    return int(number if number.isdecimal() else re.sub(r"\D", "", number) or 0)
