"""Facets of few documents and of many are the same sums."""

from __future__ import annotations

import random
from collections import Counter as Sums

import numpy as np
import pytest

from kb.search.embedded.facets import FEW, Counter
from kb.search.embedded.facts import facts_of
from kb.search.index import Facets, IndexedDocument, IndexedPassage
from tests.search.questions import day


def _documents(count: int) -> list[IndexedDocument]:
    chance = random.Random(5)
    return [
        IndexedDocument(
            number,
            "x",
            (IndexedPassage(number, "", ""),),
            kind=chance.choice([None, 1, 2, 70_000]),
            bodies=frozenset(chance.sample(range(6), chance.randrange(4))),
            topics=frozenset(chance.sample(range(1, 90), chance.randrange(3))),
            dated=chance.choice([None, day("1999-05-01"), day("2020-01-01")]),
        )
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize("asked", [1, FEW, FEW + 1, 2_000])
def test_facets_are_counted_by_document(asked: int) -> None:
    documents = _documents(2_000)
    nothing = [0] * len(documents)
    years = np.array([each.dated.year if each.dated else 0 for each in documents])
    counter = Counter(facts_of(documents, titles=nothing, headings=nothing, texts=nothing), years)
    chosen = random.Random(asked).sample(range(len(documents)), asked)
    found = [documents[place] for place in chosen]
    assert counter.counted(np.array(sorted(chosen))) == Facets(
        bodies=Sums(body for each in found for body in each.bodies),
        topics=Sums(topic for each in found for topic in each.topics),
        kinds=Sums(each.kind for each in found if each.kind is not None),
        years=Sums(each.dated.year for each in found if each.dated),
    )
