"""Reading one file in this process: recognised by content, read by the module of its format, cleaned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import cast

from kb.errors import NoText, TooCostly
from kb.ingest.clean import clean
from kb.ingest.sniff import DOCX, HTML, MARKDOWN, ODP, ODT, PDF, PPTX, TEXT, recognise
from kb.ingest.titles import title_of
from kb.model import BlockKind, Extract
from kb.slovene.language import language_of

MOST_CHARACTERS = 30_000_000
_NOT_BODY = (BlockKind.HEADER, BlockKind.FOOTER)
_LANGUAGE_SAMPLE = 20_000

# By name and not by function: a process that only hands files to a sandbox never loads a parser.
READERS = {
    PDF: "kb.ingest.formats.pdf",
    PPTX: "kb.ingest.formats.pptx",
    DOCX: "kb.ingest.formats.docx",
    ODT: "kb.ingest.formats.odf",
    ODP: "kb.ingest.formats.odf",
    HTML: "kb.ingest.formats.html",
    MARKDOWN: "kb.ingest.formats.text",
    TEXT: "kb.ingest.formats.text",
}


def extract(path: Path) -> Extract:
    """Gives what is written in the file: units of cleaned blocks, title, language and warnings.

    Runs foreign parsers in this process, without limits of time or memory: `Sandbox` is for files that
    come from outside. Raises a DocumentError (Empty, UnknownFormat, Locked, Unreadable, NoText, TooCostly,
    Unreachable), and whatever a parser raises on a file that it was not made for.
    """
    media_type = recognise(path)
    found = clean(reader_of(media_type)(path))
    size = sum(len(block.text) for unit in found.units for block in unit.blocks if block.kind not in _NOT_BODY)
    if not size:
        raise NoText
    if size > MOST_CHARACTERS:
        raise TooCostly(f"{size // 1_000_000} milijonov znakov")
    return replace(found, media_type=media_type, title=title_of(found), language=_language(found))


def reader_of(media_type: str) -> Callable[[Path], Extract]:
    """Gives the `read` of the format's module; the media type is one that `recognise` gives."""
    return cast("Callable[[Path], Extract]", import_module(READERS[media_type]).read)


def _language(found: Extract) -> str:
    sample, size = [], 0
    for unit in found.units:
        for block in unit.blocks:
            sample.append(block.text)
            size += len(block.text)
            if size > _LANGUAGE_SAMPLE:
                break
    return language_of(" ".join(sample)) or found.language
