"""Real files of others: slides and reports in Slovene, a scan, and files made to break readers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.errors import DocumentError
from kb.ingest import Sandbox, divide, extract, office
from tests.ingest.making import texts_of

SHARED = Path(__file__).parents[2] / "../shared/data"
ROBUSTNESS = SHARED / "robustness"
OUTCOMES = [
    ("pdf/71c9dd73_standardized_text.pdf", "read"),
    ("pdf/696d1df7_password.pdf", "locked"),
    ("pdf/30ffb86f_aes-256-m.pdf", "locked"),
    ("pdf/1876e524_veraPDFHiResChangedHeight.pdf", "no-text"),
    ("docx/39ae9e69_protected_agile.docx", "locked"),
    ("docx/39619851_truncated62886.docx", "unreadable"),
    ("docx/c89dd9ff_empty.docx", "no-text"),
    ("docm/51377b41_60158.docm", "read"),
    ("pptm/8a3573c8_SimpleMacro.pptm", "read"),
    ("odt/4b7cbd32_testODTnotaZipFile.odt", "read"),
]

OLD = [
    ("doc/01e9c68e_TestNon4ByteBoundary.doc", "read"),
    ("doc/863d2216_PasswordProtected.doc", "locked"),
    ("ppt/74e08ea0_badzip.ppt", "read"),
    ("rtf/32719734_lorem-ipsum.rtf", "read"),
]

here = pytest.mark.skipif(not SHARED.exists(), reason="ni zbirke ../shared/data")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(seconds=60) as opened:
        yield opened


def outcome(sandbox: Sandbox, path: Path) -> str:
    try:
        divide(sandbox.extract(path))
    except DocumentError as error:
        return error.key
    return "read"


@here
@pytest.mark.parametrize(("name", "expected"), OUTCOMES)
def test_a_trouble_file_has_a_named_outcome(sandbox: Sandbox, name: str, expected: str) -> None:
    assert outcome(sandbox, ROBUSTNESS / name) == expected


@here
@pytest.mark.parametrize(("name", "expected"), OLD)
def test_a_trouble_file_of_an_old_format_is_read_where_libreoffice_is(
    sandbox: Sandbox, name: str, expected: str
) -> None:
    if expected == "read" and not office.is_available():
        expected = "unknown-format"
    assert outcome(sandbox, ROBUSTNESS / name) == expected


@here
def test_slides_in_slovene_are_read_with_their_titles() -> None:
    (path,) = (SHARED / "pptx_docx_sl").glob("7b4096f5*.pptx")
    found = extract(path)
    assert (found.title, len(found.units)) == ("VODENJE FINANC IN NADZOR BLAGA V KAVARNI", 18)
    assert [passage.locator.label() for passage in divide(found)][:2] == ["prosojnica 1", "prosojnica 2"]


@here
def test_a_report_is_cut_at_its_headings_in_word_and_in_pdf() -> None:
    (word,), (pdf,) = ((SHARED / "pptx_docx_sl").glob(name) for name in ("c21a529d*.docx", "f24acb55*.pdf"))
    for path in (word, pdf):
        headings = " ".join(passage.heading for passage in divide(extract(path)))
        for heading in ("Kratek opis metode", "Rezultati", "Viri in literatura"):
            assert heading in headings


@here
def test_the_text_behind_a_scan_is_read_however_bad() -> None:
    (path,) = (SHARED / "official/municipal").glob("*.pdf")
    assert any("CENE PLAKATIRANJA" in text for text in texts_of(path))
