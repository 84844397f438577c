"""Reading one file in this process: recognised by content, read by the module of its format, cleaned."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from kb.errors import DocumentError, NoText, TooCostly, Unreadable
from kb.ingest.clean import clean
from kb.ingest.sniff import (
    DOC,
    DOCX,
    EML,
    EPUB,
    HTML,
    MARKDOWN,
    MSG,
    ODP,
    ODS,
    ODT,
    PDF,
    PPT,
    PPTX,
    RTF,
    TEXT,
    XLS,
    XLSX,
    ZIP,
    recognise,
)
from kb.ingest.titles import title_of
from kb.model import BlockKind, Extract, Unit
from kb.slovene.language import language_of

MOST_CHARACTERS = 30_000_000
_NOT_BODY = (BlockKind.HEADER, BlockKind.FOOTER)
_LANGUAGE_SAMPLE = 20_000

# By name and not by function: a process that only hands files to a sandbox never loads a parser.
READERS = {
    PDF: "kb.ingest.formats.pdf",
    PPTX: "kb.ingest.formats.pptx",
    DOCX: "kb.ingest.formats.docx",
    XLSX: "kb.ingest.formats.xlsx",
    ODT: "kb.ingest.formats.odf",
    ODP: "kb.ingest.formats.odf",
    ODS: "kb.ingest.formats.odf",
    EPUB: "kb.ingest.formats.epub",
    HTML: "kb.ingest.formats.html",
    EML: "kb.ingest.formats.mail",
    MSG: "kb.ingest.formats.msg",
    ZIP: "kb.ingest.formats.archive",
    MARKDOWN: "kb.ingest.formats.text",
    TEXT: "kb.ingest.formats.text",
    RTF: "kb.ingest.office",
    DOC: "kb.ingest.office",
    PPT: "kb.ingest.office",
    XLS: "kb.ingest.formats.xls",
}


# Hears what is known before a second reading, which may bring the process down.
First = Callable[[Extract | DocumentError], None]


def extract(
    path: Path,
    *,
    into: Path | None = None,
    scans: bool = False,
    first: First = lambda found: None,
    media_type: str = "",
) -> Extract:
    """Gives what is written in the file: units of cleaned blocks, title, language and warnings.

    Files inside the file are written to the folder `into`. With `scans`, a file of pages without text comes
    back with their numbers in `unread` instead of NoText. Pages of a PDF that read badly are read by pdfium
    too; what is known before that is told to `first`. A `media_type` that is known already is not looked for again.

    Runs foreign parsers in this process, without limits of time or memory: `Sandbox` is for files that
    come from outside. Raises a DocumentError (Empty, UnknownFormat, Locked, Unreadable, NoText, TooCostly,
    Unreachable), and whatever a parser raises on a file that it was not made for.
    """
    media_type = media_type or recognise(path)
    if media_type == PDF:
        found = _read_pdf(path, lambda found: first(_settled(found, PDF, scans)))
    else:
        found = clean(_read(media_type, path, into))
    settled = _settled(found, media_type, scans)
    if isinstance(settled, DocumentError):
        raise settled
    return settled


def with_pages(found: Extract, pages: Iterable[Unit]) -> Extract:
    """Gives an extract with `pages` in the place of its own where they read better; title and language follow."""
    from kb.ingest.pages import scored

    read = {page.number: page for page in pages}
    units = (read.get(unit.number, unit) for unit in found.units)
    better = tuple(max(pair, key=lambda unit: unit.quality) for pair in zip(found.units, units, strict=True))
    scans = scored(replace(found, units=better))
    return replace(scans, title=title_of(scans), language=_language(scans))


def load_readers() -> None:
    """Loads the modules of all formats, so that the first file waits for none."""
    for name in set(READERS.values()):
        import_module(name)


def _read(media_type: str, path: Path, into: Path | None) -> Extract:
    module = import_module(READERS[media_type])
    read: Callable[..., Extract] = module.read
    attaches: bool = getattr(module, "ATTACHES", False)
    return read(path, into) if attaches else read(path)


def _read_pdf(path: Path, first: First) -> Extract:
    """Gives the pages of a PDF, those that read badly read again; a file that does not open goes to pdfium whole."""
    # Here and not above: pdfium is loaded only where there is a page for it.
    from kb.ingest.pages import read_again, read_by_pdfium, scored

    try:
        found = scored(clean(_read(PDF, path, None)))
    except (NoText, Unreadable) as error:
        first(error)
        return read_by_pdfium(path, error)
    if not found.unread:
        return found
    first(found)
    return read_again(found, path)


def _settled(found: Extract | DocumentError, media_type: str, scans: bool) -> Extract | DocumentError:
    """Gives the extract with title and language; or the error, where there is too little or too much in it."""
    if isinstance(found, DocumentError):
        return found
    size = _size(found)
    if not size and not found.attachments and not (scans and found.unread):
        # What could not be read is no reason to say that nothing is written there.
        return Unreadable(" ".join(found.warnings).rstrip(".")) if found.is_partial else NoText()
    if size > MOST_CHARACTERS:
        return TooCostly(f"{size // 1_000_000} milijonov znakov")
    return replace(found, media_type=media_type, title=title_of(found), language=_language(found))


def _size(found: Extract) -> int:
    return sum(len(block.text) for unit in found.units for block in unit.blocks if block.kind not in _NOT_BODY)


def _language(found: Extract) -> str:
    sample, size = [], 0
    for unit in found.units:
        for block in unit.blocks:
            sample.append(block.text)
            size += len(block.text)
            if size > _LANGUAGE_SAMPLE:
                break
    return language_of(" ".join(sample)) or found.language
