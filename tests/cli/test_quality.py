"""`kb quality`, the judge."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT, Command


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    rows = [
        {"_id": "a", "title": "Redarji", "text": "Redar sme."},
        {"_id": "b", "title": "Vode", "text": "Pitna voda."},
    ]
    asked = [{"_id": "1", "text": "redarja občine"}, {"_id": "2", "text": "o pitni vodi in redarjih"}]
    folder = tmp_path / "set"
    folder.mkdir()
    for name, lines in (("corpus.jsonl", rows), ("queries.jsonl", asked)):
        text = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n1\ta\t1\n2\tb\t1\n", encoding="utf-8")
    return folder


def test_a_judged_set_gives_its_four_figures(kb: Command, beir: Path) -> None:
    assert kb.json("quality", "--beir", beir) == {"ndcg@10": 1.0, "recall@100": 1.0, "mrr": 1.0, "queries": 2}
    assert "ndcg@10: 1.0000" in kb("quality", "--beir", beir)
    assert not kb.home.exists()


def test_a_folder_that_is_no_set_is_wrong_use(kb: Command, tmp_path: Path) -> None:
    kb("quality", "--beir", tmp_path, code=2)
    assert "corpus.jsonl" in kb.told or "qrels.tsv" in kb.told
    kb("quality", "--corpus", tmp_path, code=2)
    assert "queries.toml" in kb.told
    kb("quality", "--beir", tmp_path, "--accept", code=2)


def test_the_corpus_is_answered_as_well_as_it_was_accepted(kb: Command) -> None:
    found = kb.json("quality", "--corpus", ROOT / "corpus")
    assert [each for each in found["losses"] if not each["explained"]] == []
    assert found["queries"] == sum(of_class["queries"] for of_class in found["classes"].values()) == 90
    assert found["first"] >= 0.85
    assert found["first_five"] >= 0.97


def test_an_unexplained_loss_fails(kb: Command, tmp_path: Path) -> None:
    document = '[[document]]\nfile = "a.md"\ntitle = "A"\nkind = "mnenje"\nlanguage = "sl"\nvisibility = "public"\n'
    asked = '[[query]]\ntext = "zrak"\nclass = "exact"\nanswers = [{ file = "a.md", locator = "stran 9" }]\n'
    files = {
        "manifest.toml": f"{document}bodies = []\ntopics = []\n",
        "queries.toml": asked,
        "a.md": "# A\n\nČist zrak.\n",
        "accepted.toml": '[[query]]\ntext = "zrak"\nrank = 1\n',
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert "− 1. → –  zrak" in kb("quality", "--corpus", tmp_path, code=1)
    kb("quality", "--corpus", tmp_path, "--accept")
    assert "rank = 0" in (tmp_path / "accepted.toml").read_text(encoding="utf-8")
    assert "Na slabšem: 0" in kb("quality", "--corpus", tmp_path)
