"""Extracts and passages as JSON, the form in which a worker process hands them over: nothing in it can run."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from kb.model import Attachment, Block, BlockKind, Extract, Locator, LocatorKind, Passage, Unit, UnitKind


def to_json(extract: Extract) -> str:
    """Gives the extract as JSON; `from_json` gives it back, every field of it."""
    units = [[unit.kind.value, unit.number, flat_blocks(unit.blocks), unit.quality, unit.by] for unit in extract.units]
    attachments = [[each.name, each.file, each.size] for each in extract.attachments]
    # JSON has no byte for half a surrogate pair, but its escapes do: a broken name in a mail comes over as it is.
    return json.dumps(
        {
            "media_type": extract.media_type,
            "units": units,
            "title": extract.title,
            "language": extract.language,
            "warnings": extract.warnings,
            "attachments": attachments,
            "is_partial": extract.is_partial,
            "unread": extract.unread,
        }
    )


def from_json(text: str) -> Extract:
    """Gives the extract that `to_json` wrote."""
    found = json.loads(text)
    return Extract(
        media_type=found["media_type"],
        units=tuple(_unit(*unit) for unit in found["units"]),
        title=found["title"],
        language=found["language"],
        warnings=tuple(found["warnings"]),
        attachments=tuple(Attachment(*each) for each in found["attachments"]),
        is_partial=found["is_partial"],
        unread=tuple(found["unread"]),
    )


def flat_passages(passages: Iterable[Passage]) -> list[list[Any]]:
    """Gives passages as lists that JSON can hold; `passages_of` gives them back."""
    return [
        [
            *(each.locator.kind.value, each.locator.number, each.locator.part),
            *(each.heading, each.text, each.language, each.aside_lines, each.title_length, each.misread),
        ]
        for each in passages
    ]


def passages_of(flat: Iterable[tuple[str, str, int, str, str, str, int, int, str]]) -> tuple[Passage, ...]:
    """Gives the passages that `flat_passages` took apart."""
    return tuple(
        Passage(Locator(LocatorKind(kind), number, part), heading, text, language, asides, title, misread)
        for kind, number, part, heading, text, language, asides, title, misread in flat
    )


def flat_blocks(blocks: Iterable[Block]) -> list[list[Any]]:
    """Gives blocks as lists that JSON can hold; `blocks_of` gives them back."""
    return [[block.kind.value, block.text, block.level] for block in blocks]


def blocks_of(flat: Iterable[tuple[str, str, int]]) -> tuple[Block, ...]:
    """Gives the blocks that `flat_blocks` took apart."""
    return tuple(Block(BlockKind(kind), text, level) for kind, text, level in flat)


def _unit(kind: str, number: int, blocks: list[tuple[str, str, int]], quality: float, by: str) -> Unit:
    return Unit(UnitKind(kind), number, blocks_of(blocks), quality, by)
