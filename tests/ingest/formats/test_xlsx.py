"""Excel workbooks: what is shown in each sheet."""

from __future__ import annotations

from pathlib import Path

from kb.ingest import divide
from kb.ingest.formats.xlsx import read
from kb.ingest.sniff import XLSX, recognise
from kb.model import Extract
from tests.ingest.formats.samples import xlsx
from tests.ingest.making import package, relations

STYLES = """<numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.00\\ &quot;€&quot;"/></numFmts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="9"/></cellXfs>"""
STRINGS = "<si><t>Občina</t></si><si><r><t>Stro</t></r><r><t>šek</t></r><rPh><t>x</t></rPh></si>"
ROWS = """<row r="1"><c r="A1" t="s"><v>0</v></c><c r="D1" t="s"><v>1</v></c><c r="E1" t="inlineStr"><is><t>Dne</t>
</is></c></row>
<row r="3"><c r="A3" t="str"><f>A1</f><v>Ankaran</v></c><c r="D3" s="2"><v>1234.5</v></c><c r="E3" s="1">
<v>46348</v></c></row>
<row r="4"><c r="D4" s="3"><v>0.25</v></c><c r="E4" t="b"><v>1</v></c></row><row r="5"><c r="A5"/></row>"""


def shown(extract: Extract) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for unit in extract.units for block in unit.blocks]


def test_a_sheet_is_a_table_of_what_its_cells_show(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"Stroški": ROWS}, strings=STRINGS, styles=STYLES)
    assert recognise(path) == XLSX
    assert shown(read(path)) == [
        ("heading", "Stroški"),
        ("table", "Občina\tStrošek\tDne\nAnkaran\t1.234,50 €\t22. 11. 2026\n\t25 %\tTRUE"),
    ]


def test_sheets_are_passages_with_their_numbers_and_names(tmp_path: Path) -> None:
    cell = '<row><c t="inlineStr"><is><t>{}</t></is></c></row>'
    path = xlsx(tmp_path / "a.xlsx", {"Prihodki": cell.format("ena"), "Odhodki": cell.format("dve")})
    passages = divide(read(path))
    assert [(passage.locator.label(), passage.heading, passage.text) for passage in passages] == [
        ("list 1", "Prihodki", "ena"),
        ("list 2", "Odhodki", "dve"),
    ]


def test_hidden_sheets_are_marked_and_told(tmp_path: Path) -> None:
    found = read(xlsx(tmp_path / "a.xlsx", {"Vidno": "", "-Skrito": ROWS}, strings=STRINGS))
    assert found.warnings == ("Skriti list 2.",)
    assert shown(found)[:3] == [("heading", "Vidno"), ("heading", "Skrito"), ("header", "skriti list")]


def test_dates_of_old_macintosh_workbooks_are_right(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        {"L": '<row><c s="1"><v>44886</v></c></row>'},
        styles=STYLES,
        book='<workbookPr date1904="1"/>',
    )
    assert shown(read(path))[1] == ("table", "22. 11. 2026")


def test_comments_text_boxes_pictures_and_charts_are_read(tmp_path: Path) -> None:
    space = 'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    path = xlsx(
        tmp_path / "a.xlsx",
        {"L": ""},
        xl__comments1=f'<comments xmlns="{sheet}"><authors><author>Finančna služba</author></authors>'
        '<commentList><comment ref="B2" authorId="0"><text><t>Preveri</t></text></comment></commentList></comments>',
        xl__drawings__drawing1=f'<xdr:wsDr {space} xmlns:a="{drawing}"><xdr:sp><xdr:cNvPr descr="Grb občine"/>'
        "<xdr:txBody><a:p><a:r><a:t>Okvir</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>",
        **{
            "xl__worksheets___rels__sheet1.xml.rels": relations(
                comments="../comments1.xml", drawing="../drawings/drawing1.xml"
            )
        },
    )
    assert shown(read(path))[1:] == [
        ("comment", "B2 – Finančna služba: Preveri"),
        ("picture", "Grb občine"),
        ("paragraph", "Okvir"),
    ]


def test_strict_workbooks_are_read_like_any_other(tmp_path: Path) -> None:
    space = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    rels = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    members: dict[str, str | bytes] = {
        "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{rels}"><sheets><sheet name="L" r:id="a"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="a" Type="{rels}/worksheet" Target="s.xml"/>'
        "</Relationships>",
        "xl/s.xml": f'<worksheet xmlns="{space}"><sheetData><row><c><v>7</v></c></row></sheetData></worksheet>',
    }
    assert shown(read(package(tmp_path / "a.xlsx", members))) == [("heading", "L"), ("table", "7")]


def test_a_broken_sheet_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"Cel": ROWS, "Zlomljen": "<row><c></row>"}, strings=STRINGS)
    found = read(path)
    assert (found.warnings, found.is_partial) == (("Ni bilo mogoče prebrati lista 2.",), True)


def test_a_reference_to_a_string_that_is_not_there_is_empty(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"L": '<row><c t="s"><v>99</v></c><c r="ZZ1" s="77"><v>5</v></c></row>'})
    assert shown(read(path)) == [("heading", "L"), ("table", "5")]
