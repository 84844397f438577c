"""What a passage is in the Whoosh index: keys with positions in three fields, its document's id, two columns.

The keys come from kb.search.analysis; Whoosh analyses nothing itself. Columns hold ids, lengths and facts, never text.
"""

from __future__ import annotations

import datetime as dt
import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import whoosh
from whoosh import fields, formats

from kb.model import Visibility
from kb.search.analysis import ANALYSIS_VERSION, index_keys
from kb.search.answer import DocumentFacts
from kb.search.index import IndexedDocument
from kb.search.ranking import FIELD_NAMES

SCHEMA_VERSION = 1
FINGERPRINT = f"schema {SCHEMA_VERSION}, analysis {ANALYSIS_VERSION}, whoosh {'.'.join(map(str, whoosh.__version__))}"

_PASSAGE = struct.Struct("!qq3I")

Posting = tuple[bytes, int, float, bytes]


class KeysField(fields.FieldType):  # type: ignore[misc]
    """A field whose value is a list of postings that are ready to be written."""

    def __init__(self) -> None:
        super().__init__(format=formats.Positions(), analyzer=None)

    def index(self, value: list[Posting], **_: Any) -> Iterator[Posting]:
        """Gives the postings as they are."""
        return iter(value)


@dataclass(frozen=True, slots=True)
class PassageFacts:
    """What the index keeps of a passage; `lengths` in positions, by field as in ranking.FIELD_NAMES."""

    id: int
    document_id: int
    lengths: tuple[int, ...]


def new_schema() -> fields.Schema:
    """Gives the schema of the index."""
    keyed = {name: KeysField() for name in FIELD_NAMES}
    return fields.Schema(document=fields.ID(), passage_facts=fields.COLUMN(), document_facts=fields.COLUMN(), **keyed)


def rows_of(document: IndexedDocument) -> list[dict[str, Any]]:
    """Gives the rows of a document, one a passage, wholly analysed: what Whoosh's add_document takes."""
    facts = _pack_document(document)
    title = index_keys(document.title)
    title_postings = _postings(title)
    rows = []
    for passage in document.passages:
        heading, text = index_keys(passage.heading), index_keys(passage.text)
        lengths = (len(title), len(heading), len(text))
        rows.append(
            {
                "document": str(document.id),
                "title": title_postings,
                "heading": _postings(heading),
                "text": _postings(text),
                "passage_facts": _PASSAGE.pack(passage.id, document.id, *lengths),
                "document_facts": facts,
            }
        )
    return rows


def unpack_passage(packed: bytes) -> PassageFacts:
    """Gives the facts of a passage as its column holds them. Raises struct.error."""
    id_, document_id, *lengths = _PASSAGE.unpack(packed)
    return PassageFacts(id_, document_id, tuple(lengths))


def unpack_document(packed: bytes, *, id_: int) -> DocumentFacts:
    """Gives the facts of a document as the column of each of its passages holds them. Raises ValueError."""
    kind, bodies, topics, day, visibility = json.loads(packed)
    dated = dt.date.fromordinal(day) if day else None
    return DocumentFacts(id_, kind, frozenset(bodies), frozenset(topics), dated, Visibility(visibility))


def _pack_document(document: IndexedDocument) -> bytes:
    day = document.dated.toordinal() if document.dated else 0
    facts = [document.kind, sorted(document.bodies), sorted(document.topics), day, document.visibility.value]
    return json.dumps(facts, separators=(",", ":")).encode("ascii")


_ENCODING = formats.Positions()


def _postings(positions: list[tuple[str, ...]]) -> list[Posting]:
    """Gives one posting a key: (key, frequency, weight, encoded positions)."""
    places: dict[str, list[int]] = {}
    for place, keys in enumerate(positions):
        for key in keys:
            places.setdefault(key, []).append(place)
    return [(key.encode(), len(at), float(len(at)), _ENCODING.encode(at)) for key, at in places.items()]
