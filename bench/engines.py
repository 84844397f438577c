"""The engines that bench.pages compares, each giving a whole page: ten documents, four facets, ten snippets.

All get the same words: kb with its own analysis of question and text; the others lemma keys that were made before the
clock runs, one a position, and beside them the forms for prefixes and near words. All see only what a member may see,
group passages by document and count facets by document, exactly. tantivy cannot count so itself: it tells which
documents were found, and NumPy counts them in columns by document. Of few hits it tells the documents with the hits;
of many by its buckets in the order of documents, which cost what its sketch of distinct documents by facet would and
half of what fetching all hits would. Its one segment is merged, its query's parts that do not score are constant.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from kb.model import Reader, Visibility
from kb.search.analysis import EXACT, KeysOfRun, run_keys
from kb.search.embedded import EmbeddedIndex, open_index
from kb.search.embedded.committing import newest_generation, segments_in
from kb.search.embedded.segment import path_of
from kb.search.index import IndexedDocument
from kb.search.plan import Plan
from kb.search.snippets import snippet
from kb.search.tree import And, Filters, Node, Or, Phrase, Word

MEMBER = Reader(sees=frozenset({Visibility.PUBLIC, Visibility.MEMBERS}))
SHOWN = 10
MANY = 400
"""Of so many hits tantivy's are fetched quicker than its buckets by document."""
MOST_BUCKETS = 65_000
"""tantivy gives no more buckets, and its Python binding cannot raise that."""
VISIBILITIES = tuple(Visibility)
SEEN = tuple(VISIBILITIES.index(each) for each in MEMBER.sees)


@dataclass(frozen=True)
class Question:
    """A question of a kind: its words as typed, the keys and forms of each for engines without analysis."""

    kind: str
    words: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    body: int | None = None


class Engine(Protocol):
    """What is measured."""

    def page(self, question: Question) -> int:
        """Gives how many results a page shows."""


class Streams:
    """Texts as streams of lemma keys and of forms, one of each a position."""

    def __init__(self) -> None:
        self._known: dict[KeysOfRun, dict[str, tuple[str, str]]] = {}

    def of(self, text: str) -> tuple[str, str]:
        """Gives the keys and the forms of a text, each between spaces."""
        runs, keys_of_run = run_keys(text)
        known = self._known.setdefault(keys_of_run, {})
        for run in runs:
            if run not in known:
                known[run] = _streams(keys_of_run(run))
        pairs = [known[run] for run in runs]
        return " ".join(pair[0] for pair in pairs), " ".join(pair[1] for pair in pairs)


def _streams(positions: Iterable[tuple[str, ...]]) -> tuple[str, str]:
    keys, forms = [], []
    for each in positions:
        form = next((key[1:] for key in each if key.startswith(EXACT)), each[0])
        keys.append(next((key for key in each if not key.startswith(EXACT)), form))
        forms.append(form)
    return " ".join(keys), " ".join(forms)


class Ours:
    """kb's embedded index, with the text of passages in SQLite as in the store."""

    def __init__(self, folder: Path) -> None:
        self.index: EmbeddedIndex = open_index(folder / "index")
        self._texts = sqlite3.connect(folder / "texts.db")
        self._texts.execute("pragma mmap_size=4000000000")

    @staticmethod
    def build(folder: Path, documents: Sequence[IndexedDocument]) -> None:
        """Builds the index."""
        open_index(folder / "index").rebuild(documents)

    @staticmethod
    def merge(folder: Path) -> None:
        """Merges what building left to be merged in the background."""
        index = open_index(folder / "index")
        while index.tidy():
            continue

    @staticmethod
    def megabytes(folder: Path) -> float:
        """Gives the size on disk of the newest generation; the one before it is removed by the next commit."""
        (served,) = (folder / "index").glob("g-*")
        segments = segments_in(served, newest_generation(served))
        return sum(path_of(served, each).stat().st_size for each in segments) / 1e6

    @staticmethod
    def keep(folder: Path, documents: Sequence[IndexedDocument]) -> None:
        """Keeps the texts."""
        with sqlite3.connect(folder / "texts.db") as texts:
            texts.execute("create table p (id integer primary key, text text)")
            texts.executemany(
                "insert into p values (?, ?)",
                ((each.id, each.text) for document in documents for each in document.passages),
            )

    def page(self, question: Question) -> int:
        """Gives how many results a page shows."""
        node = self._node(question)
        filters = Filters(bodies=frozenset({question.body})) if question.body else Filters()
        ranked = self.index.search(Plan(node, filters, MEMBER, limit=SHOWN, passages_per_document=1))
        ids = [group.passages[0][0] for group in ranked.groups]
        marks = ",".join("?" * len(ids))
        rows = self._texts.execute(f"select id, text from p where id in ({marks})", ids).fetchall()
        return len([snippet(text, node) for _, text in rows])

    def _node(self, question: Question) -> Node:
        words = tuple(map(Word, question.words))
        match question.kind:
            case "and":
                return And(words)
            case "or":
                return Or(words)
            case "phrase":
                return Phrase(question.words)
            case "prefix":
                return Word(question.words[0], prefix=True)
            case "fuzzy":
                return Or(tuple(Word(form) for form in question.keys[0]))
        return words[0]


