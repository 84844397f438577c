"""Sketches are those of datasketch, and tell about how much two texts have in common."""

from __future__ import annotations

import random
import subprocess
import sys
import zlib

import numpy as np
import pytest

from kb.library.review.sketching import FEWEST_SHINGLES, NUMBERS, SEED, Sketches, sketch

WORDS = [f"občinski redar {number}" for number in range(9_000)]


def test_a_sketch_has_the_numbers_that_datasketch_gives() -> None:
    counts = (FEWEST_SHINGLES, 500, len(WORDS))
    code = "import sys, zlib, numpy; from datasketch import MinHash\n"
    code += "for count in map(int, sys.argv[1:]):\n"
    code += f"    made = MinHash(num_perm={NUMBERS}, seed={SEED}, hashfunc=zlib.crc32, scheme='affine32')\n"
    code += "    made.update_batch([f'občinski redar {number}'.encode() for number in range(count)])\n"
    code += "    print(numpy.asarray(made.hashvalues, '<u4').tobytes().hex())"
    asked = [sys.executable, "-c", code, *map(str, counts)]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()
    assert [sketch(WORDS[:count]).hex() for count in counts] == said


def test_a_sketch_stays_the_same_for_ever() -> None:
    assert zlib.crc32(sketch(WORDS[:100])) == 3182664312


def test_a_short_text_is_not_sketched() -> None:
    assert sketch(WORDS[: FEWEST_SHINGLES - 1]) == sketch([]) == b""
    assert Sketches({1: b"", 2: b"odd"}).like(sketch(WORDS[:50]), at_least=0.0, most=9) == []


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_about_as_much_is_told_as_two_texts_share(share: float) -> None:
    both = int(1_000 * share)
    other = WORDS[:both] + WORDS[4_000 : 5_000 - both]
    real = both / (2_000 - both)
    (found,) = Sketches({7: sketch(WORDS[:1_000])}).like(sketch(other), at_least=0.0, most=1)
    assert found[0] == 7
    assert found[1] == pytest.approx(real, abs=0.13)


def test_the_most_alike_come_first_and_no_more_than_asked_for() -> None:
    held = Sketches({})
    for number in range(200):
        held.add(number, sketch(WORDS[10 * number : 10 * number + 300]))
    held.add(999, b"")
    found = held.like(sketch(WORDS[1_000:1_300]), at_least=0.3, most=5)
    assert found[0] == (100, 1.0)
    assert len(found) == 5
    assert [share for _, share in found] == sorted((share for _, share in found), reverse=True)


def test_ten_thousand_are_compared_one_by_one() -> None:
    draw = np.random.default_rng(3)
    held = {number: draw.bytes(4 * NUMBERS) for number in range(10_000)}
    mine = sketch(random.Random(1).sample(WORDS, 2_000))
    assert Sketches(held | {10_001: mine}).like(mine, at_least=0.33, most=12) == [(10_001, 1.0)]
