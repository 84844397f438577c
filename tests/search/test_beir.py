"""Judged sets in the BEIR layout, and folders that are none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.errors import WrongValue
from kb.search.beir import read_beir

CORPUS = '{"_id": "a", "title": "Zakon", "text": "Redar sme."}\n{"_id": "b", "text": "Voda."}\n'
QUESTIONS = '{"_id": "1", "text": "redar"}\n{"_id": "2", "text": "voda"}\n{"_id": "3", "text": "brez sodbe"}\n'
JUDGEMENTS = "query-id\tcorpus-id\tscore\n1\ta\t1\n2\tb\t2\n2\ta\t0\n"

Lay = Callable[..., Path]


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    """Lays a set into a folder, its files as they should be unless told otherwise; "" leaves one out."""

    def laid(
        corpus: str = CORPUS, questions: str = QUESTIONS, judgements: str = JUDGEMENTS, at: str = "qrels.tsv"
    ) -> Path:
        files = {"corpus.jsonl": corpus, "queries.jsonl": questions, at: judgements}
        for name, text in files.items():
            path = tmp_path / "set" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text:
                path.write_text(text, encoding="utf-8")
        return tmp_path / "set"

    return laid


def test_a_set_has_its_rows_as_documents_of_one_passage(lay: Lay) -> None:
    judged = read_beir(lay())
    assert judged.ids == ("a", "b")
    assert [(each.id, each.title, each.passages[0].text) for each in judged.documents] == [
        (1, "Zakon", "Redar sme."),
        (2, "", "Voda."),
    ]


def test_questions_without_an_answer_are_left_out_and_grades_of_nought_do_not_count(lay: Lay) -> None:
    found = {question.id: dict(question.grades) for question in read_beir(lay()).questions}
    assert found == {"1": {"a": 1}, "2": {"b": 2}}


@pytest.mark.parametrize(
    "told",
    [
        {"judgements": "1\ta\t1\n"},
        {"judgements": "\n1\ta\t1\n\n"},
        {"judgements": JUDGEMENTS, "at": "qrels/test.tsv"},
        {"corpus": "\ufeff" + CORPUS},
        {"corpus": CORPUS.replace("}\n", ', "article": 4}\n')},
    ],
)
def test_what_differs_a_little_is_read_too(lay: Lay, told: dict[str, str]) -> None:
    assert read_beir(lay(**told)).questions[0].grades == {"a": 1}


def test_a_set_may_share_the_corpus_of_another(lay: Lay, tmp_path: Path) -> None:
    (tmp_path / "whole.jsonl").write_text(CORPUS, encoding="utf-8")
    folder = lay(corpus="")
    (folder / "corpus.jsonl.SAME").write_text("use ../whole.jsonl\n", encoding="utf-8")
    assert read_beir(folder).ids == ("a", "b")


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ({"corpus": ""}, "corpus.jsonl"),
        ({"questions": ""}, "queries.jsonl"),
        ({"judgements": ""}, "qrels.tsv"),
        ({"corpus": CORPUS + "no json\n"}, "corpus.jsonl:3"),
        ({"corpus": CORPUS + "[1]\n"}, "corpus.jsonl:3"),
        ({"corpus": CORPUS + '{"text": "brez"}\n'}, "corpus.jsonl:3"),
        ({"corpus": CORPUS + '{"_id": "a"}\n'}, "corpus.jsonl:3"),
        ({"corpus": "[" * 100_000}, "corpus.jsonl:1"),
        ({"judgements": "1\ta\n"}, "qrels.tsv:1"),
        ({"judgements": JUDGEMENTS + "1\ta\tdobro\n"}, "qrels.tsv:5"),
        ({"judgements": "9\ta\t1\n"}, "= 0"),
    ],
)
def test_what_is_wrong_is_named_with_its_file_and_line(lay: Lay, told: dict[str, str], where: str) -> None:
    with pytest.raises(WrongValue, match="Vrednosti") as caught:
        read_beir(lay(**told))
    assert where in caught.value.detail


def test_a_file_that_is_no_text_is_named(lay: Lay) -> None:
    folder = lay()
    (folder / "queries.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WrongValue):
        read_beir(folder)
