"""The objects of a PDF read by one compiled expression; what it is not sure of is left to pdfminer.six.

pdfminer's lexer takes a character class at a time and is a quarter of the time of a reading; well-formed objects,
which nearly all are, need a fiftieth of that here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from mmap import mmap
from typing import Any, Final

from pdfminer.pdfdocument import PDFDocument, PDFNoValidXRef, PDFXRef
from pdfminer.pdfparser import PDFParser, PDFSyntaxError
from pdfminer.pdftypes import PDFObjRef, PDFStream, int_value
from pdfminer.psparser import LIT, PSLiteral

from kb.ingest.formats.pdf import tokens
from kb.ingest.formats.pdf.linked import LinkedDocument

_WS: Final = rb"[\x00\t\n\x0c\r ]"
_REFERENCE, _NUMBER, _NAME, _DICT, _DICT_END, _ARRAY, _ARRAY_END, _STRING, _HEX, _WORD, _END = range(2, 13)
_OBJECT: Final = re.compile(
    _WS + rb"*+(?:(\d{1,10}+)" + _WS + rb"++(\d{1,5}+)" + _WS + rb"++R(?![A-Za-z])"
    rb"|([-+]?(?:\d++(?:\.\d*+)?+|\.\d++))(?![-+.\d])"
    rb"|/([^\x00\t\n\x0c\r ()<>\[\]{}/%]*+)"
    rb"|(<<)|(>>)|(\[)|(\])"
    rb"|(\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))"
    rb"|(<[0-9A-Fa-f\x00\t\n\x0c\r ]*+>)"
    rb"|(true|false|null)(?![A-Za-z])"
    rb"|(endobj|stream(?:\r\n|\n|\r)|startxref|\Z))",
    re.S,
)
_HEAD: Final = re.compile(_WS + rb"*+(\d{1,10}+)" + _WS + rb"++\d{1,5}+" + _WS + rb"++obj(?![A-Za-z])")
_STREAM_END: Final = re.compile(_WS + rb"{0,3}endstream")
_TABLE: Final = re.compile(_WS + rb"*+xref" + _WS + rb"++")
_SECTION: Final = re.compile(rb"(\d{1,10}+) (\d{1,8}+)" + _WS + rb"*+")
_ENTRIES: Final = re.compile(rb"(\d{10}) (\d{5}) ([nf])[\r\n ]{1,2}")
_TRAILER: Final = re.compile(_WS + rb"*+trailer")
_WORDS: Final = {b"true": True, b"false": False, b"null": None}
_DEEPEST: Final = 60

Content = bytes | mmap


class Unclear(Exception):
    """What stands there is not plainly an object; pdfminer may make something of it."""


class CompiledDocument(LinkedDocument):
    """A document read from its whole `content`; `make` makes its streams."""

    def __init__(
        self, parser: PDFParser, content: Content, make: Callable[[dict[str, Any], bytes, Any], PDFStream]
    ) -> None:
        self._content, self._make = content, make
        super().__init__(parser)

    def _getobj_parse(self, pos: int, objid: int) -> object:
        if pos < 0:
            raise PDFSyntaxError(f"object {objid} at {pos}")
        head = _HEAD.match(self._content, pos)
        if head and int(head[1]) == objid:
            try:
                return self._value(head.end())
            except Unclear:
                pass
        return super()._getobj_parse(pos, objid)

    def _value(self, start: int) -> object:
        values, end, word = objects_from(self._content, start, self)
        if len(values) != 1:
            raise Unclear
        if not word.startswith(b"stream"):
            return values[0]
        attributes = values[0]
        if not isinstance(attributes, dict):
            raise Unclear
        length = int_value(attributes.get("Length"))
        if length < 0 or not _STREAM_END.match(self._content, end + length):
            raise Unclear
        return self._make(attributes, self._content[end : end + length], self.decipher)

    def _get_objects(self, stream: PDFStream) -> tuple[list[object], int]:
        count = stream.get("N")
        try:
            values, _, word = objects_from(stream.get_data(), 0, self)
        except Unclear:
            return super()._get_objects(stream)
        if word or not isinstance(count, int):
            return super()._get_objects(stream)
        return values, count

    def read_xref_from(self, parser: PDFParser, start: int, xrefs: list[Any]) -> None:
        """Adds the table of objects at `start`, and those that it says came before."""
        if start < 0:
            raise PDFNoValidXRef(f"table at {start}")
        try:
            table = self._table(start)
        except Unclear:
            super().read_xref_from(parser, start, xrefs)
            return
        if len(xrefs) >= _DEEPEST:
            return
        xrefs.append(table)
        for key in ("XRefStm", "Prev"):
            if key in table.trailer:
                self.read_xref_from(parser, int_value(table.trailer[key]), xrefs)

    def _table(self, start: int) -> PDFXRef:
        """Gives a table of entries of twenty bytes; raises Unclear for anything else."""
        opening = _TABLE.match(self._content, start)
        if not opening:
            raise Unclear
        table, at = PDFXRef(), opening.end()
        while section := _SECTION.match(self._content, at):
            first, count = int(section[1]), int(section[2])
            at = section.end() + 20 * count
            entries = _ENTRIES.findall(self._content[section.end() : at])
            if len(entries) != count:
                raise Unclear
            for number, (place, generation, sort) in enumerate(entries, first):
                if sort == b"n":
                    table.offsets[number] = (None, int(place), int(generation))
        trailer = _TRAILER.match(self._content, at)
        if not trailer:
            raise Unclear
        values, _, _ = objects_from(self._content, trailer.end(), self)
        if len(values) != 1 or not isinstance(values[0], dict):
            raise Unclear
        table.trailer.update(values[0])
        return table


def objects_from(content: Content, at: int, document: PDFDocument) -> tuple[list[Any], int, bytes]:
    """Gives the objects from `at` to a word that ends them, where that ends, and the word; raises Unclear."""
    outer: list[list[Any]] = []
    now: list[Any] = []
    match = _OBJECT.match
    while found := match(content, at):
        at, kind = found.end(), found.lastindex
        if kind == _NAME:
            now.append(_literal(found[4]))
        elif kind == _NUMBER:
            raw = found[3]
            now.append(float(raw) if b"." in raw else int(raw))
        elif kind == _REFERENCE:
            now.append(PDFObjRef(document, int(found[1])))
        elif kind in (_DICT, _ARRAY):
            if len(outer) >= _DEEPEST:
                raise Unclear
            outer.append(now)
            now = []
        elif kind in (_DICT_END, _ARRAY_END):
            if not outer:
                raise Unclear
            value = _dictionary(now) if kind == _DICT_END else now
            now = outer.pop()
            now.append(value)
        elif kind == _STRING:
            now.append(tokens.literal(found[9][1:-1]))
        elif kind == _HEX:
            now.append(tokens.hexadecimal(found[10][1:-1]))
        elif kind == _WORD:
            now.append(_WORDS[found[11]])
        elif not outer:
            return now, at, found[12]
        else:
            break
    raise Unclear


def _literal(raw: bytes) -> PSLiteral:
    try:
        return LIT(tokens.name(b"/" + raw) if b"#" in raw else raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Unclear from error


def _dictionary(values: list[Any]) -> dict[Any, Any]:
    """Gives a dictionary as pdfminer makes it: without what is null."""
    names = values[::2]
    if len(values) % 2 or not all(isinstance(name, PSLiteral) for name in names):
        raise Unclear
    return {name.name: value for name, value in zip(names, values[1::2], strict=True) if value is not None}
