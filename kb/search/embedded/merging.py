"""Puts segments together as one, without the rows that were removed; which ones, and when, `due` says.

Keys are gone through in their order, some at a time: their blocks are decoded at once, and sorted again as those of new
documents are (0.15 µs an occurrence). So memory grows with the keys and forms of the segments, not with their texts.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from math import log
from operator import itemgetter
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Codec

from kb.search.analysis import EXACT
from kb.search.embedded import forms as forms_file
from kb.search.embedded import terms
from kb.search.embedded.arrays import Mask, Numbers, offsets_of
from kb.search.embedded.blocks import EMPTY, MOST_PLAIN
from kb.search.embedded.codec import Segment
from kb.search.embedded.committing import BEING_MADE, INDEX_NAME
from kb.search.embedded.decoding import occurrences_in
from kb.search.embedded.facts import joined
from kb.search.embedded.forms import ALL, Hosts
from kb.search.embedded.inverter import Occurrences
from kb.search.embedded.postings import fields_of
from kb.search.embedded.segment import View, path_of, writing
from kb.search.embedded.snapshot import live_rows
from kb.search.embedded.terms import FIELDS, PREFIXES, Extent

TOGETHER = 8
LARGEST_MERGE = 300_000
"""Rows: memory grows with the forms of what is merged. A million passages end in four segments and what is small."""
LET_GO = 8
"""After so many batches the pages of the segments that were read are let go of, for they count as memory in use."""
MOST_DELETED = 0.5
BYTES_AT_ONCE = 2_000_000

_EXACT = terms.encoded(EXACT)
_Listed = list[tuple[int, Extent]]


@dataclass(frozen=True, slots=True)
class Size:
    """A segment's rows, and how many of them are not deleted."""

    rows: int
    live: int

    @property
    def level(self) -> int:
        """Gives in which power of TOGETHER the live rows are."""
        return int(log(max(self.live, 1), TOGETHER) + 1e-9)


def due(sizes: Sequence[Size], *, thorough: bool = False) -> list[int]:
    """Gives the places of the segments that should become one now; none if there is nothing to gain.

    TOGETHER segments of one level become one of the next; so there are never more than TOGETHER - 1 a level, and a
    passage is written again once a level. Nothing is made larger than LARGEST_MERGE rows, for the sake of memory. A
    segment of which most is deleted, or with `thorough` anything, is written again.
    """
    by_level: dict[int, list[int]] = {}
    for place, size in enumerate(sizes):
        by_level.setdefault(size.level, []).append(place)
    for _, places in sorted(by_level.items()):
        places = _fitting(sorted(places, key=lambda place: sizes[place].live), sizes)
        if len(places) >= TOGETHER:
            return sorted(places)
    live = 1.0 if thorough else MOST_DELETED
    spoilt = [place for place, size in enumerate(sizes) if size.live < size.rows * live]
    return spoilt[:1]


def _fitting(places: Sequence[int], sizes: Sequence[Size]) -> list[int]:
    """Gives as many of the places, in their order, as come to no more than LARGEST_MERGE rows."""
    room, fitting = LARGEST_MERGE, []
    for place in places:
        room -= sizes[place].live
        if room >= 0:
            fitting.append(place)
    return fitting


def merged(folder: Path, segments: Sequence[Segment], at_once: int = BYTES_AT_ONCE) -> Segment:
    """Writes the rows that are live in `segments` as one segment, under a name that ends in BEING_MADE, and gives it.

    `at_once` bytes of blocks are decoded at once. Raises OSError, Garbled.
    """
    sources = _sources(folder, segments)
    facts = joined([source.view.facts.of(np.flatnonzero(source.live[source.view.starts[:-1]])) for source in sources])
    segment = Segment(INDEX_NAME, len(facts.passages))
    with writing(being_made(folder, segment), segment) as parts:
        marks = _Marks(sources)
        names, values = list[bytes](), list[bytes]()
        blocks = _blocks(sources, marks, names=names, values=values, at_once=at_once)
        parts.add(W3Codec.POSTS_EXT, blocks)
        parts.finish(terms.packed(names, values), forms_file.packed(marks.forms(names)), facts)
    return segment


def being_made(folder: Path, segment: Segment) -> Path:
    """Gives the file of a segment that was merged and is not yet part of the index."""
    path = path_of(folder, segment)
    return path.with_name(path.name + BEING_MADE)


@dataclass(frozen=True, slots=True)
class _Source:
    """A segment that is merged: which rows live, and the number that each of them gets."""

    view: View
    live: Mask
    new_rows: Numbers


def _sources(folder: Path, segments: Sequence[Segment]) -> list[_Source]:
    sources, base = [], 0
    for segment in segments:
        view = View(folder, segment)
        live = live_rows(view, segment)
        live = np.ones(view.rows, np.bool_) if live is None else live
        sources.append(_Source(view, live, live.cumsum(dtype=np.int32) + np.int32(base - 1)))
        base += int(live.sum())
    return sources


# --- marks and forms


