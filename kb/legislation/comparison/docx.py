"""The comparison table as a DOCX file: A4 on its side, four columns, the head repeated on every page.

Written by hand as four small parts of XML: it needs no library, and the same table is the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from kb.legislation.comparison.table import Cell, Row, Table
from kb.legislation.comparison.values import Mark, Piece

_WIDTHS = (1300, 5500, 5500, 2300)
"""Widths of the columns in twentieths of a point, together the width of the page without margins."""

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DATED = (1980, 1, 1, 0, 0, 0)
_LOOKS = {
    Mark.KEPT: "",
    Mark.OUT: '<w:strike/><w:color w:val="8A1C1C"/>',
    Mark.IN: '<w:color w:val="114D1E"/><w:u w:val="single"/>',
}
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.styles+xml"/>'
    '<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.footer+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
_OF_DOCUMENT = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/footer" Target="footer1.xml"/></Relationships>'
)
_FOOTER = (
    f'{_HEAD}<w:ftr xmlns:w="{_WORD}"><w:p><w:pPr><w:jc w:val="right"/></w:pPr>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> / </w:t></w:r>'
    '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>'
)
_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="18"/><w:lang w:val="{language}"/>'
    '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="60"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:style></w:styles>'
)
_LANGUAGES = {"sl": "sl-SI", "en": "en-GB"}


def docx_of(table: Table) -> bytes:
    """Gives the file; what is taken out is struck through, what is put in underlined, never marked by colour alone."""
    language = _LANGUAGES.get(table.headings.language, table.headings.language)
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": _document(table),
        "word/_rels/document.xml.rels": _OF_DOCUMENT,
        "word/footer1.xml": _FOOTER,
        "word/styles.xml": _STYLES.replace("{language}", escape(language)),
        "docProps/core.xml": _core(table),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _DATED), text.encode(), zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _title(table: Table) -> str:
    name = table.new or table.old
    return f"{table.headings.title}: {name}" if name else table.headings.title


def _core(table: Table) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{_safe(_title(table))}</dc:title>'
        f"<dc:language>{_safe(table.headings.language)}</dc:language></cp:coreProperties>"
    )


def _document(table: Table) -> str:
    words = table.headings
    heads = (words.article, words.in_force, words.proposed, words.note)
    rows = "".join(map(_row, table.rows)) or _cells([_plain(words.nothing), _plain(""), _plain(""), _plain("")])
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="6B6B6B"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'{_HEAD}<w:document xmlns:w="{_WORD}" xmlns:r="{_OFFICE}"><w:body>'
        f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{_run(_title(table))}</w:p>'
        f"{_plain(words.unofficial)}{''.join(map(_plain, table.remarks))}"
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(_WIDTHS)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{_cells([_bold(head) for head in heads], is_head=True)}{rows}</w:tbl><w:p/>"
        '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/>'
        '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        '<w:pgMar w:top="1100" w:right="1100" w:bottom="1100" w:left="1100" w:header="600" w:footer="600" '
        'w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>"
    )


def _row(row: Row) -> str:
    return _cells([_bold(row.article), _cell(row.in_force), _cell(row.proposed), _plain(row.note)])


def _cells(contents: Sequence[str], *, is_head: bool = False) -> str:
    head = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if is_head else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
        for width, content in zip(_WIDTHS, contents, strict=True)
    )
    return f"<w:tr>{head}{cells}</w:tr>"


def _cell(cell: Cell) -> str:
    return "".join(_paragraphs(cell)) or _plain("")


def _paragraphs(cell: Cell) -> Iterator[str]:
    for at, line in enumerate(cell.lines):
        look = "<w:b/>" if at < cell.titles else ""
        yield f"<w:p>{''.join(_piece(piece, look) for piece in line)}</w:p>"


def _piece(piece: Piece, look: str) -> str:
    return _run(piece.text, look + _LOOKS[piece.mark])


def _plain(text: str) -> str:
    return f"<w:p>{_run(text)}</w:p>"


def _bold(text: str) -> str:
    return f"<w:p>{_run(text, '<w:b/>')}</w:p>"


def _run(text: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{_safe(text)}</w:t></w:r>' if text else ""


def _safe(text: str) -> str:
    """Gives a text as XML may hold it: without control characters and lone surrogates."""
    return escape(_NOT_XML.sub("", text))
