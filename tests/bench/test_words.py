"""The scores of the benchmark of extraction, on readings that can be counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.making import LAYOUTS, parts_of, write
from bench.words import carons_kept, error_rate, recall, words_of
from kb.ingest.formats.pdf import read


@pytest.mark.parametrize(
    ("written", "read", "errors"),
    [
        ("a b c d", "a b c d", 0),
        ("a b c d", "a c d", 1),
        ("a b c d", "a b x c d", 1),
        ("a b c d", "a x c d", 1),
        ("a b c d", "c d a b", 4),
        ("a b c d", "", 4),
    ],
)
def test_word_errors_are_counted(written: str, read: str, errors: int) -> None:
    assert error_rate(written.split(), read.split()) == errors / 4


def test_recall_knows_no_order_and_words_have_no_ligatures() -> None:
    assert recall(["a", "b", "b", "c"], ["c", "b", "a"]) == 0.75
    assert words_of("ﬁnance, 12. člen") == ["finance", "12", "člen"]


def test_carons_that_are_lost_are_counted() -> None:
    assert carons_kept(["češnja", "žaga"], ["cešnja", "žaga"]) == pytest.approx(2 / 3)


def test_made_text_is_the_same_every_time() -> None:
    assert parts_of("table", 3) == parts_of("table", 3)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_of_our_own_writer_is_read_without_an_error(tmp_path: Path, layout: str) -> None:
    made = write(tmp_path / "a.pdf", layout, 2)  # type: ignore[arg-type]
    text = "\n".join(block.text for unit in read(made.path).units for block in unit.blocks)
    assert error_rate(words_of(" ".join(made.words)), words_of(text)) == 0