class Tantivy:
    """tantivy, the Rust library, through tantivy-py."""

    NUMBERS = ("document", "visibility", "bodies")

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._tantivy = tantivy
        self._index = tantivy.Index.open(str(folder / "tantivy"))
        self._register(self._index)
        self._index.reload()
        self._searcher, self._schema = self._index.searcher(), self._index.schema
        in_order = {"field": "document", "size": 1_000_000, "order": {"_key": "asc"}}
        self._by_document = {"documents": {"terms": in_order}}
        self._columns = _Columns(folder / "tantivy" / "facts.npz")
        self._of_too_many = set[Question]()
        occur = tantivy.Occur
        seen = [(occur.Should, tantivy.Query.term_query(self._schema, "visibility", each)) for each in SEEN]
        self._seen = tantivy.Query.const_score_query(tantivy.Query.boolean_query(seen), 0.0)

    @classmethod
    def build(
        cls, folder: Path, documents: Sequence[IndexedDocument], streams: Sequence[Sequence[tuple[str, str]]]
    ) -> None:
        """Builds the index of documents whose streams are ready: that of the title, then those of the passages."""
        import tantivy

        builder = tantivy.SchemaBuilder()
        for name in cls.NUMBERS:
            builder.add_unsigned_field(name, fast=True, indexed=True)
        builder.add_unsigned_field("passage", stored=True)
        builder.add_text_field("title", tokenizer_name="spaces", index_option="position")
        builder.add_text_field("text", stored=True, tokenizer_name="spaces", index_option="position")
        builder.add_text_field("forms", tokenizer_name="spaces", index_option="freq")
        (folder / "tantivy").mkdir()
        index = tantivy.Index(builder.build(), path=str(folder / "tantivy"))
        cls._register(index)
        writer = index.writer(200_000_000, 1)
        for document, (title, *texts) in zip(documents, streams, strict=True):
            for passage, (keys, forms) in zip(document.passages, texts, strict=True):
                row = tantivy.Document()
                for name, value in numbers(document):
                    if name in cls.NUMBERS:
                        row.add_unsigned(name, value)
                row.add_unsigned("passage", passage.id)
                row.add_text("title", title[0])
                row.add_text("text", keys)
                row.add_text("forms", forms)
                writer.add_document(row)
        writer.commit()
        writer.wait_merging_threads()
        _Columns.keep(folder / "tantivy" / "facts.npz", documents)

    @staticmethod
    def _register(index: Any) -> None:
        import tantivy

        index.register_tokenizer("spaces", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())

    def page(self, question: Question) -> int:
        """Gives how many results a page shows."""
        query = self._query(question)
        found, documents = self._found(question, query)
        self._columns.count(documents)
        generator = self._tantivy.SnippetGenerator.create(self._searcher, query, self._schema, "text")
        generator.set_max_num_chars(240)
        return len([generator.snippet_from_doc(self._searcher.doc(each)).to_html() for each in found])

    def _found(self, question: Question, query: Any) -> tuple[list[Any], Any]:
        """Gives the best passage of each of the first ten documents, and all documents that were found.

        Where MANY hits are not all there are, buckets tell the documents.
        """
        limit = MANY
        while True:
            hits = [address for _, address in self._searcher.search(query, limit, count=False).hits]
            documents = self._searcher.fast_field_values("document", hits)
            best: dict[Any, Any] = {}
            for address, document in zip(hits, documents, strict=True):
                best.setdefault(document, address)
                if len(best) == SHOWN and len(hits) == limit:
                    break
            if len(hits) < limit:
                return list(best.values())[:SHOWN], np.fromiter(best, np.intp, len(best))
            if len(best) == SHOWN:
                return list(best.values()), self._documents(question, query)
            limit *= 8

    def _documents(self, question: Question, query: Any) -> Any:
        """Gives the documents that were found; where they are MOST_BUCKETS or more, by stretches of documents.

        Which questions find so many is remembered, so that they are not asked in vain again.
        """
        if question not in self._of_too_many:
            try:
                return self._buckets(query)
            except ValueError:
                self._of_too_many.add(question)
        starts = range(0, self._columns.size, MOST_BUCKETS)
        return np.concatenate([self._buckets(self._within(query, start, start + MOST_BUCKETS)) for start in starts])

    def _buckets(self, query: Any) -> Any:
        buckets = self._searcher.aggregate(query, self._by_document)["documents"]["buckets"]
        return np.fromiter(map(itemgetter("key"), buckets), np.intp, len(buckets))

    def _within(self, query: Any, first: int, end: int) -> Any:
        """Gives a query for documents from `first` up to `end` only, in the column and not in the dictionary."""
        asked, occur = self._tantivy.Query, self._tantivy.Occur
        number = self._tantivy.FieldType.Unsigned
        stretch = asked.range_query(self._schema, "document", number, first, end, include_upper=False)
        must = [(occur.Must, query), (occur.Must, asked.const_score_query(stretch, 0.0))]
        return asked.boolean_query(must)

    def _query(self, question: Question) -> Any:
        query, occur, schema = self._tantivy.Query, self._tantivy.Occur, self._schema
        every = [self._any(keys) for keys in question.keys]
        match question.kind:
            case "and":
                asked = query.boolean_query([(occur.Must, each) for each in every])
            case "or":
                asked = query.boolean_query([(occur.Should, each) for each in every])
            case "phrase":
                words: list[str | tuple[int, str]] = [keys[0] for keys in question.keys]
                title = query.boost_query(query.phrase_query(schema, "title", words), 3.0)
                asked = query.boolean_query(
                    [(occur.Should, query.phrase_query(schema, "text", words)), (occur.Should, title)]
                )
            case "prefix":
                asked = query.regex_query(schema, "forms", question.words[0] + ".*")
            case "fuzzy":
                asked = query.fuzzy_term_query(schema, "forms", question.words[0], 1, True)
            case _:
                asked = every[0]
        must = [(occur.Must, asked), (occur.Must, self._seen)]
        if question.body:
            must.append((occur.Must, query.const_score_query(query.term_query(schema, "bodies", question.body), 0.0)))
        return query.boolean_query(must)

    def _any(self, keys: Sequence[str]) -> Any:
        query, occur = self._tantivy.Query, self._tantivy.Occur
        each = [query.term_query(self._schema, "text", key) for key in keys]
        each += [query.boost_query(query.term_query(self._schema, "title", key), 3.0) for key in keys]
        return query.boolean_query([(occur.Should, one) for one in each])


