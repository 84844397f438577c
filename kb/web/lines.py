"""The text of a passage as it is set on a page: paragraphs, list items, and tables from lines with tabs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from kb.library import Piece

_BULLETS = ("– ", "- ", "— ", "• ", "· ", "▪ ")

Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of text; `item` tells that it is one of a list, by the dash or dot at its front."""

    pieces: Pieces
    item: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Lines with tabs: rows of equally many cells; `head` is the first of several rows when no cell of it is empty."""

    head: tuple[Pieces, ...]
    rows: tuple[tuple[Pieces, ...], ...]


def blocks(pieces: Iterable[Piece]) -> tuple[Paragraph | Table, ...]:
    """Gives the paragraphs and tables of a passage whose text, marks included, is `pieces`."""
    lines = [line for line in split(pieces, "\n") if text_of(line).strip()]
    found: list[Paragraph | Table] = []
    for tabbed, group in groupby(lines, key=lambda line: "\t" in text_of(line)):
        if tabbed:
            found.append(_table([split(line, "\t") for line in group]))
        else:
            found.extend(Paragraph(line, text_of(line).startswith(_BULLETS)) for line in group)
    return tuple(found)


def split(pieces: Iterable[Piece], mark: str) -> tuple[Pieces, ...]:
    """Gives the runs of pieces between the `mark`s; a piece that holds one is cut there."""
    return tuple(_runs(pieces, mark))


def _runs(pieces: Iterable[Piece], mark: str) -> Iterator[Pieces]:
    run: list[Piece] = []
    for piece in pieces:
        first, *others = piece.text.split(mark)
        run.append(replace(piece, text=first))
        for text in others:
            yield tuple(one for one in run if one.text)
            run = [replace(piece, text=text)]
    yield tuple(one for one in run if one.text)


def text_of(pieces: Iterable[Piece]) -> str:
    """Gives the text of pieces without its marks."""
    return "".join(piece.text for piece in pieces)


def _table(rows: list[tuple[Pieces, ...]]) -> Table:
    width = max(len(row) for row in rows)
    even = [row + ((),) * (width - len(row)) for row in rows]
    if len(even) > 1 and all(text_of(cell).strip() for cell in even[0]):
        return Table(even[0], tuple(even[1:]))
    return Table((), tuple(even))
