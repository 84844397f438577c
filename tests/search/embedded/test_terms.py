"""The dictionary of keys: what is written is found, by us and by Whoosh."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.filedb.filetables import OrderedHashReader
from whoosh.filedb.structfile import BufferFile

from kb.search.embedded.blocks import Garbled
from kb.search.embedded.terms import FIELDS, PREFIXES, Terms, packed, values_of

_KEYS = st.sets(
    st.tuples(st.integers(0, len(FIELDS) - 1), st.text(max_size=4).map(lambda text: text.encode("utf-8", "replace")))
)


def _file(keys: list[tuple[int, bytes]]) -> tuple[list[bytes], list[bytes], bytes]:
    names = sorted(PREFIXES[field] + key for field, key in keys)
    values = values_of(np.arange(len(names)), np.full(len(names), 7))
    return names, values, packed(names, values)


@given(_KEYS)
def test_every_key_is_found_with_its_extent_and_no_other(keys: set[tuple[int, bytes]]) -> None:
    names, _, file = _file(sorted(keys))
    terms = Terms(memoryview(file))
    for number, name in enumerate(names):
        extent = terms.find(name[1], name[2:])
        assert extent is not None
        assert (extent.start, extent.length) == (number, 7)
    assert all(terms.find(field, b"not there") is None for field in range(len(FIELDS)))


@given(_KEYS)
def test_whoosh_reads_the_same(keys: set[tuple[int, bytes]]) -> None:
    names, values, file = _file(sorted(keys))
    reader = OrderedHashReader(BufferFile(memoryview(file)), len(file))
    assert list(reader.items()) == list(zip(names, values, strict=True))
    assert [reader[name] for name in names] == values


@given(_KEYS, st.text(max_size=2))
def test_keys_are_listed_by_their_beginning_in_order(keys: set[tuple[int, bytes]], prefix: str) -> None:
    begin = prefix.encode("utf-8", "replace")
    _, _, file = _file(sorted(keys))
    listed = [key for key, _ in Terms(memoryview(file)).beginning(2, begin)]
    assert listed == sorted(key for field, key in keys if field == 2 and key.startswith(begin))


@pytest.mark.parametrize("file", [b"", b"HSH3", b"\0" * 5000])
def test_what_is_no_dictionary_is_refused(file: bytes) -> None:
    with pytest.raises((Garbled, struct.error)):
        Terms(memoryview(file))
