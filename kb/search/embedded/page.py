"""From the rows that answer to the page that was asked for: access, documents, order, facets, totals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kb.search.embedded.arrays import NO_ROWS, Mask, Rows, largest, ragged, run_starts
from kb.search.embedded.closer import looked_at_closer
from kb.search.embedded.evaluate import Evaluation, Matches, Met
from kb.search.embedded.filtering import passing
from kb.search.embedded.scoring import Scores
from kb.search.embedded.snapshot import Snapshot
from kb.search.index import Group, Ranked
from kb.search.patterns import beginnings_cut
from kb.search.plan import Plan, Sort
from kb.search.ranking import passage_key

FEW = 4


def answer(snapshot: Snapshot, plan: Plan) -> Ranked:
    """Gives the page that `plan` asks for. What a garbled posting raises passes through."""
    evaluation = Evaluation(snapshot, plan.reader)
    matches, documents = _visible(evaluation.met(plan.query), plan, snapshot)
    matches = looked_at_closer(matches, plan, evaluation)
    found = _by_document(matches, documents, evaluation.holding(plan.query, matches.rows))
    first = max(plan.offset, 0)
    places = _ordered(found, plan.sort, first + max(plan.limit, 0), snapshot)[first:]
    groups = _groups(found, places, plan.passages_per_document, snapshot)
    facets = snapshot.columns.facets.counted(found.documents)
    return Ranked(groups, len(found.documents), len(found.rows), facets, _cut(plan, snapshot))


@dataclass(frozen=True, slots=True)
class _Found:
    """The found documents, ascending: where the rows of each begin (and, last, where all end), its best score."""

    rows: Rows
    scores: Scores
    documents: Rows
    starts: Rows
    best: Scores


def _visible(met: Met, plan: Plan, snapshot: Snapshot) -> tuple[Matches, Rows]:
    """Gives the matches in documents that the reader may see and the filters let through, and their documents."""
    rows = met.rows
    documents = snapshot.document_of.take(rows)
    passes = passing(plan.reader, plan.filters, snapshot.columns)
    if passes is not None:
        at = passes.take(documents).nonzero()[0]
        if len(at) < len(rows):
            kept = rows.take(at)
            return Matches(kept, _scores_at(met, at, kept)), documents.take(at)
    return Matches(rows, met.of(rows)), documents


def _scores_at(met: Met, at: Rows, rows: Rows) -> Scores | None:
    """Gives the scores of some rows, by their places where those of most are asked for."""
    if len(at) * FEW < len(met.rows):
        return met.of(rows)
    scores = met.of(met.rows)
    return None if scores is None else scores.take(at)


def _by_document(matches: Matches, documents: Rows, holds: Mask | None) -> _Found:
    """Groups rows by document; of one whose title alone has what was asked for, the first stands for all."""
    rows = matches.rows
    scores = np.zeros(len(rows)) if matches.scores is None else matches.scores
    starts = run_starts(documents)
    if holds is not None and len(starts):
        at = _answering(holds, starts).nonzero()[0]
        rows, scores, documents = rows.take(at), scores.take(at), documents.take(at)
        starts = run_starts(documents)
    best = np.maximum.reduceat(scores, starts) if len(starts) else scores
    return _Found(rows, scores, documents[starts], np.append(starts, len(documents)), best)


def _answering(holds: Mask, starts: Rows) -> Mask:
    """Tells which rows answer: those that hold a word themselves, and the first of a document of which none does."""
    any_holds = np.logical_or.reduceat(holds, starts)
    holds[starts[~any_holds]] = True
    return holds


def _ordered(found: _Found, sort: Sort, count: int, snapshot: Snapshot) -> Rows:
    """Gives the places of the first `count` documents in the order asked for, as ranking.document_key says."""
    if sort is Sort.RELEVANCE:
        candidates = largest(found.best, count) if count else NO_ROWS
        documents = found.documents[candidates]
        keys = (-found.best[candidates], snapshot.columns.ages[documents])
    else:
        ages = snapshot.columns.ages[found.documents]
        first = ages if sort is Sort.NEWEST else np.where(ages < 0, -ages, np.inf)
        candidates = largest(-first, count) if count else NO_ROWS
        documents = found.documents[candidates]
        keys = (first[candidates], -found.best[candidates])
    order = np.lexsort((snapshot.facts.documents[documents], keys[1], keys[0]))
    return candidates[order[:count]]


def _groups(found: _Found, places: Rows, passages: int, snapshot: Snapshot) -> tuple[Group, ...]:
    """Gives the documents at some places with their best passages."""
    begins, ends = found.starts[places], found.starts[places + 1]
    rows = ragged(begins, ends - begins)
    ids, scores = snapshot.facts.passages[found.rows[rows]].tolist(), found.scores[rows].tolist()
    documents, best = snapshot.facts.documents[found.documents[places]].tolist(), found.best[places].tolist()
    every, groups, at = list(zip(ids, scores, strict=True)), [], 0
    for document, score, count in zip(documents, best, (ends - begins).tolist(), strict=True):
        own = every[at : at + count]
        at += count
        if count > 1:
            own = [min(own, key=passage_key)] if passages == 1 else sorted(own, key=passage_key)
        groups.append(Group(document, score, tuple(own[: max(passages, 0)]), count))
    return tuple(groups)


def _cut(plan: Plan, snapshot: Snapshot) -> tuple[str, ...]:
    """Gives the beginnings of words of which there are more forms than were looked for."""
    kept, vocabulary = snapshot.columns.kept, snapshot.vocabulary
    found: tuple[str, ...] | None = kept.get(plan.query)
    if found is None:
        found = beginnings_cut(plan.query, vocabulary, patterns=lambda part, _: vocabulary.patterns(part))
        kept.put(plan.query, found, 500)
    return found
