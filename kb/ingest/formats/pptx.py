"""PowerPoint presentations, read from their XML: slides in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb.ingest.formats.backdrop import Backdrops, with_backdrops
from kb.ingest.formats.charts import chart_blocks, diagram_blocks
from kb.ingest.formats.drawing import Shape, picture_block, shapes_of, table_block, text_blocks
from kb.ingest.formats.inside import Inside
from kb.ingest.formats.ooxml import DGM, A, P, Package, R, Relation
from kb.ingest.formats.remarks import signed
from kb.ingest.sniff import PPTX
from kb.ingest.warned import numbered
from kb.model import Block, BlockKind, Extract, Unit, UnitKind

ATTACHES = True
HIDDEN = Block(BlockKind.HEADER, "skrita prosojnica")
_TITLES = ("title", "ctrTitle")
_NOT_NOTES = ("sldImg", "sldNum", "dt", "hdr", "ftr")
_LEFT_OUT = ("sldNum", "dt", "hdr")


def read(path: Path, into: Path | None = None) -> Extract:
    """Gives one unit a slide: title, shapes in reading order, tables, charts, pictures' words, notes, comments.

    Hidden slides are marked by a header and told in a warning; a slide that cannot be read makes the reading partial.
    Words that only layouts and masters put on slides come last. Embedded documents are attachments.
    """
    with Package(path) as package:
        main = package.main_part("ppt/presentation.xml")
        root, relations = package.xml(main), package.relations(main)
        authors, inside = dict(_authors(package, relations)), Inside(into)
        backdrops = Backdrops(package)
        units, behind, hidden, missing = [], [], [], []
        for number, part in enumerate(_slide_parts(root, relations), 1):
            slide = package.optional_xml(part)
            if slide is None:
                missing.append(number)
                continue
            blocks = tuple(_Slide(package, part, slide, authors, inside).blocks())
            if slide.get("show") in ("0", "false"):
                hidden.append(number)
                blocks = (HIDDEN, *blocks)
            units.append(Unit(UnitKind.SLIDE, number, blocks))
            behind.append(backdrops.behind(slide, package.relations(part).values()))
        warnings = (numbered("skrita prosojnica", hidden), numbered("neberljiva prosojnica", missing))
        return Extract(
            PPTX,
            with_backdrops(units, behind),
            package.title(),
            warnings=(*filter(None, warnings), *inside.warnings),
            attachments=tuple(inside.attachments),
            is_partial=bool(missing) or (bool(inside.warnings) and into is not None),
        )


def _slide_parts(root: Any, relations: dict[str, Relation]) -> list[str]:
    ids = [element.get(f"{R}id") for element in root.iter(f"{P}sldId")]
    parts = [relations[name].target for name in ids if name in relations]
    return parts or [relation.target for relation in relations.values() if relation.sort == "slide"]


def _authors(package: Package, relations: dict[str, Relation]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Gives the name and initials of those who comment, by id; older and newer programs list them apart."""
    for relation in relations.values():
        root = package.optional_xml(relation.target) if relation.sort in ("commentAuthors", "authors") else None
        for element in () if root is None else root:
            yield element.get("id") or "", (element.get("name") or "", element.get("initials") or "")


class _Slide:
    """One slide with the parts that it refers to."""

    def __init__(
        self, package: Package, part: str, root: Any, authors: dict[str, tuple[str, str]], inside: Inside
    ) -> None:
        self._package = package
        self._inside = inside
        self._root = root
        self._authors = authors
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

    def _related(self, *sorts: str) -> Iterator[Any]:
        """Gives the roots of the parts of these sorts that the slide refers to."""
        for relation in self._relations.values():
            root = self._package.optional_xml(relation.target) if relation.sort in sorts else None
            if root is not None:
                yield root

    def _layout(self) -> Any:
        return next(self._related("slideLayout"), None)

    def _shape_blocks(self, shape: Shape) -> Iterator[Block]:
        if shape.placeholder == "ftr":
            yield from (Block(BlockKind.FOOTER, block.text) for block in text_blocks(shape))
            return
        if shape.element is None:
            return
        if (table := shape.element.find(f".//{A}tbl")) is not None:
            yield table_block(table)
        else:
            yield from text_blocks(shape)
            yield from self._graphics(shape)
        properties = next(shape.element.iter(f"{P}cNvPr"), None)
        if properties is not None:
            yield from picture_block(properties)

    def _graphics(self, shape: Shape) -> Iterator[Block]:
        """Gives the words of the charts and diagrams in a shape; newer charts have their element in another space."""
        for element in shape.element.iter("{*}chart", f"{DGM}relIds"):
            is_diagram = element.tag == f"{DGM}relIds"
            relation = self._relations.get(element.get(f"{R}dm" if is_diagram else f"{R}id") or "")
            root = self._package.optional_xml(relation.target) if relation else None
            yield from diagram_blocks(root) if is_diagram else chart_blocks(root)
        for part, program in dict.fromkeys(map(self._embedded, shape.element.iter(f"{P}oleObj"))):
            if self._package.has(part):
                self._inside.embed(part, self._package.bytes_of(part), program)

    def _embedded(self, element: Any) -> tuple[str, str]:
        relation = self._relations.get(element.get(f"{R}id") or "")
        return relation.target if relation else "", element.get("progId") or ""

    def _notes(self) -> Iterator[Block]:
        for root in self._related("notesSlide"):
            for shape in shapes_of(root):
                if shape.placeholder not in _NOT_NOTES and shape.element is not None:
                    yield from (Block(BlockKind.NOTE, block.text) for block in text_blocks(shape))

    def _comments(self) -> Iterator[Block]:
        for root in self._related("comments"):
            for element in root.iter("{*}cm", "{*}reply"):
                name, initials = self._authors.get(element.get("authorId") or "", ("", ""))
                text = element.findtext(f"{P}text") or ""
                for body in element.findall("{*}txBody"):
                    text = "\n".join("".join(line.itertext(f"{A}t")) for line in body.iter(f"{A}p"))
                yield Block(BlockKind.COMMENT, signed(text, name, initials))
