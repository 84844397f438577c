"""PowerPoint presentations, read from their XML: slides in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb.ingest.formats.drawing import Shape, chart_blocks, diagram_blocks, shapes_of, table_block, text_blocks
from kb.ingest.formats.ooxml import DGM, MC, A, C, P, Package, R, Relation
from kb.ingest.sniff import PPTX
from kb.ingest.warned import numbered
from kb.model import Block, BlockKind, Extract, Unit, UnitKind

_TITLES = ("title", "ctrTitle")
_NOT_NOTES = ("sldImg", "sldNum", "dt", "hdr", "ftr")
_LEFT_OUT = ("sldNum", "dt", "hdr")


def read(path: Path) -> Extract:
    """Gives one unit a slide: title, shapes in reading order, tables, notes, comments; hidden slides with a warning."""
    with Package(path) as package:
        main = package.main_part("ppt/presentation.xml")
        root, relations = package.xml(main), package.relations(main)
        units, hidden, missing = [], [], []
        for number, part in enumerate(_slide_parts(root, relations), 1):
            slide = package.optional_xml(part)
            if slide is None:
                missing.append(number)
                continue
            if slide.get("show") in ("0", "false"):
                hidden.append(number)
            units.append(Unit(UnitKind.SLIDE, number, tuple(_Slide(package, part, slide).blocks())))
        warnings = (numbered("skrita prosojnica", hidden), numbered("neberljiva prosojnica", missing))
        return Extract(PPTX, tuple(units), package.title(), warnings=tuple(filter(None, warnings)))


def _slide_parts(root: Any, relations: dict[str, Relation]) -> list[str]:
    ids = [element.get(f"{R}id") for element in root.iter(f"{P}sldId")]
    parts = [relations[name].target for name in ids if name in relations]
    return parts or [relation.target for relation in relations.values() if relation.sort == "slide"]


class _Slide:
    """One slide with the parts that it refers to."""

    def __init__(self, package: Package, part: str, root: Any) -> None:
        self._package = package
        self._root = root
        self._relations = package.relations(part)

    def blocks(self) -> Iterator[Block]:
        shapes = shapes_of(self._root, self._layout())
        titles = [shape for shape in shapes if shape.placeholder in _TITLES]
        for shape in titles:
            yield Block(BlockKind.HEADING, " ".join(block.text for block in text_blocks(shape)), 1)
        for shape in shapes:
            if shape.placeholder not in _TITLES and shape.placeholder not in _LEFT_OUT:
                yield from self._shape_blocks(shape)
        yield from self._notes()
        yield from self._comments()

    def _layout(self) -> Any:
        for relation in self._relations.values():
            if relation.sort == "slideLayout":
                return self._package.optional_xml(relation.target)
        return None

    def _shape_blocks(self, shape: Shape) -> Iterator[Block]:
        if shape.placeholder == "ftr":
            yield from (Block(BlockKind.FOOTER, block.text) for block in text_blocks(shape))
            return
        if (table := shape.element.find(f".//{A}tbl")) is not None:
            yield table_block(table)
            return
        yield from text_blocks(shape)
        for element in shape.element.iter(f"{C}chart", f"{DGM}relIds"):
            yield from self._referred(element)

    def _referred(self, element: Any) -> Iterator[Block]:
        is_chart = element.tag == f"{C}chart"
        relation = self._relations.get(element.get(f"{R}id" if is_chart else f"{R}dm") or "")
        root = self._package.optional_xml(relation.target) if relation else None
        if root is not None:
            yield from chart_blocks(root) if is_chart else diagram_blocks(root)

    def _notes(self) -> Iterator[Block]:
        for relation in self._relations.values():
            root = self._package.optional_xml(relation.target) if relation.sort == "notesSlide" else None
            if root is not None:
                for shape in shapes_of(root):
                    if shape.placeholder not in _NOT_NOTES:
                        yield from (Block(BlockKind.NOTE, block.text) for block in text_blocks(shape))

    def _comments(self) -> Iterator[Block]:
        for relation in self._relations.values():
            root = self._package.optional_xml(relation.target) if relation.sort == "comments" else None
            if root is not None:
                yield from (Block(BlockKind.COMMENT, element.text or "") for element in root.iter(f"{P}text"))
                yield from (
                    Block(BlockKind.COMMENT, "".join(element.itertext(f"{A}t")))
                    for element in root.iter("{*}txBody")
                    if not element.tag.startswith(MC)
                )
