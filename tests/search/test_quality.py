"""The figures of the judge."""

from __future__ import annotations

from math import log2

import pytest

from kb.search.beir import JudgedQuestion, JudgedSet
from kb.search.memory import MemoryIndex
from kb.search.quality import Quality, Score, answers_to, judge, score_of
from tests.search.questions import document


@pytest.mark.parametrize(
    ("found", "grades", "expected"),
    [
        (["a"], {"a": 1}, Score(1.0, 1.0, 1.0)),
        (["x", "a"], {"a": 1}, Score(1 / log2(3), 1.0, 0.5)),
        (["a", "x", "b"], {"a": 1, "b": 1}, Score((1 + 1 / log2(4)) / (1 + 1 / log2(3)), 1.0, 1.0)),
        (["a", "b"], {"a": 1, "b": 2}, Score((1 + 2 / log2(3)) / (2 + 1 / log2(3)), 1.0, 1.0)),
        (["x"] * 10 + ["a"], {"a": 1}, Score(0.0, 1.0, 1 / 11)),
        (["x"] * 100 + ["a"], {"a": 1}, Score(0.0, 0.0, 1 / 101)),
        (["x"], {"a": 1, "b": 1}, Score(0.0, 0.0, 0.0)),
        ([], {}, Score(0.0, 0.0, 0.0)),
    ],
)
def test_the_figures_of_one_question(found: list[str], grades: dict[str, int], expected: Score) -> None:
    score = score_of(found, grades)
    assert score.ndcg == pytest.approx(expected.ndcg)
    assert (score.recall, score.reciprocal_rank) == pytest.approx((expected.recall, expected.reciprocal_rank))


def test_the_figures_of_many_are_their_means() -> None:
    quality = Quality({"1": Score(1.0, 1.0, 1.0), "2": Score(0.0, 0.5, 0.25)})
    assert quality.figures == {"ndcg@10": 0.5, "recall@100": 0.75, "mrr": 0.625, "queries": 2}
    assert Quality({}).figures == {"ndcg@10": 0.0, "recall@100": 0.0, "mrr": 0.0, "queries": 0}


def judged(**questions: str) -> JudgedSet:
    rows = (document(1, "Zakon o redarjih", "Redar sme uporabiti palico."), document(2, "Vode", "Pitna voda."))
    asked = tuple(JudgedQuestion(text, text, {id_: 1}) for id_, text in questions.items())
    return JudgedSet(("prvi", "drugi"), rows, asked)


def test_a_judged_set_is_asked_for_any_of_the_words_of_its_questions() -> None:
    sets, index, told = judged(prvi="palica občinskega redarja", drugi="vodovod"), MemoryIndex(), []
    index.rebuild(sets.documents)
    quality = judge(index, sets, told=lambda done, total: told.append((done, total)))
    assert quality.by_question == {"palica občinskega redarja": Score(1, 1, 1), "vodovod": Score(0, 0, 0)}
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize("text", ["", "x" * 5_000, '"" () - ALI', "nikjer"])
def test_a_question_that_cannot_be_asked_has_no_answers_and_no_error(text: str) -> None:
    index = MemoryIndex()
    index.rebuild(judged().documents)
    assert len(answers_to(index, judged(), text)) in (0, 2)
