"""How well a passage answers: BM25F over title, heading and text, with its constants.

A word's frequencies in the three fields are weighted, each damped by the field's length, summed, and then saturated
once (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009, section 3.6), so that a word in both title
and text does not count as two words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from math import log

from kb.search.plan import Sort

FIELD_NAMES = ("title", "heading", "text")
FIELD_WEIGHTS = (3.0, 2.0, 1.0)
LENGTH_DAMPING = (0.3, 0.3, 0.75)
SATURATION = 1.2


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
            damping = LENGTH_DAMPING[field]
            weighted += FIELD_WEIGHTS[field] * frequency / (1.0 - damping + damping * lengths[field] / averages[field])
    return weight * weighted / (SATURATION + weighted)


def any_score(scores: Sequence[float], asked: int) -> float:
    """Gives the score of a passage that meets some of `asked` alternatives: more of them weigh more than often."""
    return sum(scores, 0.0) * len(scores) / asked


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
