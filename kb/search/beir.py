"""A judged set in the BEIR layout: corpus.jsonl, queries.jsonl and qrels.tsv in one folder.

Thakur et al.: BEIR, 2021. Corpus rows have `_id`, `title` and `text`, questions `_id` and `text`; qrels.tsv has a
heading, then question, row and grade by tabs, and may also lie at qrels/test.tsv. Other fields are ignored. A folder
may share the corpus of another: then corpus.jsonl.SAME says where it is, «use ../other/corpus.jsonl».
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.errors import WrongValue
from kb.search.index import IndexedDocument, IndexedPassage
from kb.slovene.language import language_of
from kb.slovene.normal import tidy

CORPUS, QUESTIONS = "corpus.jsonl", "queries.jsonl"
JUDGEMENTS = ("qrels.tsv", "qrels/test.tsv")

Grades = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question with the rows that answer it, each with its grade (above nought)."""

    id: str
    text: str
    grades: Grades


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """A corpus and its questions; row n of `ids` is document n + 1 with the one passage n + 1."""

    ids: tuple[str, ...]
    documents: tuple[IndexedDocument, ...]
    questions: tuple[JudgedQuestion, ...]


def read_beir(folder: Path) -> JudgedSet:
    """Gives the set in `folder`; questions that nothing answers are left out.

    Raises WrongValue, naming file and line, for files that are missing or garbled and where no question is left.
    """
    rows = _rows(_corpus_in(folder))
    texts = {id_: _text(row, "text") for id_, row in _rows(folder / QUESTIONS).items()}
    grades = _grades(folder)
    questions = tuple(JudgedQuestion(id_, text, grades[id_]) for id_, text in texts.items() if id_ in grades)
    if not questions:
        raise WrongValue(f"{folder}: {QUESTIONS} + {JUDGEMENTS[0]} = 0")
    documents = tuple(_document(number, row) for number, row in enumerate(rows.values(), 1))
    return JudgedSet(tuple(rows), documents, questions)


def _corpus_in(folder: Path) -> Path:
    own, shared = folder / CORPUS, folder / f"{CORPUS}.SAME"
    if own.exists() or not shared.is_file():
        return own
    return folder / _whole(shared).strip().removeprefix("use ").strip()


def _document(number: int, row: Mapping[str, object]) -> IndexedDocument:
    title, text = tidy(_text(row, "title")), tidy(_text(row, "text"))
    passage = IndexedPassage(number, "", text, language_of(text) or "sl")
    return IndexedDocument(number, title, (passage,))


def _rows(path: Path) -> dict[str, Mapping[str, object]]:
    """Gives the rows of a file by their `_id`. Raises WrongValue."""
    rows: dict[str, Mapping[str, object]] = {}
    for number, line in _lines(path):
        row = _row(line)
        if row is None or str(row["_id"]) in rows:
            raise WrongValue(f"{path}:{number}")
        rows[str(row["_id"])] = row
    return rows


def _row(line: str) -> Mapping[str, object] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) and row.get("_id") not in (None, "") else None


def _text(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _grades(folder: Path) -> dict[str, dict[str, int]]:
    """Gives the grades above nought by question. Raises WrongValue."""
    path = next((folder / name for name in JUDGEMENTS if (folder / name).is_file()), folder / JUDGEMENTS[0])
    grades: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        cells = line.rstrip("\n").split("\t")
        if number == 1 and cells[-1].strip().lower() == "score":
            continue
        try:
            question, row, grade = cells[0], cells[1], int(cells[2])
        except (ValueError, IndexError) as error:
            raise WrongValue(f"{path}:{number}") from error
        if grade > 0:
            grades.setdefault(question, {})[row] = grade
    return grades


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Gives the lines that are not empty, with their numbers. Raises WrongValue."""
    return ((number, line) for number, line in enumerate(_whole(path).split("\n"), 1) if line.strip())


def _whole(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongValue(str(path)) from error
