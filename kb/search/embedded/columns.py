"""Columns over all documents of a snapshot that are worked out from its facts when they are first asked for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from kb.search.embedded.arrays import Mask, Numbers
from kb.search.embedded.facets import Counter
from kb.search.embedded.facts import Facts
from kb.search.embedded.kept import Kept
from kb.search.embedded.scoring import Scores, priors
from kb.search.once import once

KEPT_BYTES = 8 << 20

_DAY_BEFORE_1970 = 719_163


class Placements:
    """Sets of ids, one a document: bodies or topics."""

    def __init__(self, counts: Numbers, ids: Numbers) -> None:
        self._counts = counts
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


class Columns:
    """The columns; `kept` is for what is worked out of them for readers and filters."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.kept = Kept[Any](KEPT_BYTES)

    @once
    def bodies(self) -> Placements:
        """The bodies of each document."""
        return Placements(self.facts.body_counts, self.facts.bodies)

    @once
    def topics(self) -> Placements:
        """The topics of each document."""
        return Placements(self.facts.topic_counts, self.facts.topics)

    @once
    def years(self) -> Numbers:
        """The year of each document; of one without a date it means nothing."""
        days = (self.facts.days.astype(np.int64) - _DAY_BEFORE_1970).astype("M8[D]")
        return days.astype("M8[Y]").astype(np.int64) + 1970

    @once
    def facets(self) -> Counter:
        """What counts the facets of documents."""
        return Counter(self.facts, self.years)

    def priors(self, kinds: tuple[tuple[int, float], ...]) -> Scores:
        """Gives by what the scores in each document are multiplied; `kinds` are the priors of kinds."""
        found: Scores | None = self.kept.get(kinds)
        return self.kept.put(kinds, priors(self.facts, dict(kinds)), 0) if found is None else found

    @once
    def ages(self) -> Numbers:
        """The day of each document, the later the less; 0 without a date."""
        return -self.facts.days.astype(np.float64)
