"""From the lines of a page to blocks: paragraphs joined, headings told by their type, running heads set apart.

A PDF has only lines in a place and a type. The body of a document is the size in which most
of its characters are set; what is larger, or is a short bold line standing alone, is a heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.ingest.formats.pdf.page import Line, Page
from kb.ingest.formats.pdf.running import margin_kind, running_texts
from kb.ingest.formats.pdf.words import hyphenated, joined
from kb.legislation.articles import article_number
from kb.model import Block, BlockKind

_LARGER = 1.15
_LONGEST_HEADING = 200
_LONGEST_BOLD = 120
_PROSE = 100
_MOST_MARKS = 0.05
_GLYPH_ID = re.compile(r"\(cid:\d{1,6}\)")
_STARTS = re.compile(
    r"(?:[-–—•·▪●○■◦*§➢✓\uf020-\uf0ff]|\(?\d{1,3}[.)]|\([a-zčšž0-9]{1,3}\)|[a-zčšž]\)|[IVXLC]{1,6}\.)\s?"
    r"|»?\d{1,4}\.? ?[a-zčšž]?\.? ?člen\b",
    re.I,
)
_ITEM = re.compile(r"[-–—•·▪●○■◦*➢✓\uf020-\uf0ff]\s?\S|(?:\d{1,2}[.)]|[a-zčšž]\))\s\S")
_BULLET = re.compile(r"[•·▪●○■◦➢✓\uf020-\uf0ff]\s*")
_ENDS = re.compile(r"[.!?:;»“”\"]$")
_HEADING_WORDS = re.compile(r"[^\W\d_]{3}")


@dataclass(frozen=True, slots=True)
class _Type:
    """How the body of a document is set, and the larger sizes in it from the largest."""

    size: float
    is_bold: bool
    larger: tuple[float, ...]


def page_blocks(pages: Sequence[Page]) -> list[tuple[Block, ...]]:
    """Gives the blocks of each page; page numbers and lines that run over the pages are headers and footers."""
    pages = [_readable(page) for page in pages]
    body = _type(pages)
    running = running_texts(pages)
    words = hyphenated(pages)
    return [_settled(list(_blocks(page, body, running, words))) for page in pages]


def _readable(page: Page) -> Page:
    """Gives the page without the marks for glyphs that mean nothing, unless so many are that it reads as damaged."""
    marks = sum(line.text.count("(cid:") for line in page.lines)
    if not marks or marks > _MOST_MARKS * sum(len(_GLYPH_ID.sub("#", line.text)) for line in page.lines):
        return page
    lines = (replace(line, text=_GLYPH_ID.sub("", line.text).strip(" ")) for line in page.lines)
    return replace(page, lines=tuple(line for line in lines if line.text))


def _type(pages: Sequence[Page]) -> _Type:
    sizes: Counter[float] = Counter()
    bold = plain = 0
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
            bold += len(line.text) if line.is_bold else 0
            plain += 0 if line.is_bold else len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = sorted((other for other in sizes if other >= size * _LARGER), reverse=True)
    return _Type(size, bold > plain, tuple(larger))


def _blocks(page: Page, body: _Type, running: frozenset[str], words: frozenset[str]) -> Iterator[Block]:
    paragraph: list[Line] = []
    for line in page.lines:
        margin = margin_kind(line, page, running)
        if paragraph and (margin or line.is_table or not _goes_on(paragraph, line)):
            yield _block(paragraph, body, words)
            paragraph = []
        if margin:
            yield Block(margin, line.text)
        elif line.is_table:
            yield Block(BlockKind.TABLE, line.text)
        else:
            paragraph.append(line)
    if paragraph:
        yield _block(paragraph, body, words)


def _settled(blocks: list[Block]) -> tuple[Block, ...]:
    """Gives the blocks of a page; on a title page, (nearly) all in large type, only the largest stays a heading."""
    headings = [block for block in blocks if block.kind is BlockKind.HEADING]
    inside = [block for block in blocks if block.kind not in (BlockKind.HEADER, BlockKind.FOOTER)]
    has_prose = any(len(block.text) > _PROSE for block in inside if block.kind is not BlockKind.HEADING)
    is_title_page = len(headings) >= 3 and len(headings) * 2 > len(inside) and not has_prose
    if not is_title_page and len(headings) < len(inside):
        return tuple(blocks)
    largest = min((block.level for block in headings), default=0)
    return tuple(
        replace(block, kind=BlockKind.PARAGRAPH, level=0) if block in headings and block.level > largest else block
        for block in blocks
    )


def _goes_on(paragraph: list[Line], line: Line) -> bool:
    """Tells whether `line` belongs to the paragraph: the same type, the line before it full, no new item or article."""
    last = paragraph[-1]
    if abs(line.size - last.size) > 0.6 or line.is_bold != last.is_bold or _STARTS.match(line.text):
        return False
    if article_number(last.text):
        return False
    if last.box != line.box:
        return not _ENDS.search(last.text) and line.text[:1].islower()
    width = max(last.box.right - last.box.left, 1)
    room = last.box.right - last.place.right
    first_word = len(line.text.split(" ", 1)[0]) * (last.place.right - last.place.left) / max(len(last.text), 1)
    if min(last.place.left - last.box.left, room) > width * 0.1:
        # Centred lines: a title over two lines goes on, «(naslov)» under «12. člen» does not.
        return line.text[:1].islower() or not (line.text.startswith("(") or last.text.endswith((")", ".")))
    if line.place.left - last.place.left > line.size * 0.8 and len(paragraph) > 1 and _ENDS.search(last.text):
        return False
    return room < first_word + width * 0.06 or (room < width * 0.35 and line.text[:1].islower())


def _block(paragraph: list[Line], body: _Type, words: frozenset[str]) -> Block:
    text = joined([line.text for line in paragraph], words)
    if level := _heading_level(paragraph, text, body):
        return Block(BlockKind.HEADING, text, level)
    if _ITEM.match(text):
        return Block(BlockKind.ITEM, _BULLET.sub("", text, count=1), 1)
    return Block(BlockKind.PARAGRAPH, text)


def _heading_level(paragraph: list[Line], text: str, body: _Type) -> int:
    """Gives the level of a heading, from 1 for the largest type; 0 for what is none."""
    if len(text) > _LONGEST_HEADING or not _HEADING_WORDS.search(text):
        return 0
    size = paragraph[0].size
    if size in body.larger:
        return min(1 + body.larger.index(size), 5)
    is_bold = all(line.is_bold for line in paragraph) and not body.is_bold
    is_short = len(text) <= _LONGEST_BOLD and not text.endswith((".", ",", ";", ":"))
    return 6 if is_bold and is_short and size >= body.size * 0.95 else 0
