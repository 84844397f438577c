"""From the rows that answer to the page that was asked for: access, documents, order, facets, totals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kb.search.embedded.arrays import NO_ROWS, Rows, is_among, largest, ragged, run_starts
from kb.search.embedded.closer import Looked, looked_at_closer
from kb.search.embedded.evaluate import Evaluation
from kb.search.embedded.scoring import Scores
from kb.search.embedded.snapshot import Snapshot
from kb.search.index import Group, Ranked
from kb.search.patterns import beginnings_cut
from kb.search.plan import Plan, Sort


def answer(snapshot: Snapshot, plan: Plan) -> Ranked:
    """Gives the page that `plan` asks for. What a garbled posting raises passes through."""
    evaluation = Evaluation(snapshot, plan.reader)
    looked = looked_at_closer(evaluation.passing(plan.query, plan.filters), plan, evaluation)
    found = _by_document(looked, snapshot, evaluation.lacking(plan.query, looked.rows))
    first = max(plan.offset, 0)
    places, best = _ordered(found, plan.sort, first + max(plan.limit, 0), snapshot)
    groups = _groups(found, places[first:], best[first:], passages=plan.passages_per_document, snapshot=snapshot)
    facets = snapshot.columns.facets.counted(found.documents)
    return Ranked(groups, len(found.documents), len(looked.rows) - len(found.spare), facets, _cut(plan, snapshot))


@dataclass(frozen=True, slots=True)
class _Found:
    """The found documents, ascending, and where the rows of each begin (and, last, where all end).

    `spare` are the places of rows that do not count, for only the title of their document has what was asked for.
    """

    looked: Looked
    documents: Rows
    starts: Rows
    spare: Rows

    def best(self) -> Scores:
        """Gives the best score of each document."""
        scores = self.looked.scores
        if len(self.spare):
            scores = scores.copy()
            scores[self.spare] = -np.inf
        best: Scores = np.maximum.reduceat(scores, self.starts[:-1]) if len(self.documents) else scores
        return best

    def foremost(self, count: int) -> tuple[Rows, Scores]:
        """Gives the places of the `count` documents with the best scores and of all that equal the last, and these.

        Mostly they are among the rows that were looked at closer, and the other rows need not be looked through.
        """
        _, scores, ahead, limit = self.looked
        if ahead is not None:
            ahead = ahead[~is_among(ahead, self.spare)]
            of_document = self.starts.searchsorted(ahead, "right") - 1
            begins = run_starts(of_document)
            best = np.maximum.reduceat(scores[ahead], begins) if len(begins) else scores[:0]
            chosen = largest(best, count)
            if len(chosen) >= count and best[chosen].min() > limit:
                return of_document[begins[chosen]], best[chosen]
        best = self.best()
        chosen = largest(best, count)
        return chosen, best[chosen]


def _by_document(looked: Looked, snapshot: Snapshot, lacking: Rows) -> _Found:
    """Groups rows by document; of one whose title alone has what was asked for, the first stands for all."""
    of_rows = snapshot.document_of.take(looked.rows)
    starts = run_starts(of_rows)
    spare = _spare(lacking, starts, len(of_rows)) if len(lacking) else lacking
    return _Found(looked, of_rows.take(starts), np.append(starts, len(of_rows)), spare)


def _spare(lacking: Rows, starts: Rows, end: int) -> Rows:
    """Gives the places that do not answer: those lacking the words, but for the first of a document all of whose do."""
    of_document = starts.searchsorted(lacking, "right") - 1
    all_lack = np.bincount(of_document, minlength=len(starts)) == np.diff(starts, append=end)
    spare: Rows = lacking[~(all_lack[of_document] & (starts[of_document] == lacking))]
    return spare


def _ordered(found: _Found, sort: Sort, count: int, snapshot: Snapshot) -> tuple[Rows, Scores]:
    """Gives the places of the first `count` documents as ranking.document_key orders them, and their scores."""
    if not count:
        return NO_ROWS, NO_ROWS
    if sort is Sort.RELEVANCE:
        candidates, best = found.foremost(count)
        keys = (-best, snapshot.columns.ages[found.documents[candidates]])
    else:
        ages = snapshot.columns.ages[found.documents]
        first = ages if sort is Sort.NEWEST else np.where(ages < 0, -ages, np.inf)
        candidates = largest(-first, count)
        best = found.best()[candidates]
        keys = (first[candidates], -best)
    order = np.lexsort((snapshot.facts.documents[found.documents[candidates]], keys[1], keys[0]))[:count]
    return candidates[order], best[order]


def _groups(found: _Found, places: Rows, best: Scores, *, passages: int, snapshot: Snapshot) -> tuple[Group, ...]:
    """Gives the documents at some places with their best passages, as ranking.passage_key orders them."""
    begins, ends = found.starts[places], found.starts[places + 1]
    counts = ends - begins
    at = ragged(begins, counts)
    if len(found.spare):
        at = at[~is_among(at, found.spare)]
        counts = counts - (found.spare.searchsorted(ends) - found.spare.searchsorted(begins))
    ids, scores = snapshot.facts.passages[found.looked.rows[at]], found.looked.scores[at]
    order = np.lexsort((ids, -scores, np.arange(len(places)).repeat(counts)))
    every = list(zip(ids[order].tolist(), scores[order].tolist(), strict=True))
    firsts = (counts.cumsum() - counts).tolist()
    documents = snapshot.facts.documents[found.documents[places]].tolist()
    told = zip(documents, best.tolist(), firsts, counts.tolist(), strict=True)
    most = max(passages, 0)
    return tuple(Group(id_, score, tuple(every[at : at + min(most, count)]), count) for id_, score, at, count in told)


def _cut(plan: Plan, snapshot: Snapshot) -> tuple[str, ...]:
    """Gives the beginnings of words of which there are more forms than were looked for."""
    kept, vocabulary = snapshot.columns.kept, snapshot.vocabulary
    found: tuple[str, ...] | None = kept.get(plan.query)
    if found is None:
        found = beginnings_cut(plan.query, vocabulary, patterns=lambda part, _: vocabulary.patterns(part))
        kept.put(plan.query, found, 500)
    return found
