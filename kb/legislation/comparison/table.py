"""The comparison table as commissions use it: article, in force, proposed, note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kb.legislation.comparison.values import Comparison, Mark, Pair, Piece, Status
from kb.legislation.lawtext import shown


@dataclass(frozen=True, slots=True)
class Headings:
    """The words of the table itself, Slovene unless told otherwise; `{}` is a number: «28.a», in English "28a"."""

    language: str = "sl"
    title: str = "Primerjalna tabela"
    article: str = "Člen"
    in_force: str = "Veljavno besedilo"
    proposed: str = "Predlagano besedilo"
    note: str = "Opomba"
    number: str = "{} člen"
    changed: str = "spremenjen"
    new: str = "nov"
    deleted: str = "črtan"
    moved: str = "prej {} člen"
    reordered: str = "premaknjen"
    split: str = "po besedilu iz {} člena"
    merged: str = "po besedilu v {} členu"
    nothing: str = "Različici se ne razlikujeta."
    unofficial: str = "Samodejno izdelana primerjava; zgolj informativna."

    def numbered(self, phrase: str, number: str) -> str:
        """Gives a phrase with the number of an article in its place, written as the language does."""
        return phrase.format(shown(number) if self.language == "sl" else number)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: lines of pieces; the first `titles` lines are a title."""

    lines: tuple[tuple[Piece, ...], ...] = ()
    titles: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what has become of an article, its two texts, and a note."""

    article: str
    in_force: Cell
    proposed: Cell
    note: str
    status: Status


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the names of the two versions, the rows, the words over them, and remarks on how far to trust it."""

    old: str
    new: str
    rows: tuple[Row, ...]
    headings: Headings = field(default_factory=Headings)
    remarks: tuple[str, ...] = ()


def table_of(
    comparison: Comparison,
    *,
    notes: Mapping[str, Sequence[str]] | None = None,
    everything: bool = False,
    headings: Headings | None = None,
    remarks: Sequence[str] = (),
) -> Table:
    """Gives the table of a comparison, with the articles that are the same only where `everything` is asked for.

    `notes` are further notes by the number of the article in the new version: who has changed it.
    """
    words = headings or Headings()
    rows = tuple(
        _row(pair, words, (notes or {}).get(pair.number, ()))
        for pair in comparison.pairs
        if everything or pair.status is not Status.SAME
    )
    return Table(
        _name(comparison.old.title, comparison.old.acronym),
        _name(comparison.new.title, comparison.new.acronym),
        rows,
        words,
        tuple(remarks),
    )


def _name(title: str, acronym: str) -> str:
    return f"{title} ({acronym})" if title and acronym else title or acronym


def _row(pair: Pair, words: Headings, notes: Sequence[str]) -> Row:
    in_force = _cell(pair, Mark.OUT) if pair.old else Cell()
    proposed = _cell(pair, Mark.IN) if pair.new else Cell()
    note = "; ".join([*note_of(pair, words), *notes])
    return Row(words.numbered(words.number, pair.number), in_force, proposed, note, pair.status)


def note_of(pair: Pair, words: Headings) -> list[str]:
    """Gives what the table notes of an article: that it is new, what its number was, what it was split from."""
    told = {Status.CHANGED: words.changed, Status.NEW: words.new, Status.DELETED: words.deleted}.get(pair.status)
    notes = [told] if told else []
    if pair.old and pair.new and pair.is_moved:
        is_renumbered = pair.old.number != pair.new.number
        notes.append(words.numbered(words.moved, pair.old.number) if is_renumbered else words.reordered)
    origin = words.split if pair.status is Status.NEW else words.merged
    return [*notes, *(words.numbered(origin, number) for number in pair.parts_of)]


def _cell(pair: Pair, own: Mark) -> Cell:
    """Gives the title and the text of one side: what both have, and what is its own."""
    title = _lines([piece for piece in pair.title if piece.mark in (Mark.KEPT, own)])
    text = _lines([piece for piece in pair.text if piece.mark in (Mark.KEPT, own)])
    return Cell((*title, *text), len(title))


def _lines(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """Gives pieces cut at the ends of lines; empty lines are left out."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.text.split("\n")
        lines[-1].append(Piece(piece.mark, first))
        lines += [[Piece(piece.mark, other)] for other in others]
    return [tuple(each for each in line if each.text) for line in lines if any(each.text.strip() for each in line)]
