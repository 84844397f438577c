"""SQLite's FTS5 as an engine of bench.engines: its results grouped by document and counted with NumPy."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.engines import SEEN, SHOWN, Question, numbers
from kb.search.index import IndexedDocument


class Fts5:
    """SQLite's FTS5, its results grouped and counted with NumPy."""

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / "fts5.db")
        self._db.execute("pragma mmap_size=4000000000")
        self._forms = sorted(row[0] for row in self._db.execute("select term from forms_of where col = 'forms'"))
        rows = self._db.execute("select document, visibility, kind, year from facts order by passage").fetchall()
        self._document, self._visibility, self._kind, self._year = np.array(rows).T
        self._seen = np.isin(self._visibility, SEEN)
        self._sets = {name: self._placements(name) for name in ("bodies", "topics")}

    @staticmethod
    def build(folder: Path, documents: Sequence[IndexedDocument], streams: Sequence[Sequence[tuple[str, str]]]) -> None:
        """Builds the index of documents whose streams are ready, as tantivy's."""
        db = sqlite3.connect(folder / "fts5.db")
        db.execute("pragma journal_mode=wal")
        db.execute("create virtual table f using fts5(title, text, forms, tokenize=\"unicode61 tokenchars '-/=#+~.'\")")
        db.execute("create virtual table forms_of using fts5vocab(f, col)")
        db.execute("create table facts (passage integer primary key, document, visibility, kind, year)")
        db.execute("create table placements (name, passage, value)")
        number = 0
        for document, (title, *texts) in zip(documents, streams, strict=True):
            facts = numbers(document)
            single = dict(facts)
            for keys, forms in texts:
                number += 1
                db.execute(
                    "insert into f (rowid, title, text, forms) values (?, ?, ?, ?)", (number, title[0], keys, forms)
                )
                values = (number, document.id, single["visibility"], single["kind"], single["year"])
                db.execute("insert into facts values (?, ?, ?, ?, ?)", values)
                placed = [(name, number, value) for name, value in facts if name in ("bodies", "topics")]
                db.executemany("insert into placements values (?, ?, ?)", placed)
        db.commit()
        db.close()

    def page(self, question: Question) -> int:
        """Gives how many results a page shows."""
        asked = self._match(question)
        if not asked:
            return 0
        rows = self._db.execute("select rowid, bm25(f, 3.0, 1.0, 1.0) from f where f match ?", (asked,)).fetchall()
        if not rows:
            return 0
        ids, scores = np.array(rows).T
        passages = ids.astype(np.intp) - 1
        keep = self._seen[passages]
        if question.body:
            keep &= self._sets["bodies"][passages, question.body]
        passages, scores = passages[keep], scores[keep]
        if not len(passages):
            return 0
        order = np.lexsort((scores, self._document[passages]))
        passages, scores = passages[order], scores[order]
        firsts = np.flatnonzero(np.append(True, np.diff(self._document[passages]) != 0))
        self._facets(passages[firsts])
        top = passages[firsts][np.argsort(scores[firsts], kind="stable")[:SHOWN]] + 1
        marks = ",".join(map(str, top.tolist()))
        told = self._db.execute(
            f"select rowid, snippet(f, 1, '[', ']', '…', 32) from f where f match ? and rowid in ({marks})", (asked,)
        )
        return len(told.fetchall())

    def _facets(self, passages: Any) -> None:
        for having in self._sets.values():
            having[passages].sum(axis=0)
        for column in (self._kind, self._year):
            np.bincount(column[passages])

    def _placements(self, name: str) -> Any:
        """Gives which passage has which body or topic."""
        rows = np.array(self._db.execute("select passage, value from placements where name = ?", (name,)).fetchall())
        having = np.zeros((len(self._document), 64), np.bool_)
        having[rows[:, 0] - 1, rows[:, 1]] = True
        return having

    def _match(self, question: Question) -> str:
        every = ["(" + " OR ".join(map(_quoted, keys)) + ")" for keys in question.keys]
        match question.kind:
            case "and":
                return "{title text}: (" + " AND ".join(every) + ")"
            case "or":
                return "{title text}: (" + " OR ".join(every) + ")"
            case "phrase":
                return "{title text}: " + _quoted(" ".join(keys[0] for keys in question.keys))
            case "prefix":
                return "forms: " + _quoted(question.words[0]) + "*"
            case "fuzzy":
                return "forms: (" + " OR ".join(map(_quoted, question.keys[0])) + ")"
        return "{title text}: " + every[0]


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
