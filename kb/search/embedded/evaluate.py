"""Works a question's tree out over all passages at once: node → rows that answer, with their scores.

Rarities and average lengths are those of the public passages of the whole index, not of a segment, so that a passage
scores the same wherever it happens to be kept, and no score tells of what is hidden. The sums are those of
kb.search.memory, in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Protocol

import numpy as np

from kb.model import Reader
from kb.search.embedded.arrays import (
    DENSE,
    NO_ROWS,
    Mask,
    Rows,
    is_among,
    locator,
    merged,
    places_above_nought,
    places_of,
)
from kb.search.embedded.filtering import let_through, passing, passing_rows
from kb.search.embedded.found import Found
from kb.search.embedded.scoring import Scores
from kb.search.embedded.snapshot import Snapshot
from kb.search.embedded.words import find
from kb.search.plan import NO_FILTERS
from kb.search.ranking import COVERAGE
from kb.search.tree import (
    Alike,
    And,
    Asked,
    Everything,
    Filters,
    Most,
    Narrow,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Word,
    asked_for,
)


@dataclass(frozen=True, slots=True)
class Matches:
    """The rows that answer, ascending; their scores, None for nought each."""

    rows: Rows
    scores: Scores | None

    def of(self, rows: Rows) -> Scores | None:
        """Gives the scores of some of the rows."""
        if self.scores is None or len(rows) == len(self.rows):
            return self.scores
        return self.scores[self.rows.searchsorted(rows)]

    def has(self, rows: Rows) -> Mask:
        """Tells which of some rows, ascending, are among them."""
        return is_among(rows, self.rows)

    def within(self, passing: Mask) -> tuple[Rows, Scores | None]:
        """Gives the rows of those that pass, and their scores."""
        at = passing.take(self.rows).nonzero()[0]
        if len(at) == len(self.rows):
            return self.rows, self.scores
        return self.rows.take(at), None if self.scores is None else self.scores.take(at)


class Met(Protocol):
    """What answers a part of a question, its scores worked out for those rows that need them."""

    @property
    def rows(self) -> Rows:
        """The rows that answer, ascending."""

    def of(self, rows: Rows) -> Scores | None:
        """Gives the scores of some of the rows, ascending; None for nought each."""

    def has(self, rows: Rows) -> Mask:
        """Tells which of some rows, ascending, are among them."""

    def within(self, passing: Mask) -> tuple[Rows, Scores | None]:
        """Gives the rows of those that pass, and their scores."""


class Evaluation:
    """Works out one question over one snapshot; what is asked for twice is looked up once."""

    def __init__(self, snapshot: Snapshot, reader: Reader) -> None:
        self.snapshot = snapshot
        self._reader = reader
        self.vocabulary = snapshot.vocabulary
        self._found: dict[Asked, Found] = {}

    def passing(self, node: Node, filters: Filters) -> Matches:
        """Gives what answers `node` in documents that the reader may see and the filters let through."""
        passing = passing_rows(self._reader, filters, self.snapshot.columns)
        if isinstance(node, Or) and len(node.parts) > 1:
            return self._any([self.matches(part) for part in node.parts], passing)
        met = self.met(node)
        return Matches(met.rows, met.of(met.rows)) if passing is None else Matches(*met.within(passing))

    def met(self, node: Node) -> Met:
        """Gives what answers `node`, the scores of a word, a phrase or a nearness not worked out yet."""
        return self.found(node) if isinstance(node, Asked) else self.matches(node)

    def matches(self, node: Node) -> Matches:
        """Gives what answers `node`."""
        match node:
            case Word() | Phrase() | Near():
                found = self.found(node)
                return Matches(found.rows, found.scores)
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

    def lacking(self, query: Node, rows: Rows) -> Rows:
        """Gives the places of the rows that answer but have no word asked for in heading or text.

        Where no word is asked for there are none.
        """
        parts = dict.fromkeys(asked_for(query))
        if not parts:
            return NO_ROWS
        needed = _needed(query)
        others = [self.found(part) for part in parts if part not in needed]
        titled = [self.found(part).titled for part in needed]
        if not needed and _all_have_words(query):
            titled = [merged([each.titled for each in others])]
        lacking, *further = sorted(titled, key=len) if titled else [rows]
        for each in further:
            lacking = lacking[is_among(lacking, each)]
        for found in others:
            if not len(lacking):
                break
            lacking = lacking[~found.is_own(lacking)]
        return places_of(lacking, rows) if len(lacking) else NO_ROWS

    def rarity(self, asked: Asked) -> float:
        """Gives the weight of something that is asked for, from how many passages have it."""
        return self.found(asked).rarity

    def found(self, asked: Asked) -> Found:
        """Gives the passages that have something that is asked for."""
        found = self._found.get(asked)
        if found is None:
            found = self._found[asked] = self._looked_for(asked)
        return found

    def _looked_for(self, asked: Asked) -> Found:
        """Gives what is kept of a word; phrases and nearnesses are many, and are worked out each time."""
        if not isinstance(asked, Word):
            return find(asked, self.snapshot)
        words = self.snapshot.lists.words
        found: Found | None = words.get(asked)
        if found is None:
            found = find(asked, self.snapshot)
            words.put(asked, found, found.size)
        return found

    def _all(self, parts: Sequence[Node]) -> Matches:
        wanted = [self.met(part) for part in parts if not isinstance(part, Not)]
        by_size = sorted(wanted, key=lambda each: len(each.rows))
        rows = by_size[0].rows if wanted else self._everything()
        for others in by_size[1:]:
            rows = rows[others.has(rows)]
        for part in parts:
            if isinstance(part, Not):
                rows = self._without(rows, self.matches(part.part).rows)
        scores = [scores for each in wanted if (scores := each.of(rows)) is not None]
        return Matches(rows, reduce(np.add, scores) if scores else None)

    def _any(self, met: Sequence[Matches], passing: Mask | None = None) -> Matches:
        """Gives what has any of the parts, of the rows that pass if that is told."""
        if len(met) == 1:
            return met[0]
        rows, sums, times = self._added_up(met, passing)
        sums *= times
        return Matches(rows, sums / len(met))

    def _most(self, met: Sequence[Matches], share: float) -> Matches:
        rows, sums, times = self._added_up(met)
        scores = sums * (1.0 - COVERAGE + COVERAGE * times / len(met))
        if not share:
            return Matches(rows, scores)
        weights = [self.snapshot.rarity(each.rows) if self._is_seen(each.rows) else 0.0 for each in met]
        carried = np.zeros(len(rows))
        for each, weight in zip(met, weights, strict=True):
            carried[rows.searchsorted(each.rows)] += weight
        enough = carried >= share * sum(weights, 0.0)
        return Matches(rows[enough], scores[enough])

    def _is_seen(self, rows: Rows) -> bool:
        """Tells whether the reader may see any of some rows."""
        seen = passing(self._reader, NO_FILTERS, self.snapshot.columns)
        return bool(len(rows)) if seen is None else bool(seen[self.snapshot.document_of[rows]].any())

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

    def _added_up(self, met: Sequence[Matches], passing: Mask | None = None) -> tuple[Rows, Scores, Scores]:
        """Gives the rows of any of the matches, ascending, the sums of their scores, and in how many they are."""
        if any(each.scores is None for each in met) or sum(len(each.rows) for each in met) * DENSE < self.snapshot.rows:
            return _added_one_by_one(met if passing is None else [Matches(*each.within(passing)) for each in met])
        together = np.concatenate([each.rows for each in met])
        times = np.bincount(together, minlength=self.snapshot.rows)
        rows = places_above_nought(times if passing is None else times * passing)
        sums = np.bincount(together, np.concatenate([each.scores for each in met if each.scores is not None]))
        return rows, sums.take(rows), times.take(rows)


def _added_one_by_one(met: Sequence[Matches]) -> tuple[Rows, Scores, Scores]:
    rows = merged([each.rows for each in met])
    sums, times = np.zeros(len(rows)), np.zeros(len(rows))
    located = locator(rows)
    for each in met:
        places = located(each.rows)
        times[places] += 1.0
        if each.scores is not None:
            sums[places] += each.scores
    return rows, sums, times


def _needed(query: Node) -> tuple[Asked, ...]:
    """Gives what whatever answers has."""
    return tuple(part for part in (query.parts if isinstance(query, And) else (query,)) if isinstance(part, Asked))


def _all_have_words(query: Node) -> bool:
    """Tells whether whatever answers has something that is asked for."""
    match query:
        case Word() | Phrase() | Near():
            return True
        case And(parts):
            return any(map(_all_have_words, parts))
        case Or(parts) | Most(parts):
            return all(map(_all_have_words, parts))
        case Alike(asked, others):
            return all(map(_all_have_words, (asked, *others)))
    return False
