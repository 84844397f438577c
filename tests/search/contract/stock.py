"""The documents that several parts of the contract ask for."""

from __future__ import annotations

import pytest

from kb.search.index import Index
from tests.search.questions import (
    ACT,
    BUDGET,
    ENVIRONMENT,
    FINANCE,
    NATURE,
    NETWORK,
    SLIDES,
    WASTE,
    day,
    document,
)

REDAR = document(1, "Občinski redarji", "Pooblastila | Občinski redar sme ustaviti vozilo.", "Naloge | Redar nadzira.")
WASTE_ACT = document(2, "Odlok o odpadkih", "1. člen | Ta odlok ureja ravnanje z odpadki.", "2. člen | Nadzira redar.")
BUDGET_TALK = document(3, "Proračun občine", "Občinski svet sprejme proračun.", "Redar ni naloga proračuna.")


class Stocked:
    """Indexes with something in them; a subclass gives `index`, empty and never built."""

    @pytest.fixture
    def three(self, index: Index) -> Index:
        index.apply([REDAR, WASTE_ACT, BUDGET_TALK])
        return index

    @pytest.fixture
    def placed(self, index: Index) -> Index:
        ours, theirs = frozenset({FINANCE}), frozenset({NETWORK})
        topics, dates = frozenset({NATURE, WASTE}), [day("2018-05-01"), day("2020-12-31"), day("2021-01-01")]
        index.apply(
            [
                document(1, "a", "voda", bodies=ours | {ENVIRONMENT}, topics=topics, kind=ACT, dated=dates[0]),
                document(2, "b", "voda", bodies=ours, topics=frozenset({BUDGET}), kind=SLIDES),
                document(3, "c", "voda", bodies=theirs, topics=frozenset({NATURE}), dated=dates[1]),
                document(4, "d", "zrak", bodies=ours, kind=ACT, dated=dates[2]),
            ]
        )
        return index
