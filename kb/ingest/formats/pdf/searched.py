"""Documents whose table of objects is broken: their objects are looked for from end to end of the file."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

from pdfminer.pdfdocument import PDFXRef
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream

from kb.ingest.formats.pdf.broken import BROKEN
from kb.ingest.formats.pdf.linked import LinkedDocument

_OBJECT = re.compile(rb"(?<!\d)(\d{1,8})[\x00\t\n\x0c\r ]{1,9}(\d{1,5})[\x00\t\n\x0c\r ]{1,9}obj\b")
_TRAILER = re.compile(rb"\btrailer\b")
_CATALOGUE = re.compile(rb"(\d{1,8}) \d{1,5} obj\s{0,9}<<[^<>]{0,2000}/Type\s{0,9}/Catalog\b")


class _Found(PDFXRef):
    """A table of the objects that were found."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        for found in _OBJECT.finditer(content):
            self.offsets[int(found[1])] = (None, found.start(1), int(found[2]))

    def trailers(self, content: bytes, parser: PDFParser) -> None:
        """Takes what the trailers say, the later over the earlier; without one, the last catalogue is the root."""
        for found in _TRAILER.finditer(content):
            parser.seek(found.start())
            with suppress(*BROKEN):
                self.load_trailer(parser)
        catalogues = list(_CATALOGUE.finditer(content))
        if "Root" not in self.trailer and catalogues:
            self.trailer["Root"] = PDFObjRef(parser.doc, int(catalogues[-1][1]))


class SearchedDocument(LinkedDocument):
    """A document whose objects are looked for in its whole `content`, which `parser` reads."""

    def __init__(self, parser: PDFParser, content: bytes) -> None:
        self._content = content
        super().__init__(parser)

    def find_xref(self, parser: PDFParser) -> int:
        """Gives no place, and has streams read up to their end mark: what tells their length may be broken."""
        parser.fallback = True
        return 0

    def read_xref_from(self, parser: PDFParser, start: int, xrefs: list[Any]) -> None:  # noqa: ARG002
        """Adds the one table of all objects."""
        found = _Found(self._content)
        found.trailers(self._content, parser)
        xrefs.append(found)
        for number in list(found.offsets):
            with suppress(*BROKEN):
                self._unpack(number, found)

    def _unpack(self, number: int, xref: PDFXRef) -> None:
        """Adds the objects that an object stream holds."""
        at = xref.offsets[number][1]
        if b"/ObjStm" in self._content[at : at + 400] and isinstance(stream := self.getobj(number), PDFStream):
            _, count = self._parsed_objs.setdefault(number, self._get_objects(stream))
            for index, inner in enumerate(self._parsed_objs[number][0][: 2 * count : 2]):
                if isinstance(inner, int):
                    xref.offsets.setdefault(inner, (number, index, 0))
