"""Objects read by the compiled expression are those that pdfminer.six reads, on every sample."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psexceptions import PSException
from pdfminer.psparser import KWD, LIT

from kb.errors import Locked, Unreadable
from kb.ingest.formats.pdf import read
from kb.ingest.formats.pdf.budget import Budget, Limits
from kb.ingest.formats.pdf.compiled import Unclear, objects_from
from kb.ingest.formats.pdf.objects import opened
from tests.ingest.hostile.pdfs import one_page

ROOT = Path(__file__).parents[3]
SHARED_PDFS = sorted((ROOT / "../shared/data").rglob("*.pdf"))
SAMPLES = [*sorted((ROOT / "corpus").rglob("*.pdf"))[::3], *SHARED_PDFS[::2]]
ENCRYPTED = [path for path in SHARED_PDFS if re.search("password|notextaccess|noprinting", path.name, re.I)]
TEXT = b"BT /F1 12 Tf 72 400 Td (Besedilo.) Tj ET"
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
        if any(getattr(packing, "name", "").startswith("CCITT") for packing, _ in value.get_filters()):
            return ("picture", plain(value.attrs))  # Pictures stay packed.
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


def test_a_tree_of_pages_is_followed_however_deep(tmp_path: Path) -> None:
    deep = tuple(b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (9 + at) for at in range(3000))
    tree = (*deep, b"<</Type/Pages/Kids[4 0 R]/Count 1>>")
    path = one_page(tmp_path / "a.pdf", TEXT, pages=b"<</Type/Pages/Kids[8 0 R]/Count 1>>", more=tree)
    assert [unit.blocks[0].text for unit in read(path).units] == ["Besedilo."]


def test_pages_that_are_not_there_are_told(tmp_path: Path) -> None:
    path = one_page(tmp_path / "a.pdf", TEXT, pages=b"<</Type/Pages/Kids[4 0 R 99 0 R]/Count 2>>")
    found = read(path)
    assert (len(found.units), found.is_partial) == (2, True)
    assert found.warnings == ("Ni bilo mogoče prebrati strani 2.",)


def test_pages_that_no_tree_leads_to_are_read(tmp_path: Path) -> None:
    path = one_page(tmp_path / "a.pdf", TEXT, pages=b"<</Type/Pages/Kids[]/Count 0>>")
    assert [unit.blocks[0].text for unit in read(path).units] == ["Besedilo."]


def test_an_object_that_leads_to_itself_is_none(tmp_path: Path) -> None:
    box = b"<</Type/Page/Parent 2 0 R/MediaBox 8 0 R/Contents 6 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
    path = one_page(tmp_path / "a.pdf", TEXT, page=box, font=b"9 0 R", more=(b"8 0 R", b"10 0 R", b"9 0 R"))
    with pytest.raises(Unreadable):
        read(path)


@pytest.mark.parametrize("path", ENCRYPTED, ids=lambda path: path.name)
def test_a_file_that_opens_without_a_password_is_read_and_another_is_locked(path: Path) -> None:
    if "password" in path.name.lower():
        with pytest.raises(Locked):
            read(path)
    else:
        assert sum(len(block.text) for unit in read(path).units for block in unit.blocks) > 200
