"""The passages that have something that is asked for, with what that brings them, in columns beside their rows.

A column is worked out when it is first asked for, and lasts as long as the passages found are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kb.search import ranking
from kb.search.embedded import scoring
from kb.search.embedded.arrays import Mask, Rows, is_among, ragged
from kb.search.embedded.lists import Posting, Whole
from kb.search.embedded.scoring import Scores
from kb.search.embedded.snapshot import Snapshot
from kb.search.embedded.terms import HEADING, TEXT, TITLE
from kb.search.once import once

BYTES_A_ROW = 24
DENSE = 16
FEW = 4
SOON = 50_000
"""Of so many rows all are scored when some are asked for: they will be asked for again."""


class InText(NamedTuple):
    """Those of some rows that have something in the text, their places in its posting, and which they are; None all."""

    rows: Rows
    at: Rows
    there: Mask | None


@dataclass(frozen=True)
class Found:
    """The passages that have what is asked for: `rows`, ascending; `own` are those not by title alone.

    `fields` are the postings in titles (of the first row of a document), headings and texts; `look_up` gives the
    occurrences in texts; `named` is what those passages gain whose title names what is asked for.
    """

    rows: Rows
    own: Rows
    fields: tuple[Posting, Posting, Posting]
    look_up: Callable[[], Whole]
    rarity: float
    named: float
    snapshot: Snapshot

    @property
    def size(self) -> int:
        """How many bytes it may come to."""
        return BYTES_A_ROW * len(self.rows) + (self.snapshot.rows if self._is_frequent else 0) + 1000

    def of(self, rows: Rows) -> Scores:
        """Gives the scores of some of the rows, ascending."""
        if len(rows) == len(self.rows):
            return self.scores
        if "scores" in self.__dict__ or len(self.rows) <= SOON or len(rows) * FEW >= len(self.rows):
            return self.scores[self.at(rows)]
        return self._scores(rows)

    def within(self, passing: Mask) -> tuple[Rows, Scores]:
        """Gives the rows of those that pass, and their scores; of few that do not all are scored, as for any reader."""
        at = passing.take(self.rows).nonzero()[0]
        if len(at) == len(self.rows):
            return self.rows, self.scores
        rows = self.rows.take(at)
        return rows, self.scores.take(at) if len(at) * FEW >= len(self.rows) else self.of(rows)

    def at(self, rows: Rows) -> Rows:
        """Gives the places of some of the rows, ascending."""
        places: Rows = self.rows.searchsorted(rows)
        return places

    def has(self, rows: Rows) -> Mask:
        """Tells which of some rows, ascending, have it."""
        if not self._is_frequent:
            return is_among(rows, self.rows)
        found: Mask = self._there[rows]
        return found

    @once
    def scores(self) -> Scores:
        """The score of each row."""
        return self._scores(None)

    @once
    def in_texts(self) -> Whole:
        """The occurrences in texts."""
        return self.look_up()

    def in_text(self, rows: Rows) -> InText:
        """Tells which of some rows, ascending, have it in the text, and where."""
        text = self.fields[TEXT].rows
        at = text.searchsorted(rows)
        if len(text):
            np.minimum(at, len(text) - 1, out=at)
            there = text[at] == rows
            if there.all():
                return InText(rows, at, None)
            return InText(rows[there], at[there], there)
        return InText(rows[:0], at[:0], np.zeros(len(rows), np.bool_))

    def early(self, rows: Rows, in_text: InText) -> Scores:
        """Gives what rows gain for how early they have it: in the heading, or in the text."""
        gained = scoring.early(self.in_texts.firsts(in_text.at), self.rarity) if len(in_text.at) else np.zeros(0)
        if in_text.there is not None:
            gained, of_text = np.zeros(len(rows)), gained
            gained[in_text.there] = of_text
        headings = self.fields[HEADING].rows
        if len(headings):
            gained[is_among(rows, headings)] = ranking.early_score(0, weight=self.rarity)
        return gained

    @once
    def holds(self) -> Mask | None:
        """Which rows have it themselves, not by title alone; None for all."""
        return None if len(self.own) == len(self.rows) else is_among(self.rows, self.own)

    @once
    def titled(self) -> Rows:
        """The rows that have it by title alone."""
        return self.rows[:0] if self.holds is None else self.rows[~self.holds]

    def is_own(self, rows: Rows) -> Mask:
        """Tells which of some rows, ascending, have it themselves, not by title alone."""
        return self.has(rows) & ~is_among(rows, self.titled) if self._is_frequent else is_among(rows, self.own)

    @property
    def _is_frequent(self) -> bool:
        return len(self.rows) * DENSE >= self.snapshot.rows

    @once
    def _there(self) -> Mask:
        there = np.zeros(self.snapshot.rows, np.bool_)
        there[self.rows] = True
        return there

    def _scores(self, among: Rows | None) -> Scores:
        """Gives the scores of some of the rows, ascending; None for all."""
        rows = self.rows if among is None else among
        brought = self._brought(among)
        if len(brought) == 1 and len(brought[0][0]) == len(rows):
            together = brought[0][1]
        elif brought and among is None and sum(len(each) for each, _ in brought) * DENSE >= self.snapshot.rows:
            parts, values = (np.concatenate(each) for each in zip(*brought, strict=True))
            together = np.bincount(parts, values, self.snapshot.rows)[rows]
        else:
            together = np.zeros(len(rows))
            for each, values in brought:
                together[rows.searchsorted(each)] += values
        scores = scoring.saturated(together, self.rarity)
        if self.named:
            scores[is_among(rows, self._by_title(None)[0])] += self.named
        return scores

    def _brought(self, among: Rows | None) -> list[tuple[Rows, Scores]]:
        """Gives rows and what each field brings to them, in the order of the fields; of rows among some only."""
        brought = [self._by_title(among)] if len(self.fields[TITLE].rows) else []
        for field in (HEADING, TEXT):
            posting = self.fields[field].among(among)
            if len(posting.rows):
                dampings = self.snapshot.damping[field].take(posting.rows)
                brought.append((posting.rows, scoring.weighted(posting.counts, dampings, field)))
        return brought

    def _by_title(self, among: Rows | None) -> tuple[Rows, Scores]:
        """Gives what titles bring to all passages of their documents."""
        title, snapshot = self.fields[TITLE], self.snapshot
        documents = snapshot.document_of[title.rows]
        if among is None:
            each = scoring.weighted(title.counts, snapshot.damping[TITLE][documents], TITLE)
            counts = snapshot.facts.passage_counts[documents]
            return ragged(title.rows, counts), each.repeat(counts)
        of_rows = snapshot.document_of[among]
        there = is_among(of_rows, documents)
        at = documents.searchsorted(of_rows[there])
        times = None if title.counts is None else title.counts[at]
        return among[there], scoring.weighted(times, snapshot.damping[TITLE][documents[at]], TITLE)
