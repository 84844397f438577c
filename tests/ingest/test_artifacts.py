"""Every row of the table of damages that were seen in real files: mended, set apart or flagged."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.ingest.clean import clean_blocks
from kb.ingest.formats.pdf.words import joined
from kb.ingest.quality import THRESHOLD, quality_of
from kb.ingest.sniff import DOC, recognise
from kb.model import Block, BlockKind
from kb.slovene.damages import mended
from tests.conftest import SHARED
from tests.ingest.making import compound
from tests.ingest.test_quality import PAGE

TABLE = SHARED.parent / "domain" / "extraction_artifacts.csv"
Row = dict[str, str]


def is_mended(row: Row, _: Path) -> None:
    separator = ";" if ";" in row["normal_form"] else ","
    read = mended(row["example_seen"])
    assert [whole.strip() for whole in row["normal_form"].split(separator) if whole.strip() not in read] == []


def is_flagged(row: Row, _: Path) -> None:
    assert quality_of(f"{row['example_seen']} " * 12) < THRESHOLD
    assert quality_of(f"{row['normal_form']} " * 12) > THRESHOLD or row["normal_form"] == "-"


def is_never_read_raw(row: Row, folder: Path) -> None:
    """The old file goes to a real reader; what came of another one is flagged."""
    assert recognise(compound(folder / "a.doc", "WordDocument")) == DOC
    raw = PAGE.translate(str.maketrans({"č": " ", "š": "`", "ž": "~", "Ž": "~", "Š": "`", "Č": " "}))
    assert quality_of(raw) < THRESHOLD


def keeps_its_hyphen(row: Row, _: Path) -> None:
    assert joined(["v javno-", "zasebnem partnerstvu"], frozenset([row["normal_form"]])) == (
        f"v {row['normal_form']} partnerstvu"
    )


def is_set_apart(row: Row, _: Path) -> None:
    example = row["example_seen"].replace(" ...", " Date: 2015.03.06 15:01:12 +01'00'")
    (block,) = clean_blocks((Block(BlockKind.PARAGRAPH, example),))
    assert block.kind is BlockKind.HEADER


CHECKS: dict[str, Callable[[Row, Path], None]] = {
    "ţ/Ţ instead": is_mended,
    "spacing caron": is_mended,
    "syllable-split": is_flagged,
    "letter-spaced": is_mended,
    "legacy .doc": is_never_read_raw,
    "glued words": keeps_its_hyphen,
    "numbers stripped": is_flagged,
    "digital-signature": is_set_apart,
    "OCR errors": is_flagged,
}


def rows() -> list[Row]:
    if not TABLE.is_file():
        return []
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not TABLE.is_file(), reason="ni tabele ../shared/domain")
def test_every_row_has_a_check() -> None:
    assert [next((name for name in CHECKS if row["artifact"].startswith(name)), "") for row in rows()] == list(CHECKS)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["artifact"][:30])
def test_a_damage_that_was_seen_is_mended_or_flagged(row: Row, tmp_path: Path) -> None:
    next(check for name, check in CHECKS.items() if row["artifact"].startswith(name))(row, tmp_path)
