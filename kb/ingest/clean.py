"""Cleaning: every block is mended and brought to normal form, and what is empty then is dropped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from kb.model import Block, BlockKind, Extract, Unit, UnitKind
from kb.slovene.damages import mended, wrong_letters
from kb.slovene.normal import tidy

# What signing programs print on the first page of a gazette: «Digitally signed by … DN: c=si, … Date: 2015.03.06 …».
_STAMP = re.compile(
    r"Digitally signed by (?:.{1,60}$|.{1,300}?(?:DN:|Date:))|DN: c=\w\w, o=|Date: \d{4}\.\d\d\.\d\d \d\d:\d\d:\d\d",
    re.S,
)


def clean(extract: Extract) -> Extract:
    """Gives the extract with its blocks mended and tidied; headings are one line, empty blocks are gone, units stay.

    The stamp of a digital signature becomes a header: it is on the page, but no part of the text.
    """
    letters = wrong_letters("\n".join(block.text for unit in extract.units for block in unit.blocks))
    units = tuple(replace(unit, blocks=_cleaned(unit, letters)) for unit in extract.units)
    return replace(extract, units=units, title=one_line(mended(extract.title, letters=letters)))


def clean_blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Gives blocks that came by themselves (from OCR, from a second extractor) as `clean` would have them."""
    return clean(Extract("", (Unit(UnitKind.PAGE, 1, blocks),))).units[0].blocks


def one_line(text: str) -> str:
    """Gives `text` tidied and in one line.

    >>> one_line("Novosti, ki jih prinaša \\n prenovljeni ZORed ")
    'Novosti, ki jih prinaša prenovljeni ZORed'
    """
    return " ".join(tidy(text).split())


def _cleaned(unit: Unit, letters: Mapping[int, str]) -> tuple[Block, ...]:
    texts = ((block, _text(block, letters)) for block in unit.blocks)
    return tuple(Block(_kind(block, text), text, block.level) for block, text in texts if text)


def _kind(block: Block, text: str) -> BlockKind:
    is_stamp = block.kind is BlockKind.PARAGRAPH and _STAMP.match(text)
    return BlockKind.HEADER if is_stamp else block.kind


def _text(block: Block, letters: Mapping[int, str]) -> str:
    text = mended(block.text, letters=letters)
    if block.kind is BlockKind.HEADING:
        return one_line(text)
    if block.kind is BlockKind.TABLE:
        return "\n".join(line for line in tidy(text).split("\n") if line.strip())
    text = tidy(text.replace("\t", " "))
    return "\n".join(line for line in text.split("\n") if line)
