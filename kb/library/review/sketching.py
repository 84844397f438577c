"""Sketches of texts (MinHash): how much two texts have in common is told from 504 bytes of each, thousands at a time.

They are the numbers that datasketch gives (its scheme "affine32" with CRC-32 for a hash), as the tests see to. It is
not loaded itself, because it loads all of SciPy: two seconds and 60 MB in the process that answers readers.

All sketches of a collection are compared with a new one directly: of 10,000 documents that is 1.3 million numbers,
two milliseconds, with none missed; buckets (LSH) would begin to be quicker at some hundred thousand documents.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

NUMBERS = 126
SEED = 7
FEWEST_SHINGLES = 20
"""Texts that are shorter are all alike or not at all; they are not compared."""

AT_ONCE = 4096
_TYPE = np.dtype("<u4")


def sketch(shingles: Iterable[str]) -> bytes:
    """Gives the sketch of a text by its shingles, b"" for one that is too short to be compared."""
    hashes = np.fromiter((zlib.crc32(each.encode()) for each in shingles), np.uint32)
    if len(hashes) < FEWEST_SHINGLES:
        return b""
    hashes = _mixed(hashes)
    factors, shifts = _permutations()
    least = np.full(NUMBERS, np.iinfo(np.uint32).max, np.uint32)
    for start in range(0, len(hashes), AT_ONCE):
        permuted = hashes[start : start + AT_ONCE, np.newaxis] * factors + shifts
        np.minimum(least, permuted.min(axis=0), out=least)
    return least.astype(_TYPE).tobytes()


def _mixed(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Gives 32-bit hashes whose every bit depends on every other: the end of MurmurHash3."""
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        hashes = (hashes ^ (hashes >> np.uint32(shift))) * np.uint32(factor)
    return hashes ^ (hashes >> np.uint32(16))


@cache
def _permutations() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Gives factors and shifts of the permutations h → a·h + b (mod 2³²); an odd factor makes it one."""
    draw = np.random.RandomState(SEED)
    factors = draw.randint(0, 1 << 31, NUMBERS, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, draw.randint(0, 1 << 32, NUMBERS, dtype=np.uint32)


class Sketches:
    """Sketches by number, to be compared with one."""

    def __init__(self, held: Mapping[int, bytes]) -> None:
        whole = {id_: each for id_, each in held.items() if len(each) == NUMBERS * _TYPE.itemsize}
        self._ids = list(whole)
        self._count = len(whole)
        self._rows = np.zeros((max(64, len(whole)), NUMBERS), _TYPE)
        if whole:
            self._rows[: len(whole)] = np.frombuffer(b"".join(whole.values()), _TYPE).reshape(-1, NUMBERS)

    def add(self, id_: int, made: bytes) -> None:
        """Takes in one more; b"" is left out."""
        if not made:
            return
        if self._count == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        self._rows[self._count] = np.frombuffer(made, _TYPE)
        self._ids.append(id_)
        self._count += 1

    def like(self, made: bytes, *, at_least: float, most: int) -> list[tuple[int, float]]:
        """Gives the numbers of those that share about `at_least` of the text, with how much; the most alike first."""
        if not made or not self._count:
            return []
        shares = (self._rows[: self._count] == np.frombuffer(made, _TYPE)).mean(axis=1)
        near = np.flatnonzero(shares >= at_least)
        order = near[np.argsort(-shares[near], kind="stable")][:most]
        return [(self._ids[at], float(shares[at])) for at in order]