class _Columns:
    """The facets of documents by their ids, to be counted with NumPy as kb counts its own."""

    SETS, SINGLE = ("bodies", "topics"), ("kind", "year")

    def __init__(self, file: Path) -> None:
        with np.load(file) as kept:
            self.size = int(kept["size"])
            self._sets = [(kept[f"{name}_of"], kept[name]) for name in self.SETS]
            self._single = [kept[name] for name in self.SINGLE]

    @classmethod
    def keep(cls, file: Path, documents: Sequence[IndexedDocument]) -> None:
        """Writes the columns of documents."""
        size = max(document.id for document in documents) + 1
        told = [(name, document.id, value) for document in documents for name, value in numbers(document)]
        columns: dict[str, Any] = {"size": size}
        for name in cls.SETS:
            columns[f"{name}_of"] = np.array([id_ for of, id_, _ in told if of == name])
            columns[name] = np.array([value for of, _, value in told if of == name])
        for name in cls.SINGLE:
            columns[name] = np.zeros(size, np.intp)
            columns[name][[id_ for of, id_, _ in told if of == name]] = [value for of, _, value in told if of == name]
        np.savez(file, **columns)

    def count(self, documents: Any) -> None:
        """Counts the facets of some documents."""
        among = np.zeros(self.size, np.bool_)
        among[documents] = True
        for of_documents, values in self._sets:
            np.bincount(values[among[of_documents]])
        for column in self._single:
            np.bincount(column[documents])


def numbers(document: IndexedDocument) -> list[tuple[str, int]]:
    """Gives what engines filter and count a document by."""
    assert document.dated is not None
    return [
        ("document", document.id),
        ("visibility", VISIBILITIES.index(document.visibility)),
        ("kind", document.kind or 0),
        ("year", document.dated.year),
        *(("bodies", body) for body in document.bodies),
        *(("topics", topic) for topic in document.topics),
    ]
