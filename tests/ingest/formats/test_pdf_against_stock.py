"""Our text holds what stock pdfminer.six finds, on every sample: each letter and digit, in whatever order."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from pdfminer.high_level import extract_text
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException

from kb.errors import DocumentError
from kb.ingest.formats.pdf import read

ROOT = Path(__file__).parents[3]
SAMPLES = [*sorted((ROOT / "corpus").rglob("*.pdf")), *sorted((ROOT / "../shared/data").rglob("*.pdf"))]

# What stock says more than we do, and why.
_EXPECTED = {
    "32a58f34": 0.99,  # labels of figures drawn twice in one place
}


def characters(text: str) -> Counter[str]:
    text = unicodedata.normalize("NFKC", re.sub(r"\(cid:\d+\)", "", text))
    return Counter(character for character in text if character.isalnum())


def words(text: str) -> Counter[str]:
    joined = re.sub(r"(?<=\w)-\s*\n\s*(?=[a-zčšž])", "", unicodedata.normalize("NFKC", text))
    return Counter(re.findall(r"\w+", joined))


def recall(stock: Counter[str], ours: Counter[str]) -> float:
    return 1 - (stock - ours).total() / max(stock.total(), 1)


def ours(path: Path) -> str:
    return "\n".join(block.text for unit in read(path).units for block in unit.blocks)


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name[:40])
def test_every_letter_that_stock_pdfminer_finds_is_found(path: Path) -> None:
    try:
        stock = extract_text(path)
    except (PDFException, PSException, ValueError, TypeError, KeyError, AttributeError):
        pytest.skip("pdfminer je ne prebere")
    try:
        found = ours(path)
    except DocumentError:
        assert not stock.strip()
        return
    assert recall(characters(stock), characters(found)) >= _EXPECTED.get(path.name[:8], 0.995)
    if "corpus" in path.parts:
        assert recall(words(stock), words(found)) >= 0.995
