"""A segment on disk: one file in the layout of Whoosh's compound files, with postings, dictionary and facts.

Written once, in one go, and never changed; deletions are kept in Whoosh's table of contents. Read in place: the file is
mapped into memory, shared by all processes, and what is not asked for is not read. All of it is under checksums: those
of dictionary, forms and facts are looked at when it is opened, that of a block when it is read, and that of the whole
file, 0.4 s a gigabyte, when something was wrong or there is time to look (see kb.search.embedded.reading).
"""

from __future__ import annotations

import contextlib
import mmap
import os
import pickle
import struct
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import numpy as np
from whoosh.codec.whoosh3 import W3Codec

from kb.errors.undoing import undone_by
from kb.search.embedded import facts as facts_file
from kb.search.embedded.arrays import Numbers, Rows, offsets_of, ragged
from kb.search.embedded.blocks import Block, Garbled, One, read
from kb.search.embedded.codec import FACTS_EXT, Segment
from kb.search.embedded.forms import Forms, Hosts
from kb.search.embedded.inverter import Inverted
from kb.search.embedded.postings import written
from kb.search.embedded.terms import Extent, Terms

REMEMBERED = 20_000
TOGETHER = 500
"""Blocks that are written at once."""

_HEAD = struct.Struct("!qi")
_EXTENTS = struct.Struct("!8q")
_SEAL = struct.Struct("!I")
_TAIL = _EXTENTS.size + _SEAL.size
_TOLD = ("offset", "length")
_LOOKED_AT = 1 << 24

FORMS_EXT = ".frm"


def write_segment(folder: Path, inverted: Inverted, *, index_name: str) -> Segment:
    """Writes what was inverted as a segment into `folder`, and gives it. Raises OSError, and then leaves no file."""
    files = written(inverted)
    segment = Segment(index_name, len(inverted.facts.passages))
    with writing(path_of(folder, segment), segment) as parts:
        parts.add(W3Codec.POSTS_EXT, files.blocks)
        parts.finish(files.dictionary, files.forms, inverted.facts)
    return segment


@contextmanager
def writing(path: Path, segment: Segment) -> Iterator[Parts]:
    """Gives a new file to put the parts of a segment into; it is on disk at the end, and gone if anything is raised."""
    with undone_by(lambda: _unlink(path)), path.open("xb") as file:
        yield Parts(file, segment)
        file.flush()
        os.fsync(file.fileno())


