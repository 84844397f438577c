"""What a plain count of lines says of a statute, against what is read of it, by rules that are none of the reader's.

A heading is a line that says nothing but «12. člen»; a title in parentheses is the line under it; «(1)», «1.», «a)» and
«–» at the start of a line open a part. A heading that is there twice with nothing but names of chapters under it counts
once, and what consolidated texts append from amending acts («»PREHODNE IN KONČNE DOLOČBE») not at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.legislation.lawtext import LawArticle, LawText
from kb.legislation.provisions import Level

_HEADING = re.compile(r"[*_#> ]{0,6}(\d{1,4})\. ?(?:([a-zčšž])\b\.? ?)?člen(?: ([A-ZČŠŽ][a-z]{3,}.*))?")
_TITLE = re.compile(r"[#*_ ]{0,6}\(((?!\d{1,3}\)|[a-z]\)).{3,400})\)[*_ ]{0,4}")
_OPENS = re.compile(r"\s*(?:\(\d{1,3}\)|\d{1,3}(?:\.\d{1,3})*\.\s|\d{1,3}\)|\(?[a-zčšž]\)|[-–—•]\s)")


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted in one text: articles that are there, `missing` and `invented` ones, titles and parts."""

    articles: int
    missing: tuple[str, ...]
    invented: tuple[str, ...]
    titles: int
    wrong_titles: tuple[str, ...]
    parts: int
    wrong_parts: tuple[str, ...]


def counted(lines: Sequence[str], law: LawText) -> Counted:
    """Gives how a law that was read from `lines` compares with a plain count of them."""
    there = _headings([line for line in lines if line.strip()])
    read = Counter(article.number for article in law.articles)
    once = {number: several[0] for number, several in there.items()}
    titles = {number: title for number, title in once.items() if title}
    titled = {article.number: article.title for article in reversed(law.articles)}
    opening = [(article, place) for article in law.articles for place in _openings(article)]
    return Counted(
        articles=len(there),
        missing=tuple(sorted(set(there) - set(read))),
        invented=tuple(sorted(number for number, count in read.items() if count > len(there.get(number, ())))),
        titles=len(titles),
        wrong_titles=tuple(number for number, title in titles.items() if titled.get(number) != title),
        parts=len(opening),
        wrong_parts=tuple(f"{article.number}: {line}" for article, line in opening if not _is_open(article, line)),
    )


def _headings(lines: Sequence[str]) -> dict[str, list[str]]:
    """Gives the numbers of the articles, each with the titles in parentheses under its headings, "" for none."""
    found: dict[str, list[str]] = {}
    for line, following in pairwise([*lines, ""]):
        if heading := _HEADING.fullmatch(line.strip()):
            title = _TITLE.fullmatch(following.strip())
            found.setdefault(f"{heading[1]}{heading[2] or ''}", []).append(title[1].strip() if title else "")
    return found


def _openings(article: LawArticle) -> list[str]:
    return [line for line in article.text.split("\n") if _OPENS.match(line)]


def _is_open(article: LawArticle, line: str) -> bool:
    """Tells whether a line opens a paragraph with a number, a point, a letter or an indent of the article."""
    lines = article.text.split("\n")
    parts = [part for paragraph in article.paragraphs for part in paragraph.every()]
    return any(lines[part.first] == line and (part.number or part.level is not Level.PARAGRAPH) for part in parts)
