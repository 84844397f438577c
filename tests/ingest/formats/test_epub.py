"""Books: their chapters in the order of the book, and what is said where some cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import Locked, Unreadable
from kb.ingest import extract
from tests.ingest.making import blocks_of, package

_CONTAINER = "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>{}</rootfiles></container>"
_ROOT = "<rootfile full-path='OEBPS/content.opf' media-type='application/oebps-package+xml'/>"
_PAGE = "<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>{}</h1><p>Besedilo.</p></body></html>"


def book(path: Path, **more: str) -> Path:
    """Makes a book of two chapters that stand in the package the other way round."""
    items = "".join(f"<item id='{name}' href='{name}%20a.xhtml' media-type='application/xhtml+xml'/>" for name in "ba")
    order = "".join(f"<itemref idref='{name}'/>" for name in ("a", "b", "b", "x"))
    opf = f"""<package xmlns='http://www.idpf.org/2007/opf' xmlns:dc='http://purl.org/dc/elements/1.1/'><metadata>
    <dc:title>Priročnik za svetnike</dc:title></metadata><manifest>{items}</manifest><spine>{order}</spine></package>"""
    members: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": _CONTAINER.format(_ROOT),
        "OEBPS/content.opf": opf,
        "OEBPS/a a.xhtml": _PAGE.format("Prvo poglavje"),
        "OEBPS/b a.xhtml": _PAGE.format("Drugo poglavje"),
    }
    return package(path, {**members, **{name.replace("__", "/"): part for name, part in more.items()}})


def test_chapters_are_read_in_the_order_of_the_book(tmp_path: Path) -> None:
    path = book(tmp_path / "a.epub")
    assert [text for kind, text in blocks_of(path) if kind == "heading"] == ["Prvo poglavje", "Drugo poglavje"]
    assert extract(path).title == "Priročnik za svetnike"


def test_a_chapter_that_is_missing_is_told(tmp_path: Path) -> None:
    opf = (
        "<package xmlns='o'><manifest><item id='a' href='ni.html' media-type='text/html'/><item id='b' href='b a.xhtml'"
    )
    opf += " media-type='text/html'/></manifest><spine><itemref idref='a'/><itemref idref='b'/></spine></package>"
    found = extract(book(tmp_path / "a.epub", **{"OEBPS/content.opf": opf}))
    assert (found.is_partial, found.warnings) == (True, ("Ni bilo mogoče prebrati poglavja 1.",))


@pytest.mark.parametrize(
    ("method", "is_locked"),
    [("http://www.idpf.org/2008/embedding", False), ("http://www.w3.org/2001/04/xmlenc#aes128-cbc", True)],
)
def test_an_encrypted_book_is_locked_and_hidden_fonts_are_no_lock(tmp_path: Path, method: str, is_locked: bool) -> None:
    locks = f"<encryption xmlns='o'><EncryptionMethod xmlns='x' Algorithm='{method}'/></encryption>"
    path = book(tmp_path / "a.epub", **{"META-INF/encryption.xml": locks})
    if is_locked:
        with pytest.raises(Locked):
            extract(path)
    else:
        assert extract(path).title


def test_a_book_without_a_list_of_chapters_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        extract(book(tmp_path / "a.epub", **{"META-INF/container.xml": _CONTAINER.format("")}))
