"""Plain text and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kb.errors import TooCostly
from kb.ingest.charset import decode
from kb.ingest.sniff import MARKDOWN, TEXT, recognise
from kb.model import Block, BlockKind, Extract, Unit, UnitKind

MOST_BYTES = 100_000_000
_FRONT_MATTER = re.compile(r"\A\s{0,20}---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_TITLE = re.compile(r"^(?:naziv|naslov|title):[ \t]*(.+?)[ \t]*$", re.M | re.I)
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*")
_FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")
_RULE = re.compile(r"[ \t]{0,3}(?:[-*_=][ \t]?){3,}")
_ITEM = re.compile(r"([ \t]{0,40})(?:[-*+•–]|(\d{1,3}[.)]|[a-zčšž]\)))[ \t]+(\S.*)")
_TABLE_RULE = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?")
_LINK = re.compile(r"!?\[([^\]\[]{0,500})\]\([^()\s]{0,1000}(?:[ \t]+\"[^\"]{0,200}\")?\)")
_MARKS = re.compile(r"(?<!\w)(\*\*|__|\*|_|`)(?=\S)([^*_`\n]{1,2000}?)(?<=\S)\1(?!\w)")
_WIDEST = 110
_WRAPPED_FROM = 40


def read(path: Path) -> Extract:
    """Gives one flowing text: Markdown's headings, items and tables, or the paragraphs of plain text."""
    if path.stat().st_size > MOST_BYTES:
        raise TooCostly(f"več kot {MOST_BYTES // 1_000_000} MB besedila")
    text = decode(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if recognise(path) == MARKDOWN:
        title, body = _without_front_matter(text)
        return Extract(MARKDOWN, (_unit(markdown_blocks(body)),), title)
    return Extract(TEXT, (_unit(plain_blocks(text)),))


def _unit(blocks: Iterator[Block]) -> Unit:
    return Unit(UnitKind.TEXT, 1, tuple(blocks))


def plain_blocks(text: str) -> Iterator[Block]:
    """Gives the paragraphs of plain text; lines that a program wrapped at a fixed width are joined again."""
    lines = [" ".join(line.split()) for line in text.replace("\x0c", "\n\n").split("\n")]
    width = _wrapped_at(lines)
    paragraph = ""
    for line in lines:
        if paragraph and not (line and width and _runs_on(paragraph, line, width)):
            yield _plain(paragraph)
            paragraph = ""
        if line:
            paragraph = f"{paragraph}\n{line}" if paragraph else line
    if paragraph:
        yield _plain(paragraph)


def _plain(paragraph: str) -> Block:
    text = paragraph.replace("\n", " ")
    if found := _ITEM.fullmatch(text):
        return Block(BlockKind.ITEM, text, 1 + len(found[1]) // 2)
    return Block(BlockKind.PARAGRAPH, text)


def _wrapped_at(lines: list[str]) -> int:
    """Gives the width at which the lines were wrapped, or 0 where they were not."""
    lengths = sorted(len(line) for line in lines if line)
    if len(lengths) < 4:
        return 0
    width = lengths[-1 - len(lengths) // 50]
    near = sum(length > width * 0.8 for length in lengths)
    return width if _WRAPPED_FROM <= width <= _WIDEST and lengths[-1] <= _WIDEST * 2 and near * 4 >= len(lengths) else 0


def _runs_on(paragraph: str, line: str, width: int) -> bool:
    """Tells whether `line` goes on where the last one ended only because its first word had no more room."""
    last = paragraph.rsplit("\n", 1)[-1]
    return len(last) + 1 + len(line.split(" ", 1)[0]) > width and not _ITEM.fullmatch(line)


# --- Markdown --------------------------------------------------------------------------------------


def _without_front_matter(text: str) -> tuple[str, str]:
    found = _FRONT_MATTER.match(text)
    if not found:
        return "", text
    title = _TITLE.search(found[1])
    return (title[1].strip("\"'") if title else ""), text[found.end() :]


def markdown_blocks(text: str) -> Iterator[Block]:
    """Gives the blocks of Markdown: headings, items, tables with cells parted by tabs, paragraphs line by line."""
    rows: list[str] = []
    fenced = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
            continue
        if not fenced and line.strip().startswith("|") and line.count("|") > 1:
            rows.append(line)
            continue
        if rows:
            yield _table(rows)
            rows = []
        if line.strip() and (fenced or not _RULE.fullmatch(line)):
            yield Block(BlockKind.PARAGRAPH, line) if fenced else _markdown_block(line)
    if rows:
        yield _table(rows)


def _markdown_block(line: str) -> Block:
    if found := _HEADING.fullmatch(line.strip()):
        return Block(BlockKind.HEADING, _unmarked(found[2]), len(found[1]))
    if found := _ITEM.fullmatch(line):
        number = f"{found[2]} " if found[2] else ""
        return Block(BlockKind.ITEM, number + _unmarked(found[3]), 1 + len(found[1]) // 2)
    return Block(BlockKind.PARAGRAPH, _unmarked(line.strip().removeprefix("> ")))


def _table(rows: list[str]) -> Block:
    lines = [
        "\t".join(_unmarked(cell.strip()) for cell in row.strip().strip("|").split("|"))
        for row in rows
        if not _TABLE_RULE.fullmatch(row.strip())
    ]
    return Block(BlockKind.TABLE, "\n".join(lines))


def _unmarked(text: str) -> str:
    """Gives the words of a line: of a link its text, of emphasis what is emphasised."""
    text = _LINK.sub(r"\1", text)
    for _ in range(3):
        text = _MARKS.sub(r"\2", text)
    return text
