"""From the rows that answer to the page that was asked for: access, documents, order, facets, totals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np

from kb.search.embedded.arrays import Mask, Numbers, Rows, run_starts
from kb.search.embedded.closer import looked_at_closer
from kb.search.embedded.evaluate import Evaluation, Matches, Met
from kb.search.embedded.filtering import let_through, open_to
from kb.search.embedded.scoring import Scores
from kb.search.embedded.snapshot import Snapshot
from kb.search.index import Facets, Group, Ranked
from kb.search.patterns import beginnings_cut
from kb.search.plan import Plan, Sort
from kb.search.ranking import passage_key


def answer(snapshot: Snapshot, plan: Plan) -> Ranked:
    """Gives the page that `plan` asks for. What a garbled posting raises passes through."""
    evaluation = Evaluation(snapshot)
    matches = looked_at_closer(_visible(evaluation.met(plan.query), plan, snapshot), plan, evaluation)
    found = _by_document(matches, evaluation.own(plan.query), snapshot)
    first = max(plan.offset, 0)
    places = _ordered(found, plan.sort, first + max(plan.limit, 0), snapshot)[first:]
    groups = tuple(_group(found, place, plan.passages_per_document, snapshot) for place in places.tolist())
    cut = beginnings_cut(plan.query, evaluation.vocabulary, patterns=lambda part, _: evaluation.vocabulary.patterns(part))
    return Ranked(groups, len(found.documents), len(found.rows), _facets(found.documents, snapshot), cut)


@dataclass(frozen=True, slots=True)
class _Found:
    """The found documents, ascending: where the rows of each begin (and, last, where all end), its best score."""

    rows: Rows
    scores: Scores
    documents: Rows
    starts: Rows
    best: Scores


def _visible(met: Met, plan: Plan, snapshot: Snapshot) -> Matches:
    """Gives the matches in documents that the reader may see and the filters let through."""
    masks = (open_to(plan.reader, snapshot.columns), let_through(plan.filters, snapshot.columns))
    passing = [mask for mask in masks if mask is not None]
    rows = met.rows
    if passing and len(rows):
        rows = rows[reduce(np.logical_and, passing)[snapshot.document_of[rows]]]
    return Matches(rows, met.of(rows))


def _kept(matches: Matches, keep: Mask) -> Matches:
    return Matches(matches.rows[keep], None if matches.scores is None else matches.scores[keep])


def _by_document(matches: Matches, own: Mask | None, snapshot: Snapshot) -> _Found:
    """Groups rows by document; of one whose title alone has what was asked for, the first stands for all."""
    documents = snapshot.document_of[matches.rows]
    starts = run_starts(documents)
    if own is not None and len(starts):
        answering = _answering(own[matches.rows], starts)
        if answering is not None:
            matches, documents = _kept(matches, answering), documents[answering]
            starts = run_starts(documents)
    scores = np.zeros(len(matches.rows)) if matches.scores is None else matches.scores
    best = np.maximum.reduceat(scores, starts) if len(starts) else scores
    return _Found(matches.rows, scores, documents[starts], np.append(starts, len(documents)), best)


def _answering(holds: Mask, starts: Rows) -> Mask | None:
    """Tells which rows answer: those that hold a word themselves, and the first of a document of which none does."""
    if holds.all():
        return None
    any_holds = np.logical_or.reduceat(holds, starts)
    holds[starts[~any_holds]] = True
    return holds


def _ordered(found: _Found, sort: Sort, count: int, snapshot: Snapshot) -> Rows:
    """Gives the places of the first `count` documents in the order asked for, as ranking.document_key says."""
    ages, ids = snapshot.columns.ages[found.documents], snapshot.facts.documents[found.documents]
    worse = -found.best
    if sort is Sort.RELEVANCE:
        keys = (worse, ages)
    elif sort is Sort.NEWEST:
        keys = (ages, worse)
    else:
        keys = (np.where(ages < 0, -ages, np.inf), worse)
    return _first(keys, ids, count)


def _first(keys: tuple[Numbers, Numbers], ids: Numbers, count: int) -> Rows:
    """Gives the places of the first `count` by two keys and the id; only those that may be among them are sorted."""
    candidates = np.arange(len(ids))
    if 0 < count < len(ids):
        limit = np.partition(keys[0], count - 1)[count - 1]
        candidates = np.flatnonzero(keys[0] <= limit)
    order = np.lexsort((ids[candidates], keys[1][candidates], keys[0][candidates]))
    return candidates[order[:count]]


def _group(found: _Found, place: int, passages: int, snapshot: Snapshot) -> Group:
    begin, end = int(found.starts[place]), int(found.starts[place + 1])
    ids = snapshot.facts.passages[found.rows[begin:end]].tolist()
    ordered = sorted(zip(ids, found.scores[begin:end].tolist(), strict=True), key=passage_key)
    best = tuple(ordered[: max(passages, 0)])
    document = int(snapshot.facts.documents[found.documents[place]])
    return Group(document, float(found.best[place]), best, end - begin)


def _facets(documents: Rows, snapshot: Snapshot) -> Facets:
    if not len(documents):
        return Facets()
    columns = snapshot.columns
    return Facets(
        bodies=columns.bodies.counted(documents),
        topics=columns.topics.counted(documents),
        kinds=columns.kinds.counted(documents),
        years=columns.dated_years.counted(documents),
    )
