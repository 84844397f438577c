"""One generation of the index as a reader sees it: its segments, their facts in lists, the totals over all.

What a segment holds never changes but for deletions, so its facts are read once and handed on to later generations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from whoosh.index import FileIndex
from whoosh.reading import SegmentReader

from kb.search import ranking
from kb.search.answer import DocumentFacts
from kb.search.embedded.schema import PassageFacts, unpack_document, unpack_passage


@dataclass(frozen=True, slots=True)
class SegmentFacts:
    """All passages of a segment by number, and their documents by id; deleted ones too."""

    passages: tuple[PassageFacts, ...]
    documents: Mapping[int, DocumentFacts]


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment: its Whoosh reader, its facts, and the numbers of the passages that are not deleted."""

    reader: SegmentReader
    facts: SegmentFacts
    live: frozenset[int]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A generation. `averages` are field lengths over all live passages."""

    reader: Any
    segments: Mapping[str, Segment]
    passages: int
    documents: int
    averages: tuple[float, ...]

    def close(self) -> None:
        """Lets go of the files."""
        self.reader.close()


def open_snapshot(index: FileIndex, known: Mapping[str, SegmentFacts]) -> Snapshot:
    """Gives the newest generation of `index`; `known` are the facts of segments that were read before."""
    reader = index.reader()
    segments = {}
    for leaf, _ in reader.leaf_readers():
        if isinstance(leaf, SegmentReader):
            name = leaf.segment().segment_id()
            facts = known.get(name) or _facts_of(leaf)
            deleted = set(leaf.segment().deleted_docs())
            segments[name] = Segment(leaf, facts, frozenset(range(len(facts.passages))) - deleted)
    return _counted(reader, segments)


def _counted(reader: Any, segments: Mapping[str, Segment]) -> Snapshot:
    live = [segment.facts.passages[number] for segment in segments.values() for number in segment.live]
    totals = [sum(passage.lengths[field] for passage in live) for field in range(len(ranking.FIELD_NAMES))]
    documents = {passage.document_id for passage in live}
    return Snapshot(reader, segments, len(live), len(documents), ranking.averages(totals, len(live)))


def _facts_of(reader: SegmentReader) -> SegmentFacts:
    own = reader.column_reader("passage_facts")
    shared = reader.column_reader("document_facts")
    passages = tuple(unpack_passage(own[number]) for number in range(reader.doc_count_all()))
    documents: dict[int, DocumentFacts] = {}
    for number, passage in enumerate(passages):
        if passage.document_id not in documents:
            documents[passage.document_id] = unpack_document(shared[number], id_=passage.document_id)
    return SegmentFacts(passages, documents)
