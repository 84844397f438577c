"""Near-identical passages among the hits become one: an article in its draft, as adopted and in a consolidated text, a
slide that is repeated, a deck and its PDF.

Two passages are near-identical when LIKENESS of the pairs of words that either has are in both. A passage of fewer than
FEWEST_WORDS words is left alone, and so is one that answers by the title of its document only: such documents differ
just in what was asked for. The first FOLDED_AMONG documents of an answer are looked at, whatever page is shown, so that
pages stay as they are while one turns them.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from kb.search.index import Group

FOLDED_AMONG = 30
LIKENESS = 0.8
"""Of an article of sixty words three may differ; of two articles with the same penalty clause most words do."""
FEWEST_WORDS = 8
KEPT = 4_000
"""Passages whose pairs of words are kept, at some three kilobytes each: what is found once is found often."""

_WORDS = re.compile(r"\w+")

Pairs = frozenset[int]
Alike = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A document with the passages that are shown of it, and for some (by id) those folded into it.

    The folded are told as (document id, passage id), in their order.
    """

    group: Group
    alike: Mapping[int, Alike] = field(default_factory=dict)


def folded(groups: Sequence[Group], texts: Mapping[int, str], *, speaks: Callable[[int], bool]) -> tuple[Shown, ...]:
    """Gives the documents in their order, each near-identical passage folded into the first of its likes.

    A document whose passages are all folded is left out. `texts` are those of the passages by id; `speaks` tells
    whether a passage itself has a word that was asked for.
    """
    alike: dict[int, list[tuple[int, int]]] = {}
    for document_id, passage_id, first in _likes(groups, texts):
        if speaks(passage_id) and speaks(first):
            alike.setdefault(first, []).append((document_id, passage_id))
    gone = {passage_id for likes in alike.values() for _, passage_id in likes}
    shown = []
    for group in groups:
        kept = tuple(pair for pair in group.passages if pair[0] not in gone)
        if kept or not group.passages:
            matching = group.matching - len(group.passages) + len(kept)
            of_kept = {id_: tuple(alike[id_]) for id_, _ in kept if id_ in alike}
            shown.append(Shown(replace(group, passages=kept, matching=matching), of_kept))
    return tuple(shown)


def near_identical(one: Pairs, other: Collection[int]) -> bool:
    """Tells whether two passages, by their pairs of words, each once, are near-identical."""
    both = len(one.intersection(other))
    return both >= LIKENESS * (len(one) + len(other) - both)


def pairs_of(text: str) -> Pairs:
    """Gives the words of a text that stand side by side, in small letters; none of one with few words.

    A pair is told by its hash, which is compared several times as quickly; two pairs share one by a chance of 2**-64.
    """
    return frozenset(_hashes(text))


@lru_cache(KEPT)
def _hashes(text: str) -> array[int]:
    words = _WORDS.findall(text.lower())
    return array("q", set(map(hash, pairwise(words))) if len(words) >= FEWEST_WORDS else ())


def _likes(groups: Sequence[Group], texts: Mapping[int, str]) -> Iterator[tuple[int, int, int]]:
    """Gives (document, passage, the first passage that is near-identical) of those that have one before them.

    Most have too few of the pairs that were seen in all of those before them: only the rest are compared one by one.
    """
    firsts: dict[int, array[int]] = {}
    seen: set[int] = set()
    for group in groups:
        for passage_id, _ in group.passages:
            text = texts.get(passage_id, "")
            hashes = _hashes(text)
            if not hashes:
                continue
            is_like = len(seen.intersection(hashes)) >= LIKENESS * len(hashes)
            first = _first_like(pairs_of(text), firsts) if is_like else None
            if first is None:
                firsts[passage_id] = hashes
                seen.update(hashes)
            else:
                yield group.document_id, passage_id, first


def _first_like(pairs: Pairs, firsts: Mapping[int, array[int]]) -> int | None:
    least, most = LIKENESS * len(pairs), len(pairs) / LIKENESS
    near = (id_ for id_, each in firsts.items() if least <= len(each) <= most)
    return next((id_ for id_ in near if near_identical(pairs, firsts[id_])), None)
