"""Rows of text on one page, as OCR and the second extractor see them, put together into paragraphs and headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.legislation.articles import article_number
from kb.model import Block, BlockKind

_LARGER = 1.2
_SAME_SIZE = 0.15
_MOST_LEADING = 1.1
_LONGEST_HEADING = 200
_MARGIN = 0.08
_NEAR = 50
_CAPITALS_LEVEL = 6
_MOST_CAPITALS = 0.5
_STARTS = re.compile(
    r"(?:[-–—•·▪●○■◦*§➢✓]|\(?\d{1,3}[.)]|\([a-zčšž0-9]{1,3}\)|[a-zčšž]\)|[IVXLC]{1,6}\.)\s"
    r"|»?\d{1,4}\.? ?[a-zčšž]?\.? ?člen\b",
    re.I,
)
_ITEM = re.compile(r"[-–—•·▪●○■◦*➢✓]\s+\S|(?:\d{1,2}[.)]|[a-zčšž]\))\s\S")
_BULLET = re.compile(r"[•·▪●○■◦➢✓]\s*")
_SENTENCE_END = re.compile(r"[.!?:;»“”\"]$")
_PAGE_NUMBER = re.compile(r"(?:(?:stran|str\.?|page)\s*)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:/|od|of)\s*\d{1,4})?", re.I)
_HYPHEN_END = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010\ufffe]$")
_HYPHENATED = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of text, the size of its type, and where it stands: in one unit, from the left and upper edge."""

    text: str
    size: float
    left: float
    top: float
    right: float
    bottom: float


def blocks_of(rows: Sequence[Row], height: float) -> tuple[Block, ...]:
    """Gives the blocks of a page of this height, its rows in reading order; words cut at row ends are whole again."""
    if not rows:
        return ()
    body = _body_size(rows)
    whole_words = {word.lower() for row in rows for word in _HYPHENATED.findall(row.text)}
    levels = _levels(rows, body)
    capitals = sum(len(row.text) for row in rows if row.text.isupper())
    is_shouted = capitals > _MOST_CAPITALS * sum(len(row.text) for row in rows)
    blocks = []
    for paragraph in _paragraphs(rows, height):
        text = _joined([row.text for row in paragraph], whole_words)
        blocks.append(_margin_block(paragraph, text, height) or _block(paragraph, text, levels, is_shouted))
    return tuple(blocks)


def _body_size(rows: Sequence[Row]) -> float:
    """Gives the size in which half of the text is set, or a smaller one."""
    half, so_far = sum(len(row.text) for row in rows) / 2, 0
    for row in sorted(rows, key=lambda row: row.size):
        so_far += len(row.text)
        if so_far >= half:
            return row.size
    return rows[-1].size


def _levels(rows: Sequence[Row], body: float) -> list[float]:
    """Gives the sizes of headings from the largest; sizes that lie close together are one."""
    levels: list[float] = []
    for size in sorted({row.size for row in rows if row.size >= body * _LARGER}, reverse=True):
        if not levels or size < levels[-1] * (1 - _SAME_SIZE):
            levels.append(size)
    return levels


def _paragraphs(rows: Sequence[Row], height: float) -> Iterator[list[Row]]:
    paragraph: list[Row] = []
    for at, row in enumerate(rows):
        if paragraph and (_is_page_number(row, height) or not _goes_on(paragraph, row, _right_edge(rows, at - 1))):
            yield paragraph
            paragraph = []
        paragraph.append(row)
    if paragraph:
        yield paragraph


def _right_edge(rows: Sequence[Row], at: int) -> float:
    """Gives where the rows of a column end about here, most of them: a row that comes so far is full."""
    row = rows[at]
    near = rows[max(at - _NEAR, 0) : at + _NEAR]
    unit = max(row.size, 1)
    ends = Counter(round(other.right / unit) for other in near if other.left <= row.right and other.right >= row.left)
    return max(end for end, count in ends.items() if count * 2 >= max(ends.values())) * unit


def _goes_on(paragraph: list[Row], row: Row, right: float) -> bool:
    last = paragraph[-1]
    if abs(row.size - last.size) > _SAME_SIZE * max(last.size, row.size) or _STARTS.match(row.text):
        return False
    if article_number(last.text) or last.text.isupper() != row.text.isupper():
        return False
    follows = row.text[:1].islower() and not _SENTENCE_END.search(last.text)
    if row.top - last.bottom > _MOST_LEADING * last.size or row.top < last.top:
        return follows
    if last.text.isupper():
        return True
    is_full = last.right + len(row.text.split(" ", 1)[0]) * last.size * 0.5 >= right - last.size
    is_indented = row.left - min(paragraph[0].left, last.left) > last.size and _SENTENCE_END.search(last.text)
    return (is_full and not is_indented) or follows


def _is_page_number(row: Row, height: float) -> bool:
    is_at_edge = row.bottom < height * _MARGIN or row.top > height * (1 - _MARGIN)
    return is_at_edge and bool(_PAGE_NUMBER.fullmatch(row.text))


def _margin_block(paragraph: list[Row], text: str, height: float) -> Block | None:
    if not _is_page_number(paragraph[0], height) or len(paragraph) > 1:
        return None
    return Block(BlockKind.HEADER if paragraph[0].top < height / 2 else BlockKind.FOOTER, text)


def _block(paragraph: list[Row], text: str, levels: list[float], is_shouted: bool) -> Block:
    if len(text) <= _LONGEST_HEADING and len(_LETTERS.findall(text)) >= 3:
        size = paragraph[0].size
        level = sum(size < other * (1 - _SAME_SIZE) for other in levels) + 1
        if level <= len(levels):
            return Block(BlockKind.HEADING, text, min(level, _CAPITALS_LEVEL - 1))
        if text.isupper() and not is_shouted and len(_LETTERS.findall(text)) >= 5 and not _ITEM.match(text):
            return Block(BlockKind.HEADING, text, _CAPITALS_LEVEL)
    if _ITEM.match(text) and not article_number(text):
        return Block(BlockKind.ITEM, _BULLET.sub("", text, count=1), 1)
    return Block(BlockKind.PARAGRAPH, text)


def _joined(texts: list[str], whole_words: set[str]) -> str:
    """Joins rows; a hyphen at a row end goes, unless the page has the same word with it elsewhere."""
    pieces: list[str] = []
    for text in texts:
        if pieces and _HYPHEN_END.search(pieces[-1]) and text[:1].islower():
            start, end = pieces[-1].rsplit(" ", 1)[-1][:-1], text.split(" ", 1)[0].strip(".,;:()»«")
            pieces[-1] = pieces[-1][:-1] + ("-" if f"{start}-{end}".lower() in whole_words else "")
        elif pieces:
            pieces.append(" ")
        pieces.append(text)
    return "".join(pieces).replace("\ufffe", "-")
