"""What a file is, told by its content and never by its name."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from kb.errors import Empty, Locked, UnknownFormat, Unreachable, Unreadable
from kb.ingest.charset import charset_of, is_text
from kb.ingest.compound import MAGIC, Compound, stream_names

PDF = "application/pdf"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
ODP = "application/vnd.oasis.opendocument.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
EPUB = "application/epub+zip"
EML = "message/rfc822"
MSG = "application/vnd.ms-outlook"
ZIP = "application/zip"
RTF = "application/rtf"
DOC = "application/msword"
PPT = "application/vnd.ms-powerpoint"
XLS = "application/vnd.ms-excel"
HTML = "text/html"
MARKDOWN = "text/markdown"
TEXT = "text/plain"

# Recognised, but read only after another program has turned them into something newer; the names are for people.
CONVERTED = {
    RTF: "RTF",
    DOC: "stari Wordov dokument .doc",
    PPT: "stara predstavitev .ppt",
}

_HEAD = 8192
_PDF_WITHIN = 1024
_COMPOUND = (
    ("__properties_version1.0", MSG),
    ("WordDocument", DOC),
    ("PowerPoint Document", PPT),
    ("Workbook", XLS),
    ("Book", XLS),
)
_UNREAD_COMPOUND = (
    ("VisioDocument", "risba Visio"),
    ("WordPerfect Office Main", "dokument WordPerfect"),
)
_MEMBERS = (
    ("ppt/presentation.xml", PPTX),
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("meta-inf/container.xml", EPUB),
)
_UNREAD_MEMBERS = (
    ("xl/workbook.bin", "preglednica .xlsb"),
    ("visio/document.xml", "risba Visio"),
    ("index/document.iwa", "dokument Apple iWork"),
)
_ODF = {
    ODT: ODT,
    ODT + "-template": ODT,
    ODP: ODP,
    ODP + "-template": ODP,
    ODS: ODS,
    ODS + "-template": ODS,
}
_UNREAD_ODF = {
    "application/vnd.oasis.opendocument.graphics": "risba .odg",
}
_MAGIC = (
    (b"\x89PNG", "slika PNG"),
    (b"\xff\xd8\xff", "slika JPEG"),
    (b"GIF8", "slika GIF"),
    (b"II*\x00", "slika TIFF"),
    (b"MM\x00*", "slika TIFF"),
    (b"BM", "slika BMP"),
    (b"8BPS", "slika PSD"),
    (b"\xd7\xcd\xc6\x9a", "slika WMF"),
    (b"AT&TFORM", "dokument DjVu"),
    (b"%!PS", "PostScript"),
    (b"ID3", "zvočni posnetek"),
    (b"OggS", "zvočni posnetek"),
    (b"fLaC", "zvočni posnetek"),
    (b"\x1aE\xdf\xa3", "videoposnetek"),
    (b"7z\xbc\xaf\x27\x1c", "arhiv 7z"),
    (b"Rar!", "arhiv RAR"),
    (b"\x1f\x8b", "arhiv GZIP"),
    (b"BZh", "arhiv BZIP2"),
    (b"\xfd7zXZ", "arhiv XZ"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3", "podatkovna zbirka"),
    (b"\xffWPC", "dokument WordPerfect"),
)
RTF_MAGIC = b"{\\rtf"
_TEXT_MAGIC = (b"%!PS",)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta|div|p|h[1-6]|table|article|main|section)\b", re.I)
_XML = re.compile(r"\s*(?:<\?xml|<!DOCTYPE|<[a-z][\w:.-]*[\s>/])", re.I)
_MAIL = re.compile(
    r"^(?:mime-version|received|message-id|return-path|delivered-to|content-type|from|to|subject|date): ?\S",
    re.I | re.M,
)
_MAIL_ONLY = re.compile(r"^(?:mime-version|received|message-id|return-path|delivered-to): ?\S", re.I | re.M)
_MAIL_DATE = re.compile(r"^Date: ?(?:(?:\w{3}, )?\d{1,2} \w{3} \d{2,4}|\d{4}-\d\d-\d\dT\d\d:\d\d)[ :]\d", re.M)
_MARKDOWN_HEADING = re.compile(r"^#{1,6} \S", re.M)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?:[\w-]+:.*\r?\n|[ \t-].*\r?\n|\r?\n){1,200}?---[ \t]*$", re.M)


def recognise(path: Path) -> str:
    """Gives the media type of a file that is read here, or turned by another program into one that is (`CONVERTED`).

    Raises Empty, Locked, UnknownFormat with a Slovene name of what the file is, Unreadable where its
    container is broken, and Unreachable where it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise Unreachable(path.name) from error
    if not head:
        raise Empty
    if head.startswith(b"PK"):
        return _in_zip(path)
    if head.startswith(MAGIC):
        return _in_compound(path)
    if head.startswith(b"%PDF") or b"%PDF-" in head[:_PDF_WITHIN]:
        return PDF
    if head.startswith(RTF_MAGIC):
        return RTF
    if name := _named_by_magic(head):
        raise UnknownFormat(name)
    return _in_text(head)


