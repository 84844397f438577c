"""Compares two versions of a law article by article."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kb.legislation.comparison.matching import matches, origins
from kb.legislation.comparison.values import Comparison, Mark, Pair, Piece, Status
from kb.legislation.comparison.words import marked
from kb.legislation.lawtext import LawArticle, LawText


def compare(old: LawText, new: LawText) -> Comparison:
    """Gives two versions side by side by article, matched also when renumbered, moved, split or merged."""
    found = matches(old.articles, new.articles)
    steady = _steady(found)
    pairs = {place: _pair(old.articles[at], new.articles[place], at in steady) for at, place in found.items()}
    added = [at for at in range(len(new.articles)) if at not in pairs]
    split_from = origins([new.articles[at] for at in added], old.articles)
    pairs |= {at: _alone(new.articles[at], Mark.IN, origin) for at, origin in zip(added, split_from, strict=True)}
    ordered = [(place, 1, place, pair) for place, pair in pairs.items()]
    deleted = _deleted(old.articles, new.articles, found)
    ordered += [(place, 0, at, pair) for at, (place, pair) in deleted.items()]
    return Comparison(old, new, tuple(pair for *_, pair in sorted(ordered, key=lambda each: each[:3])))


def _pair(old: LawArticle, new: LawArticle, is_steady: bool) -> Pair:
    title, text = marked(old.title, new.title), marked(old.text, new.text)
    is_moved = old.number != new.number or not is_steady
    is_changed = (old.title, old.text) != (new.title, new.text)
    if new.is_repealed and not old.is_repealed:
        status = Status.DELETED
    else:
        status = Status.CHANGED if is_changed else Status.MOVED if is_moved else Status.SAME
    return Pair(status, old, new, title, text, is_moved)


def _alone(article: LawArticle, mark: Mark, origin: tuple[str, ...]) -> Pair:
    title, text = ((Piece(mark, words),) if words else () for words in (article.title, article.text))
    if mark is Mark.IN:
        return Pair(Status.NEW, None, article, title, text, parts_of=origin)
    return Pair(Status.DELETED, article, None, title, text, parts_of=origin)


def _deleted(
    old: Sequence[LawArticle], new: Sequence[LawArticle], found: dict[int, int]
) -> dict[int, tuple[int, Pair]]:
    """Gives the deleted articles, each with the place in the new version that it stands before."""
    gone = [at for at in range(len(old)) if at not in found]
    into = dict(zip(gone, origins([old[at] for at in gone], new), strict=True))
    after: dict[int, tuple[int, Pair]] = {}
    place = 0
    for at, article in enumerate(old):
        if at in found:
            place = found[at] + 1
        else:
            after[at] = place, _alone(article, Mark.OUT, into[at])
    return after


def _steady(found: dict[int, int]) -> set[int]:
    """Gives the articles that have kept their order: the longest run of matches that goes up (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int] = {}
    for at in sorted(found):
        place = bisect_left(tails, found[at])
        tails[place : place + 1] = [found[at]]
        ends[place : place + 1] = [at]
        before[at] = ends[place - 1] if place else -1
    return set(_back(ends[-1] if ends else -1, before))


def _back(at: int, before: dict[int, int]) -> Iterator[int]:
    while at >= 0:
        yield at
        at = before[at]
