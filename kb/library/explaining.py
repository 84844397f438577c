"""Why hits are hits: the index is asked for each word alone, to tell what each brings."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kb.library.values import Hit, Results
from kb.model import Document, Reader
from kb.search.explain import Why, why
from kb.search.index import Index
from kb.search.plan import Plan
from kb.search.tree import Asked, Filters, asked_for

MOST_WORDS = 16
"""Of a longer question only so many words are weighed; the rest are told without."""
MOST_PASSAGES = 1_000

_TITLE = 0

Scores = Mapping[tuple[int, int], float]


def reasons(
    index: Index, results: Results, *, reader: Reader, passages: Collection[int] | None = None
) -> dict[int, Why]:
    """Gives why the hits of `results` are hits, by the id of the passage; only of `passages` where they are told.

    Raises IndexDamaged.
    """
    hits = [(found.document, hit) for found in results.groups for hit in found.hits]
    wanted = [(document, hit) for document, hit in hits if passages is None or hit.passage.id in passages]
    if not wanted:
        return {}
    documents = frozenset(document.id for document, _ in wanted)
    asked = list(dict.fromkeys(asked_for(results.query)))[:MOST_WORDS]
    scores = {each: _scores(index, each, documents, reader) for each in asked}
    return {hit.passage.id: _why(document, hit, results, scores) for document, hit in wanted}


def _why(document: Document, hit: Hit, results: Results, scores: Mapping[Asked, Scores]) -> Why:
    here = hit.passage.passage
    in_title = (document.id, _TITLE)
    weights = {
        each: found.get((document.id, hit.passage.id), found.get(in_title, 0.0)) for each, found in scores.items()
    }
    return why(results.query, title=document.title, heading=here.heading, text=here.text, weights=weights)


def _scores(index: Index, asked: Asked, documents: frozenset[int], reader: Reader) -> Scores:
    """Gives the scores for one word alone, by document and passage.

    An index gives no score to passages without the word where others of the document have it. What its title brings
    them is at most the least score there is, and told under _TITLE.
    """
    plan = Plan(
        asked,
        filters=Filters(documents=documents),
        reader=reader,
        limit=len(documents),
        passages_per_document=MOST_PASSAGES,
    )
    scores: dict[tuple[int, int], float] = {}
    for group in index.search(plan).groups:
        scores |= {(group.document_id, id_): score for id_, score in group.passages}
        scores[group.document_id, _TITLE] = min(score for _, score in group.passages)
    return scores
