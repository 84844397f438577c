"""Works a question's tree out over all passages at once: node → rows that answer, with their scores.

Rarities and average lengths are those of the whole index, not of a segment, so that a passage scores the same
wherever it happens to be kept. The sums are those of kb.search.memory, in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Protocol

import numpy as np

from kb.search.embedded.arrays import NO_ROWS, Mask, Rows, is_among, locator, merged, places_of
from kb.search.embedded.filtering import let_through
from kb.search.embedded.scoring import Scores
from kb.search.embedded.snapshot import Snapshot
from kb.search.embedded.words import Found, find
from kb.search.ranking import COVERAGE, rarity
from kb.search.tree import Alike, And, Asked, Everything, Most, Narrow, Near, Node, Not, Or, Phrase, Word, asked_for


@dataclass(frozen=True, slots=True)
class Matches:
    """The rows that answer, ascending; their scores, None for nought each."""

    rows: Rows
    scores: Scores | None

    def of(self, rows: Rows) -> Scores | None:
        """Gives the scores of some of the rows."""
        if self.scores is None or len(rows) == len(self.rows):
            return self.scores
        return self.scores[places_of(rows, self.rows)]


class Met(Protocol):
    """What answers a part of a question, its scores worked out for those rows that need them."""

    @property
    def rows(self) -> Rows:
        """The rows that answer, ascending."""

    def of(self, rows: Rows) -> Scores | None:
        """Gives the scores of some of the rows, None for nought each."""


class Evaluation:
    """Works out one question over one snapshot; what is asked for twice is looked up once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.vocabulary = snapshot.vocabulary
        self._found: dict[Asked, Found] = {}

    def met(self, node: Node) -> Met:
        """Gives what answers `node`, the scores of a word, a phrase or a nearness not worked out yet."""
        return self.found(node) if isinstance(node, Asked) else self.matches(node)

    def matches(self, node: Node) -> Matches:
        """Gives what answers `node`."""
        match node:
            case Word() | Phrase() | Near():
                found = self.found(node)
                return Matches(found.rows, found.of(found.rows))
            case And(parts):
                return self._all(parts)
            case Or(parts):
                return self._any([self.matches(part) for part in parts])
            case Most(parts, share):
                return self._most([self.matches(part) for part in parts], share)
            case Alike(asked, others, weight):
                return self._alike(self.matches(asked), [self.matches(part) for part in others], weight)
            case Not(part):
                return Matches(self._without(self._everything(), self.matches(part).rows), None)
            case Narrow(filters):
                return Matches(self._rows_of(let_through(filters, self.snapshot.columns)), None)
            case Everything():
                return Matches(self._everything(), None)
        raise ValueError(node)

    def own(self, query: Node) -> Mask | None:
        """Tells which rows have a word asked for in heading or text; None where that makes no difference.

        So it is where no word is asked for, or where no title has the one that is.
        """
        asked = [self.found(each) for each in dict.fromkeys(asked_for(query))]
        if not asked or (isinstance(query, Asked) and len(asked[0].own) == len(asked[0].rows)):
            return None
        own = np.zeros(self.snapshot.rows, np.bool_)
        for each in asked:
            own[each.own] = True
        return own

    def rarity(self, asked: Asked) -> float:
        """Gives the weight of something that is asked for, from how many passages have it."""
        return self.found(asked).rarity

    def found(self, asked: Asked) -> Found:
        """Gives the passages that have something that is asked for."""
        if asked not in self._found:
            self._found[asked] = find(asked, self.snapshot)
        return self._found[asked]

    def _all(self, parts: Sequence[Node]) -> Matches:
        wanted = [self.met(part) for part in parts if not isinstance(part, Not)]
        by_size = sorted((each.rows for each in wanted), key=len)
        rows = by_size[0] if wanted else self._everything()
        for others in by_size[1:]:
            rows = rows[is_among(rows, others)]
        for part in parts:
            if isinstance(part, Not):
                rows = self._without(rows, self.matches(part.part).rows)
        scores = [scores for each in wanted if (scores := each.of(rows)) is not None]
        return Matches(rows, reduce(np.add, scores) if scores else None)

    def _any(self, met: Sequence[Matches]) -> Matches:
        if len(met) == 1:
            return met[0]
        rows, sums, times = _added_up(met)
        return Matches(rows, sums * times / len(met))

    def _most(self, met: Sequence[Matches], share: float) -> Matches:
        rows, sums, times = _added_up(met)
        scores = sums * (1.0 - COVERAGE + COVERAGE * times / len(met))
        if not share:
            return Matches(rows, scores)
        passages = self.snapshot.passages
        weights = [rarity(len(each.rows), passages) if len(each.rows) else 0.0 for each in met]
        carried = np.zeros(len(rows))
        for each, weight in zip(met, weights, strict=True):
            carried[rows.searchsorted(each.rows)] += weight
        enough = carried >= share * sum(weights, 0.0)
        return Matches(rows[enough], scores[enough])

    def _alike(self, asked: Matches, others: Sequence[Matches], weight: float) -> Matches:
        rows = merged([asked.rows, *(each.rows for each in others)])
        best = np.zeros(len(rows))
        located = locator(rows)
        for each in others:
            if each.scores is not None:
                places = located(each.rows)
                best[places] = np.maximum(best[places], each.scores)
        best *= weight
        if asked.scores is not None:
            places = located(asked.rows)
            best[places] = np.maximum(best[places], asked.scores)
        return Matches(rows, best)

    def _everything(self) -> Rows:
        live = self.snapshot.live_rows
        return np.arange(self.snapshot.rows) if live is None else live.nonzero()[0]

    def _rows_of(self, documents: Mask | None) -> Rows:
        if documents is None:
            return self._everything()
        rows = documents[self.snapshot.document_of]
        live = self.snapshot.live_rows
        return np.flatnonzero(rows if live is None else rows & live)

    @staticmethod
    def _without(rows: Rows, others: Rows) -> Rows:
        return rows[~is_among(rows, others)] if len(rows) else NO_ROWS


def _added_up(met: Sequence[Matches]) -> tuple[Rows, Scores, Scores]:
    """Gives the rows of any of the matches, ascending, the sums of their scores, and in how many they are."""
    rows = merged([each.rows for each in met])
    sums, times = np.zeros(len(rows)), np.zeros(len(rows))
    located = locator(rows)
    for each in met:
        places = located(each.rows)
        times[places] += 1.0
        if each.scores is not None:
            sums[places] += each.scores
    return rows, sums, times
