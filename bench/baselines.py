"""What kb's search is held against: the same formula over plainer words, and other engines as they come.

Each gives, for a question, the ids of at most RECALL_AT rows, best first; each asks for any of the words.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

import numpy as np
import simplemma
from numpy.typing import NDArray
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in
from whoosh.qparser import MultifieldParser, OrGroup
from whoosh.scoring import BM25F

from kb.search import ranking
from kb.search.beir import JudgedSet
from kb.search.index import IndexedDocument
from kb.search.quality import RECALL_AT

Rank = Callable[[str], list[str]]
Key = Callable[[str], str]
Floats = NDArray[np.float64]

PREFIX = 5
FIELDS = ("title", "text")

_WORD = re.compile(r"\w+")


def whole_words(word: str) -> str:
    """Gives a word as it is."""
    return word


def prefixes(word: str) -> str:
    """Gives the first letters of a word."""
    return word[:PREFIX]


@cache
def simplemma_lemmas(word: str) -> str:
    """Gives the Slovene lemma of a word as simplemma knows it."""
    return simplemma.lemmatize(word, lang="sl").lower()


class Plain:
    """kb's BM25F with kb's constants over the keys that a function makes of words."""

    def __init__(self, judged: JudgedSet, key: Key) -> None:
        self._ids = judged.ids
        self._key = key
        texts = {"title": [each.title for each in judged.documents], "text": [_text(each) for each in judged.documents]}
        self._postings = {field: self._postings_of(texts[field]) for field in FIELDS}
        self._damped = {field: self._damping(field, texts[field]) for field in FIELDS}

    def __call__(self, question: str) -> list[str]:
        """Gives the best rows for a question."""
        total = np.zeros(len(self._ids))
        for key in dict.fromkeys(map(self._key, _words(question))):
            total += self._score(key)
        best = np.argsort(-total, kind="stable")[:RECALL_AT]
        return [self._ids[number] for number in best if total[number] > 0]

    def _score(self, key: str) -> Floats:
        weighted = np.zeros(len(self._ids))
        for field in FIELDS:
            rows, counts = self._postings[field].get(key, (np.empty(0, int), np.empty(0)))
            weighted[rows] += _weight(field) * counts / self._damped[field][rows]
        having = int(np.count_nonzero(weighted))
        return (
            ranking.rarity(having, len(self._ids)) * weighted / (ranking.SATURATION + weighted) if having else weighted
        )

    def _postings_of(self, texts: Iterable[str]) -> Mapping[str, tuple[NDArray[np.int_], Floats]]:
        found: dict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        for number, text in enumerate(texts):
            for key, count in Counter(map(self._key, _words(text))).items():
                found[key][0].append(number)
                found[key][1].append(count)
        return {key: (np.array(rows), np.array(counts, float)) for key, (rows, counts) in found.items()}

    @staticmethod
    def _damping(field: str, texts: Iterable[str]) -> Floats:
        lengths = np.array([len(_words(text)) for text in texts], float)
        damping = ranking.LENGTH_DAMPING[ranking.FIELD_NAMES.index(field)]
        return 1 - damping + damping * lengths / max(lengths.mean(), 1.0)


def whoosh(judged: JudgedSet, folder: Path) -> Rank:
    """Gives Whoosh as it comes: its standard analyzer, BM25F, any of the words in title or text."""
    index = create_in(str(folder), Schema(id=ID(stored=True), title=TEXT, text=TEXT))
    writer = index.writer(limitmb=128)
    for id_, document in zip(judged.ids, judged.documents, strict=True):
        writer.add_document(id=id_, title=document.title, text=_text(document))
    writer.commit()
    searcher = index.searcher(weighting=BM25F())
    parser = MultifieldParser(FIELDS, index.schema, group=OrGroup)

    def rank(question: str) -> list[str]:
        return [hit["id"] for hit in searcher.search(parser.parse(" ".join(_words(question))), limit=RECALL_AT)]

    return rank


def fts5(judged: JudgedSet) -> Rank:
    """Gives SQLite's FTS5 as it comes: unicode61, which folds č to c on both sides, its bm25(), any of the words."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE rows USING fts5(title, text)")
    texts = ((number, each.title, _text(each)) for number, each in enumerate(judged.documents))
    base.executemany("INSERT INTO rows(rowid, title, text) VALUES (?, ?, ?)", texts)

    def rank(question: str) -> list[str]:
        asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(_words(question)))
        order = f"SELECT rowid FROM rows WHERE rows MATCH ? ORDER BY bm25(rows) LIMIT {RECALL_AT}"
        return [judged.ids[number] for (number,) in base.execute(order, (asked,))] if asked else []

    return rank


def _text(document: IndexedDocument) -> str:
    return document.passages[0].text


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _weight(field: str) -> float:
    return ranking.FIELD_WEIGHTS[ranking.FIELD_NAMES.index(field)]
