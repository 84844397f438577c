"""What a passage is in the Whoosh index: keys with positions in three fields, its document's id, two columns.

The keys come from kb.search.analysis; Whoosh analyses nothing itself. Columns hold ids, lengths and facts, never text.
Exact keys would double the postings. So a form is a mark on its positions under another key of the same position, its
host («=občinskega» under «občinski»), and a fourth field lists form and host once a document.
"""

from __future__ import annotations

import datetime as dt
import json
import struct
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import whoosh
from whoosh import fields, formats

from kb.model import Visibility
from kb.search.analysis import CACHED_RUNS, EXACT, Keys, analysis_version, index_keys
from kb.search.answer import DocumentFacts
from kb.search.index import IndexedDocument, title_language
from kb.search.ranking import FIELD_NAMES

SCHEMA_VERSION = 2
FINGERPRINT = f"schema {SCHEMA_VERSION}, analysis {analysis_version()}, whoosh {'.'.join(map(str, whoosh.__version__))}"

FORMS = "forms"

_PASSAGE = struct.Struct("!qq3I")

Posting = tuple[bytes, int, float, bytes]


class KeysField(fields.FieldType):  # type: ignore[misc]
    """A field whose value is a list of postings that are ready to be written; what they hold is read by kb alone."""

    def __init__(self, format_: formats.Format) -> None:
        super().__init__(format=format_, analyzer=None)

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
    keyed = {name: KeysField(formats.Positions()) for name in FIELD_NAMES} | {FORMS: KeysField(formats.Existence())}
    return fields.Schema(document=fields.ID(), passage_facts=fields.COLUMN(), document_facts=fields.COLUMN(), **keyed)


def rows_of(document: IndexedDocument) -> list[dict[str, Any]]:
    """Gives the rows of a document, one a passage, wholly analysed: what Whoosh's add_document takes."""
    facts = _pack_document(document)
    title = index_keys(document.title, language=title_language(document))
    forms: set[str] = set()
    title_postings = _postings(title, forms)
    rows = []
    for passage in document.passages:
        heading, text = (index_keys(each, language=passage.language) for each in (passage.heading, passage.text))
        lengths = (len(title), len(heading), len(text))
        rows.append(
            {
                "document": str(document.id),
                "title": title_postings,
                "heading": _postings(heading, forms),
                "text": _postings(text, forms),
                "passage_facts": _PASSAGE.pack(passage.id, document.id, *lengths),
                "document_facts": facts,
            }
        )
    for row in rows[:1]:
        row[FORMS] = [(form.encode(), 1, 1.0, b"") for form in forms]
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


def mark_of(exact_key: str, host: str) -> int:
    """Gives the mark that positions of a form bear under a key: 0 under the form itself, which is commonest."""
    return 0 if host == exact_key[1:] else zlib.crc32(exact_key.encode())


def form_entry(exact_key: str, host: str = "") -> str:
    """Gives what the field of forms lists: the form and its host; without a host how all entries of the form begin."""
    return f"{exact_key[1:]}\0{host}"


def places_in(packed: bytes, marks: frozenset[int] | None) -> list[int]:
    """Gives the positions in a posting, or only those with one of `marks`. Raises ValueError where it is garbled."""
    numbers = array("I")
    numbers.frombytes(packed)
    count = len(numbers) // 2
    if marks is None:
        return numbers[:count].tolist()
    told = numbers[count:]
    if marks.isdisjoint(told):
        return []
    return [place for place, mark in zip(numbers[:count], told, strict=True) if mark in marks]


def _postings(positions: list[Keys], forms: set[str]) -> list[Posting]:
    """Gives one posting a key, (key, frequency, weight, places and marks); adds to what the field of forms lists."""
    occurrences: dict[str, tuple[list[int], list[int]]] = {}
    for place, keys in enumerate(positions):
        marked, entry = _marked(keys)
        if entry:
            forms.add(entry)
        for key, mark in marked:
            if key in occurrences:
                places, marks = occurrences[key]
                places.append(place)
                marks.append(mark)
            else:
                occurrences[key] = [place], [mark]
    return [
        (key.encode(), len(places), float(len(places)), array("I", places + marks).tobytes())
        for key, (places, marks) in occurrences.items()
    ]


@lru_cache(CACHED_RUNS)
def _marked(keys: Keys) -> tuple[tuple[tuple[str, int], ...], str]:
    """Gives the keys of a position but its first exact one, each with its mark, and its entry among the forms.

    The host is the form itself if that is a key, else the first key; "" for no entry, where no form is told.
    """
    exact = next((key for key in keys if key.startswith(EXACT)), "")
    others = tuple(key for key in keys if key != exact)
    if not exact or not others:
        return tuple((key, 0) for key in keys), ""
    host = exact[1:] if exact[1:] in others else others[0]
    return tuple((key, mark_of(exact, key)) for key in others), form_entry(exact, host)
