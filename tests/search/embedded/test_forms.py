"""The list of forms: what is written is found, however long, and whatever it shares with its hosts."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.embedded.blocks import Garbled
from kb.search.embedded.forms import ALL, Forms, packed, packed_pairs

_NAMES = st.text(alphabet="abč#=", max_size=5).map(str.encode)
_HOSTS = st.lists(st.tuples(st.sampled_from([1, 7, 255, 65_534, 65_535, 70_000, ALL]), _NAMES), min_size=1, max_size=3)


@given(st.dictionaries(_NAMES, _HOSTS), _NAMES)
def test_forms_are_found_one_by_one_and_by_their_beginning(
    forms: dict[bytes, list[tuple[int, bytes]]], wanted: bytes
) -> None:
    read = Forms(memoryview(packed(sorted(forms.items()))))
    assert read.find(wanted) == forms.get(wanted, [])
    assert list(read.beginning(wanted)) == sorted(each for each in forms.items() if each[0].startswith(wanted))


@given(st.dictionaries(_NAMES, _HOSTS), st.lists(_NAMES))
def test_several_forms_are_found_at_once(forms: dict[bytes, list[tuple[int, bytes]]], wanted: list[bytes]) -> None:
    read = Forms(memoryview(packed(sorted(forms.items()))))
    assert dict(read.several(sorted(wanted))) == {form: forms[form] for form in wanted if form in forms}


@given(st.dictionaries(_NAMES, _HOSTS))
def test_pairs_are_packed_form_by_form(forms: dict[bytes, list[tuple[int, bytes]]]) -> None:
    pairs = [(form.decode(), mark, host) for form, hosts in forms.items() for mark, host in hosts]
    assert packed_pairs(pairs) == packed(sorted(forms.items()))


def test_a_form_longer_than_a_byte_counts_keeps_its_host() -> None:
    form, host = "č".encode() * 200, "č".encode() * 199 + b"x" * 300
    assert Forms(memoryview(packed([(form, [(3, host)])]))).find(form) == [(3, host)]


@pytest.mark.parametrize("file", [b"", b"\x01\0\0\0", packed([(b"a", [(1, b"b")])])[:-1], packed([]) + b"x"])
def test_what_is_no_list_of_forms_is_refused(file: bytes) -> None:
    with pytest.raises((Garbled, struct.error)):
        Forms(memoryview(file))
