"""The judge of ranking: how well an index answers a judged set, in the three figures of the field.

nDCG@10 (Järvelin, Kekäläinen 2002: gain over log2 of the rank + 1, against the best order there is), recall@100, and
the mean reciprocal rank of the first answer. A question is asked for any of its words, without fields and filters of
its own: what is judged is the order, not where a page of hits is cut.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean

from kb.errors import QueryError
from kb.model import EVERYTHING
from kb.search.beir import Grades, JudgedSet
from kb.search.index import Index
from kb.search.names import Names
from kb.search.plan import Plan, make_plan, relaxed
from kb.search.query import parse

NDCG_AT = 10
RECALL_AT = 100

Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one question, each from 0 to 1."""

    ndcg: float
    recall: float
    reciprocal_rank: float


@dataclass(frozen=True, slots=True)
class Quality:
    """The figures over all questions (means), and of each by its id."""

    by_question: Mapping[str, Score]

    @property
    def ndcg(self) -> float:
        """Gives the mean nDCG@10."""
        return _mean([score.ndcg for score in self.by_question.values()])

    @property
    def recall(self) -> float:
        """Gives the mean recall@100."""
        return _mean([score.recall for score in self.by_question.values()])

    @property
    def mrr(self) -> float:
        """Gives the mean reciprocal rank."""
        return _mean([score.reciprocal_rank for score in self.by_question.values()])

    @property
    def figures(self) -> dict[str, float | int]:
        """Gives what `kb quality --json` prints: the means to four places and the number of questions."""
        return {
            f"ndcg@{NDCG_AT}": round(self.ndcg, 4),
            f"recall@{RECALL_AT}": round(self.recall, 4),
            "mrr": round(self.mrr, 4),
            "queries": len(self.by_question),
        }


def score_of(found: Sequence[str], grades: Grades) -> Score:
    """Gives the figures of one question: `found` are ids, best first, each once.

    >>> score_of(["b", "a"], {"a": 1})
    Score(ndcg=0.6309297535714575, recall=1.0, reciprocal_rank=0.5)
    """
    gains = [grades.get(id_, 0) for id_ in found]
    ideal = _gained(sorted(grades.values(), reverse=True))
    first = next((rank for rank, gain in enumerate(gains, 1) if gain), 0)
    return Score(
        ndcg=_gained(gains) / ideal if ideal else 0.0,
        recall=sum(gain > 0 for gain in gains[:RECALL_AT]) / len(grades) if grades else 0.0,
        reciprocal_rank=1 / first if first else 0.0,
    )


def judge(index: Index, judged: JudgedSet, *, told: Told) -> Quality:
    """Asks `index`, which holds the corpus of a judged set, all its questions; `told` hears (done, total)."""
    scores = {}
    for done, question in enumerate(judged.questions, 1):
        scores[question.id] = score_of(answers_to(index, judged, question.text), question.grades)
        told(done, len(judged.questions))
    return Quality(scores)


def answers_to(index: Index, judged: JudgedSet, question: str) -> list[str]:
    """Gives the ids of at most RECALL_AT rows that an index finds, best first; none for one too long to ask."""
    try:
        plan = _wide(question)
    except QueryError:
        return []
    return [judged.ids[group.document_id - 1] for group in index.search(plan).groups]


def _wide(text: str) -> Plan:
    plan = make_plan(parse(text), names=Names(), reader=EVERYTHING, limit=RECALL_AT)
    return relaxed(plan) or plan


def _gained(gains: Sequence[int]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains[:NDCG_AT], 1))


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else 0.0
