"""The objects of a PDF as pdfminer.six reads them, its streams bounded: opened document, pages, content."""

from __future__ import annotations

from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from typing import Any, BinaryIO

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import LITERAL_PAGE, PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, list_value, resolve1

from kb.errors import Locked, Unreadable
from kb.ingest.formats.pdf.broken import BROKEN
from kb.ingest.formats.pdf.budget import Budget
from kb.ingest.formats.pdf.compiled import CompiledDocument, Content
from kb.ingest.formats.pdf.filters import unpacked
from kb.ingest.formats.pdf.searched import SearchedDocument
from kb.ingest.formats.pdf.tokens import text_string


class _Stream(PDFStream):
    """A stream that is not unpacked beyond what a stream may hold."""

    budget: Budget

    def decode(self) -> None:
        """Deciphers and unpacks the stream; raises TooCostly where it would swell too far."""
        content = self.rawdata or b""
        if self.decipher is not None:
            content = self.decipher(self.objid or 0, self.genno or 0, content, self.attrs)
        self.data = unpacked(content, self.get_filters(), self.budget.limits.stream_bytes)
        self.rawdata = None


class _Parser(PDFParser):
    """Makes streams of the bounded sort."""

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        super().__init__(file)
        self._budget = budget

    def do_keyword(self, pos: int, token: Any) -> None:
        super().do_keyword(pos, token)
        if token is self.KEYWORD_STREAM and self.curstack and type(self.curstack[-1][1]) is PDFStream:
            found = self.curstack[-1][1]
            bounded = _Stream(found.attrs, found.rawdata or b"", found.decipher)
            bounded.budget = self._budget
            self.curstack[-1] = (self.curstack[-1][0], bounded)


def opened(file: BinaryIO, budget: Budget) -> PDFDocument:
    """Gives the document; one whose table of objects is broken is looked through from end to end.

    Raises Locked where a password is asked for, Unreadable where nothing of a PDF is found.
    """
    content = _content(file)
    try:
        document = _opened(file, content, budget)
        if dict_value(document.catalog.get("Pages")):
            return document
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise Locked from error
    except BROKEN:
        pass
    try:
        return SearchedDocument(_Parser(file, budget), bytes(content))
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise Locked from error
    except BROKEN as error:
        raise Unreadable(type(error).__name__) from error


def _content(file: BinaryIO) -> Content:
    try:
        return mmap(file.fileno(), 0, access=ACCESS_READ)
    except (OSError, ValueError):
        return file.read()


def _opened(file: BinaryIO, content: Content, budget: Budget) -> PDFDocument:
    def made(attributes: dict[str, Any], raw: bytes, decipher: Any) -> PDFStream:
        stream = _Stream(attributes, raw, decipher)
        stream.budget = budget
        return stream

    return CompiledDocument(_Parser(file, budget), content, made)


def title_of(document: PDFDocument) -> str:
    """Gives the title among the document's properties, "" where there is none."""
    for properties in document.info:
        title = resolve1(properties.get("Title"))
        if isinstance(title, bytes):
            return text_string(title)
    return ""


def pages_of(document: PDFDocument) -> Iterator[PDFPage | None]:
    """Gives the pages in order, None for one that is broken; where no tree leads to any, all objects that are pages."""
    found = False
    for page in _tree(document):
        found = found or bool(page)
        yield _made(document, page)
    if found:
        return
    for number in sorted({number for xref in document.xrefs for number in xref.get_objids()}):
        page = _object(document, number)
        if page.get("Type") is LITERAL_PAGE:
            yield _made(document, page)


def _tree(document: PDFDocument) -> Iterator[dict[str, Any]]:
    """Gives the pages of the tree with what they inherit, each once; {} for one that is not there."""
    seen: set[int] = set()
    waiting: list[tuple[object, dict[str, Any]]] = [(document.catalog.get("Pages"), {})]
    while waiting:
        reference, inherited = waiting.pop()
        if isinstance(reference, PDFObjRef):
            if reference.objid in seen:
                continue
            seen.add(reference.objid)
        own = _resolved(reference)
        node = {**inherited, **own}
        if "Kids" in node and node.get("Type") is not LITERAL_PAGE:
            handed = {name: node[name] for name in PDFPage.INHERITABLE_ATTRS if name in node}
            waiting += [(kid, handed) for kid in reversed(list_value(node["Kids"]))]
        elif own.get("Type") is LITERAL_PAGE or "Contents" in own:
            yield node
        elif not own and reference is not None:
            yield {}


def _object(document: PDFDocument, number: int) -> dict[str, Any]:
    return _resolved(PDFObjRef(document, number))


def _resolved(reference: object) -> dict[str, Any]:
    """Gives a dictionary, {} for what is none or is broken."""
    try:
        return dict_value(reference)
    except BROKEN:
        return {}


def _made(document: PDFDocument, attributes: dict[str, Any]) -> PDFPage | None:
    if not attributes:
        return None
    try:
        return PDFPage(document, None, attributes, None)
    except BROKEN:
        return None


def page_content(page: PDFPage, budget: Budget) -> bytes:
    """Gives the content of a page, its streams joined as if they were one."""
    streams = [resolve1(each) for each in list_value(page.contents)]
    return b"\n".join([content_of(each, budget) for each in streams if isinstance(each, PDFStream)])


def content_of(stream: PDFStream, budget: Budget) -> bytes:
    """Gives the bytes of a stream without keeping them; raises TooCostly at the budget's limits."""
    raw = stream.rawdata
    content = stream.get_data()
    if raw is not None:
        stream.rawdata, stream.data = raw, None
    budget.spend_bytes(len(content))
    return content