def _in_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            members = {member.filename.replace("\\", "/").lstrip("/").lower(): member for member in archive.infolist()}
            files = [member for member in members.values() if not member.is_dir()]
            if files and all(member.flag_bits & 1 for member in files):
                raise Locked
            media_type = next((media_type for name, media_type in _MEMBERS if name in members), "")
            media_type = media_type or _by_mimetype(archive, members)
            if media_type != ZIP and any(member.flag_bits & 1 for member in files):
                raise Locked
            return media_type
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, RuntimeError) as error:
        raise Unreadable("poškodovan arhiv ZIP") from error


def _by_mimetype(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> str:
    declared = ""
    if "mimetype" in members:
        with archive.open(members["mimetype"]) as file:
            declared = file.read(200).decode("ascii", "replace").strip()
    if declared in _ODF:
        if _odf_is_locked(archive, members):
            raise Locked
        return _ODF[declared]
    if declared in _UNREAD_ODF:
        raise UnknownFormat(_UNREAD_ODF[declared])
    return _by_main_part(archive, members)


def _odf_is_locked(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> bool:
    if "encrypted-package" in members:
        return True
    if "meta-inf/manifest.xml" not in members:
        return False
    with archive.open(members["meta-inf/manifest.xml"]) as file:
        return b"encryption-data" in file.read(4_000_000)


def _by_main_part(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> str:
    """Office files may name their main part otherwise than Microsoft does; their root relationships then tell."""
    for name, shown in _UNREAD_MEMBERS:
        if name in members:
            raise UnknownFormat(shown)
    if "_rels/.rels" in members:
        with archive.open(members["_rels/.rels"]) as file:
            targets = file.read(200_000).lower()
        if b"officedocument" in targets:
            for mark, media_type in ((b"ppt/", PPTX), (b"word/", DOCX), (b"xl/", XLSX), (b"document", DOCX)):
                if mark in targets:
                    return media_type
    return ZIP


def _in_compound(path: Path) -> str:
    names = stream_names(path)
    if "EncryptedPackage" in names or "EncryptedSummary" in names or _old_word_is_locked(path):
        raise Locked
    for name in names:
        for mark, media_type in _COMPOUND:
            if name.startswith(mark):
                return media_type
        for mark, shown in _UNREAD_COMPOUND:
            if name.startswith(mark):
                raise UnknownFormat(shown)
    raise UnknownFormat("stara datoteka Office")


def _old_word_is_locked(path: Path) -> bool:
    """Tells whether an old Word document is encrypted: the ninth bit of the word at byte 10 of its head."""
    with Compound(path) as compound:
        stream = compound.children().get("WordDocument")
        head = compound.read(stream, 12) if stream else b""
    return len(head) == 12 and bool(head[11] & 1)


def _named_by_magic(head: bytes) -> str:
    if head.startswith(_TEXT_MAGIC) or not is_text(head):
        for magic, name in _MAGIC:
            if head.startswith(magic):
                return name
        if head[4:8] == b"ftyp":
            return "slika HEIC" if head[8:12] in (b"heic", b"heix", b"mif1", b"avif") else "videoposnetek"
        if head.startswith(b"RIFF"):
            return {b"WEBP": "slika WEBP", b"WAVE": "zvočni posnetek"}.get(head[8:12], "videoposnetek")
        return "arhiv TAR" if head[257:262] == b"ustar" else "neznana dvojiška datoteka"
    return ""


def _in_text(head: bytes) -> str:
    text = head.decode(charset_of(head), "replace").lstrip("\ufeff")
    if _is_mail(text.replace("\r", "").split("\n\n", 1)[0]):
        return EML
    if _XML.match(text):
        if _HTML.search(text):
            return HTML
        if text.lstrip().startswith("<?xml"):
            raise UnknownFormat("XML")
    if _HTML.match(text.lstrip()) or re.search(r"<(?:html|body)\b", text, re.I):
        return HTML
    if _FRONT_MATTER.search(text) or _MARKDOWN_HEADING.search(text):
        return MARKDOWN
    return TEXT


def _is_mail(opening: str) -> bool:
    return len(_MAIL.findall(opening)) >= 2 and bool(_MAIL_ONLY.search(opening) or _MAIL_DATE.search(opening))
