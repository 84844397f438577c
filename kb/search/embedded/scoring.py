"""The formula of kb.search.ranking over arrays: the same sums in the same order, so that the scores are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.search.embedded.arrays import Numbers
from kb.search.embedded.facts import Facts
from kb.search.ranking import (
    ADJACENT,
    EARLY,
    EARLY_WITHIN,
    FIELD_WEIGHTS,
    LENGTH_DAMPING,
    RECENCY,
    RECENT_DAYS,
    RECENT_FROM,
    SATURATION,
)

Scores = NDArray[Any]


def damping(lengths: Numbers, field: int, averages: Sequence[float]) -> Scores:
    """Gives by how much frequencies in a field of these lengths are divided."""
    damped = LENGTH_DAMPING[field]
    return 1.0 - damped + damped * lengths.astype(np.float64) / averages[field]


def weighted(times: Numbers | None, dampings: Scores, field: int) -> Scores:
    """Gives what occurrences in a field bring, before saturation; `times` None for one each."""
    return (FIELD_WEIGHTS[field] if times is None else FIELD_WEIGHTS[field] * times) / dampings


def saturated(together: Scores, rarity: float) -> Scores:
    """Gives the scores of one word, from what all fields bring together and its rarity."""
    return rarity * together / (SATURATION + together)


def early(first: Numbers, rarity: float) -> Scores:
    """Gives what first positions in the text bring, as ranking.early_score does."""
    return EARLY * rarity / (1.0 + first / EARLY_WITHIN)


def adjacent(times: Numbers, dampings: Scores, rarity: float) -> Scores:
    """Gives what words side by side bring, as ranking.adjacent_score does."""
    return ADJACENT * rarity * times / (SATURATION * dampings + times)


def priors(facts: Facts, kinds: Mapping[int, float]) -> Scores:
    """Gives by what the scores in each document are multiplied, as ranking.prior does."""
    of_kind = np.zeros(len(facts.documents))
    for kind, share in kinds.items():
        of_kind[(facts.kinded != 0) & (facts.kinds == kind)] = share
    ages = facts.days.astype(np.float64) - RECENT_FROM.toordinal()
    return 1.0 + of_kind + RECENCY * np.minimum(np.maximum(ages, 0.0), RECENT_DAYS) / RECENT_DAYS
