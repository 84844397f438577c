"""One generation of the index as a reader sees it: its segments as one, with columns over all passages and documents.

A segment never changes but for deletions, so opened ones are handed on to later generations. Documents that were
removed keep their rows and their place in the columns until their segment is merged; they are masked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kb.search import ranking
from kb.search.embedded import scoring
from kb.search.embedded.arrays import Mask, Numbers, Rows, offsets_of
from kb.search.embedded.codec import Segment
from kb.search.embedded.columns import Columns
from kb.search.embedded.facts import VISIBILITIES, Facts, joined
from kb.search.embedded.lists import Lists, Part
from kb.search.embedded.segment import View
from kb.search.embedded.vocabulary import LiveKeys
from kb.search.once import once

Views = Mapping[str, View]


class Snapshot:
    """A generation. Rows are passages, in the order of segments; documents are numbered so too.

    What an earlier generation `before` has worked out serves on where this one only adds segments to it.
    """

    def __init__(self, segments: Mapping[str, Segment], views: Views, before: Snapshot | None = None) -> None:
        self.views = views
        bases = offsets_of(np.array([view.rows for view in views.values()], np.intp)).tolist()
        parts = [
            Part(view, base, live_rows(view, segments[name]))
            for (name, view), base in zip(views.items(), bases, strict=False)
        ]
        if before is not None and not _adds_to(before.lists.parts, parts):
            before = None
        self.lists: Lists = Lists(parts, before.lists if before else None)
        self.facts: Facts = joined([view.facts for view in views.values()])
        self.columns = Columns(self.facts)
        self.vocabulary: LiveKeys = LiveKeys(parts, before.vocabulary if before else None)
        self.starts: Rows = offsets_of(self.facts.passage_counts)
        self.rows = len(self.facts.passages)
        counts = self.facts.passage_counts if self.live is None else self.facts.passage_counts[self.live]
        self.documents, self.passages = len(counts), int(counts.sum())
        weighing = self.public if self.live is None else self.public & self.live
        self.weighing_passages = int(self.facts.passage_counts[weighing].sum())
        self.averages = ranking.averages(self._totals(weighing), self.weighing_passages)

    @once
    def live_rows(self) -> Mask | None:
        """Which rows are not deleted; None for all."""
        parts = self.lists.parts
        if all(part.live is None for part in parts):
            return None
        return np.concatenate([np.ones(part.view.rows, np.bool_) if part.live is None else part.live for part in parts])

    @once
    def live(self) -> Mask | None:
        """Which documents are not deleted; None for all."""
        return None if self.live_rows is None else self.live_rows[self.starts[:-1]]

    @once
    def public(self) -> Mask:
        """Which documents everybody may see; only their passages count for rarities and average lengths."""
        public: Mask = self.facts.visibilities == VISIBILITIES.index(ranking.WEIGHING)
        return public

    def having(self, rows: Rows) -> int:
        """Gives how many of some live rows count for the rarity of what they have."""
        return len(rows) if self._public_rows is None else int(np.count_nonzero(self._public_rows[rows]))

    def rarity(self, rows: Rows) -> float:
        """Gives the weight of what some live rows have."""
        return ranking.rarity(self.having(rows), self.weighing_passages)

    @once
    def _public_rows(self) -> Mask | None:
        """Which rows are passages of public documents; None for all."""
        return None if self.public.all() else self.public.repeat(self.facts.passage_counts)

    @once
    def document_of(self) -> Rows:
        """The document of each row."""
        return np.repeat(np.arange(len(self.facts.documents)), self.facts.passage_counts)

    @once
    def damping(self) -> tuple[Numbers, Numbers, Numbers]:
        """By how much frequencies in each field are damped for its length: titles by document, the rest by row."""
        lengths = (self.facts.title_lengths, self.facts.heading_lengths, self.facts.text_lengths)
        title, heading, text = (scoring.damping(each, field, self.averages) for field, each in enumerate(lengths))
        return title, heading, text

    def _totals(self, weighing: Mask) -> list[int]:
        """Gives how long all titles, headings and texts of some documents are together, a title once a passage."""
        facts = self.facts
        columns = (
            facts.title_lengths.astype(np.int64) * facts.passage_counts,
            facts.heading_lengths,
            facts.text_lengths,
        )
        if not weighing.all():
            rows = weighing.repeat(facts.passage_counts)
            columns = tuple(column[of] for column, of in zip(columns, (weighing, rows, rows), strict=True))
        return [int(column.sum(dtype=np.int64)) for column in columns]


def _adds_to(before: Sequence[Part], parts: Sequence[Part]) -> bool:
    """Tells whether segments begin with all of those before, with the same deletions."""
    return len(before) <= len(parts) and all(
        old.view is new.view and _is_same(old.live, new.live) for old, new in zip(before, parts, strict=False)
    )


def _is_same(old: Mask | None, new: Mask | None) -> bool:
    return old is new or (old is not None and new is not None and np.array_equal(old, new))


def live_rows(view: View, segment: Segment) -> Mask | None:
    """Tells which rows of a segment are not deleted; None for all."""
    if not len(segment.deleted):
        return None
    live = np.ones(view.rows, np.bool_)
    live[segment.deleted] = False
    return live
