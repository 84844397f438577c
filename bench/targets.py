"""What reads bytes from outside, as functions of bytes: the sniffer, the PDF tokenizer, the DOCX walker, and others.

Each writes a file of the bytes it is given, has it read, and gives the texts that were read. What else may come out
is in ALLOWED: a DocumentError, and what the sandbox tells as too costly.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from kb.errors import DocumentError
from kb.ingest.formats import docx, html, pdf, rtf, xls
from kb.ingest.sniff import recognise
from kb.model import Extract

Texts = tuple[str, ...]

ALLOWED = (DocumentError, MemoryError, RecursionError)
SEEDS = {
    "sniffer": (
        b"%PDF-1.7\n",
        b"PK\x03\x04\x14\0",
        b"{\\rtf1 a}",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504),
        b"From: a@primer.si\nTo: b@primer.si\nMIME-Version: 1.0\n\na",
        b"<!DOCTYPE html><html><body>a",
        b"---\na: b\n---\n# a",
    ),
    "tokenizer": (
        b"BT /F1 9 Tf 1 0 0 1 72 720 Tm (hej \\(\\)) Tj [(a) -250 <41>] TJ ET",
        b"BI /W 1 /H 1 ID x EI q 1 0 0 1 0 0 cm /X Do Q",
        b"/Span <</ActualText <FEFF010D>>> BDC <0014> Tj 12 0 Td <0017> Tj EMC",
    ),
    "walker": (
        bytes(range(24)),
        b"\x00\x01\x02a\xff\xff\xff\x00\x03\x04",
        b"\x05\x06\x07\x00\x01\x02b\xff\xff\xff\xff\xff\xff",
    ),
    "page": (
        b"<html><body><main><h1>a</h1><p>b<br>c<ul><li>d<ol start=3><li>e</ol></ul><table><tr><td>f<td>g</table>",
        b"<div class='mainText'><p class='clen'>1. clen</p></div><del>a</del><ins>b</ins><pre> c </pre>",
    ),
    "letter": (b"{\\rtf1\\ansi\\uc1 a\\'e8\\u353?{\\*\\htmltag64 <p>}\\htmlrtf b\\htmlrtf0\\bin3 abc\\par}",),
    "sheet": (b"\xfd\0\x0a\0" + bytes(10) + b"\xfc\0\x0c\0\1\0\0\0\1\0\0\0\1\0\0a\x0a\0\0\0", bytes(40)),
}
_PDF = (
    b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>"
    b"/XObject<</X 5 0 R>>>>>>endobj\n4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    b"5 0 obj<</Length %d>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n"
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ELEMENTS = (
    *("p", "r", "t", "pPr", "rPr", "tbl", "tr", "tc", "tcPr", "gridSpan", "vMerge", "numPr", "numId", "ilvl", "ins"),
    *("del", "delText", "moveFrom", "moveTo", "sdt", "sdtContent", "hyperlink", "fldSimple", "fldChar", "instrText"),
    *("pStyle", "outlineLvl", "footnoteReference", "commentReference", "commentRangeStart", "br", "tab", "sym"),
    *("drawing", "pict", "txbxContent", "object", "sectPr", "vanish", "bookmarkStart", "smartTag", "customXml", "trPr"),
)
_VALUES = ("0", "1", "-1", "99999999999", "x", "", "begin", "separate", "end", "continue", "F0E0", "Heading1", "č")
_CLOSE = 0xFF


def _texts(read: Extract) -> Texts:
    return tuple(block.text for unit in read.units for block in unit.blocks)


def sniffer(raw: bytes, path: Path) -> Texts:
    """Has a file of these bytes recognised; gives its media type."""
    path.write_bytes(raw)
    return (recognise(path),)


def tokenizer(raw: bytes, path: Path) -> Texts:
    """Has a PDF read whose one page, and the form on it, has these bytes as its content."""
    path.write_bytes(_PDF % (len(raw), raw))
    return _texts(pdf.read(path))


def walker(raw: bytes, path: Path) -> Texts:
    """Has a DOCX read whose body is the tree that these bytes mean."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {_W}><w:body>{tree(raw)}</w:body></w:document>")
    path.write_bytes(target.getvalue())
    return _texts(docx.read(path))


def page(raw: bytes, path: Path) -> Texts:
    """Has these bytes read as a web page."""
    path.write_bytes(raw)
    return _texts(html.read(path))


def letter(raw: bytes, path: Path) -> Texts:
    """Has these bytes read as RTF, as a page hidden in RTF, and as packed RTF."""
    path.write_bytes(raw)
    page = rtf.page_of(b"{\\rtf1\\fromhtml1 " + raw)
    packed = rtf.plain_of(rtf.unpacked(b"\0\0\0\0\0\x40\0\0LZFu\0\0\0\0" + raw))
    return (*_texts(rtf.read(path)), *filter(str.strip, (page, packed)))


def sheet(raw: bytes, _: Path) -> Texts:
    """Has these bytes read as the records of an old workbook, after its beginning and a sheet's."""
    begun = b"\x09\x08\x08\0\0\x06\x05\0\0\0\0\0"
    listed = b"\x85\0\x0a\0\x1a\0\0\0\0\0\x01\0L\0"
    return _texts(xls.book_of(begun + listed + raw))


def tree(raw: bytes) -> str:
    """Gives well-formed XML for any bytes: a byte opens an element, or closes one, or is a letter.

    >>> tree(b"\\x00\\x01\\x02a")
    '<w:p w:val="0"><w:r w:val="1"><w:t w:val="-1">a</w:t></w:r></w:p>'
    """
    written: list[str] = []
    opened: list[str] = []
    for at, byte in enumerate(raw):
        if byte < len(_ELEMENTS):
            opened.append(_ELEMENTS[byte])
            value = _VALUES[at % len(_VALUES)]
            written.append(f'<w:{opened[-1]} w:val="{value}">')
        elif byte == _CLOSE:
            written.append(f"</w:{opened.pop()}>" if opened else "")
        else:
            written.append(chr(byte) if chr(byte).isalnum() else " ")
    return "".join([*written, *(f"</w:{name}>" for name in reversed(opened))])


TARGETS: dict[str, Callable[[bytes, Path], Texts]] = {
    each.__name__: each for each in (sniffer, tokenizer, walker, page, letter, sheet)
}
