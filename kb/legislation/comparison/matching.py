"""Which article of one version is which of the other, by number, title and likeness of words.

Likeness is the share of common pairs of neighbouring words (Dice). Common pairs are looked up, so that only
articles that share words are compared; pairs that stand in very many articles are left out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kb.legislation.lawtext import LawArticle
from kb.slovene.fold import fold

LIKE = 0.45
"""The least likeness of an article that has another number."""
LIKE_NUMBERED = 0.2
"""The least likeness of two articles with one number where one of them may be another's."""
MOSTLY = 0.6
"""The share of an article's words that make it a part of another."""

_WORDS = re.compile(r"\w+")
_MOST_HOLDERS = 20
_FEWEST_WORDS = 8
_MOST_PAIRS = 20_000
_BONUS_NUMBER = 0.2
_BONUS_TITLE = 0.2

Shingles = Counter[tuple[str, str]]


def matches(old: Sequence[LawArticle], new: Sequence[LawArticle]) -> dict[int, int]:
    """Gives, by the place of articles in the old version, the place of the same article in the new one."""
    found = _equal(old, new)
    left = [at for at in range(len(old)) if at not in found]
    taken = set(found.values())
    right = [at for at in range(len(new)) if at not in taken]
    scores = _scores(old, new, left, right)
    for _, first, second in sorted(scores, reverse=True):
        if first not in found and second not in taken:
            found[first] = second
            taken.add(second)
    by_number = {new[at].number: at for at in reversed(right) if at not in taken}
    for at in left:
        # A rewritten article keeps its number and hardly a word.
        if at not in found and (same := by_number.pop(old[at].number, None)) is not None:
            found[at] = same
    return found


def origins(lonely: Sequence[LawArticle], others: Sequence[LawArticle]) -> list[tuple[str, ...]]:
    """Gives for each lonely article the number of the one among others that holds most of its words, () for none."""
    mine = {at: shingles(each.text) for at, each in enumerate(lonely)}
    theirs = {at: shingles(each.text) for at, each in enumerate(others)}
    best: dict[int, tuple[int, int]] = {}
    for (at, other), common in _common(mine, theirs).items():
        if mine[at].total() >= _FEWEST_WORDS and common >= MOSTLY * mine[at].total():
            best[at] = max(best.get(at, (0, 0)), (common, -other))
    return [(others[-best[at][1]].number,) if at in best else () for at in range(len(lonely))]


def shingles(text: str) -> Shingles:
    """Gives the pairs of neighbouring words of a text, at most 20,000."""
    words = _WORDS.findall(fold(text))[:_MOST_PAIRS]
    return Counter(pairwise(words))


def _equal(old: Sequence[LawArticle], new: Sequence[LawArticle]) -> dict[int, int]:
    """Matches what has not changed: first with its number, then what stands once in both."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at in reversed(range(len(new))):
        places[new[at].number, new[at].text].append(at)
    same = ((at, places[each.number, each.text]) for at, each in enumerate(old))
    found = {at: held.pop() for at, held in same if held}
    taken = set(found.values())
    by_text = {text: at for at, text in _once(new) if at not in taken and len(text) >= _FEWEST_WORDS}
    return {**{at: by_text[text] for at, text in _once(old) if at not in found and text in by_text}, **found}


def _once(articles: Sequence[LawArticle]) -> Iterator[tuple[int, str]]:
    """Gives the articles whose text no other has."""
    counts = Counter(each.text for each in articles)
    return ((at, each.text) for at, each in enumerate(articles) if counts[each.text] == 1)


def _scores(
    old: Sequence[LawArticle], new: Sequence[LawArticle], left: Sequence[int], right: Sequence[int]
) -> Iterator[tuple[float, int, int]]:
    """Gives the likeness of every two articles that are alike enough to be one."""
    mine = {at: shingles(old[at].text) for at in left}
    theirs = {at: shingles(new[at].text) for at in right}
    for (first, second), common in _common(mine, theirs).items():
        likeness = 2 * common / max(mine[first].total() + theirs[second].total(), 1)
        is_numbered = old[first].number == new[second].number
        is_titled = bool(old[first].title) and fold(old[first].title) == fold(new[second].title)
        if likeness >= (LIKE_NUMBERED if is_numbered or is_titled else LIKE):
            yield likeness + _BONUS_NUMBER * is_numbered + _BONUS_TITLE * is_titled, first, second


def _common(mine: dict[int, Shingles], theirs: dict[int, Shingles]) -> Counter[tuple[int, int]]:
    """Gives how many pairs of words two articles share, those in very many articles not counted."""
    holders: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for at, own in theirs.items():
        for shingle, count in own.items():
            holders[shingle].append((at, count))
    found: Counter[tuple[int, int]] = Counter()
    for at, own in mine.items():
        for shingle, count in own.items():
            among = holders.get(shingle, ())
            if len(among) <= _MOST_HOLDERS:
                for other, times in among:
                    found[at, other] += min(count, times)
    return found
