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
from whoosh.codec.whoosh3 import W3Codec, W3FieldCursor, W3PerDocReader, W3Segment, W3TermsReader
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound

from kb.search.embedded.arrays import NO_ROWS, Numbers, Rows, is_among, offsets_of
from kb.search.embedded.blocks import Block, One, read
from kb.search.embedded.facts import unpacked
from kb.search.embedded.terms import extent_of

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
        self,
        dbfile: Any,  # noqa: ARG002
        terminfo: Any,
        format_: Any,
        term: Any = None,
        scorer: Any = None,
    ) -> BlockMatcher:
        """Gives the matcher over the block of a key."""
        return BlockMatcher(terminfo.block, format_, term, scorer)

    def terms_reader(self, storage: Any, segment: Segment) -> _Keys:
        """Gives the reader of the dictionary."""
        names = [segment.make_filename(extension) for extension in (self.TERMS_EXT, self.POSTS_EXT)]
        dictionary, postings = map(storage.open_file, names)
        return _Keys(self, dictionary, storage.file_length(names[0]), postings)


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


class _Told(TermInfo):  # type: ignore[misc]
    """What Whoosh asks of a key, from its block."""

    def __init__(self, block: Block) -> None:
        shape = block.shape
        most = 1 if block.counts is None else int(block.counts.max())
        rows = block.rows
        super().__init__(float(shape.occurrences), shape.passages, 1, 1, float(most), int(rows[0]), int(rows[-1]))
        self.block = block


class _Keys(W3TermsReader):  # type: ignore[misc]
    """Whoosh's reader of the dictionary, but for the values of keys."""

    def told(self, value: bytes) -> _Told:
        """Gives what Whoosh asks of a key from its value."""
        extent = extent_of(value)
        if extent.single:
            return _Told(One(*extent.single))
        return _Told(read(memoryview(self._postfile.get(extent.start, extent.length)), 0, extent.length))

    def items(self) -> Iterator[tuple[tuple[str, bytes], _Told]]:
        """Gives all keys with what is asked of them."""
        return ((self._keydecoder(key), self.told(value)) for key, value in self._tindex.items())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], _Told]]:
        """Gives the keys from one on with what is asked of them."""
        found = self._tindex.items_from(self._keycoder(fieldname, prefix))
        return ((self._keydecoder(key), self.told(value)) for key, value in found)

    def term_info(self, fieldname: str, tbytes: bytes) -> _Told:
        """Gives what is asked of a key. Raises TermNotFound."""
        try:
            return self.told(self._tindex[self._keycoder(fieldname, tbytes)])
        except KeyError as missing:
            raise TermNotFound(f"{fieldname}:{tbytes!r}") from missing

    def frequency(self, fieldname: str, tbytes: bytes) -> float:
        """Gives how often a key occurs."""
        return float(self.term_info(fieldname, tbytes).weight())

    def doc_frequency(self, fieldname: str, tbytes: bytes) -> int:
        """Gives how many rows have a key."""
        return int(self.term_info(fieldname, tbytes).doc_frequency())

    def cursor(self, fieldname: str, fieldobj: Any) -> _Cursor:
        """Gives what goes through the keys of a field."""
        return _Cursor(self, fieldname, fieldobj)


class _Cursor(W3FieldCursor):  # type: ignore[misc]
    """Whoosh's cursor over the keys of a field."""

    def __init__(self, keys: _Keys, fieldname: str, fieldobj: Any) -> None:
        self._keys = keys
        super().__init__(keys._tindex, fieldname, keys._keycoder, keys._keydecoder, fieldobj)

    def term_info(self) -> _Told:
        """Gives what is asked of the key at which it stands."""
        return self._keys.told(self._tindex.dbfile.get(self._datapos, self._datalen))


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
