"""One generation of the index as a reader sees it: its segments as one, with columns over all passages and documents.

A segment never changes but for deletions, so opened ones are handed on to later generations. Documents that were
removed keep their rows and their place in the columns until their segment is merged; they are masked.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from kb.search import ranking
from kb.search.embedded import scoring
from kb.search.embedded.arrays import Mask, Numbers, Rows, offsets_of
from kb.search.embedded.codec import Segment
from kb.search.embedded.columns import Columns
from kb.search.embedded.facts import Facts, joined
from kb.search.embedded.lists import Lists, Part
from kb.search.embedded.segment import View
from kb.search.embedded.vocabulary import LiveKeys

Views = Mapping[str, View]


class Snapshot:
    """A generation. Rows are passages, in the order of segments; documents are numbered so too."""

    def __init__(self, segments: Mapping[str, Segment], views: Views) -> None:
        self.views = views
        bases = offsets_of(np.array([view.rows for view in views.values()], np.intp)).tolist()
        self.lists = Lists(
            [
                Part(view, base, live_rows(view, segments[name]))
                for (name, view), base in zip(views.items(), bases, strict=False)
            ]
        )
        self.facts: Facts = joined([view.facts for view in views.values()])
        self.columns = Columns(self.facts)
        self.vocabulary = LiveKeys(self.lists.parts)
        self.starts: Rows = offsets_of(self.facts.passage_counts)
        self.rows = len(self.facts.passages)
        counts = self.facts.passage_counts if self.live is None else self.facts.passage_counts[self.live]
        self.documents, self.passages = len(counts), int(counts.sum())
        self.averages = ranking.averages(self._totals(), self.passages)

    @cached_property
    def live_rows(self) -> Mask | None:
        """Which rows are not deleted; None for all."""
        parts = self.lists.parts
        if all(part.live is None for part in parts):
            return None
        return np.concatenate([np.ones(part.view.rows, np.bool_) if part.live is None else part.live for part in parts])

    @cached_property
    def live(self) -> Mask | None:
        """Which documents are not deleted; None for all."""
        return None if self.live_rows is None else self.live_rows[self.starts[:-1]]

    @cached_property
    def document_of(self) -> Rows:
        """The document of each row."""
        return np.repeat(np.arange(len(self.facts.documents)), self.facts.passage_counts)

    @cached_property
    def damping(self) -> tuple[Numbers, Numbers, Numbers]:
        """By how much frequencies in each field are damped for its length: titles by document, the rest by row."""
        lengths = (self.facts.title_lengths, self.facts.heading_lengths, self.facts.text_lengths)
        title, heading, text = (scoring.damping(each, field, self.averages) for field, each in enumerate(lengths))
        return title, heading, text

    def _totals(self) -> list[int]:
        facts, live_rows = self.facts, self.live_rows
        titles = facts.title_lengths.astype(np.int64) * facts.passage_counts
        if live_rows is None or self.live is None:
            columns = (titles, facts.heading_lengths, facts.text_lengths)
        else:
            columns = (titles[self.live], facts.heading_lengths[live_rows], facts.text_lengths[live_rows])
        return [int(column.sum(dtype=np.int64)) for column in columns]


def live_rows(view: View, segment: Segment) -> Mask | None:
    """Tells which rows of a segment are not deleted; None for all."""
    if not len(segment.deleted):
        return None
    live = np.ones(view.rows, np.bool_)
    live[segment.deleted] = False
    return live
