"""What a segment keeps of its documents and passages beside the postings: columns of numbers, read in place.

The passages of a document stand side by side, so that a document is a run of rows. Ids, lengths and placements only:
no text, no names. Opening a segment makes no object a passage.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from kb.model import Visibility
from kb.search.embedded.arrays import Numbers, offsets_of, ragged
from kb.search.embedded.blocks import Garbled
from kb.search.index import IndexedDocument

VISIBILITIES = (Visibility.PUBLIC, Visibility.MEMBERS, Visibility.BODY, Visibility.STAFF)

_HEAD = struct.Struct("<4sIIIIII")
_MAGIC = b"kbF1"

# Name → type, and what it has one number of; the wide ones first, so that all lie even.
_COLUMNS = {
    "documents": ("<i8", "document"),
    "kinds": ("<i8", "document"),
    "passages": ("<i8", "passage"),
    "bodies": ("<i8", "body"),
    "topics": ("<i8", "topic"),
    "days": ("<i4", "document"),
    "title_lengths": ("<u4", "document"),
    "passage_counts": ("<u4", "document"),
    "body_counts": ("<u4", "document"),
    "topic_counts": ("<u4", "document"),
    "heading_lengths": ("<u4", "passage"),
    "text_lengths": ("<u4", "passage"),
    "kinded": ("<u1", "document"),
    "visibilities": ("<u1", "document"),
}
_COUNTS = {"passage": "passage_counts", "body": "body_counts", "topic": "topic_counts"}


@dataclass(frozen=True, slots=True)
class Facts:
    """The columns. `documents` and `passages` are ids; `bodies` and `topics` ids too, as many a document as counted.

    `days` are proleptic ordinals, 0 for no date; `kinds` count only where `kinded` is 1; `visibilities` are places in
    VISIBILITIES; lengths are in positions.
    """

    documents: Numbers
    kinds: Numbers
    passages: Numbers
    bodies: Numbers
    topics: Numbers
    days: Numbers
    title_lengths: Numbers
    passage_counts: Numbers
    body_counts: Numbers
    topic_counts: Numbers
    heading_lengths: Numbers
    text_lengths: Numbers
    kinded: Numbers
    visibilities: Numbers

    def of(self, documents: Numbers) -> Facts:
        """Gives the facts of some documents, told by their places, and of their passages."""
        places = {"document": documents}
        for of_what, counts_name in _COUNTS.items():
            counts = getattr(self, counts_name)
            places[of_what] = ragged(offsets_of(counts)[:-1][documents], counts[documents])
        return Facts(**{name: getattr(self, name)[places[of_what]] for name, (_, of_what) in _COLUMNS.items()})


def facts_of(
    documents: Sequence[IndexedDocument], *, titles: Iterable[int], headings: Iterable[int], texts: Iterable[int]
) -> Facts:
    """Gives the facts of documents whose passages follow one another; the lengths of their fields are told."""
    bodies = [sorted(each.bodies) for each in documents]
    topics = [sorted(each.topics) for each in documents]
    columns: dict[str, Iterable[int]] = {
        "documents": [each.id for each in documents],
        "kinds": [each.kind or 0 for each in documents],
        "passages": [passage.id for each in documents for passage in each.passages],
        "bodies": [body for ids in bodies for body in ids],
        "topics": [topic for ids in topics for topic in ids],
        "days": [each.dated.toordinal() if each.dated else 0 for each in documents],
        "title_lengths": titles,
        "passage_counts": [len(each.passages) for each in documents],
        "body_counts": map(len, bodies),
        "topic_counts": map(len, topics),
        "heading_lengths": headings,
        "text_lengths": texts,
        "kinded": [each.kind is not None for each in documents],
        "visibilities": [VISIBILITIES.index(each.visibility) for each in documents],
    }
    return Facts(**{name: np.fromiter(column, _COLUMNS[name][0]) for name, column in columns.items()})


def joined(several: Sequence[Facts]) -> Facts:
    """Gives the facts of several segments one after another; those of one as they are."""
    if len(several) == 1:
        return several[0]
    none = [facts_of((), titles=(), headings=(), texts=())]
    return Facts(**{name: np.concatenate([getattr(each, name) for each in several or none]) for name in _COLUMNS})


def packed(facts: Facts, *, seal: int) -> bytes:
    """Gives the file of the facts; `seal` is the checksum of another file, which it keeps."""
    body = b"".join(getattr(facts, name).astype(dtype, copy=False).tobytes() for name, (dtype, _) in _COLUMNS.items())
    sizes = map(len, (facts.documents, facts.passages, facts.bodies, facts.topics))
    return _HEAD.pack(_MAGIC, zlib.crc32(body), seal, *sizes) + body


def unpacked(buffer: memoryview) -> tuple[Facts, int]:
    """Gives the facts in a file, and the checksum that it keeps of another. Raises Garbled, struct.error."""
    magic, checksum, seal, *counts = _HEAD.unpack_from(buffer)
    if magic != _MAGIC or zlib.crc32(buffer[_HEAD.size :]) != checksum:
        raise Garbled("facts are not what was written")
    sizes = dict(zip(("document", "passage", "body", "topic"), counts, strict=True))
    columns, at = {}, _HEAD.size
    for name, (dtype, of_what) in _COLUMNS.items():
        columns[name] = np.frombuffer(buffer, dtype, sizes[of_what], at)
        at += columns[name].nbytes
    return Facts(**columns), seal
