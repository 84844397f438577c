"""Objects read by the compiled expression are those that pdfminer.six reads, on every sample."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psexceptions import PSException
from pdfminer.psparser import KWD, LIT

from kb.ingest.formats.pdf.budget import Budget, Limits
from kb.ingest.formats.pdf.compiled import Unclear, objects_from
from kb.ingest.formats.pdf.objects import opened

ROOT = Path(__file__).parents[3]
SAMPLES = [*sorted((ROOT / "corpus").rglob("*.pdf"))[::3], *sorted((ROOT / "../shared/data").rglob("*.pdf"))[::2]]
_BROKEN = (PDFException, PSException, ValueError, TypeError, KeyError, AttributeError, AssertionError)


def objects(content: bytes) -> list[Any]:
    return objects_from(content, 0, None)[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"<</A 1/B[2 -3.5 .5]/C(a\\)b)/D<48 6f>/E/F#20G>> endobj",
         [{"A": 1, "B": [2, -3.5, 0.5], "C": b"a)b", "D": b"Ho", "E": LIT("F G")}]),
        (b"true false null 7 endobj", [True, False, None, 7]),
        (b"<</A null/B<</C[]>>>>", [{"B": {"C": []}}]),
    ],
)  # fmt: skip
def test_objects_are_read(content: bytes, expected: list[Any]) -> None:
    assert objects(content) == expected


@pytest.mark.parametrize(
    "content", [b"<</A 1", b"<</A>>", b"<<1 2>>", b"]", b"--5", b"1.2.3", b"(a", b"[" * 100 + b"]" * 100, b"what"]
)
def test_what_is_no_plain_object_is_left_to_pdfminer(content: bytes) -> None:
    with pytest.raises(Unclear):
        objects(content)


def plain(value: Any) -> Any:
    """Gives an object with what it refers to as numbers, streams as their dictionary and bytes."""
    if value is KWD(b"null"):
        return None  # So pdfminer leaves it in object streams.
    if isinstance(value, PDFObjRef):
        return ("reference", value.objid)
    if isinstance(value, PDFStream):
        try:
            return ("stream", plain(value.attrs), value.get_data().rstrip())
        except _BROKEN:
            return ("stream", plain(value.attrs), value.rawdata)
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name[:40])
def test_every_object_of_a_sample_is_as_pdfminer_reads_it(path: Path) -> None:
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    with path.open("rb") as one, path.open("rb") as other:
        try:
            stock = PDFDocument(PDFParser(one))
        except _BROKEN:
            pytest.skip("pdfminer je ne odpre")
        ours = opened(other, Budget(Limits()))
        for number in {number for xref in stock.xrefs for number in xref.get_objids()}:
            try:
                expected = plain(stock.getobj(number))
            except _BROKEN:
                continue
            assert plain(ours.getobj(number)) == expected
