"""Postings over all segments as one: rows are counted through, and those of removed documents are left out.

An occurrence is one number, row << 32 | position, so that phrases and unions are arithmetic on sorted numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.search.analysis import EXACT
from kb.search.embedded.arrays import (
    DENSE,
    NO_ROWS,
    Mask,
    Numbers,
    Rows,
    is_among,
    merged,
    offsets_of,
    places_above_nought,
    places_of,
    ragged,
    run_starts,
)
from kb.search.embedded.blocks import Block
from kb.search.embedded.forms import ALL
from kb.search.embedded.kept import Kept
from kb.search.embedded.segment import View
from kb.search.embedded.terms import encoded
from kb.search.once import once

ROW = 32
KEPT_OF_WORDS, KEPT_BYTES = 64 << 20, 48 << 20

Codes = NDArray[Any]
Marks = frozenset[int] | None
NO_CODES: Codes = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Part:
    """A segment among all: its rows are counted from `base`; `live` tells which are not deleted, None for all."""

    view: View
    base: int
    live: Mask | None


@dataclass(frozen=True, slots=True)
class Posting:
    """The rows that have something in a field, ascending, and how often each has it; None for once each."""

    rows: Rows
    counts: Numbers | None

    @property
    def times(self) -> Numbers:
        """How often each row has it."""
        return np.ones(len(self.rows), np.intp) if self.counts is None else self.counts

    def among(self, rows: Rows | None) -> Posting:
        """Gives the part of it in some rows, ascending; None for all."""
        if rows is None or not len(self.rows):
            return self
        places = places_of(rows, self.rows)
        return Posting(self.rows[places], None if self.counts is None else self.counts[places])


NOTHING = Posting(NO_ROWS, None)


@dataclass(frozen=True)
class Whole:
    """All live occurrences of a key in a field: its posting, and the positions, row after row."""

    posting: Posting
    places: Numbers

    def codes(self, among: Rows | None = None) -> Codes:
        """Gives the occurrences; with `among` in these rows only, so that of a common key little is looked at."""
        rows, counts = self.posting.rows, self.posting.counts
        if among is None:
            return ((rows if counts is None else rows.repeat(counts)) << ROW) | self.places
        chosen = places_of(among, rows)
        return self.codes_at(chosen, among if len(chosen) == len(among) else rows[chosen])

    def codes_of(self, rows: Rows) -> Codes:
        """Gives the occurrences in some rows, ascending, all of which have it."""
        return self.codes_at(self.posting.rows.searchsorted(rows), rows)

    @once
    def every_code(self) -> Codes:
        """All occurrences; kept, for a word that is said in phrases is said in many."""
        return self.codes()

    def codes_at(self, at: Rows, rows: Rows) -> Codes:
        """Gives the occurrences in some rows, told also by their places in the posting."""
        counts = self.posting.counts
        if counts is None:
            return (rows << ROW) | self.places[at]
        times = counts[at]
        return (rows << ROW).repeat(times) | self.places[ragged(self._starts[at], times)]

    def firsts(self, at: Rows) -> Numbers:
        """Gives the first positions in the rows at some places of the posting."""
        return self.places[at if self.posting.counts is None else self._starts[at]]

    @once
    def _starts(self) -> Numbers:
        return offsets_of(self.posting.times)[:-1].astype(np.uint32)


def _size(whole: Whole) -> int:
    """Gives how many bytes something comes to, with what is worked out of it."""
    return 24 * len(whole.posting.rows) + whole.places.nbytes + 8 * len(whole.places) + 200


ABSENT = Whole(NOTHING, NO_ROWS)


class Lists:
    """The postings of a generation. What was decoded is kept for a while.

    `words` is for what is worked out of the postings of a word (kb.search.embedded.evaluate). `before` are the lists of
    a generation to whose segments others were added: what was decoded for it serves on, with what the new ones have.
    """

    def __init__(self, parts: Sequence[Part], before: Lists | None = None) -> None:
        self.parts = tuple(parts)
        self.words = Kept[Any](KEPT_OF_WORDS)
        self._tallies = Kept[Posting](KEPT_BYTES // 4)
        # A key's occurrences with the number of segments they were gathered from; generations share them.
        self._wholes: Kept[tuple[int, Whole]] = Kept(KEPT_BYTES) if before is None else before._wholes
        self._blocks: Kept[tuple[Block | None]] = Kept(KEPT_BYTES // 4) if before is None else before._blocks
        self._hosts: Kept[dict[bytes, Marks]] = Kept(KEPT_BYTES // 16) if before is None else before._hosts

    def posting(self, field: int, key: str) -> Posting:
        """Gives the rows that have a key in a field; no exact key, for those have no postings of their own."""
        return self._whole(field, key).posting

    def whole(self, field: int, keys: Sequence[str]) -> Whole:
        """Gives the occurrences of any of `keys` in a field."""
        known = [key for key in keys if key[:1] == EXACT or self._whole(field, key) is not ABSENT]
        if len(known) == 1 and known[0][:1] != EXACT:
            return self._whole(field, known[0])
        if not known:
            return ABSENT
        together = (field, *known)
        gathered, whole = self._wholes.get(together) or (0, ABSENT)
        if gathered != len(self.parts):
            codes = self.codes(field, known)
            whole = whole_of(codes)
            self._wholes.put(together, (len(self.parts), whole), 3 * codes.nbytes + 200)
        return whole

    def about(self, field: int, keys: Sequence[str]) -> int:
        """Gives how many rows have any of `keys` in a field, at most; of exact ones removed ones too."""
        plain, exact = _sorted_out(keys)
        blocks = self._blocks_of(field, exact) if exact else ()
        return sum(len(self.posting(field, key).rows) for key in plain) + sum(
            block.shape.passages for _, block, _ in blocks
        )

    def codes(self, field: int, keys: Sequence[str], *, among: Rows | None = None) -> Codes:
        """Gives the occurrences of any of `keys` in a field, ascending, each once; with `among` of these rows only."""
        plain, exact = _sorted_out(keys)
        wholes = [whole for key in plain if (whole := self._whole(field, key)) is not ABSENT]
        codes = [whole.codes(among) for whole in wholes]
        if exact:
            codes += [live_codes(part, block, marks, among) for part, block, marks in self._blocks_of(field, exact)]
        return merged(codes) if codes else NO_CODES

    def tally(self, field: int, keys: Sequence[str]) -> Posting:
        """Gives the rows that have any of `keys` in a field, and how often.

        A position has one form as a mark, so marked forms never meet at one, and need not be told apart by sorting.
        """
        together = (field, *keys)
        kept = self._tallies.get(together)
        if kept is None:
            kept = self._tallied(field, tuple(keys))
            self._tallies.put(together, kept, 16 * len(kept.rows) + 100 * len(keys))
        return kept

    def _tallied(self, field: int, keys: tuple[str, ...]) -> Posting:
        if all(self._are_marks(number, keys) for number in range(len(self.parts))):
            blocks = list(self._blocks_of(field, keys))
            return _summed(_marked_rows(blocks)) if blocks else NOTHING
        return counted(self.codes(field, keys))

    def _are_marks(self, number: int, keys: tuple[str, ...]) -> bool:
        return all(marks is not None for marks in self._hosts_of(number, keys).values())

    def _whole(self, field: int, key: str) -> Whole:
        gathered, whole = self._wholes.get((field, key)) or (0, ABSENT)
        if gathered != len(self.parts):
            if gathered > len(self.parts):
                gathered, whole = 0, ABSENT
            name = encoded(key)
            blocks = ((part, part.view.block(field, name)) for part in self.parts[gathered:])
            further = [_live(part, block) for part, block in blocks if block]
            whole = _joined(further if whole is ABSENT else [whole, *further])
            self._wholes.put((field, key), (len(self.parts), whole), _size(whole))
        return whole

    def _blocks_of(self, field: int, keys: Sequence[str]) -> Iterator[tuple[Part, Block, Marks]]:
        """Gives the blocks that hold any of `keys` in a field, each with the marks that count, None for all."""
        for number, part in enumerate(self.parts):
            for host, marks in self._hosts_of(number, tuple(keys)).items():
                block = self._block(number, field, host)
                if block is not None and (marks is None or block.shape.has_marks or block.shape.mark in marks):
                    yield part, block, marks if block.shape.has_marks else None

    def _hosts_of(self, number: int, keys: tuple[str, ...]) -> dict[bytes, Marks]:
        hosts = self._hosts.get((number, keys))
        if hosts is None:
            hosts = hosts_of(self.parts[number].view, keys)
            self._hosts.put((number, keys), hosts, 200 * len(keys))
        return hosts

    def _block(self, number: int, field: int, name: bytes) -> Block | None:
        place = (number, field, name)
        kept = self._blocks.get(place)
        if kept is None:
            block = self.parts[number].view.block(field, name)
            kept = self._blocks.put(place, (block,), 8 * block.shape.passages + 200 if block else 200)
        return kept[0]


def whole_of(codes: Codes) -> Whole:
    """Gives occurrences, ascending, as a posting with positions."""
    return Whole(counted(codes), codes & 0xFFFFFFFF)


def counted(codes: Codes) -> Posting:
    """Gives the rows of occurrences, and how many each has."""
    rows = codes >> ROW
    starts = run_starts(rows)
    if len(starts) == len(rows):
        return Posting(rows.astype(np.intp, copy=False), None)
    ends = np.empty(len(starts), np.intp)
    ends[:-1], ends[-1] = starts[1:], len(rows)
    return Posting(rows[starts].astype(np.intp, copy=False), ends - starts)


def _summed(rows: Rows) -> Posting:
    """Gives rows, which are in any order, once each, and how often each was there."""
    size = int(rows.max(initial=-1)) + 1
    if len(rows) * DENSE < size:
        rows, counts = np.unique(rows, return_counts=True)
        return Posting(rows.astype(np.intp, copy=False), counts)
    column = np.bincount(rows, minlength=size)
    distinct = places_above_nought(column)
    return Posting(distinct, column[distinct])


def _marked_rows(blocks: Sequence[tuple[Part, Block, Marks]]) -> Rows:
    """Gives the row of each live occurrence in blocks that has one of the marks, block after block.

    All marks are looked up at once, in a table with a shelf for each block.
    """
    columns = [_with_marks(part, block, marks) for part, block, marks in blocks]
    rows, told = (np.concatenate(each) for each in zip(*columns, strict=True))
    shelves = offsets_of(np.array([int(each.max(initial=0)) + 1 for _, each in columns]))
    wanted = np.zeros(int(shelves[-1]), np.bool_)
    for first, end, (_, _, marks) in zip(shelves.tolist(), shelves[1:].tolist(), blocks, strict=False):
        wanted[[first + mark for mark in marks or (0,) if first + mark < end]] = True
    kept: Rows = rows[wanted[told + np.repeat(shelves[:-1], [len(each) for _, each in columns])]]
    return kept


def _with_marks(part: Part, block: Block, marks: Marks) -> tuple[Rows, Numbers]:
    """Gives the row and mark of each live occurrence, 0 for all where no marks are asked for."""
    rows = block.occurrence_rows
    told = block.marks if marks is not None and block.marks is not None else np.zeros(len(rows), np.uint8)
    if part.live is None:
        return rows + part.base if part.base else rows, told
    live = part.live[rows]
    return rows[live] + part.base, told[live]


def _sorted_out(keys: Sequence[str]) -> tuple[list[str], list[str]]:
    """Gives the keys that have postings of their own, and the exact ones."""
    return [key for key in keys if key[:1] != EXACT], [key for key in keys if key[:1] == EXACT]


def _live(part: Part, block: Block) -> Whole:
    rows, counts, places = block.rows, block.counts, block.places
    if part.live is not None:
        keep = part.live[rows]
        places = places[keep if counts is None else keep.repeat(counts)]
        rows, counts = rows[keep], None if counts is None else counts[keep]
    return Whole(Posting(rows + part.base if part.base else rows, counts), places)


def _joined(several: Sequence[Whole]) -> Whole:
    """Gives what several segments have of a key as one."""
    if len(several) < 2:
        return several[0] if several else ABSENT
    postings = [each.posting for each in several]
    is_once = all(each.counts is None for each in postings)
    counts = None if is_once else np.concatenate([each.times for each in postings])
    rows = np.concatenate([each.rows for each in postings])
    return Whole(Posting(rows, counts), np.concatenate([each.places for each in several]))


def hosts_of(view: View, keys: Iterable[str]) -> dict[bytes, Marks]:
    """Gives the keys that have postings for `keys` in a segment, each with the marks that count, None for all."""
    plain, exact = _sorted_out(list(keys))
    hosts: dict[bytes, Marks] = {encoded(key): None for key in plain}
    for pairs in view.hosts_of([encoded(key[len(EXACT) :]) for key in exact]).values():
        for mark, host in pairs:
            marks = hosts.get(host, frozenset())
            hosts[host] = None if marks is None or mark == ALL else marks | {mark}
    return hosts


def live_codes(part: Part, block: Block, marks: Marks, among: Rows | None = None) -> Codes:
    """Gives the occurrences in a block that are live, have one of the marks, and are in some rows."""
    rows, places, counts = block.rows, block.places, block.counts
    chosen = _chosen(part, rows, among)
    if chosen is None:
        at_rows, take = block.occurrence_rows, None
    elif counts is None:
        at_rows, take = rows[chosen], chosen
    else:
        times = counts[chosen]
        at_rows, take = np.repeat(rows[chosen], times), ragged(offsets_of(counts)[:-1][chosen], times)
    codes = (at_rows + part.base << ROW) | (places if take is None else places[take])
    if marks is None:
        return codes
    told = block.marks if block.marks is not None else np.full(len(places), block.shape.mark)
    return codes[is_among(told if take is None else told[take], np.array(sorted(marks)))]


def _chosen(part: Part, rows: Rows, among: Rows | None) -> Rows | None:
    """Gives the places of the rows that are live and among some; None for all."""
    if among is not None:
        chosen = places_of(among - part.base, rows)
        return chosen if part.live is None else chosen[part.live[rows[chosen]]]
    return None if part.live is None else np.flatnonzero(part.live[rows])
