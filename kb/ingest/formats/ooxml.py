"""Office files as packages: parts opened within a budget, read as XML that can reach nothing outside."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import unquote

from lxml import etree

from kb.errors import Locked, TooCostly, Unreadable

MOST_MEMBERS = 30_000
MOST_PART_BYTES = 150_000_000
MOST_BYTES = 400_000_000
_RATIO_FROM = 5_000_000
_MOST_RATIO = 250

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = (
    (b"wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"presentationml/main", b"http://schemas.openxmlformats.org/presentationml/2006/main"),
    (b"spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"drawingml/spreadsheetDrawing", b"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"),
    (b"drawingml/wordprocessingDrawing", b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    (b"drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (b"drawingml/chart", b"http://schemas.openxmlformats.org/drawingml/2006/chart"),
    (b"drawingml/diagram", b"http://schemas.openxmlformats.org/drawingml/2006/diagram"),
    (b"officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
_SAFE: Any = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": True,
    "remove_comments": True,
    "remove_pis": True,
}


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: `sort` is the last word of the relation's type («slide», «notesSlide»)."""

    sort: str
    target: str


class Package:
    """A ZIP of XML parts; a context manager. Names of parts are found whatever their case.

    Raises TooCostly where the parts are more, larger or more compressed than any honest file's are.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
            raise Unreadable("poškodovan arhiv ZIP") from error
        members = self._archive.infolist()
        if len(members) > MOST_MEMBERS:
            self._archive.close()
            raise TooCostly(f"{len(members)} delov")
        self._members = {_plain_name(member.filename): member for member in members}
        self._left = MOST_BYTES

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()

    def has(self, part: str) -> bool:
        """Tells whether the package has the part."""
        return _plain_name(part) in self._members

    def names(self, folder: str) -> list[str]:
        """Gives the names of the parts under a folder, in lower case."""
        return [name for name in self._members if name.startswith(folder)]

    def bytes_of(self, part: str) -> bytes:
        """Gives the bytes of a part; raises Unreadable where it is absent or damaged, TooCostly over budget."""
        member = self._members.get(_plain_name(part))
        if member is None:
            raise Unreadable(f"manjka del {part}")
        if member.flag_bits & 1:
            raise Locked
        if member.file_size > min(MOST_PART_BYTES, self._left) or _is_bomb(member):
            raise TooCostly(f"{member.file_size // 1_000_000} MB v enem delu")
        self._left -= member.file_size
        try:
            return self._archive.read(member)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise Unreadable(f"poškodovan del {part}") from error

    def xml(self, part: str) -> Any:
        """Gives the root element of a part; entities are not expanded, nothing outside is fetched."""
        return parse(self.bytes_of(part))

    def optional_xml(self, part: str) -> Any:
        """Gives the root element of a part, or None where the part is absent or is not XML."""
        if not part or not self.has(part):
            return None
        try:
            return self.xml(part)
        except Unreadable:
            return None

    def elements(self, part: str, *tags: str) -> Iterator[Any]:
        """Gives the elements of these tags one by one, each emptied when the next is asked for: for large parts."""
        raw = _transitional(self.bytes_of(part))
        try:
            for _, element in etree.iterparse(BytesIO(raw), tag=tags, **_SAFE):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise Unreadable("poškodovan XML") from error

    def relations(self, part: str) -> dict[str, Relation]:
        """Gives what a part refers to inside the package, by relation id; a part without relations gives {}."""
        folder, name = posixpath.split(part)
        root = self.optional_xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for element in () if root is None else root:
            target = element.get("Target") if isinstance(element.tag, str) else None
            if target and element.get("TargetMode") != "External":
                sort = (element.get("Type") or "").rsplit("/", 1)[-1]
                found[element.get("Id") or ""] = Relation(sort, _resolved(folder, target))
        return found

    def main_part(self, default: str) -> str:
        """Gives the name of the part that holds the document."""
        for relation in self.relations("").values():
            if relation.sort == "officeDocument" and self.has(relation.target):
                return relation.target
        return default

    def title(self) -> str:
        """Gives the title in the package's properties, or ""."""
        root = self.optional_xml("docProps/core.xml")
        found = None if root is None else root.find(f"{_DC}title")
        return "" if found is None else (found.text or "")


def parse(raw: bytes) -> Any:
    """Gives the root element of XML bytes, strict namespaces read as the transitional ones; raises Unreadable."""
    try:
        return etree.fromstring(_transitional(raw), etree.XMLParser(**_SAFE))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("poškodovan XML") from error


def _transitional(raw: bytes) -> bytes:
    if _STRICT in raw:
        for strict, transitional in _TRANSITIONAL:
            raw = raw.replace(_STRICT + strict, transitional)
    return raw


def is_on(element: Any, name: str) -> bool:
    """Tells whether a switch such as <w:vanish/> or <w:vanish w:val="0"/> is on; an absent one is off."""
    found = element.find(name)
    return found is not None and (found.get(f"{W}val") or "1") not in ("0", "false", "off", "none")


def _plain_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    return member.file_size > _RATIO_FROM and member.file_size > _MOST_RATIO * max(member.compress_size, 1)


def _resolved(folder: str, target: str) -> str:
    target = unquote(target.replace("\\", "/"))
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
