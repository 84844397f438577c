"""Which exact forms there are, and under which keys they stand: a file of its own, a quarter of a dictionary's size.

A form is a mark on the occurrences of one key of its position, its host («=občinskega» under «občinski»). A record has
the form and its hosts, each with the mark that it has there and as the letters that it shares with the form and those
after them. A form that also has postings of its own («=občinskega») is listed under itself, with the mark ALL.

    count, where each record begins and the last ends, the records in the order of their forms
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import compress, pairwise, starmap
from operator import eq, itemgetter

import numpy as np

from kb.search.embedded.arrays import offsets_of
from kb.search.embedded.blocks import Garbled
from kb.search.embedded.terms import encoded

ALL = 0xFFFFFFFF
FEW, KEPT = 10_000, 20_000
"""Of a segment with few forms they are mostly those of other small ones, in which they were the same bytes."""

Hosts = list[tuple[int, bytes]]

_NUMBER = struct.Struct("<I")
_LENGTH = struct.Struct("<H")
_HOST = struct.Struct("<IHH")
_SHORT_HOST = struct.Struct("<HBB")
_LONGEST_SHORT, _LONG = 255, 0xFFFF


def packed(forms: Iterable[tuple[bytes, Iterable[tuple[int, bytes]]]]) -> bytes:
    """Gives the file of forms, which ascend, from each with its (mark, host) pairs."""
    return _joined([b"".join((_head(form), *[_packed_host(form, *pair) for pair in hosts])) for form, hosts in forms])


def packed_pairs(pairs: Iterable[tuple[str, int, bytes]]) -> bytes:
    """Gives the file of forms from (form, mark, host) in any order; of few the records are kept."""
    in_order = sorted(pairs, key=itemgetter(0))
    names = [form for form, _, _ in in_order]
    records = list(starmap(_kept_record if len(names) <= FEW else _record, in_order))
    again = list(compress(range(len(names)), map(eq, names[1:], names)))
    for at in reversed(again):
        records[at] += records[at + 1][len(_head(encoded(names[at]))) :]
        records[at + 1] = b""
    return _joined([record for record in records if record] if again else records)


def _record(form: str, mark: int, host: bytes) -> bytes:
    name = encoded(form)
    return _head(name) + _packed_host(name, mark, host)


_kept_record = lru_cache(KEPT)(_record)


def _joined(records: Sequence[bytes]) -> bytes:
    starts = offsets_of(np.fromiter(map(len, records), np.int64, len(records)))
    return b"".join((_NUMBER.pack(len(records)), starts.astype("<u4").tobytes(), *records))


def _head(form: bytes) -> bytes:
    return _LENGTH.pack(len(form)) + form


def _packed_host(form: bytes, mark: int, host: bytes) -> bytes:
    """Gives a host in four bytes and the rest of its letters; in ten where a number is too large for that."""
    size = len(form) if len(form) < len(host) else len(host)
    differing = int.from_bytes(form[:size], "big") ^ int.from_bytes(host[:size], "big")
    shared = size - (differing.bit_length() + 7) // 8
    rest = host[shared:]
    if mark < _LONG and shared <= _LONGEST_SHORT and len(rest) <= _LONGEST_SHORT:
        return _SHORT_HOST.pack(mark, shared, len(rest)) + rest
    return _LENGTH.pack(_LONG) + _HOST.pack(mark, shared, len(rest)) + rest


class Forms:
    """The forms in a buffer. What is garbled raises Garbled, struct.error."""

    def __init__(self, buffer: memoryview) -> None:
        self._count = int(_NUMBER.unpack_from(buffer)[0])
        self._records = _NUMBER.size * (self._count + 2)
        if len(buffer) != self._records + _NUMBER.unpack_from(buffer, self._records - _NUMBER.size)[0]:
            raise Garbled("no list of forms")
        self._buffer = buffer

    def find(self, form: bytes) -> Hosts:
        """Gives the (mark, host) pairs of a form; none where it is not there."""
        number = self._first_from(form)
        return self._hosts(number) if number < self._count and self._form(number) == form else []

    def several(self, forms: Sequence[bytes]) -> Iterator[tuple[bytes, Hosts]]:
        """Gives those of some forms, which ascend, that are there, with their (mark, host) pairs.

        Forms of one beginning stand near one another: only what lies between the first and the last is looked through.
        """
        end = min(self._first_from(forms[-1]) + 1, self._count) if forms else 0
        at = 0
        for form in forms:
            at = bisect_left(range(end), form, lo=at, key=self._form)
            if at < end and self._form(at) == form:
                yield form, self._hosts(at)

    def beginning(self, prefix: bytes) -> Iterator[tuple[bytes, Hosts]]:
        """Gives the forms that begin so with their (mark, host) pairs, ascending."""
        for number in range(self._first_from(prefix), self._count):
            form = self._form(number)
            if not form.startswith(prefix):
                return
            yield form, self._hosts(number)

    def each(self) -> Iterator[tuple[bytes, Hosts]]:
        """Gives all forms with their (mark, host) pairs, ascending; 2 µs each."""
        records = bytes(self._buffer[self._records :])
        starts = np.frombuffer(self._buffer, "<u4", self._count + 1, _NUMBER.size).tolist()
        short, long = _SHORT_HOST.unpack_from, _HOST.unpack_from
        for start, end in pairwise(starts):
            at = start + _LENGTH.size
            form = records[at : at + _LENGTH.unpack_from(records, start)[0]]
            at += len(form)
            hosts = []
            while at < end:
                mark, shared, rest = short(records, at)
                at += _SHORT_HOST.size
                if mark == _LONG:
                    at += _LENGTH.size - _SHORT_HOST.size
                    mark, shared, rest = long(records, at)
                    at += _HOST.size
                hosts.append((mark, form[:shared] + records[at : at + rest]))
                at += rest
            yield form, hosts

    def _first_from(self, wanted: bytes) -> int:
        """Gives the number of the first form from `wanted` on."""
        return bisect_left(range(self._count), wanted, key=self._form)

    def _form(self, number: int) -> bytes:
        buffer = self._buffer
        (start,) = _NUMBER.unpack_from(buffer, _NUMBER.size * (number + 1))
        at = self._records + start + _LENGTH.size
        return bytes(buffer[at : at + _LENGTH.unpack_from(buffer, at - _LENGTH.size)[0]])

    def _hosts(self, number: int) -> Hosts:
        form, hosts = self._form(number), []
        at, end = self._start(number) + _LENGTH.size + len(form), self._start(number + 1)
        while at < end:
            mark, shared, rest = _SHORT_HOST.unpack_from(self._buffer, at)
            at += _SHORT_HOST.size
            if mark == _LONG:
                at += _LENGTH.size - _SHORT_HOST.size
                mark, shared, rest = _HOST.unpack_from(self._buffer, at)
                at += _HOST.size
            hosts.append((mark, form[:shared] + bytes(self._buffer[at : at + rest])))
            at += rest
        return hosts

    def _start(self, number: int) -> int:
        (start,) = _NUMBER.unpack_from(self._buffer, _NUMBER.size * (number + 1))
        return self._records + int(start)
