"""The closer look at the best of the rows that answer: what kb.search.clues tells, over arrays.

The sums are those of kb.search.memory, in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from kb.search import ranking
from kb.search.clues import Clues, clues_of, related_keys
from kb.search.embedded.arrays import Rows, is_among, largest, merged, run_starts
from kb.search.embedded.evaluate import Evaluation, Matches
from kb.search.embedded.found import InText
from kb.search.embedded.kept import Kept
from kb.search.embedded.lists import ROW, Codes, Posting, counted
from kb.search.embedded.scoring import Scores, adjacent, early, saturated, weighted
from kb.search.embedded.snapshot import Snapshot
from kb.search.embedded.terms import HEADING, TEXT, TITLE
from kb.search.embedded.words import Patterns, places
from kb.search.plan import Plan
from kb.search.tree import Phrase, Word


class Looked(NamedTuple):
    """What answers: its rows, ascending, and their scores.

    Where only some, the best, were looked at closer, `ahead` are their places, and no other scores above `limit`.
    """

    rows: Rows
    scores: Scores
    ahead: Rows | None = None
    limit: float = 0.0


def looked_at_closer(matches: Matches, plan: Plan, evaluation: Evaluation) -> Looked:
    """Gives the matches, those with the best scores with what the closer look adds."""
    if matches.scores is None:
        return Looked(matches.rows, np.zeros(len(matches.rows)))
    if not len(matches.rows) or plan.limit <= 0:  # who only counts needs no order
        return Looked(matches.rows, matches.scores)
    snapshot, kinds = evaluation.snapshot, plan.kind_priors
    best = _best(matches.rows, matches.scores, snapshot)
    rows = matches.rows if best is None else matches.rows[best]
    of_rows = matches.scores if best is None else matches.scores[best]
    added = _Look(evaluation, rows).added(clues_of(plan.query))
    prior = snapshot.columns.priors(kinds)[snapshot.document_of[rows]]
    closer = (of_rows if added is None else of_rows + added) * prior
    if best is None:
        return Looked(rows, closer)
    scores = matches.scores.copy()
    scores[best] = closer
    return Looked(matches.rows, scores, best, float(of_rows.min()))


def _best(rows: Rows, scores: Scores, snapshot: Snapshot) -> Rows | None:
    """Gives the places of the CLOSER_LOOK best rows, ascending; of equal ones those with the lower passage id."""
    most = ranking.CLOSER_LOOK
    if len(rows) <= most:
        return None
    candidates = largest(scores, most)
    if len(candidates) == most:
        return candidates
    order = np.lexsort((snapshot.facts.passages[rows[candidates]], -scores[candidates]))
    return np.sort(candidates[order[:most]])


class _Look:
    """Looks at some rows, ascending."""

    def __init__(self, evaluation: Evaluation, rows: Rows) -> None:
        self._evaluation = evaluation
        self._snapshot = evaluation.snapshot
        self._rows = rows
        self._places: dict[tuple[Word | Phrase, int], Codes] = {}
        self._in_texts: dict[Word | Phrase, InText] = {}

    def added(self, clues: Clues) -> Scores | None:
        """Gives what is added to the score of each row; None for nothing."""
        if not clues.words:
            return None
        total = np.zeros(len(self._rows))
        for word in clues.words:
            keys = self._related(word) if clues.related else ()
            if keys:
                self._add_related(word, keys, total)
            else:
                total += self._evaluation.found(word).early(self._rows, self._in_text(word))
        for first, second in clues.pairs:
            self._add_adjacent(first, second, total)
        whole_title = self._whole_title(clues.words)
        return total if whole_title is None else total + whole_title

    def _patterns(self, word: Word | Phrase) -> Patterns:
        return self._snapshot.vocabulary.patterns(word)

    def _codes(self, word: Word | Phrase, field: int) -> Codes:
        """Gives where a word stands in the headings or texts of the rows."""
        if (word, field) not in self._places:
            if field == TEXT:
                in_text = self._in_text(word)
                codes = self._evaluation.found(word).in_texts.codes_at(in_text.at, in_text.rows)
            else:
                codes = places(self._patterns(word), field, self._snapshot, among=self._rows)
            self._places[word, field] = codes
        return self._places[word, field]

    def _in_text(self, word: Word | Phrase) -> InText:
        """Tells which of the rows have a word in the text, and where."""
        in_text = self._in_texts.get(word)
        if in_text is None:
            in_text = self._in_texts[word] = self._evaluation.found(word).in_text(self._rows)
        return in_text

    def _early(self, headings: Rows, texts: Codes, weight: float) -> Scores:
        found = np.zeros(len(self._rows))
        rows = texts >> ROW
        starts = run_starts(rows)
        found[self._rows.searchsorted(rows[starts])] = early(texts[starts] & 0xFFFFFFFF, weight)
        found[is_among(self._rows, headings)] = ranking.early_score(0, weight=weight)
        return found

    def _whole_title(self, words: Sequence[Word | Phrase]) -> Scores | None:
        """Gives what is added where the title of a row's document has all the words; None for nowhere."""
        if not all(len(self._evaluation.found(word).fields[TITLE].rows) for word in words):
            return None
        own, of_row = self._titles()
        has_all = np.ones(len(own), np.bool_)
        for word in words:
            has_all &= is_among(own, self._evaluation.found(word).fields[TITLE].rows)
            if not has_all.any():
                return None
        return np.where(
            has_all[of_row], ranking.whole_title_score([self._evaluation.rarity(each) for each in words]), 0.0
        )

    def _titles(self) -> tuple[Rows, Rows]:
        """Gives the rows that hold the titles of the documents, ascending, and which of them is that of each row."""
        first_rows = self._snapshot.starts[self._snapshot.document_of[self._rows]]
        own = first_rows[run_starts(first_rows)]
        return own, own.searchsorted(first_rows)

    def _add_adjacent(self, first: Word, second: Word, total: Scores) -> None:
        """Adds to `total` what two words side by side bring, which is nought in most rows."""
        codes = self._codes(second, TEXT)
        side_by_side = codes[is_among(codes, self._codes(first, TEXT) + 1)]
        if len(side_by_side):
            posting = counted(side_by_side)
            weight = self._evaluation.rarity(first) + self._evaluation.rarity(second)
            damping = self._snapshot.damping[TEXT][posting.rows]
            total[self._rows.searchsorted(posting.rows)] += adjacent(posting.times, damping, weight)

    # --- related words ---

    def _related(self, word: Word | Phrase) -> tuple[str, ...]:
        """Gives the keys related to a word, looked for once in a snapshot."""
        kept: Kept[tuple[str, ...]] = self._snapshot.columns.kept
        keys = kept.get(("related", word))
        if keys is None:
            keys = related_keys(self._patterns(word), self._evaluation.vocabulary)
            kept.put(("related", word), keys, 100 * (len(keys) + 1))
        return keys

    def _add_related(self, word: Word | Phrase, keys: tuple[str, ...], total: Scores) -> None:
        """Adds to `total` what a word brings with those related to it, by how often and how early they stand."""
        weight, lists = self._rarity_of_any(keys), self._snapshot.lists
        related = {field: lists.codes(field, keys, among=self._rows) for field in (HEADING, TEXT)}
        total += ranking.RELATED * saturated(self._together(keys, related), weight)
        headings, texts = (merged([self._codes(word, field), related[field]]) for field in (HEADING, TEXT))
        total += self._early(counted(headings).rows, texts, weight)

    def _together(self, keys: tuple[str, ...], related: Mapping[int, Codes]) -> Scores:
        """Gives what occurrences of any of `keys` in all fields bring together, before saturation."""
        snapshot, rows = self._snapshot, self._rows
        own, of_row = self._titles()
        titles = counted(snapshot.lists.codes(TITLE, keys, among=own))
        in_titles = np.zeros(len(own))
        in_titles[own.searchsorted(titles.rows)] = titles.times
        together = weighted(in_titles[of_row], snapshot.damping[TITLE][snapshot.document_of[rows]], TITLE)
        for field in (HEADING, TEXT):
            times = self._by_row(counted(related[field]))
            together = together + weighted(times, snapshot.damping[field][rows], field)
        return together

    def _rarity_of_any(self, keys: tuple[str, ...]) -> float:
        snapshot = self._snapshot
        kept: Kept[float] = snapshot.columns.kept
        weight = kept.get(keys)
        if weight is None:
            having = sum(snapshot.having(snapshot.lists.posting(TEXT, key).rows) for key in keys)
            passages = snapshot.weighing_passages
            weight = kept.put(keys, ranking.rarity(min(having, passages), passages), 100 * len(keys))
        return weight

    def _by_row(self, posting: Posting) -> Scores:
        times = np.zeros(len(self._rows))
        times[self._rows.searchsorted(posting.rows)] = posting.times
        return times
