"""Help while typing and after it: what a text can become, and what a question that finds little may have meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from kb.legislation.register import Act
from kb.library.finding import Registers, plan_of
from kb.library.indexing import indexed
from kb.library.seeing import may_see
from kb.library.values import Results, Suggested, SuggestedSort
from kb.model import Body, Reader, Topic
from kb.search.index import Index, IndexedDocument
from kb.search.plan import Plan, relaxed
from kb.search.query import parse
from kb.search.spelling import LITTLE, Correction, correction
from kb.search.suggesting import AskedWord, EntrySort, NamedThings, SuggestionBook, asked_words, plain
from kb.search.tree import Word
from kb.store import Store

MOST = 10
MOST_OF_SORT = {
    SuggestedSort.ACT: 2,
    SuggestedSort.PHRASE: 4,
    SuggestedSort.BODY: 2,
    SuggestedSort.TOPIC: 2,
    SuggestedSort.DOCUMENT: 4,
}
"""Suggestions of each sort at most, in the order they are shown."""

MOST_KEPT_FOR_DOCUMENTS = 2
KEPT_WORDS = 2_000
"""Words of which it is kept how many documents they find, for each reader and state of the index."""


@dataclass(frozen=True, slots=True)
class _Known:
    """The registers as they were when the names in them were last made ready."""

    version: tuple[object, ...]
    acts: NamedThings[Act]
    bodies: NamedThings[Body]
    topics: NamedThings[Topic]


class Suggesting:
    """Suggests and corrects, for what a reader may see. Safe to share between threads."""

    def __init__(self, store: Store, index: Index, book: SuggestionBook) -> None:
        self._store = store
        self._index = index
        self._book = book
        self._known: _Known | None = None
        self._finding = lru_cache(KEPT_WORDS)(lambda word, reader, _: self._count(Plan(Word(word), reader=reader)))

    # --- while typing ---

    def suggest(self, typed: str, *, reader: Reader, language: str) -> tuple[Suggested, ...]:
        """Gives what `typed` can become, at most MOST: acts, phrases, bodies, topics, documents. Raises StoreError."""
        words = asked_words(typed)
        if not words:
            return ()
        order = list(MOST_OF_SORT)
        named = list(self._named(words, language))
        there = {plain(each.text) for each in named}
        named += [each for each in self._phrases(typed, reader) if plain(each.text) not in there]
        documents = list(self._documents(typed, reader))
        room = MOST - min(len(documents), MOST_KEPT_FOR_DOCUMENTS)
        named.sort(key=lambda each: order.index(each.sort))
        return tuple([*named[:room], *documents][:MOST])

    def _named(self, words: Sequence[AskedWord], language: str) -> Iterable[Suggested]:
        known = self._registers()
        for act in known.acts.matching(words, limit=MOST_OF_SORT[SuggestedSort.ACT]):
            yield Suggested(SuggestedSort.ACT, f"{act.acronym} – {act.title}", ask=act.acronym)
        for body in known.bodies.matching(words, limit=MOST_OF_SORT[SuggestedSort.BODY]):
            yield Suggested(SuggestedSort.BODY, body.name(language), slug=body.slug)
        for topic in known.topics.matching(words, limit=MOST_OF_SORT[SuggestedSort.TOPIC]):
            yield Suggested(SuggestedSort.TOPIC, topic.name(language), slug=topic.slug)

    def _phrases(self, typed: str, reader: Reader) -> Iterable[Suggested]:
        most = MOST_OF_SORT[SuggestedSort.PHRASE]
        found = self._book.entries(typed, sort=EntrySort.PHRASE, reader=reader, limit=most + 1)
        others = [each.text for each in found if plain(each.text) != plain(typed)]
        return [Suggested(SuggestedSort.PHRASE, text, ask=text) for text in others[:most]]

    def _documents(self, typed: str, reader: Reader) -> Iterable[Suggested]:
        """Gives documents by their titles of now; what the reader may no longer see is asked of the store."""
        most = MOST_OF_SORT[SuggestedSort.DOCUMENT]
        found = self._book.entries(typed, sort=EntrySort.TITLE, reader=reader, limit=most)
        newest = [each.documents[0] for each in found if each.documents]
        documents = self._store.documents.many(newest)
        for id_ in newest:
            if (document := documents.get(id_)) is not None and may_see(reader, document):
                yield Suggested(SuggestedSort.DOCUMENT, document.title, document_id=id_)

    def _registers(self) -> _Known:
        bodies, topics = self._store.registers.bodies(), self._store.registers.topics()
        version = (bodies, topics, self._store.acts.version())
        known = self._known
        if known is None or known.version != version:
            acts = NamedThings((act, (act.acronym, act.title)) for act in self._store.acts.all())
            of_bodies = NamedThings((body, (body.name_sl, body.name_en)) for body in bodies)
            of_topics = NamedThings((topic, (topic.name_sl, topic.name_en)) for topic in topics)
            known = _Known(version, acts, of_bodies, of_topics)
            self._known = known
        return known

    # --- after a question ---

    def corrected(self, results: Results, *, reader: Reader) -> Results:
        """Gives `results` with what the question may have meant, where it found little and that finds more."""
        question = results.question
        if question.page > 1 or not question.text or (results.documents > LITTLE and not results.relaxed):
            return results
        return replace(results, correction=self._correction(results, reader))

    def _correction(self, results: Results, reader: Reader) -> Correction | None:
        question, state = results.question, self._index.state()
        registers = cache(lambda: Registers.of(self._store, reader))
        return correction(
            question.text,
            parse(question.text).node,
            found=results.with_all,
            word_finds=lambda word: self._finding(word, reader, state),
            finds=lambda text: self._count(plan_of(replace(question, text=text), registers(), reader)),
            finds_some=lambda text: self._finds_some(plan_of(replace(question, text=text), registers(), reader)),
            near=self._book.near,
        )

    def _finds_some(self, plan: Plan) -> bool:
        wider = relaxed(plan)
        return wider is not None and self._count(wider) > 0

    def _count(self, plan: Plan) -> int:
        counting = replace(plan, offset=0, limit=0, passages_per_document=0)
        return self._index.search(counting).documents

    # --- keeping up ---

    def catch_up(self) -> None:
        """Tells the book of suggestions all documents of the store, where it is new or was lost. Raises StoreError."""
        self._book.fill(self._documents_after)

    def _documents_after(self, last: int) -> Iterable[IndexedDocument]:
        for document, passages in self._store.documents.each_with_passages(after=last):
            yield indexed(document, passages)
