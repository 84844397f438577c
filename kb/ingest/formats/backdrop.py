"""What stands behind slides: words that a layout or a master puts on every slide that follows it.

Placeholders there only say where text goes; what they hold are prompts, which no slide shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kb.ingest.formats.drawing import shapes_of, text_blocks
from kb.ingest.formats.ooxml import Package, Relation
from kb.model import Block, BlockKind, Unit

_OFF = ("0", "false")


@dataclass(slots=True)
class Backdrops:
    """The layouts and masters of one presentation, each read once."""

    package: Package
    _own: dict[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)

    def behind(self, slide: Any, relations: Iterable[Relation]) -> tuple[str, ...]:
        """Gives the texts behind a slide, those of its layout first, then those of the master."""
        texts: tuple[str, ...] = ()
        part = "" if slide.get("showMasterSp") in _OFF else _target(relations, "slideLayout")
        for _ in range(2):
            own, part = self._read(part)
            texts += own
        return texts

    def _read(self, part: str) -> tuple[tuple[str, ...], str]:
        """Gives the texts of a layout or a master, and the part behind it, "" where that does not show."""
        if part and part not in self._own:
            root = self.package.optional_xml(part)
            texts = () if root is None else tuple(_texts(root))
            shows = root is not None and root.get("showMasterSp") not in _OFF
            self._own[part] = texts, _target(self.package.relations(part).values(), "slideMaster") if shows else ""
        return self._own.get(part, ((), ""))


def _texts(root: Any) -> list[str]:
    shapes = [shape for shape in shapes_of(root) if not shape.placeholder and shape.element is not None]
    return [text for shape in shapes for block in text_blocks(shape) if (text := " ".join(block.text.split()))]


def _target(relations: Iterable[Relation], sort: str) -> str:
    return next((relation.target for relation in relations if relation.sort == sort), "")


def with_backdrops(units: Sequence[Unit], behind: Sequence[tuple[str, ...]]) -> tuple[Unit, ...]:
    """Gives slides with what stands behind them at their end.

    What only one slide shows is text of that slide, as the date on a title slide; what more of them show is a footer
    of the first one.
    """
    counts = Counter(text for texts in behind for text in set(texts))
    told: set[str] = set()
    slides = []
    for unit, texts in zip(units, behind, strict=True):
        new = [text for text in dict.fromkeys(texts) if text not in told]
        told.update(new)
        kinds = ((BlockKind.PARAGRAPH if counts[text] == 1 else BlockKind.FOOTER, text) for text in new)
        slides.append(replace(unit, blocks=(*unit.blocks, *(Block(kind, text) for kind, text in kinds))))
    return tuple(slides)
