"""Files for uploads: many small ones of all sorts with texts of our own, and ten that nobody can read."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from tests.ingest.formats.samples import xlsx
from tests.ingest.making import compound, docx, line, odf, paragraph, pdf, pptx, shape, written

ODT = "application/vnd.oasis.opendocument.text"
WORD = "preizkusnica"
"""A word that every readable file has, and no other."""

BROKEN = {
    "prazna.txt": "Datoteka je prazna.",
    "pokvarjen načrt.pdf": "verjetno je poškodovana",
    "zaklenjen zapisnik.pdf": "zaščitena z geslom",
    "zaklenjen sklep.docx": "zaščitena z geslom",
    "zaklenjen dopis.odt": "zaščitena z geslom",
    "program.exe": "Te oblike datoteke ni mogoče prebrati",
    "fotografija.png": "Te oblike datoteke ni mogoče prebrati",
    "odrezano poročilo.docx": "verjetno je poškodovana",
    "odrezana predstavitev.pptx": "verjetno je poškodovana",
    "brez besedila.pdf": "V datoteki ni besedila.",
}
"""The files that cannot be read, and what is said of each."""


def text_of(number: int) -> str:
    return (
        f"{WORD.title()} številka {number}. Občinski svet je na {number}. seji obravnaval predlog odloka o urejanju "
        f"zelenih površin in sprejel sklep z zaporedno oznako {number * 7 + 3}."
    )


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _html(path: Path, text: str) -> None:
    path.write_text(f'<!doctype html><html lang="sl"><title>Sklep</title><h1>Sklep</h1><p>{text}</p></html>', "utf-8")


def _docx(path: Path, text: str) -> None:
    docx(path, paragraph(text))


def _pptx(path: Path, text: str) -> None:
    pptx(path, [shape("Predstavitev", placeholder="title") + shape(text)])


def _pdf(path: Path, text: str) -> None:
    pdf(path, [[line(part, top=72 + 20 * at) for at, part in enumerate(text.split(". "))]])


def _odt(path: Path, text: str) -> None:
    odf(path, ODT, f"<office:text><text:p>{text}</text:p></office:text>")


def _xlsx(path: Path, text: str) -> None:
    xlsx(path, {"List": f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'})


def _eml(path: Path, text: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "obcina@primer.si", "svet@primer.si", "Vabilo na sejo"
    message.set_content(text)
    path.write_bytes(message.as_bytes())


_WRITERS: dict[str, Callable[[Path, str], None]] = {
    "txt": _text,
    "docx": _docx,
    "pdf": _pdf,
    "html": _html,
    "pptx": _pptx,
    "md": _text,
    "odt": _odt,
    "xlsx": _xlsx,
    "eml": _eml,
}


def readable(folder: Path, count: int, *, large: int = 0) -> list[Path]:
    """Writes files of all sorts into `folder` and folders in it; the first presentation has `large` bytes more."""
    paths = []
    for number in range(count):
        ending = list(_WRITERS)[number % len(_WRITERS)]
        path = folder / ("", "seje", "seje/priloge č")[number % 3] / f"gradivo {number:03}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        _WRITERS[ending](path, text_of(number))
        paths.append(path)
    if large:
        deck = next(path for path in paths if path.suffix == ".pptx")
        with zipfile.ZipFile(deck, "a", zipfile.ZIP_STORED) as archive:
            archive.writestr("ppt/media/posnetek.bin", os.urandom(large))
    return paths


def broken(folder: Path) -> None:
    """Writes the ten files of BROKEN into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    written(folder / "prazna.txt", b"")
    written(folder / "pokvarjen načrt.pdf", b"%PDF-1.7\nto ni PDF\n")
    pdf(folder / "zaklenjen zapisnik.pdf", [[line("Skrivnost")]], password=b"geslo")
    compound(folder / "zaklenjen sklep.docx", "EncryptionInfo", "EncryptedPackage")
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    odf(folder / "zaklenjen dopis.odt", ODT, "", **{"META-INF/manifest.xml": manifest})
    written(folder / "program.exe", b"MZ" + bytes(range(256)) * 8)
    written(folder / "fotografija.png", b"\x89PNG\r\n\x1a\n" + bytes(range(255, 0, -1)) * 16)
    _cut(docx(folder / "odrezano poročilo.docx", paragraph("Poročilo")))
    _cut(pptx(folder / "odrezana predstavitev.pptx", [shape("Predstavitev")]))
    pdf(folder / "brez besedila.pdf", [[]])


def left_behind(folder: Path) -> None:
    """Writes what programs leave in folders."""
    written(folder / "Thumbs.db", b"slike")
    written(folder / "~$gradivo 001.docx", b"zaklep")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-60])
