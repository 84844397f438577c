"""What was found as rows, as CSV and as a spreadsheet."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import lxml.etree
from hypothesis import given
from hypothesis import strategies as st

from kb.ingest import extract
from kb.library import Library, Question
from kb.library.listing import csv_of, listed
from kb.library.spreadsheet import LONGEST_CELL, xlsx_of
from kb.model import Metadata


def test_every_hit_has_a_row_and_a_document_without_a_question_has_one(library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Prvo\n\nredar dela\n\n# Drugo\n\nredar stoji\n", encoding="utf-8")
    library.add([tmp_path / "a.md"], Metadata(title="Redarji"))
    found = listed(library.find(Question("redar")))
    assert [(row.number, row.heading) for row in found.rows] in (
        [(1, "Prvo"), (1, "Drugo")],
        [(1, "Drugo"), (1, "Prvo")],
    )
    assert found.rows[0].path.startswith("/gradivo/1/razdelek-")
    assert (found.documents, found.all_documents, found.is_whole) == (1, 1, True)
    [row] = listed(library.find(Question())).rows
    assert (row.locator, row.path) == (None, "/gradivo/1")


def test_no_cell_of_csv_is_taken_for_a_formula() -> None:
    text = "".join(csv_of(["A", "B"], [["=1+1", dt.date(2026, 11, 22)], ['a;"b"', None]]))
    assert text.splitlines() == ["\ufeffA;B", "'=1+1;2026-11-22", '"a;""b""";']


def test_a_spreadsheet_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    rows = [["Občina <Škofja Loka> & »druge«", 12, dt.date(2026, 11, 22), None], ["=SUM(A1)", 3, None, "konec"]]
    (tmp_path / "a.xlsx").write_bytes(xlsx_of("Zadetki: a/b", ["Naslov", "Št.", "Dan", "Op."], rows, (30, 5, 12, 10)))
    read = extract(tmp_path / "a.xlsx")
    said = "\n".join(block.text for unit in read.units for block in unit.blocks)
    for cell in ("Občina <Škofja Loka> & »druge«", "12", "22. 11. 2026", "=SUM(A1)", "konec", "Naslov"):
        assert cell in said


def test_the_same_rows_are_the_same_bytes() -> None:
    assert xlsx_of("A", ["B"], [["c"]], (9,)) == xlsx_of("A", ["B"], [["c"]], (9,))


@given(
    st.text(max_size=40), st.lists(st.lists(st.one_of(st.text(), st.integers(), st.dates()), max_size=4), max_size=4)
)
def test_any_text_makes_a_whole_spreadsheet(title: str, rows: list[list[object]]) -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx_of(title, ["a", "b"], rows, (9, 9)))) as package:
        assert package.testzip() is None
        for name in package.namelist():
            lxml.etree.fromstring(package.read(name))


def test_a_cell_holds_no_more_than_a_program_takes() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx_of("A", ["a"], [["x" * 40_000]], (9,)))) as package:
        assert package.read("xl/worksheets/sheet1.xml").count(b"x") < LONGEST_CELL + 200