class _Marks:
    """New marks for old: the forms of a key are numbered through all segments, in the order of the forms.

    Forms are many, so all that is kept of each is in columns: the hosts of a form, and its mark under each, run on.
    """

    def __init__(self, sources: Sequence[_Source]) -> None:
        self._hosts: dict[bytes, int] = {b"": 0}
        self._most: list[int] = [0]
        self._forms: list[bytes] = []
        self._counts, self._hosts_of, self._new = array("I"), array("I"), array("I")
        told = [(array("I", [0]), array("I", [0]), array("I", [0])) for _ in sources]
        for form, several in groupby(merge(*map(_forms, range(len(sources)), sources)), itemgetter(0)):
            new: dict[int, int] = {}
            for _, number, hosts in several:
                for mark, name in hosts:
                    if mark != ALL:
                        host = self._number(name)
                        if host not in new:
                            self._most[host] = new[host] = self._most[host] + 1
                        for column, value in zip(told[number], (host, mark, new[host]), strict=True):
                            column.append(value)
            self._take(form, new)
        self._tables = [_table(*map(_numbers, each), count=len(self._most)) for each in told]
        self._starts = offsets_of(np.array(self._most, np.intp) + 1)
        self._used = np.zeros(int(self._starts[-1]), np.bool_)

    def of(self, number: int, keys: Sequence[bytes], of_key: Numbers, marks: Numbers) -> Numbers:
        """Gives the new marks of occurrences in a segment, each of the key that `of_key` tells, and takes them in."""
        hosts = np.array([self._hosts.get(key, 0) for key in keys], np.intp)[of_key]
        starts, table = self._tables[number]
        new: Numbers = table[starts[hosts] + np.where(hosts == 0, 0, marks)]
        self._used[self._starts[hosts] + new] = True
        return new

    def forms(self, names: Sequence[bytes]) -> Iterator[tuple[bytes, list[tuple[int, bytes]]]]:
        """Gives the forms that were taken in, ascending, with their (mark, host) pairs.

        `names` are the keys with postings.
        """
        whole = sorted({name[2:] for name in names if name.startswith(_EXACT, 2)})
        of_whole = ((name[len(_EXACT) :], [(ALL, name)]) for name in whole)
        for form, several in groupby(merge(self._marked(), of_whole, key=itemgetter(0)), itemgetter(0)):
            yield form, [host for _, hosts in several for host in hosts]

    def _marked(self) -> Iterator[tuple[bytes, list[tuple[int, bytes]]]]:
        by_number = list(self._hosts)
        used = self._used[self._starts[_numbers(self._hosts_of)] + _numbers(self._new)].tolist()
        end = 0
        for form, count in zip(self._forms, self._counts, strict=True):
            start, end = end, end + count
            if any(used[start:end]):
                places = range(start, end)
                yield form, [(self._new[at], by_number[self._hosts_of[at]]) for at in places if used[at]]

    def _take(self, form: bytes, new: dict[int, int]) -> None:
        """Takes in a form with its new marks by host."""
        self._forms.append(form)
        self._counts.append(len(new))
        self._hosts_of.extend(new.keys())
        self._new.extend(new.values())

    def _number(self, name: bytes) -> int:
        number = self._hosts.setdefault(name, len(self._hosts))
        if number == len(self._most):
            self._most.append(0)
        return number


def _numbers(column: array[int]) -> Numbers:
    return np.frombuffer(column, np.uint32).astype(np.intp)


def _forms(number: int, source: _Source) -> Iterator[tuple[bytes, int, Hosts]]:
    for form, hosts in source.view.each_form():
        yield form, number, hosts


def _table(hosts: Numbers, marks: Numbers, new: Numbers, *, count: int) -> tuple[Numbers, Numbers]:
    """Gives where the marks of each host begin in a column, and the column: old mark → new one."""
    most = np.zeros(count, np.intp)
    np.maximum.at(most, hosts, marks)
    starts = offsets_of(most + 1)
    table = np.zeros(int(starts[-1]), np.int32)
    table[starts[hosts] + marks] = new
    return starts, table


# --- postings


def _blocks(
    sources: Sequence[_Source], marks: _Marks, *, names: list[bytes], values: list[bytes], at_once: int
) -> Iterator[bytes]:
    """Gives the blocks one after another; `names` and `values` take in what the dictionary is to hold of them."""
    yield EMPTY
    at = len(EMPTY)
    for field in range(len(FIELDS)):
        for batch, (keys, listed) in enumerate(_batches(sources, field, at_once=at_once)):
            if batch % LET_GO == 0:
                for source in sources:
                    source.view.hold_nothing()
            parts = [_occurrences(number, sources[number], keys, each, marks) for number, each in enumerate(listed)]
            occurrences = Occurrences(*map(np.concatenate, zip(*parts, strict=True)))
            for written in fields_of(occurrences, np.arange(len(keys))):
                names += [PREFIXES[field] + keys[rank] for rank in written.ranks.tolist()]
                values += written.values(at)
                yield from written.blocks
                at += sum(map(len, written.blocks))


def _batches(sources: Sequence[_Source], field: int, *, at_once: int) -> Iterator[tuple[list[bytes], list[_Listed]]]:
    """Gives the keys of a field, some at a time, and in each segment the places of those that it has."""
    keys, listed, size = list[bytes](), [_Listed() for _ in sources], 0
    for key, number, extent in merge(*(_keys(number, source, field) for number, source in enumerate(sources))):
        if not keys or keys[-1] != key:
            if size >= at_once:
                yield keys, listed
                keys, listed, size = [], [_Listed() for _ in sources], 0
            keys.append(key)
        listed[number].append((len(keys) - 1, extent))
        size += extent.length + MOST_PLAIN
    if keys:
        yield keys, listed


def _keys(number: int, source: _Source, field: int) -> Iterator[tuple[bytes, int, Extent]]:
    for key, extent in source.view.terms.beginning(field, b""):
        yield key, number, extent


def _occurrences(
    number: int, source: _Source, keys: Sequence[bytes], listed: _Listed, marks: _Marks
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Gives keys, rows, places and marks of the occurrences that live, as the new segment counts them."""
    decoded = occurrences_in(source.view.postings, listed)
    keep = source.live[decoded.rows]
    of_key, rows, places = decoded.keys[keep], decoded.rows[keep], decoded.places[keep]
    return of_key, source.new_rows[rows], places, marks.of(number, keys, of_key, decoded.marks[keep])
