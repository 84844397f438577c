"""Small documents and the project's own names, for the tests of suggestions."""

from __future__ import annotations

import csv
from pathlib import Path

from kb.ingest import divide
from kb.ingest.suggest import Name, Names, Suggestions, suggest
from kb.ingest.titles import title_of
from kb.model import Block, BlockKind, Extract, Unit, UnitKind
from kb.slovene.language import language_of

ROOT = Path(__file__).parents[3]
_REGISTERS = ROOT / "kb" / "store" / "registers"


def _rows(file: str) -> tuple[Name, ...]:
    with (_REGISTERS / file).open(encoding="utf-8", newline="") as rows:
        return tuple(Name(row["slug"], row["name_sl"], row["name_en"]) for row in csv.DictReader(rows))


NAMES = Names(kinds=_rows("kinds.csv"), bodies=_rows("bodies.csv"), topics=_rows("topics.csv"))


def document(*lines: str, title: str = "", kind: UnitKind = UnitKind.TEXT, language: str = "sl") -> Extract:
    """Gives a document of one unit; a line that begins with «# » is a heading, one with «| » a footer."""
    unit = Unit(kind, 1, tuple(_block(line) for line in lines))
    found = Extract("text/plain", (unit,), title=title)
    return Extract("text/plain", (unit,), title=title_of(found), language=language_of(" ".join(lines)) or language)


def suggested(*lines: str, title: str = "", kind: UnitKind = UnitKind.TEXT, names: Names = NAMES) -> Suggestions:
    """Gives what is suggested for a small document of these lines."""
    extract = document(*lines, title=title, kind=kind)
    return suggest(extract, divide(extract), names=names)


def _block(line: str) -> Block:
    if line.startswith("# "):
        return Block(BlockKind.HEADING, line[2:], 1)
    return Block(BlockKind.FOOTER, line[2:]) if line.startswith("| ") else Block(BlockKind.PARAGRAPH, line)
