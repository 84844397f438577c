"""Podobna gradiva and podobni odlomki: what else in the collection speaks of the same, for those who may see it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.library.seeing import may_see, passage_path
from kb.library.values import Similar, SimilarOne
from kb.model import Document, Reader, StoredPassage
from kb.search.index import Index
from kb.search.plan import Plan
from kb.search.similar import (
    LEAST_ALIKE,
    LEAST_ALIKE_PASSAGES,
    LEAST_SHARED,
    Having,
    Profile,
    Telling,
    as_written,
    held,
    is_copy,
    likeness,
    profile,
    shared_words,
    telling,
)
from kb.search.snippets import snippet
from kb.search.tree import Everything, Word
from kb.store import Store

MOST_SHOWN = 5
MOST_CANDIDATES = 16
MOST_JUDGED = 8
MOST_WORDS = 6
PASSAGES_READ = 200
PASSAGES_A_DOCUMENT = 2
BEGINNING = 160
WORDS_REMEMBERED = 50_000


Said = Sequence[tuple[str, str]]
"""Texts, each with its language."""


class Rarities:
    """How many documents have a word, for each reader, as long as the index stays as it is. Safe to share."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lock = threading.Lock()
        self._generation = -1
        self._counts: OrderedDict[tuple[Reader, str], int] = OrderedDict()

    def of(self, reader: Reader) -> tuple[Having, int]:
        """Gives the function that counts the documents with a word, and the number of all documents."""
        generation = self._index.state().generation
        with self._lock:
            if generation != self._generation:
                self._generation = generation
                self._counts.clear()
        return (lambda word: self._having(reader, word)), self._having(reader, "")

    def _having(self, reader: Reader, word: str) -> int:
        with self._lock:
            known = self._counts.get((reader, word))
        if known is None:
            query = Word(word) if word else Everything()
            known = self._index.search(Plan(query, reader=reader, limit=0, passages_per_document=0)).documents
            with self._lock:
                self._counts[reader, word] = known
                if len(self._counts) > WORDS_REMEMBERED:
                    self._counts.popitem(last=False)
        return known


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Something that may be similar, with what it says."""

    document: Document
    passage: StoredPassage | None
    profile: Profile


class _Judge:
    """Tells which candidates are alike enough to a text, for one reader."""

    def __init__(self, said: Said, *, title: str, rarities: tuple[Having, int], least: float) -> None:
        self._having, self._documents = rarities
        self._least = least
        self._text = "\n".join((title, *(text for text, _ in said)))
        self._own = profile(said, title=title)
        self.words = self._telling(self._own)

    def best(self, candidates: Iterable[_Candidate]) -> tuple[SimilarOne, ...]:
        """Gives the candidates that are alike enough, the most alike first, without copies of what is shown."""
        others = [each for each in candidates if not is_copy(self._own, each.profile)]
        others.sort(key=lambda each: -held(self._own, each.profile, self.words))
        judged = [(self._likeness(each), each) for each in others[:MOST_JUDGED]]
        alike = [pair for pair in judged if pair[0] >= self._least and self._is_broad(pair[1])]
        alike.sort(key=lambda pair: (-pair[0], pair[1].document.id))
        shown: list[tuple[float, _Candidate]] = []
        for likeness_, each in alike:
            if not any(is_copy(before.profile, each.profile) for _, before in shown):
                shown.append((likeness_, each))
        return tuple(self._one(likeness_, each) for likeness_, each in shown[:MOST_SHOWN])

    def _telling(self, of: Profile) -> Telling:
        return telling(of, having=self._having, documents=self._documents)

    def _likeness(self, other: _Candidate) -> float:
        return likeness(self._own, other.profile, of_one=self.words, of_other=self._telling(other.profile))

    def _is_broad(self, other: _Candidate) -> bool:
        return len(shared_words(self._own, other.profile, self.words)) >= LEAST_SHARED

    def _one(self, likeness_: float, other: _Candidate) -> SimilarOne:
        document, stored = other.document, other.passage
        shared = shared_words(self._own, other.profile, self.words)[:MOST_WORDS]
        words = tuple(as_written(word, self._text) for word in shared)
        if stored is None:
            return SimilarOne(document, None, likeness_, words, (), f"/gradivo/{document.id}")
        begins = snippet(stored.passage.text, self.words.query, length=BEGINNING)
        path = passage_path(document.id, stored.passage.locator.anchor)
        return SimilarOne(document, stored, likeness_, words, begins, path)


def similar_documents(store: Store, index: Index, rarities: Rarities, document: Document, *, reader: Reader) -> Similar:
    """Gives the documents that speak of the same as `document`, MOST_SHOWN at most, the most alike first.

    None is shown below kb.search.similar.LEAST_ALIKE; copies and other versions of the document neither.
    """
    known = rarities.of(reader)
    judge = _Judge(_said_by(store, document), title=document.title, rarities=known, least=LEAST_ALIKE)
    found = _found(store, index, judge.words, document, reader=reader)
    candidates = (_Candidate(other, None, profile(_said_by(store, other), title=other.title)) for other, _ in found)
    return Similar(document, None, judge.best(candidates))


def similar_passages(
    store: Store, index: Index, rarities: Rarities, document: Document, passage: StoredPassage, *, reader: Reader
) -> Similar:
    """Gives the passages of other documents that speak of the same as `passage`, the most alike first."""
    known = rarities.of(reader)
    # The title tells what a short passage is about: a «rezervacija» of the kindergarten is none of the budget.
    judge = _Judge([_said(passage)], title=document.title, rarities=known, least=LEAST_ALIKE_PASSAGES)
    found = list(_found(store, index, judge.words, document, reader=reader))
    passages = store.passages.by_id([id_ for _, ids in found for id_ in ids])
    candidates = (
        _Candidate(other, passages[id_], profile([_said(passages[id_])], title=other.title))
        for other, ids in found
        for id_ in ids
        if id_ in passages
    )
    return Similar(document, passage, judge.best(candidates))


def _found(
    store: Store, index: Index, words: Telling, document: Document, *, reader: Reader
) -> Iterator[tuple[Document, Sequence[int]]]:
    """Gives other documents with the telling words, and the ids of their passages with most of them."""
    if not words.weights:
        return
    plan = Plan(words.query, reader=reader, limit=MOST_CANDIDATES, passages_per_document=PASSAGES_A_DOCUMENT)
    groups = [group for group in index.search(plan).groups if group.document_id != document.id]
    documents = store.documents.many([group.document_id for group in groups])
    for group in groups:
        other = documents.get(group.document_id)
        if other is not None and may_see(reader, other):
            yield other, [id_ for id_, _ in group.passages]


def _said_by(store: Store, document: Document) -> Said:
    return [_said(each) for each in store.passages.of(document.id, limit=PASSAGES_READ)]


def _said(stored: StoredPassage) -> tuple[str, str]:
    passage = stored.passage
    return f"{passage.heading}\n{passage.text}", passage.language
