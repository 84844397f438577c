"""Shingles: the runs of words that a text is made of, by their lemmas, to tell how much of two texts is the same."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.slovene.words import document_keys

WORDS_A_SHINGLE = 3
MOST_WORDS = 200_000
"""Words of a text that are looked at; a statute book of 500 pages has as many."""

_WORD = re.compile(r"[^\W_]+")
_NUMBER_OF_PAGE = 2


def shingles(texts: Iterable[str]) -> frozenset[str]:
    """Gives every run of three words in a row in one of `texts`, each word by its first lemma key.

    Numbers of one or two digits are left out: they are mostly those of pages and slides, which another format has not.
    A text of fewer than three words is one shingle.

    >>> sorted(shingles(["Občinski redarji opozorijo kršitelja. 12"]))
    ['občinski redar opozoriti', 'redar opozoriti kršitelj']
    """
    found: set[str] = set()
    room = MOST_WORDS
    for text in texts:
        keys = [document_keys(word)[0] for word in _WORD.findall(text) if not _is_number_of_page(word)][:room]
        room -= len(keys)
        last = max(1, len(keys) - WORDS_A_SHINGLE + 1) if keys else 0
        found.update(" ".join(keys[at : at + WORDS_A_SHINGLE]) for at in range(last))
        if room <= 0:
            break
    return frozenset(found)


def _is_number_of_page(word: str) -> bool:
    return len(word) <= _NUMBER_OF_PAGE and word.isdecimal()


def resemblance(one: frozenset[str], other: frozenset[str]) -> float:
    """Gives the share of the shingles of both that both have (Jaccard's index), 0.0 where both are empty."""
    both = len(one & other)
    every = len(one) + len(other) - both
    return both / every if every else 0.0
