"""How Whoosh's own readers read our segments: a segment, a matcher over a block, passages by number.

kb itself reads through kb.search.embedded.segment. This is for Whoosh's tools: what is in the index can be looked at
with `whoosh.index.open_dir(folder).searcher()`, as in any other index of Whoosh's.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh import formats
from whoosh.codec.whoosh3 import W3Codec, W3PerDocReader, W3Segment
from whoosh.matching import LeafMatcher, ReadTooFar

from kb.search.embedded.arrays import NO_ROWS, Numbers, Rows, is_among, offsets_of
from kb.search.embedded.blocks import Block
from kb.search.embedded.facts import unpacked

FACTS_EXT = ".fct"


class Places(formats.Positions):  # type: ignore[misc]
    """Positions as 32-bit numbers."""

    def decode_positions(self, value: bytes) -> list[int]:
        """Gives the positions in a posting's value."""
        numbers = array("I")
        numbers.frombytes(value)
        return numbers.tolist()

    def decode_frequency(self, value: bytes) -> int:
        """Gives how many positions a value has."""
        return len(value) // array("I").itemsize

    def decode_weight(self, value: bytes) -> float:
        """Gives the weight that Whoosh scores by."""
        return float(self.decode_frequency(value))


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's third codec, but for blocks of postings and for what is kept of a passage."""

    def per_document_reader(self, storage: Any, segment: Segment) -> _Passages:
        """Gives the reader of what is kept by passage."""
        return _Passages(storage, segment)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> BlockMatcher:
        """Gives the matcher over the block of a key."""
        start, (length,) = terminfo.extent()
        return BlockMatcher(Block(memoryview(dbfile.get(start, length)), 0, length), format_, term, scorer)


class Segment(W3Segment):  # type: ignore[misc]
    """A segment in Whoosh's table of contents; the rows that were deleted are kept as an array."""

    def __init__(self, indexname: str, rows: int, segid: str | None = None) -> None:
        super().__init__(Codec(), indexname, rows, segid)
        self.compound = True
        self.deleted: Rows = NO_ROWS

    def deleted_count(self) -> int:
        """Gives how many rows were deleted."""
        return len(self.deleted)

    def deleted_docs(self) -> Iterator[int]:
        """Gives the rows that were deleted."""
        return iter(self.deleted.tolist())

    def is_deleted(self, docnum: int) -> bool:
        """Tells whether a row was deleted."""
        return bool(is_among(np.array([docnum]), self.deleted)[0])

    def without(self, rows: Numbers) -> Segment:
        """Gives the segment with more rows deleted."""
        segment = Segment(self.indexname, self.doc_count_all(), self.segid)
        segment.deleted = np.union1d(self.deleted, rows).astype(np.intp)
        return segment


class _Passages(W3PerDocReader):  # type: ignore[misc]
    """What Whoosh may ask of a row: the ids of its passage and its document, as stored fields."""

    def __init__(self, storage: Any, segment: Segment) -> None:
        super().__init__(storage, segment)
        name = segment.make_filename(FACTS_EXT)
        with storage.open_file(name) as file:
            self._facts, _ = unpacked(memoryview(file.read(storage.file_length(name))))
        self._starts = offsets_of(self._facts.passage_counts)

    def stored_fields(self, docnum: int) -> dict[str, int]:
        """Gives the ids of a row."""
        document = int(np.searchsorted(self._starts, docnum, "right")) - 1
        return {"passage": int(self._facts.passages[docnum]), "document": int(self._facts.documents[document])}


class BlockMatcher(LeafMatcher):  # type: ignore[misc]
    """Goes through a block row by row, as Whoosh's queries want it."""

    def __init__(self, block: Block, format_: Any, term: Any, scorer: Any) -> None:
        self.format, self._term, self.scorer = format_, term, scorer
        counts = np.ones(len(block.rows), np.intp) if block.counts is None else block.counts
        self._rows, self._counts = block.rows.tolist(), counts.tolist()
        self._ends = offsets_of(counts).tolist()
        self._places = block.places.astype("=u4")
        self._at = 0

    def is_active(self) -> bool:
        """Tells whether there is a row to look at."""
        return self._at < len(self._rows)

    def reset(self) -> None:
        """Begins again."""
        self._at = 0

    def id(self) -> int:
        """Gives the row."""
        return int(self._rows[self._at])

    def weight(self) -> float:
        """Gives how often the row has the key."""
        return float(self._counts[self._at])

    def value(self) -> bytes:
        """Gives the positions in the row."""
        return self._places[self._ends[self._at] : self._ends[self._at + 1]].tobytes()

    def next(self) -> bool:
        """Goes to the next row; tells whether a new block begins, and after the last row one does."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return not self.is_active()

    def skip_to(self, id: int) -> None:
        """Goes to the first row from `id` on."""
        if not self.is_active():
            raise ReadTooFar
        self._at = bisect_left(self._rows, id, self._at)

    def skip_to_quality(self, minquality: float) -> int:
        """Leaves the block if nothing in it can be that good."""
        if self.block_quality() > minquality:
            return 0
        self._at = len(self._rows)
        return 1

    def block_min_length(self) -> int:
        """Gives the least length of a field, which is not kept."""
        return 1

    def block_max_length(self) -> int:
        """Gives the greatest length of a field, which is not kept."""
        return 1

    def block_max_weight(self) -> float:
        """Gives how often the key occurs in a row at most."""
        return float(max(self._counts, default=0))
