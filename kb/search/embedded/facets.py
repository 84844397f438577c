"""How many of some documents have which body, topic, kind and year, counted for all four at once.

Each value that documents have is a code. Of few documents the codes are gathered and counted; of many, the bitmap of
the documents is laid over the bitmap of each code: 10 µs for 100 codes and 10,000 documents, however many were found.
"""

from __future__ import annotations

import numpy as np

from kb.search.embedded.arrays import Numbers, Rows, offsets_of, ragged
from kb.search.embedded.facts import Facts
from kb.search.index import Facets
from kb.search.once import once

FEW = 256
MOST_BITMAP_BYTES = 8 << 20
LARGEST_IN_TABLE = 1 << 16


class Counter:
    """Counts the facets of documents."""

    def __init__(self, facts: Facts, years: Numbers) -> None:
        every = np.arange(len(facts.documents))
        with_kind, dated = (facts.kinded != 0).nonzero()[0], (facts.days > 0).nonzero()[0]
        told = (
            (every.repeat(facts.body_counts), facts.bodies),
            (every.repeat(facts.topic_counts), facts.topics),
            (with_kind, facts.kinds[with_kind]),
            (dated, years[dated]),
        )
        distinct = [_coded(values) for _, values in told]
        self._ends = offsets_of(np.array([len(values) for values, _ in distinct])).tolist()
        self._values = [values.tolist() for values, _ in distinct]
        documents = np.concatenate([each for each, _ in told])
        codes = np.concatenate([codes + first for (_, codes), first in zip(distinct, self._ends, strict=False)])
        order = documents.argsort(kind="stable")
        self._codes = codes[order]
        self._counts = np.bincount(documents, minlength=len(every))
        self._starts = offsets_of(self._counts)[:-1]
        self._placed = documents[order]

    def counted(self, documents: Rows) -> Facets:
        """Gives the facets of some documents."""
        if not len(documents):
            return Facets()
        size = self._ends[-1] * len(self._counts) // 8
        is_many = len(documents) > FEW and size < MOST_BITMAP_BYTES and len(documents) * 64 > size // 8
        counts = self._over_bitmaps(documents) if is_many else self._gathered(documents)
        bodies, topics, kinds, years = (
            {value: count for value, count in zip(values, counts[first:end], strict=True) if count}
            for values, first, end in zip(self._values, self._ends, self._ends[1:], strict=False)
        )
        return Facets(bodies, topics, kinds, years)

    def _gathered(self, documents: Rows) -> list[int]:
        codes = self._codes[ragged(self._starts[documents], self._counts[documents])]
        counts: list[int] = np.bincount(codes, minlength=self._ends[-1]).tolist()
        return counts

    def _over_bitmaps(self, documents: Rows) -> list[int]:
        among = np.zeros(self._bitmaps.shape[1] * 64, np.bool_)
        among[documents] = True
        bitmap = np.packbits(among).view(np.uint64)
        counts: list[int] = np.bitwise_count(self._bitmaps & bitmap).sum(axis=1, dtype=np.int64).tolist()
        return counts

    @once
    def _bitmaps(self) -> Numbers:
        """A bitmap of all documents for each code, in words of 64."""
        there = np.zeros((self._ends[-1], -(-len(self._counts) // 64) * 64), np.bool_)
        there[self._codes, self._placed] = True
        bitmaps: Numbers = np.packbits(there, axis=1).view(np.uint64)
        return bitmaps


def _coded(values: Numbers) -> tuple[Numbers, Numbers]:
    """Gives the different values, ascending, and which of them each is; small ones are not sorted for that."""
    if not len(values) or values.min() < 0 or values.max() > LARGEST_IN_TABLE:
        distinct, codes = np.unique(values, return_inverse=True)
        return distinct, codes
    there = np.bincount(values) > 0
    return there.nonzero()[0], (there.cumsum() - 1)[values]
