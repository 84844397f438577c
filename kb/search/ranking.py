"""How well a passage answers: BM25F over title, heading and text, with its constants.

A word's frequencies in the three fields are weighted, each damped by the field's length, summed, and then saturated
once (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009, section 3.6), so that a word in both title
and text does not count as two words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from math import log

from kb.model import Visibility
from kb.search.plan import Sort

# Figures are nDCG@10 on statute-headings-dev and statute-headings-law-dev with everything as it is, and without the
# constant: docs/decisions/ranking.md tells how they were found. All together: .615 and .696.

FIELD_NAMES = ("title", "heading", "text")
FIELD_WEIGHTS = (2.5, 2.0, 1.0)
"""Titles at 1: .614, .688; at 5: .613, .692. The sets have no headings: their weight is between the two."""
LENGTH_DAMPING = (0.5, 0.3, 0.75)
"""From 0.3 to 0.75 in titles and headings makes no difference; headings are often missing, so averages are low."""
SATURATION = 1.2

TITLE_REFERENCE = 1.5
"""An act's acronym or number in a title counts its rarity so often again: the document is that act's (.614, .677)."""
COVERAGE = 0.2
"""This share of the score of a relaxed question is in proportion to the parts that are met (all of it: .611, .682)."""

CLOSER_LOOK = 300
"""So many passages, the best, are looked at closer; the rest stay behind them (100: .610, .691; all: .614, .690)."""
EARLY, EARLY_WITHIN = 1.3, 12
"""A word in the heading or first in the text counts its rarity so often again, EARLY_WITHIN on half so (.574, .663)."""
WHOLE_TITLE = 1.5
"""A title that has all the words counts their rarities so often again: the document is looked for (no difference)."""
ADJACENT = 0.2
"""Two words of the question side by side in the text as in the question (.609, .688)."""
WEIGHING = Visibility.PUBLIC
"""Only passages that everybody may see count for rarities and average lengths: scores would tell of others."""
RELATED, RELATED_LETTERS, MOST_RELATED = 1.0, 5, 100
"""Words whose lemmas begin with the same letters («prenehanje», «prenehati»), beside the word itself (.590, .656)."""

KIND_PRIORS: Mapping[str, float] = {"npb": 0.03, "zakon": 0.02, "podzakonski-predpis": 0.02}
"""How much better a document of a kind (by slug) is in advance, as a share of its score: law in force before drafts."""
RECENCY, RECENT_FROM, RECENT_DAYS = 0.05, dt.date(1990, 1, 1), 18_262
"""The share that a document of RECENT_FROM + RECENT_DAYS (fifty years) gains, in proportion; older and undated none."""


def rarity(having: int, passages: int) -> float:
    """Gives the weight of a word that `having` of all `passages` have; never negative."""
    return log(1.0 + (passages - having + 0.5) / (having + 0.5))


def word_score(
    frequencies: Sequence[int], lengths: Sequence[int], *, averages: Sequence[float], weight: float
) -> float:
    """Gives the score of one word in one passage, between 0 and `weight` (its rarity).

    Frequencies, lengths and averages are by field, in the order of FIELD_NAMES.
    """
    weighted = 0.0
    for field, frequency in enumerate(frequencies):
        if frequency:
            weighted += FIELD_WEIGHTS[field] * frequency / damping(field, lengths[field], averages=averages)
    return weight * weighted / (SATURATION + weighted)


def damping(field: int, length: int, *, averages: Sequence[float]) -> float:
    """Gives by how much frequencies in a field of a length are divided: 1.0 at its average length."""
    damped = LENGTH_DAMPING[field]
    return 1.0 - damped + damped * length / averages[field]


def any_score(scores: Sequence[float], asked: int) -> float:
    """Gives the score of a passage that meets some of `asked` alternatives: more of them weigh more than often."""
    return sum(scores, 0.0) * len(scores) / asked


def most_score(scores: Sequence[float], asked: int) -> float:
    """Gives the score of a passage that meets some of the `asked` parts of a relaxed question."""
    return sum(scores, 0.0) * (1.0 - COVERAGE + COVERAGE * len(scores) / asked)


def title_score(*, weight: float) -> float:
    """Gives what an act's acronym or number in a title brings besides; `weight` is its rarity."""
    return TITLE_REFERENCE * weight


def whole_title_score(weights: Sequence[float]) -> float:
    """Gives what a title brings that has everything asked for; `weights` are the rarities."""
    return WHOLE_TITLE * sum(weights)


def early_score(first: int, *, weight: float) -> float:
    """Gives what a word brings for its first position in the text, counted from 0; `weight` is its rarity.

    One in the heading stands before all text, at 0.
    """
    return EARLY * weight / (1.0 + first / EARLY_WITHIN)


def adjacent_score(times: int, *, damping: float, weight: float) -> float:
    """Gives what two words bring that stand side by side so often; `weight` is the sum of their rarities."""
    return ADJACENT * weight * times / (SATURATION * damping + times)


def prior_of_kinds(slugs: Mapping[str, int]) -> dict[int, float]:
    """Gives the priors of kinds by id, for a plan; `slugs` are the ids of all kinds."""
    return {id_: KIND_PRIORS[slug] for slug, id_ in slugs.items() if slug in KIND_PRIORS}


def prior(kind: int | None, dated: dt.date | None, *, kinds: Mapping[int, float]) -> float:
    """Gives by what the score of a document's passages is multiplied, from its kind and date; 1.0 or a little more."""
    of_kind = kinds.get(kind, 0.0) if kind is not None else 0.0
    age = (dated - RECENT_FROM).days if dated else 0
    return 1.0 + of_kind + RECENCY * min(max(age, 0), RECENT_DAYS) / RECENT_DAYS


def alike_score(asked: float | None, others: Sequence[float], *, weight: float) -> float:
    """Gives the score of a passage that has what was asked for (`asked` not None), or some of what stands for it."""
    best = weight * max(others, default=0.0)
    return best if asked is None else max(asked, best)


def averages(totals: Sequence[int], passages: int) -> tuple[float, ...]:
    """Gives the average length of each field; 1.0 where a field is empty throughout."""
    return tuple(total / passages if total else 1.0 for total in totals)


def document_key(sort: Sort, *, score: float, dated: dt.date | None, id_: int) -> tuple[float, ...]:
    """Gives the key that orders documents: by score or date, then by the other, then by id; undated last."""
    age = -float(dated.toordinal()) if dated else 0.0
    if sort is Sort.NEWEST:
        return age, -score, id_
    if sort is Sort.OLDEST:
        return (-age if dated else float("inf")), -score, id_
    return -score, age, id_


def passage_key(found: tuple[int, float]) -> tuple[float, int]:
    """Gives the key that orders the (id, score) of a document's passages: best first, then as in the document."""
    return -found[1], found[0]
