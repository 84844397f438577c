"""Cleaning: every block is brought to normal form, and what is empty then is dropped."""

from __future__ import annotations

from dataclasses import replace

from kb.model import Block, BlockKind, Extract, Unit
from kb.slovene.normal import tidy


def clean(extract: Extract) -> Extract:
    """Gives the extract with every block tidied; headings are one line, empty blocks are gone, units stay."""
    units = tuple(replace(unit, blocks=_cleaned(unit)) for unit in extract.units)
    return replace(extract, units=units, title=one_line(extract.title))


def one_line(text: str) -> str:
    """Gives `text` tidied and in one line.

    >>> one_line("Novosti, ki jih prinaša \\n prenovljeni ZORed ")
    'Novosti, ki jih prinaša prenovljeni ZORed'
    """
    return " ".join(tidy(text).split())


def _cleaned(unit: Unit) -> tuple[Block, ...]:
    blocks = (replace(block, text=_text(block)) for block in unit.blocks)
    return tuple(block for block in blocks if block.text)


def _text(block: Block) -> str:
    if block.kind is BlockKind.HEADING:
        return one_line(block.text)
    if block.kind is BlockKind.TABLE:
        return "\n".join(line for line in tidy(block.text).split("\n") if line.strip())
    text = tidy(block.text.replace("\t", " "))
    return "\n".join(line for line in text.split("\n") if line)
