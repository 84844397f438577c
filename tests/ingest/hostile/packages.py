"""Hostile packages: ZIP bombs, entities, depths and names that want to be paths, in every format that is a ZIP."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

from kb.ingest.sniff import ODP, ODT
from tests.ingest.making import docx, odf, package, paragraph, pptx, relations, shape, written

_MEGABYTE = 1 << 20
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_CELL = f"<w:tc>{paragraph('celica')}</w:tc>"
_SHEETS = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="List" sheetId="1" r:id="worksheet_1"/></sheets></workbook>'
)


def _raw_docx(path: Path, document: str | bytes) -> Path:
    rels = relations(officeDocument="word/document.xml")
    return package(path, {"_rels/.rels": rels, "word/document.xml": document})


def _document(text: str, declaration: str = "") -> str:
    return f"{declaration}<w:document {_W}><w:body>{paragraph(text)}</w:body></w:document>"


def _zip_bomb(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        part.write(f"<w:document {_W}><w:body><w:p><w:r><w:t>".encode())
        for _ in range(600):
            part.write(b"A" * _MEGABYTE)
        part.write(b"</w:t></w:r></w:p></w:body></w:document>")


def _bomb_that_lies(path: Path) -> None:
    """Its directory tells a size of 1,000 bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * (200 * _MEGABYTE) + b"</a>")
    raw = bytearray(path.read_bytes())
    struct.pack_into("<I", raw, raw.index(b"PK\x01\x02") + 24, 1000)
    struct.pack_into("<I", raw, raw.index(b"PK\x03\x04") + 22, 1000)
    written(path, bytes(raw))


def _bomb_of_tags(path: Path) -> None:
    _raw_docx(path, f"<w:document {_W}><w:body>{'<w:p/>' * 4_000_000}</w:body></w:document>")


def _billion_laughs(path: Path) -> None:
    entities = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    _raw_docx(path, _document("&l9;", f'<!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>'))


