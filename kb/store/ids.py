"""Ids as they come from outside: any number, which no database has to be asked about if no row can have it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

CHUNK = 500

_LARGEST = 2**31 - 1


def fit(row_id: int) -> int:
    """Gives the id, or 0, which no row has, for a number that no table can hold."""
    return row_id if 0 < row_id <= _LARGEST else 0


def chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    """Gives the different ids that a table can hold, in parts small enough for one query."""
    possible = list(dict.fromkeys(one for one in ids if fit(one)))
    for start in range(0, len(possible), CHUNK):
        yield possible[start : start + CHUNK]
