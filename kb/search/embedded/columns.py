"""Columns over all documents of a snapshot that are worked out from its facts when they are first asked for."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

import numpy as np

from kb.search.embedded.arrays import Mask, Numbers, Rows, offsets_of, ragged
from kb.search.embedded.facts import Facts

_DAY_BEFORE_1970 = 719_163
_MANY = 4


class Placements:
    """Sets of ids, one a document: bodies or topics."""

    def __init__(self, counts: Numbers, ids: Numbers) -> None:
        self._counts = counts
        self._starts = offsets_of(counts)[:-1]
        self._documents = np.repeat(np.arange(len(counts)), counts)
        self._ids, self._codes = np.unique(ids, return_inverse=True)

    def having_any(self, ids: Collection[int]) -> Mask:
        """Tells which documents have any of `ids`."""
        mask = np.zeros(len(self._counts), np.bool_)
        for id_ in ids:
            code = int(self._ids.searchsorted(id_))
            if code < len(self._ids) and self._ids[code] == id_:
                mask[self._documents[self._codes == code]] = True
        return mask

    def counted(self, documents: Rows) -> dict[int, int]:
        """Gives how many of some documents, ascending, have which id."""
        if len(documents) * _MANY > len(self._counts):
            among = np.zeros(len(self._counts), np.bool_)
            among[documents] = True
            codes = self._codes[among[self._documents]]
        else:
            codes = self._codes[ragged(self._starts[documents], self._counts[documents])]
        return _told(self._ids, codes)


class Column:
    """One number a document, such as its kind; some have none."""

    def __init__(self, values: Numbers, present: Numbers) -> None:
        self._values, codes = np.unique(values, return_inverse=True)
        self._codes = np.where(present, codes, len(self._values))

    def counted(self, documents: Rows) -> dict[int, int]:
        """Gives how many of some documents have which number."""
        return _told(self._values, self._codes[documents])


class Columns:
    """The columns."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @cached_property
    def bodies(self) -> Placements:
        """The bodies of each document."""
        return Placements(self.facts.body_counts, self.facts.bodies)

    @cached_property
    def topics(self) -> Placements:
        """The topics of each document."""
        return Placements(self.facts.topic_counts, self.facts.topics)

    @cached_property
    def kinds(self) -> Column:
        """The kind of each document."""
        return Column(self.facts.kinds, self.facts.kinded)

    @cached_property
    def years(self) -> Numbers:
        """The year of each document; of one without a date it means nothing."""
        days = (self.facts.days.astype(np.int64) - _DAY_BEFORE_1970).astype("M8[D]")
        return days.astype("M8[Y]").astype(np.int64) + 1970

    @cached_property
    def dated_years(self) -> Column:
        """The year of each document that has a date."""
        return Column(self.years, self.facts.days > 0)

    @cached_property
    def ages(self) -> Numbers:
        """The day of each document, the later the less; 0 without a date."""
        return -self.facts.days.astype(np.float64)


def _told(values: Numbers, codes: Numbers) -> dict[int, int]:
    """Gives value → how often its code is there; the code after all values is for none."""
    counts = np.bincount(codes, minlength=len(values))[: len(values)]
    there = counts.nonzero()[0]
    return dict(zip(values[there].tolist(), counts[there].tolist(), strict=True))
