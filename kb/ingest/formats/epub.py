"""Books (EPUB): pages of XHTML in a ZIP, read one after another as the book's own list has them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from kb.errors import Locked, Unreadable
from kb.ingest.formats.html import page_blocks
from kb.ingest.formats.odfwalk import DC
from kb.ingest.formats.ooxml import Package
from kb.ingest.sniff import EPUB
from kb.ingest.warned import numbered
from kb.model import Block, Extract, Unit, UnitKind

_LIST = "META-INF/container.xml"
_LOCKS = "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html")
# Fonts are often made unusable elsewhere; that hides no word of the book.
_OF_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#rc")


def read(path: Path) -> Extract:
    """Gives the chapters of a book as one flowing text; raises Locked where its pages are encrypted."""
    with Package(path) as package:
        if _is_locked(package):
            raise Locked
        book = _main_part(package)
        root = package.xml(book)
        blocks: list[Block] = []
        missing = []
        for number, part in enumerate(_parts(root, posixpath.dirname(book)), 1):
            try:
                blocks += page_blocks(package.bytes_of(part))
            except Unreadable:
                missing.append(number)
        told = tuple(filter(None, [numbered("neberljivo poglavje", missing)]))
        title = root.findtext(f".//{DC}title") or ""
        return Extract(EPUB, (Unit(UnitKind.TEXT, 1, tuple(blocks)),), title, warnings=told, is_partial=bool(missing))


def _main_part(package: Package) -> str:
    root = package.xml(_LIST)
    paths = [element.get("full-path") or "" for element in _named(root, "rootfile")]
    return next((path for path in paths if package.has(path)), "content.opf")


def _parts(root: Any, folder: str) -> Iterator[str]:
    """Gives the names of the parts that are pages, in the order of the book."""
    pages = {
        element.get("id"): posixpath.normpath(posixpath.join(folder, unquote(element.get("href") or "")))
        for element in _named(root, "item")
        if element.get("media-type") in _PAGES
    }
    for element in _named(root, "itemref"):
        if part := pages.pop(element.get("idref"), None):
            yield part


def _is_locked(package: Package) -> bool:
    root = package.optional_xml(_LOCKS)
    methods = () if root is None else _named(root, "EncryptionMethod")
    return any((element.get("Algorithm") or "").lower() not in _OF_FONTS for element in methods)


def _named(root: Any, name: str) -> Iterator[Any]:
    """Gives the elements of a name in any namespace: old books have others."""
    return (element for element in root.iter() if isinstance(element.tag, str) and element.tag.endswith(f"}}{name}"))