def _one_large_entity(path: Path) -> None:
    _raw_docx(path, _document("&a;" * 100_000, f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]>'))


def _external_entity(path: Path) -> None:
    declaration = (
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname"><!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>'
    )
    _raw_docx(path, _document("PRED[&e;]PO", declaration))


def _deep_controls(path: Path) -> None:
    depth = 50_000
    docx(path, "<w:sdt><w:sdtContent>" * depth + paragraph("globoko") + "</w:sdtContent></w:sdt>" * depth)


def _deep_tables(path: Path) -> None:
    depth = 2_000
    docx(path, "<w:tbl><w:tr><w:tc>" * depth + paragraph("globoko") + "</w:tc></w:tr></w:tbl>" * depth)


def _many_paragraphs(path: Path) -> None:
    docx(path, "".join(paragraph(f"{number}. odstavek") for number in range(100_000)))


def _large_table(path: Path) -> None:
    docx(path, f"<w:tbl>{f'<w:tr>{_CELL * 20}</w:tr>' * 10_000}</w:tbl>")


def _wide_span(path: Path) -> None:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>{paragraph("celica")}</w:tc>'
    docx(path, f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")


def _deep_list(path: Path) -> None:
    numbering = '<w:numPr><w:ilvl w:val="999999999"/><w:numId w:val="-5"/></w:numPr>'
    docx(path, paragraph("točka", numbering) + paragraph("točka", numbering.replace("-5", "x")))


def _styles_in_a_circle(path: Path) -> None:
    names = (("A", "B"), ("B", "A"))
    styles = "".join(f'<w:style w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>' for one, other in names)
    docx(path, paragraph("besedilo", '<w:pStyle w:val="A"/>'), styles=f"<w:styles>{styles}</w:styles>")


def _not_xml(path: Path) -> None:
    _raw_docx(path, b"\x00\x01\x02" * 1000)


def _wide_xml(path: Path) -> None:
    _raw_docx(path, _document("besedilo", '<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16"))


def _unknown_charset(path: Path) -> None:
    _raw_docx(path, _document("besedilo", '<?xml version="1.0" encoding="x-klingon"?>'))


def _many_slides(path: Path) -> None:
    pptx(path, [shape(f"Prosojnica {number}", placeholder="title") for number in range(3_000)])


def _deep_groups(path: Path) -> None:
    depth = 20_000
    pptx(path, ["<p:grpSp>" * depth + shape("globoko") + "</p:grpSp>" * depth])


def _slide_outside(path: Path) -> None:
    rels = relations(
        slide_0="../../../../../../etc/hostname", slide_1="file:///etc/hostname", slide_2="presentation.xml"
    )
    members = _members(pptx(path, [shape("ena"), shape("dve"), shape("tri")]))
    package(path, {**members, "ppt/_rels/presentation.xml.rels": rels})


def _members(path: Path) -> dict[str, str | bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _repeated_cells(path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="999999999"><text:p>x</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="999999999">{cell}</table:table-row>'
    odf(path, ODT, f"<office:text><table:table>{row}</table:table></office:text>")


def _repeated_spaces(path: Path) -> None:
    odf(path, ODT, '<office:text><text:p>a<text:s text:c="2000000000"/>b</text:p></office:text>')


def _deep_spans(path: Path) -> None:
    depth = 50_000
    odf(path, ODP, f"<office:presentation>{'<draw:g>' * depth}{'</draw:g>' * depth}</office:presentation>")


def _workbook(path: Path, rows: str, **parts: str) -> Path:
    members: dict[str, str | bytes] = {
        "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": _SHEETS,
        "xl/_rels/workbook.xml.rels": relations(worksheet_1="worksheets/sheet1.xml", sharedStrings="sharedStrings.xml"),
        "xl/worksheets/sheet1.xml": '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>",
    }
    return package(path, {**members, **{f"xl/{name}.xml": part for name, part in parts.items()}})


def _far_cell(path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    _workbook(path, far + '<row r="99999999999"><c r="ZZZZZZZZ99999999999"><v>2</v></c></row>')


def _strings_that_are_not_there(path: Path) -> None:
    cells = "".join(f'<c r="A1" t="s"><v>{value}</v></c>' for value in ("9999999999", "-1", "x", "1e999"))
    _workbook(path, f'<row r="1">{cells}</row>')


def _many_rows(path: Path) -> None:
    rows = "".join(
        f'<row r="{at}"><c r="A{at}"><v>{at}</v></c><c r="B{at}"><v>1</v></c></row>' for at in range(1, 200_000)
    )
    _workbook(path, rows)


# --- archives --------------------------------------------------------------------------------------


def _zipped(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def _names_that_are_paths(path: Path) -> None:
    names = (
        "../../../zlo.txt",
        "/zlo.txt",
        "C:\\zlo.txt",
        "..\\..\\zlo.txt",
        "a/../../zlo.txt",
        "con",
        "a" * 5000,
        "~/zlo",
    )
    written(path, _zipped(dict.fromkeys(names, b"Besedilo.")))


def _links(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, target in (("povezava", "/etc"), ("povezava/zlo.txt", "Besedilo."), ("gor", "../../..")):
            member = zipfile.ZipInfo(name)
            member.external_attr = 0o120777 << 16
            archive.writestr(member, target)


def _archives_in_archives(path: Path) -> None:
    inner = _zipped({"besedilo.txt": b"Besedilo."})
    for _ in range(30):
        inner = _zipped({"arhiv.zip": inner})
    written(path, inner)


def _archives_of_archives(path: Path) -> None:
    """Sixteen archives of sixteen archives of zeros: a megabyte that becomes four gigabytes."""
    inner = _zipped({f"{at}.txt": bytes(16 * _MEGABYTE) for at in range(4)})
    for _ in range(2):
        inner = _zipped({f"{at}.zip": inner for at in range(8)})
    written(path, inner)


def _many_members(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for at in range(70_000):
            archive.writestr(f"{at}.txt", b"")


def _one_name_many_times(path: Path) -> None:
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w") as archive:
        warnings.simplefilter("ignore")
        for at in range(100):
            archive.writestr("isto.txt", f"Besedilo {at}.")


def _overlapping_members(path: Path) -> None:
    """Every entry of the directory points to the same bytes: 500 files of 10 MB in 20 KB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("a.txt", b"a" * 10_000_000)
    raw = path.read_bytes()
    start, end = raw.index(b"PK\x01\x02"), raw.index(b"PK\x05\x06")
    entry, tail = raw[start:end], bytearray(raw[end:])
    struct.pack_into("<HHII", tail, 8, 500, 500, 500 * len(entry), start)
    written(path, raw[:start] + entry * 500 + bytes(tail))


def _half(path: Path) -> None:
    whole = docx(path, paragraph("Vabilo")).read_bytes()
    written(path, whole[: len(whole) // 2])


def _damaged_part(path: Path) -> None:
    whole = bytearray(docx(path, paragraph("Vabljeni na posvet " * 200)).read_bytes())
    at = whole.rindex(b"word/document.xml", 0, whole.index(b"PK\x01\x02")) + 40
    whole[at : at + 20] = bytes(20)
    written(path, bytes(whole))


MAKERS: dict[str, Callable[[Path], object]] = {
    "bomb.docx": _zip_bomb,
    "bomb-that-lies.docx": _bomb_that_lies,
    "bomb-of-tags.docx": _bomb_of_tags,
    "billion-laughs.docx": _billion_laughs,
    "one-large-entity.docx": _one_large_entity,
    "external-entity.docx": _external_entity,
    "deep-controls.docx": _deep_controls,
    "deep-tables.docx": _deep_tables,
    "many-paragraphs.docx": _many_paragraphs,
    "large-table.docx": _large_table,
    "wide-span.docx": _wide_span,
    "deep-list.docx": _deep_list,
    "styles-in-a-circle.docx": _styles_in_a_circle,
    "not-xml.docx": _not_xml,
    "wide-xml.docx": _wide_xml,
    "unknown-charset.docx": _unknown_charset,
    "half.docx": _half,
    "damaged-part.docx": _damaged_part,
    "many-slides.pptx": _many_slides,
    "deep-groups.pptx": _deep_groups,
    "slide-outside.pptx": _slide_outside,
    "repeated-cells.odt": _repeated_cells,
    "repeated-spaces.odt": _repeated_spaces,
    "deep-spans.odp": _deep_spans,
    "far-cell.xlsx": _far_cell,
    "strings-that-are-not-there.xlsx": _strings_that_are_not_there,
    "many-rows.xlsx": _many_rows,
    "names-that-are-paths.zip": _names_that_are_paths,
    "links.zip": _links,
    "archives-in-archives.zip": _archives_in_archives,
    "archives-of-archives.zip": _archives_of_archives,
    "many-members.zip": _many_members,
    "one-name-many-times.zip": _one_name_many_times,
    "overlapping-members.zip": _overlapping_members,
}
HEAVY = frozenset(
    {"bomb.docx", "bomb-that-lies.docx", "bomb-of-tags.docx", "large-table.docx", "many-members.zip", "many-rows.xlsx"}
    | {"many-slides.pptx", "many-paragraphs.docx"}
)
