"""Dividing law: one passage an article, however its text runs over pages; sections for what is no article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kb.ingest.sections import Section, cut_at_headings, cut_to_length, join_headings
from kb.legislation.articles import Article
from kb.legislation.structure import Run, split_law
from kb.model import Block, BlockKind, Extract, Locator, LocatorKind

_ASIDE = frozenset({BlockKind.NOTE, BlockKind.FOOTNOTE, BlockKind.COMMENT, BlockKind.PICTURE})
_MARK = re.compile(r"\s{0,4}(?:[-–—•·»(„]|\d{1,3}(?:\.\d{1,3}){0,4}[.)]|[a-zčšž]{1,2}\))")
_OUTSIDE = frozenset({BlockKind.HEADER, BlockKind.FOOTER, BlockKind.DELETED})


@dataclass(slots=True)
class _Lines:
    """The lines of a text, the block that each comes from, and the asides by the line that they hang on."""

    lines: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    asides: dict[int, list[Block]] = field(default_factory=dict)

    @property
    def marked(self) -> frozenset[int]:
        return frozenset(at for at, block in enumerate(self.blocks) if block.kind is BlockKind.HEADING)

    def asides_in(self, first: int, end: int) -> list[Block]:
        return [block for at in range(first, end) for block in self.asides.get(at, ())]


def text_of(extract: Extract, *, asides: bool = True) -> str:
    """Gives all that a document says, a line a line: without headers, footers and what a tracked change takes out.

    Without `asides` notes, comments and words of pictures are left out too: they are not the text of a law. An item of
    a list whose mark the format keeps apart from its text has a dash again: it is an indent.
    """
    left_out = _OUTSIDE if asides else _OUTSIDE | _ASIDE
    blocks = (block for unit in extract.units for block in unit.blocks)
    return "\n".join(_marked(block) for block in blocks if block.kind not in left_out)


def _marked(block: Block) -> str:
    is_bare = block.kind is BlockKind.ITEM and block.text.strip() and not _MARK.match(block.text)
    return f"– {block.text}" if is_bare else block.text


def divide_law(blocks: Sequence[Block]) -> list[tuple[Locator, Section]]:
    """Gives the passages of a law in their order, [] where `blocks` are no law.

    An article is headed by its title, and the first of a chapter by the chapter's name after it; one
    without a title by its chapter.
    """
    text = _lines_of(blocks)
    parts = split_law(text.lines, marked=text.marked)
    found: list[tuple[Locator, Section]] = []
    chapter: tuple[str, ...] = ()
    count = 0
    for part in parts:
        if isinstance(part, Article):
            chapter = part.chapter or chapter
            found.append((Locator(LocatorKind.ARTICLE, part.number), _of_article(text, part, chapter)))
            continue
        for section in _of_run(text, part):
            count += 1
            found.append((Locator(LocatorKind.SECTION, str(count)), section))
    return found


def _lines_of(blocks: Sequence[Block]) -> _Lines:
    text = _Lines()
    for block in blocks:
        if block.kind in _ASIDE:
            text.asides.setdefault(max(len(text.lines) - 1, 0), []).append(block)
        elif block.kind not in _OUTSIDE:
            lines = [block.text] if block.kind is BlockKind.TABLE else _marked(block).split("\n")
            text.lines.extend(lines)
            text.blocks.extend([block] * len(lines))
    return text


def _of_article(text: _Lines, article: Article, chapter: tuple[str, ...]) -> Section:
    above = chapter if article.chapter or not article.title else ()
    asides = tuple(block.text for block in text.asides_in(article.first, article.end))
    heading = join_headings(article.title, *reversed(above))
    return Section(heading, article.lines, asides, len(article.title), article.said)


def _of_run(text: _Lines, run: Run) -> Iterator[Section]:
    """Gives the sections of lines that are no articles, each saying in its heading what they are."""
    for section in cut_at_headings(_blocks_of(text, run)):
        is_said = run.context in section.heading
        headed = section if is_said else replace(section, heading=join_headings(section.heading, run.context))
        yield from cut_to_length(headed)


def _blocks_of(text: _Lines, run: Run) -> Iterator[Block]:
    for at in range(run.first, run.end):
        block, line = text.blocks[at], text.lines[at]
        if at in run.headings:
            yield Block(BlockKind.HEADING, line.strip(" *_#»").rstrip(":"), 1)
        else:
            yield replace(block, text=line)
        yield from text.asides.get(at, ())
