"""Extracts as JSON, the form in which a worker process hands them over: nothing in it can run."""

from __future__ import annotations

import json

from kb.model import Block, BlockKind, Extract, Unit, UnitKind


def to_json(extract: Extract) -> str:
    """Gives the extract as JSON; `from_json` gives it back."""
    units = [
        [unit.kind.value, unit.number, [[block.kind.value, block.text, block.level] for block in unit.blocks]]
        for unit in extract.units
    ]
    return json.dumps([extract.media_type, units, extract.title, extract.language, list(extract.warnings)])


def from_json(text: str) -> Extract:
    """Gives the extract that `to_json` wrote."""
    media_type, units, title, language, warnings = json.loads(text)
    return Extract(media_type, tuple(_unit(*unit) for unit in units), title, language, tuple(warnings))


def _unit(kind: str, number: int, blocks: list[tuple[str, str, int]]) -> Unit:
    return Unit(UnitKind(kind), number, tuple(Block(BlockKind(sort), text, level) for sort, text, level in blocks))
