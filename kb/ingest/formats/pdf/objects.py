"""The objects of a PDF as pdfminer.six reads them, its streams bounded: opened document, pages, content."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from typing import Any, BinaryIO

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import LITERALS_FLATE_DECODE, PDFStream, dict_value, list_value, resolve1

from kb.errors import Locked, TooCostly, Unreadable
from kb.ingest.formats.pdf.broken import BROKEN
from kb.ingest.formats.pdf.budget import Budget
from kb.ingest.formats.pdf.compiled import CompiledDocument, Content
from kb.ingest.formats.pdf.searched import SearchedDocument
from kb.ingest.formats.pdf.tokens import text_string


class _Stream(PDFStream):
    """A stream that is not unpacked beyond what a stream may hold."""

    budget: Budget

    def decode(self) -> None:
        """Unpacks the stream as pdfminer does; raises TooCostly where deflated bytes would swell too far."""
        content = self.rawdata or b""
        if self.decipher is None:
            for packing, parameters in self.get_filters():
                if packing not in LITERALS_FLATE_DECODE:
                    break
                content = _inflated(content, self.budget.limits.stream_bytes)
                if parameters:
                    break
        super().decode()


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
    """Gives the pages in order, None at the end where the tree of pages breaks off."""
    pages = PDFPage.create_pages(document)
    while True:
        try:
            page = next(pages, None)
        except BROKEN:
            yield None
            return
        if page is None:
            return
        yield page


def page_content(page: PDFPage, budget: Budget) -> bytes:
    """Gives the content of a page, its streams joined as if they were one."""
    streams = [resolve1(each) for each in list_value(page.contents)]
    return b"\n".join([content_of(each, budget) for each in streams if isinstance(each, PDFStream)])


def content_of(stream: PDFStream, budget: Budget) -> bytes:
    """Gives the bytes of a stream without keeping them; raises TooCostly at the budget's limits."""
    filters = stream.get_filters()
    raw = stream.rawdata
    is_plain = raw is not None and stream.decipher is None and len(filters) == 1 and not filters[0][1]
    if is_plain and raw is not None and filters[0][0] in LITERALS_FLATE_DECODE:
        content = _inflated(raw, budget.limits.stream_bytes)
    else:
        content = stream.get_data()
        if raw is not None:
            stream.rawdata, stream.data = raw, None
    budget.spend_bytes(len(content))
    return content


def _inflated(raw: bytes, most: int) -> bytes:
    """Gives deflated bytes unpacked, of damaged ones what can be unpacked."""
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(raw, most)
    except zlib.error:
        return _inflated_in_steps(raw, most)
    if unpacker.unconsumed_tail:
        raise TooCostly(f"več kot {most // 1_000_000} MB v enem toku")
    return content


def _inflated_in_steps(raw: bytes, most: int) -> bytes:
    unpacker, parts, size = zlib.decompressobj(), [], 0
    try:
        for at in range(0, len(raw), 64):
            parts.append(unpacker.decompress(raw[at : at + 64], most - size + 1))
            size += len(parts[-1])
            if size > most:
                raise TooCostly(f"več kot {most // 1_000_000} MB v enem toku")
    except zlib.error:
        pass
    return b"".join(parts)
