"""Random corpora and questions: the embedded index gives exactly the answers of the in-memory twin."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kb.model import EVERYTHING, Reader, Visibility
from kb.search.embedded import open_index
from kb.search.index import Change, IndexedDocument, IndexedPassage, Removed
from kb.search.memory import MemoryIndex
from kb.search.plan import Plan, Sort
from kb.search.ranking import CLOSER_LOOK
from kb.search.tree import Alike, And, Everything, Filters, Most, Narrow, Near, Node, Not, Or, Phrase, Word
from tests.search.questions import day

_WORDS = st.sampled_from(["voda", "Zrak", "hrup", "občina", "a-b", "ab", "b", "12.a", "a", "občine", "obcine", "vodi"])
_TEXTS = st.lists(_WORDS, max_size=6).map(" ".join)
_IDS = st.frozensets(st.integers(1, 3), max_size=3)
_DATES = st.sampled_from([None, day("2018-06-01"), day("2020-01-01"), day("2021-12-31")])
_FILTERS = st.builds(
    Filters,
    bodies=st.frozensets(st.integers(1, 3), max_size=1),
    topics=st.frozensets(st.integers(1, 3), max_size=1),
    kinds=st.frozensets(st.integers(1, 3), max_size=2),
    years=st.sampled_from([None, None, (2018, 2020), (None, 2019), (2021, None)]),
    visibilities=st.sampled_from([frozenset(), frozenset(), frozenset({Visibility.PUBLIC})]),
    dates=st.sampled_from([None, None, (day("2018-06-02"), day("2021-12-31")), (None, day("2020-01-01"))]),
)


def _document(id_: int, title: str, texts: list[tuple[str, str]], **facts: object) -> IndexedDocument:
    passages = tuple(IndexedPassage(id_ * 10 + number, *each) for number, each in enumerate(texts))
    return IndexedDocument(id_, title, passages, **facts)  # type: ignore[arg-type]


_DOCUMENTS = st.builds(
    _document,
    st.integers(1, 6),
    _TEXTS,
    st.lists(st.tuples(_TEXTS, _TEXTS), max_size=3),
    kind=st.sampled_from([None, 1, 2, 3]),
    bodies=_IDS,
    topics=_IDS,
    dated=_DATES,
    visibility=st.sampled_from(Visibility),
)
_CHANGES = st.lists(st.one_of(_DOCUMENTS, _DOCUMENTS, st.builds(Removed, st.integers(1, 6))), max_size=8)
_SIDE_BY_SIDE: st.SearchStrategy[Word | Phrase] = st.one_of(
    st.builds(Word, _WORDS),
    st.builds(Word, _WORDS),
    st.builds(Word, st.sampled_from(["vo", "obc", "a", "12"]), st.just(True)),
    st.builds(Phrase, st.lists(_WORDS, min_size=1, max_size=3).map(tuple), st.booleans()),
)
_LEAVES: st.SearchStrategy[Node] = st.one_of(
    _SIDE_BY_SIDE,
    _SIDE_BY_SIDE,
    st.builds(Near, st.lists(_SIDE_BY_SIDE, min_size=2, max_size=3).map(tuple), st.integers(0, 3)),
    st.builds(Narrow, _FILTERS),
    st.just(Everything()),
)


def _inner(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    alike = st.builds(Alike, parts, several, st.sampled_from([0.25, 0.5]))
    most = st.builds(Most, several, st.sampled_from([0.0, 0.4, 1.0]))
    return st.one_of(st.builds(And, several), st.builds(Or, several), most, st.builds(Not, parts), alike)


_PLANS = st.builds(
    Plan,
    query=st.recursive(_LEAVES, _inner, max_leaves=6),
    filters=_FILTERS,
    reader=st.builds(Reader, sees=st.frozensets(st.sampled_from(Visibility)), bodies=_IDS),
    sort=st.sampled_from(Sort),
    offset=st.integers(0, 2),
    limit=st.integers(0, 6),
    passages_per_document=st.integers(1, 3),
    kind_priors=st.sampled_from([(), ((1, 0.03), (3, 0.5))]),
)


# Without shrinking: it writes thousands of indexes, and takes minutes.
@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(st.tuples(st.booleans(), _CHANGES), min_size=1, max_size=3), st.lists(_PLANS, min_size=5, max_size=8))
def test_both_indexes_give_the_same_answer(writes: list[tuple[bool, list[Change]]], plans: list[Plan]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        embedded, memory = open_index(Path(folder)), MemoryIndex()
        for anew, changes in writes:
            for index in (embedded, memory):
                if anew:
                    index.rebuild([change for change in changes if isinstance(change, IndexedDocument)])
                else:
                    index.apply(changes)
            assert [embedded.search(plan) for plan in plans] == [memory.search(plan) for plan in plans]
        embedded.close()


def test_of_more_passages_than_are_looked_at_closer_both_choose_the_same() -> None:
    words = ["voda", "voda", "zrak", "hrup", "občina"]
    documents = [
        _document(number, "x", [("", " ".join(words[(number * step) % 5] for step in range(1, 3 + number % 7)))])
        for number in range(1, CLOSER_LOOK + 100)
    ]
    plan = Plan(Most((Word("voda"), Word("zrak"))), reader=EVERYTHING, limit=1_000)
    with tempfile.TemporaryDirectory() as folder:
        embedded, memory = open_index(Path(folder)), MemoryIndex()
        for index in (embedded, memory):
            index.rebuild(documents)
        found = embedded.search(plan)
        embedded.close()
    assert found.documents > CLOSER_LOOK
    assert found == memory.search(plan)
