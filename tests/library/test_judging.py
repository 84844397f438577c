"""The judge of the collection: ranks, classes, gains and losses against the accepted run."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.errors import WrongValue
from kb.library import Library
from kb.library.judging import (
    AcceptedRank,
    Answer,
    AskedOfCorpus,
    Change,
    CorpusQuality,
    Verdict,
    judge_corpus,
    read_accepted,
    read_questions,
    write_accepted,
)
from kb.model import Metadata

Write = Callable[[str, str], Path]

MANIFEST = """
[[document]]
file = "redar.md"
title = "Redarstvo"
kind = "mnenje"
bodies = []
topics = []
language = "sl"
visibility = "public"

[[document]]
file = "voda.md"
title = "Voda"
kind = "mnenje"
bodies = []
topics = []
language = "sl"
visibility = "public"
"""
QUESTIONS = """
[[query]]
text = "občinska redarja"
class = "inflected"
answers = [{ file = "redar.md", locator = "razdelek: istovetnost" }]

[[query]]
text = "pitno vodo"
class = "phrase"
answers = [{ file = "redar.md", locator = "razdelek: istovetnost" }, { file = "ni.md", locator = "stran 1" }]
"""


@pytest.fixture
def folder(write: Write) -> Path:
    write("manifest.toml", MANIFEST)
    write("queries.toml", QUESTIONS)
    write("redar.md", "# Redarstvo\n\nObčinski redar ugotavlja istovetnost osebe.\n")
    return write("voda.md", "# Voda\n\nObčina skrbi za pitno vodo.\n").parent


def judged(library: Library, folder: Path) -> CorpusQuality:
    library.add([folder], Metadata())
    return judge_corpus(library, folder, accepted=read_accepted(folder))


def test_each_question_has_the_rank_of_its_first_answer_and_each_class_its_figures(
    library: Library, folder: Path
) -> None:
    found = judged(library, folder)
    assert [(each.question.sort, each.rank) for each in found.verdicts] == [("inflected", 1), ("phrase", 0)]
    figures = found.figures
    assert (figures["queries"], figures["first"], figures["mrr"]) == (2, 0.5, 0.5)
    assert figures["classes"]["inflected"]["ndcg@10"] == 1.0
    assert figures["classes"]["phrase"]["recall@100"] == 0.0


def test_what_got_worse_is_a_loss_until_it_is_explained_or_accepted(library: Library, folder: Path) -> None:
    ranks = "[[query]]\ntext = 'občinska redarja'\nrank = 2\n[[query]]\ntext = 'pitno vodo'\nrank = 3\n"
    (folder / "accepted.toml").write_text(ranks, encoding="utf-8")
    found = judged(library, folder)
    assert [(each.accepted, each.rank, each.is_loss) for each in found.changes] == [(2, 1, False), (3, 0, True)]
    assert [each.text for each in found.unexplained] == ["pitno vodo"]
    (folder / "accepted.toml").write_text(ranks + "explained = 'ni več tam'\n", encoding="utf-8")
    explained = judge_corpus(library, folder, accepted=read_accepted(folder))
    assert explained.unexplained == ()
    write_accepted(folder, found.verdicts, before=read_accepted(folder))
    assert judge_corpus(library, folder, accepted=read_accepted(folder)).changes == ()


def test_an_accepted_run_is_written_so_that_it_reads_the_same(tmp_path: Path) -> None:
    texts = ['»navednice« "ravne" in \\', "ob\u0007zvonec", "čšž"]
    verdicts = [Verdict(AskedOfCorpus(text, "exact", ()), rank) for rank, text in enumerate(texts)]
    before = {texts[1]: AcceptedRank(1, 'ker "tako"'), texts[2]: AcceptedRank(7, "prej")}
    write_accepted(tmp_path, verdicts, before=before)
    assert read_accepted(tmp_path) == {
        texts[0]: AcceptedRank(0),
        texts[1]: AcceptedRank(1, 'ker "tako"'),
        texts[2]: AcceptedRank(2),
    }
    assert tomllib.loads((tmp_path / "accepted.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("accepted", "rank", "is_loss"), [(1, 2, True), (2, 1, False), (1, 0, True), (0, 9, False), (5, 6, True)]
)
def test_nowhere_is_the_worst_rank(accepted: int, rank: int, is_loss: bool) -> None:
    assert Change("x", "exact", accepted, rank).is_loss is is_loss


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("queries.toml", "[[query]\n"),
        ("queries.toml", "other = 1\n"),
        ("queries.toml", "[[query]]\ntext = 'a'\n"),
        ("queries.toml", "query = 3\n"),
        ("accepted.toml", "[[query]]\ntext = 'a'\n"),
        ("accepted.toml", "[[query]]\ntext = 'a'\nrank = 'prvi'\n"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(WrongValue, match=name):
        (read_questions if name == "queries.toml" else read_accepted)(tmp_path)


def test_without_a_file_of_questions_there_is_nothing_to_judge_and_without_an_accepted_run_no_change(
    tmp_path: Path,
) -> None:
    with pytest.raises(WrongValue):
        read_questions(tmp_path)
    assert read_accepted(tmp_path) == {}
    assert Answer("a", "stran 1").locator == "stran 1"
