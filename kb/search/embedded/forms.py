"""Which exact forms there are, and under which keys they stand.

A form is a mark on the occurrences of one key of its position, its host («=občinskega» under «občinski»). The
dictionary lists each form, in a field of its own, with its hosts and the mark that it has under each. A form that also
has postings of its own («=občinskega») is listed under itself, with the mark ALL.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

ALL = 0xFFFFFFFF

_HOST = struct.Struct("<IH")


def packed_hosts(hosts: Iterable[tuple[int, bytes]]) -> bytes:
    """Gives what the dictionary holds of a form: (mark, host) pairs."""
    return b"".join(_HOST.pack(mark, len(key)) + key for mark, key in hosts)


def unpacked_hosts(packed: bytes) -> list[tuple[int, bytes]]:
    """Gives the (mark, host) pairs of a form. Raises struct.error."""
    hosts, at = [], 0
    while at < len(packed):
        mark, length = _HOST.unpack_from(packed, at)
        at += _HOST.size + length
        hosts.append((mark, packed[at - length : at]))
    return hosts
