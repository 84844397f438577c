"""A segment on disk: one file in the layout of Whoosh's compound files, with postings, dictionary and facts.

Written once, in one go, and never changed; deletions are kept in Whoosh's table of contents. Read in place: the file is
mapped into memory, shared by all processes, and what is not asked for is not read.
"""

from __future__ import annotations

import mmap
import os
import pickle
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from whoosh.codec.whoosh3 import W3Codec

from kb.search.embedded import facts as facts_file
from kb.search.embedded.arrays import Numbers, offsets_of
from kb.search.embedded.blocks import Block, Garbled
from kb.search.embedded.codec import FACTS_EXT, Segment
from kb.search.embedded.forms import Forms, Hosts
from kb.search.embedded.inverter import Inverted
from kb.search.embedded.postings import written
from kb.search.embedded.terms import Extent, Terms

REMEMBERED = 20_000

_HEAD = struct.Struct("!qi")
_EXTENTS = struct.Struct("!8q")

FORMS_EXT = ".frm"


def write_segment(folder: Path, inverted: Inverted, *, index_name: str) -> Segment:
    """Writes what was inverted as a segment into `folder`, and gives it. Raises OSError."""
    files = written(inverted)
    seal = zlib.crc32(files.forms, zlib.crc32(files.dictionary))
    segment = Segment(index_name, len(inverted.facts.passages))
    parts = {
        W3Codec.POSTS_EXT: files.blocks,
        W3Codec.TERMS_EXT: (files.dictionary,),
        FORMS_EXT: (files.forms,),
        FACTS_EXT: (facts_file.packed(inverted.facts, seal=seal),),
    }
    directory, at = {}, _HEAD.size
    with path_of(folder, segment).open("xb") as file:
        file.write(bytes(at))
        for extension, pieces in parts.items():
            size = sum(map(len, pieces))
            directory[segment.make_filename(extension)] = {"offset": at, "length": size, "modified": 0.0}
            file.writelines(pieces)
            at += size
            padding = -at % 8
            file.write(bytes(padding))
            at += padding
        listing = pickle.dumps(directory, 2) + pickle.dumps({}, 2)
        file.write(listing)
        file.write(
            _EXTENTS.pack(*(number for told in directory.values() for number in (told["offset"], told["length"])))
        )
        file.seek(0)
        file.write(_HEAD.pack(at, len(listing)))
        file.flush()
        os.fsync(file.fileno())
    return segment


def path_of(folder: Path, segment: Segment) -> Path:
    """Gives the file of a segment."""
    return folder / str(segment.make_filename(Segment.COMPOUND_EXT))


class View:
    """A segment opened. Whoever holds an array of it keeps its file mapped. Raises Garbled and the like."""

    def __init__(self, folder: Path, segment: Segment) -> None:
        with path_of(folder, segment).open("rb") as file:
            self._map = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        extents = _EXTENTS.unpack_from(self._map, max(len(self._map) - _EXTENTS.size, 0))
        postings, dictionary, forms, facts = (self._part(*extents[number : number + 2]) for number in (0, 2, 4, 6))
        self.facts, seal = facts_file.unpacked(facts)
        if zlib.crc32(forms, zlib.crc32(dictionary)) != seal:
            raise Garbled("a dictionary is not what was written")
        self._forms = Forms(forms)
        self.terms = Terms(dictionary)
        self.postings = postings
        self._hosts: dict[bytes, Hosts] = {}
        self.starts: Numbers = offsets_of(self.facts.passage_counts)
        self.rows = len(self.facts.passages)

    def block(self, field: int, key: bytes) -> Block | None:
        """Gives the postings of a key in a field; None where there are none."""
        extent = self.terms.find(field, key)
        return self.block_at(extent) if extent else None

    def block_at(self, extent: Extent) -> Block:
        """Gives the postings of a key whose place is known."""
        return Block(self.postings, extent.start, extent.length)

    def hosts(self, form: bytes) -> Hosts:
        """Gives the (mark, host) pairs of an exact form; none where no passage has it."""
        hosts = self._hosts.get(form)
        return self._forms.find(form) if hosts is None else hosts

    def forms(self, beginning: bytes = b"") -> Iterator[tuple[bytes, Hosts]]:
        """Gives the exact forms that begin so with their (mark, host) pairs, ascending; remembers them for a while."""
        if len(self._hosts) > REMEMBERED:
            self._hosts = {}
        for form, hosts in self._forms.beginning(beginning):
            self._hosts[form] = hosts
            yield form, hosts

    def _part(self, start: int, length: int) -> memoryview:
        if not 0 <= start <= start + length <= len(self._map):
            raise Garbled("a segment is cut off")
        return self._map[start : start + length]