def _unlink(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def without_documents(segment: Segment, view: View, ids: Iterable[int]) -> Segment:
    """Gives a segment with all rows of some documents deleted."""
    wanted = np.array([id_ for id_ in ids if abs(id_) < 1 << 63], np.int64)
    documents = view.facts.documents
    # Most commits are of one document: NumPy takes fifty times as long to make ready for many.
    found = documents == wanted[0] if len(wanted) == 1 else np.isin(documents, wanted)
    places = found.nonzero()[0]
    if not len(places):
        return segment
    rows: Rows = ragged(view.starts[places], view.facts.passage_counts[places])
    return segment.without(rows)


class Parts:
    """The parts of a segment's file, written one after another: postings first, then the rest by `finish`."""

    def __init__(self, file: BinaryIO, segment: Segment) -> None:
        self._file, self._segment = file, segment
        self._directory: dict[str, dict[str, float]] = {}
        self._at, self._checksum = _HEAD.size, 0
        file.write(bytes(self._at))

    def add(self, extension: str, pieces: Iterable[bytes]) -> None:
        """Writes a part, which may come in many pieces."""
        start = self._at
        remaining = iter(pieces)
        while several := list(islice(remaining, TOGETHER)):
            self._put(b"".join(several))
        told = {"offset": start, "length": self._at - start, "modified": 0.0}
        self._directory[self._segment.make_filename(extension)] = told
        self._put(bytes(-self._at % 8))

    def finish(self, dictionary: bytes, forms: bytes, facts: facts_file.Facts) -> None:
        """Writes the other parts, where each begins, and the checksum of everything but the head, which is Whoosh's."""
        self.add(W3Codec.TERMS_EXT, (dictionary,))
        self.add(FORMS_EXT, (forms,))
        self.add(FACTS_EXT, (facts_file.packed(facts, seal=zlib.crc32(forms, zlib.crc32(dictionary))),))
        head = _HEAD.pack(self._at, self._listed())
        self._put(_EXTENTS.pack(*(int(each[name]) for each in self._directory.values() for name in _TOLD)))
        self._put(_SEAL.pack(self._checksum))
        self._file.seek(0)
        self._file.write(head)

    def _listed(self) -> int:
        listing = pickle.dumps(self._directory, 2) + pickle.dumps({}, 2)
        self._put(listing)
        return len(listing)

    def _put(self, piece: bytes) -> None:
        self._file.write(piece)
        self._at += len(piece)
        self._checksum = zlib.crc32(piece, self._checksum)


def path_of(folder: Path, segment: Segment) -> Path:
    """Gives the file of a segment."""
    return folder / str(segment.make_filename(Segment.COMPOUND_EXT))


class View:
    """A segment opened. Whoever holds an array of it keeps its file mapped. Raises Garbled and the like."""

    def __init__(self, folder: Path, segment: Segment) -> None:
        with path_of(folder, segment).open("rb") as file:
            self._file = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._map = memoryview(self._file)
        extents = _EXTENTS.unpack_from(self._map, max(len(self._map) - _TAIL, 0))
        postings, dictionary, forms, facts = (self._part(*extents[number : number + 2]) for number in (0, 2, 4, 6))
        self.facts, seal = facts_file.unpacked(facts)
        if zlib.crc32(forms, zlib.crc32(dictionary)) != seal:
            raise Garbled("a dictionary is not what was written")
        self._forms = Forms(forms)
        self.terms = Terms(dictionary)
        self.postings = postings
        self.hold_nothing()
        self._hosts: dict[bytes, Hosts] = {}
        self.starts: Numbers = offsets_of(self.facts.passage_counts)
        self.rows = len(self.facts.passages)

    @property
    def is_cut_off(self) -> bool:
        """Whether the file has become shorter since it was opened; to read beyond its end would end the process."""
        return self._file.size() < len(self._map)

    def is_intact(self) -> bool:
        """Tells whether all of the file is what was written; reads all of it."""
        if self.is_cut_off or len(self._map) < _HEAD.size + _TAIL:
            return False
        checksum, end = 0, len(self._map) - _SEAL.size
        for start in range(_HEAD.size, end, _LOOKED_AT):
            checksum = zlib.crc32(self._map[start : min(start + _LOOKED_AT, end)], checksum)
        is_intact = bool(_SEAL.unpack_from(self._map, end)[0] == checksum)
        self.hold_nothing()
        return is_intact

    def block(self, field: int, key: bytes) -> Block | None:
        """Gives the postings of a key in a field; None where there are none."""
        extent = self.terms.find(field, key)
        return self.block_at(extent) if extent else None

    def block_at(self, extent: Extent) -> Block:
        """Gives the postings of a key whose place is known."""
        return One(*extent.single) if extent.single else read(self.postings, extent.start, extent.length)

    def hosts(self, form: bytes) -> Hosts:
        """Gives the (mark, host) pairs of an exact form; none where no passage has it."""
        hosts = self._hosts.get(form)
        return self._forms.find(form) if hosts is None else hosts

    def hosts_of(self, forms: Collection[bytes]) -> dict[bytes, Hosts]:
        """Gives the (mark, host) pairs of those of some exact forms that are there."""
        remembered = self._hosts
        known = {form: remembered[form] for form in forms if form in remembered}
        return known | dict(self._forms.several(sorted(form for form in forms if form not in known)))

    def forms(self, beginning: bytes = b"") -> Iterator[tuple[bytes, Hosts]]:
        """Gives the exact forms that begin so with their (mark, host) pairs, ascending; remembers them for a while."""
        if len(self._hosts) > REMEMBERED:
            self._hosts = {}
        for form, hosts in self._forms.beginning(beginning):
            self._hosts[form] = hosts
            yield form, hosts

    def each_form(self) -> Iterator[tuple[bytes, Hosts]]:
        """Gives all exact forms with their (mark, host) pairs, ascending."""
        return self._forms.each()

    def hold_nothing(self) -> None:
        """Lets go of pages that were only looked at; the system has them still, and gives back what is asked for."""
        if hasattr(mmap, "MADV_DONTNEED") and len(self._map) > _LOOKED_AT >> 4:
            self._file.madvise(mmap.MADV_DONTNEED)

    def _part(self, start: int, length: int) -> memoryview:
        if not 0 <= start <= start + length <= len(self._map):
            raise Garbled("a segment is cut off")
        return self._map[start : start + length]
