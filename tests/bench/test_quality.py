"""What kb is held against answers, and the table goes where it belongs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import baselines, quality
from kb.search.beir import JudgedSet, read_beir

ROWS = [
    {"_id": "a", "title": "Redarstvo", "text": "Občinski redarji uporabljajo palico in lisice."},
    {"_id": "b", "title": "Vode", "text": "Pitna voda je dobrina, vodovod je v lasti občine."},
    {"_id": "c", "title": "Zrak", "text": "Zrak je čist."},
]
QUESTIONS = [{"_id": "1", "text": "palica redarja"}, {"_id": "2", "text": "čisti zraki"}]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, rows in (("corpus.jsonl", ROWS), ("queries.jsonl", QUESTIONS)):
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("q\tc\tscore\n1\ta\t1\n2\tc\t1\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def judged(folder: Path) -> JudgedSet:
    return read_beir(folder)


@pytest.mark.parametrize(
    ("key", "expected"),
    [(baselines.whole_words, []), (baselines.prefixes, ["b"]), (baselines.simplemma_lemmas, ["b"])],
)
def test_the_plainer_the_words_the_fewer_forms_are_found(
    judged: JudgedSet, key: baselines.Key, expected: list[str]
) -> None:
    assert baselines.Plain(judged, key)("dobrine") == expected


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_other_engines_answer_as_they_come(judged: JudgedSet, tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    for rank in (baselines.fts5(judged), baselines.whoosh(judged, tmp_path / "index")):
        assert rank("palico vodovod redar") in (["a", "b"], ["b", "a"])
        assert rank("nikjer") == rank("") == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_table_stands_between_its_marks(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{quality.BEGINS}\nold\n{quality.ENDS}\nafter\n", encoding="utf-8")
    assert quality.main(["--write", str(page), str(folder)]) == 0
    written = page.read_text(encoding="utf-8")
    assert written.startswith(f"before\n{quality.BEGINS}\n")
    assert written.endswith(f"{quality.ENDS}\nafter\n")
    assert "| **kb** | 1.000 | 1.000 | 1.000 | 1.000 |" in written
    assert "old" not in written


def test_without_sets_the_page_stays_as_it_is(tmp_path: Path) -> None:
    assert quality.main(["--write", str(tmp_path / "none.md")]) == 0
    assert not (tmp_path / "none.md").exists()
