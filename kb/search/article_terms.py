"""Articles in a question: «12. člen», «čl. 12», «10. in 11. člen», «10.–12. člen» become words of their own.

| typed                                 | asks for                          |
|---------------------------------------|-----------------------------------|
| 12. člen, člena 12, art. 12, 12.a čl. | this article: the word «12. člen» |
| 10. in 11. člen, členi 10, 11 in 12   | any of these articles             |
| od 10. do 12. člena, 10.–12. člen     | any of these articles             |
| -12. člen, -10. in 11. člen           | without them                      |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kb.search.lexing import Does, Operator, Term
from kb.search.tree import Node, Not, Or, Word, any_of

MOST_ARTICLES = 20

_NAME = re.compile(r"[čc]len\w{0,4}|[čc]l|articles?|arts?", re.IGNORECASE)
_NUMBER = re.compile(r"(\d{1,4})\.?([a-zčšž]?)", re.IGNORECASE)
_LETTER = re.compile(r"[abcčd]", re.IGNORECASE)
_SPAN = re.compile(r"(\d{1,3})\.?[-–—](\d{1,3})")
_ARTICLE = re.compile(r"(\d{1,4}\.[a-zčšž]?) člen")
_PART_OF_ARTICLE = re.compile(r"(?:odst|to[čc]k|alin|para|point)\w{0,8}", re.IGNORECASE)
_JOINTS = {"in": "and", "ter": "and", "ali": "and", "oz": "and", "oziroma": "and", "and": "and", "or": "and"}
_JOINTS |= {"do": "to", "to": "to"}

Read = Callable[[Sequence[Term], int], tuple[int, Node | None]]


def with_articles(terms: Sequence[Term]) -> list[Term]:
    """Gives the terms with each article, or several that are said together, as one node; all else stays."""
    if not any(_text(_bare(term))[:1].isdecimal() for term in terms):
        return list(terms)
    return _in_turn(_in_turn(terms, _named), _listed)


def _in_turn(terms: Sequence[Term], read: Read) -> list[Term]:
    found: list[Term] = []
    place = 0
    while place < len(terms):
        size, node = read(terms, place)
        found.append(terms[place] if node is None else node)
        place += size
    return found


def _named(terms: Sequence[Term], place: int) -> tuple[int, Node | None]:
    """Gives how many terms from a place on are a number and the word for article, and the article; else 1 and None."""
    first, *others = (_text(_bare(term)) for term in terms[place : place + 3])
    if heads := _heads(first):
        if others and _NAME.fullmatch(others[0]):
            return 2, _articles(heads, terms[place])
        if len(others) > 1 and heads[0][-1] == "." and _LETTER.fullmatch(others[0]) and _NAME.fullmatch(others[1]):
            return 3, _articles((heads[0] + others[0].lower(),), terms[place])
    elif _NAME.fullmatch(first):
        run = _numbers(terms, place + 1)
        if run and (heads := _heads_of(run)):
            return run[-1].end - place, _articles(heads, terms[place])
    return 1, None


def _listed(terms: Sequence[Term], place: int) -> tuple[int, Node | None]:
    """Gives how many terms from a place on are numbers and articles joined by words, and the articles; else 1, None."""
    start = place + (_text(terms[place]) == "od")
    run = list(_run(terms, start))
    while run and not run[-1].is_article:
        run.pop()
    heads = _heads_of(run)
    is_joined = any(each.joint == "to" for each in run) or (start == place and any(each.joint for each in run))
    if is_joined and 1 < len(heads) <= MOST_ARTICLES:
        return run[-1].end - place, _articles(heads, terms[place])
    return 1, None


@dataclass(frozen=True, slots=True)
class _Item:
    """A number or an article in a list: its heads («10.», «12.a»), what joins it to the one before, where it ends."""

    heads: tuple[str, ...]
    is_article: bool
    joint: str
    end: int


def _numbers(terms: Sequence[Term], place: int) -> list[_Item]:
    """Gives the numbers after the word for article that belong to it: of «členi 10, 11 in 3. odstavek» not the last."""
    run = [item for item in _run(terms, place) if not item.is_article]
    if not any(item.joint for item in run):
        run = run[:1]
    after = _text(terms[run[-1].end]) if run and run[-1].end < len(terms) else ""
    is_others = _NAME.fullmatch(after) or (len(run) > 1 and _PART_OF_ARTICLE.fullmatch(after))
    return run[:-1] if is_others else run


def _run(terms: Sequence[Term], place: int) -> Iterator[_Item]:
    """Gives the numbers and articles from a place on, each joined by a word to the one before, or after a number."""
    joint = ""
    while place < len(terms):
        term = terms[place] if joint else _bare(terms[place])
        heads, is_article = _item(term)
        if not heads:
            return
        yield _Item(heads, is_article, joint, place + 1)
        place += 1
        joint = _joint(terms[place]) if place < len(terms) else ""
        if not joint and is_article:
            return
        place += bool(joint)


def _item(term: Term) -> tuple[tuple[str, ...], bool]:
    """Gives the heads of a number, an article or several articles, and whether they are articles."""
    parts = term.parts if isinstance(term, Or) else (term,)
    found = [_ARTICLE.fullmatch(_text(part)) for part in parts]
    articles = tuple(each[1] for each in found if each)
    return (articles, True) if len(articles) == len(parts) else (_heads(_text(term)), False)


def _heads_of(run: Sequence[_Item]) -> tuple[str, ...]:
    """Gives the heads of a list in order, «10. do 12.» as three; none where a span makes no sense."""
    heads: list[str] = []
    for item in run:
        if item.joint == "to":
            span = _span(heads[-1].rstrip("."), item.heads[0].rstrip("."))
            if not span:
                return ()
            heads.extend(span[1:])
        heads.extend(item.heads)
    return tuple(dict.fromkeys(heads))


def _heads(text: str) -> tuple[str, ...]:
    if number := _NUMBER.fullmatch(text):
        return (f"{number[1]}.{number[2].lower()}",)
    span = _SPAN.fullmatch(text)
    return _span(span[1], span[2]) if span else ()


def _span(first: str, last: str) -> tuple[str, ...]:
    if not (first.isdecimal() and last.isdecimal() and int(first) < int(last) < int(first) + MOST_ARTICLES):
        return ()
    return tuple(f"{number}." for number in range(int(first), int(last) + 1))


def _articles(heads: Sequence[str], first: Term) -> Node:
    """Gives the node of articles, excluded where the first of their terms was."""
    node = any_of(tuple(Word(f"{head} člen") for head in heads))
    return Not(node) if isinstance(first, Not) else node


def _joint(term: Term) -> str:
    if isinstance(term, Operator):
        return "and" if term.does in (Does.AND, Does.OR) else ""
    return _JOINTS.get(_text(term), "")


def _bare(term: Term) -> Term:
    return term.part if isinstance(term, Not) else term


def _text(term: Term) -> str:
    return term.text if isinstance(term, Word) and not term.prefix else ""
