"""Pages of a PDF that read badly are read again by pdfium; what no reader reads is named for OCR and for staff."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from kb.errors import DocumentError, NoText, Unreadable
from kb.ingest.quality import THRESHOLD, quality_of
from kb.ingest.sniff import PDF
from kb.ingest.warned import is_of, named_in, numbered
from kb.model import Block, BlockKind, Extract, Unit, UnitKind

SECONDS_OF_SECOND_READING = 15.0
BY_PDFIUM = "pdfium"
_NOT_BODY = (BlockKind.HEADER, BlockKind.FOOTER, BlockKind.PICTURE)
_BARE, _BROKEN, _BAD = "stran brez besedila", "neberljiva stran", "slabo berljiva stran"


def scored(found: Extract) -> Extract:
    """Gives the extract of a PDF with the quality of every page; pages that read badly are in `unread`.

    They are in warnings too, with their score; whoever reads them again calls this again.
    """
    units = [replace(unit, quality=_quality(unit.blocks)) for unit in found.units]
    broken = named_in(_BROKEN, found.warnings)
    left = {unit.number for unit in units if unit.number in broken and unit.by != BY_PDFIUM}
    others = _other(found.warnings)
    return replace(
        found,
        units=tuple(units),
        unread=tuple(unit.number for unit in units if unit.quality < THRESHOLD),
        warnings=(*others, *_renewed(units, left)),
        is_partial=bool(left) or (found.is_partial and bool(others or not broken)),
    )


def read_again(found: Extract, path: Path) -> Extract:
    """Gives a scored extract with the pages in `unread` as pdfium reads them, where that is better.

    pdfium may bring the process down, or hang.
    """
    deadline = time.process_time() + SECONDS_OF_SECOND_READING
    units = list(found.units)
    for at, unit in enumerate(units):
        if unit.number in found.unread and time.process_time() < deadline:
            units[at] = _better(unit, path)
    return scored(replace(found, units=tuple(units)))


def read_by_pdfium(path: Path, reason: DocumentError) -> Extract:
    """Gives a PDF that its own reader did not open, as pdfium reads it; raises `reason` where pdfium does not either.

    Without any text, the pages come back empty where `reason` is NoText, for OCR to try.
    """
    from kb.ingest.pdfium import pages_in

    try:
        empty = tuple(Unit(UnitKind.PAGE, number, (), 0.0) for number in range(1, pages_in(path) + 1))
    except Unreadable:
        raise reason from None
    found = read_again(scored(Extract(PDF, empty)), path)
    if not isinstance(reason, NoText) and not any(unit.blocks for unit in found.units):
        raise reason
    return found


def _better(unit: Unit, path: Path) -> Unit:
    """Gives the page as pdfium reads it, where that is better; what pdfium cannot read stays as it was."""
    from kb.ingest.pdfium import page_blocks

    try:
        blocks = page_blocks(path, unit.number)
    except DocumentError:
        return unit
    quality = _quality(blocks)
    return replace(unit, blocks=blocks, quality=quality, by=BY_PDFIUM) if quality > unit.quality else unit


def _quality(blocks: Iterable[Block]) -> float:
    return quality_of("\n".join(block.text for block in blocks if block.kind not in _NOT_BODY))


def _other(warnings: Iterable[str]) -> list[str]:
    return [each for each in warnings if not any(is_of(sort, each) for sort in (_BARE, _BROKEN, _BAD))]


def _renewed(units: list[Unit], broken: set[int]) -> list[str]:
    """Gives the warnings on pages without text, broken ones and those that read badly, with the lowest score."""
    low = [unit for unit in units if unit.quality < THRESHOLD and unit.number not in broken]
    bad = [unit for unit in low if _has_text(unit)]
    bare = [unit.number for unit in low if not _has_text(unit)]
    warnings = [numbered(_BARE, bare), numbered(_BROKEN, sorted(broken))]
    if bad:
        score = f"{min(unit.quality for unit in bad):.2f}".replace(".", ",")
        warnings.append(f"{numbered(_BAD, [unit.number for unit in bad])[:-1]} (ocena {score}).")
    return [each for each in warnings if each]


def _has_text(unit: Unit) -> bool:
    return any(block.kind not in _NOT_BODY for block in unit.blocks)
