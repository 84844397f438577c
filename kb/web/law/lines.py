"""The text of an article as a page sets it: its paragraphs, points, letters and indents in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kb.legislation.provisions import Level, Provision


@dataclass(frozen=True, slots=True)
class Line:
    """A line of its own: what introduces or closes a list, or a paragraph's further text."""

    text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: rows of cells."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, point, letter or indent: `label` is its number as written, «(2)», «3.», «a)», «–», or ""."""

    id: str
    level: Level
    label: str
    parts: tuple[Line | Rows | List, ...]


@dataclass(frozen=True, slots=True)
class List:
    """Points, letters or indents that stand one after another."""

    units: tuple[Unit, ...]


def set_article(paragraphs: Iterable[Provision]) -> tuple[Unit | Rows, ...]:
    """Gives the paragraphs of an article; those that are rows of a table, with tabs between their cells, as one."""
    found: list[Unit | Rows] = []
    for is_row, group in groupby(paragraphs, key=_is_row):
        if is_row:
            found.append(Rows(tuple(tuple(row.split("\t")) for each in group for row in each.text.split("\n"))))
        else:
            found.extend(map(_unit, group))
    return tuple(found)


def _is_row(provision: Provision) -> bool:
    is_bare = not provision.number and not provision.parts
    return is_bare and all("\t" in line for line in provision.text.split("\n"))


def _unit(provision: Provision) -> Unit:
    return Unit(provision.id, provision.level, _label(provision), tuple(_joined(in_order(provision))))


def _label(provision: Provision) -> str:
    match provision.level:
        case Level.PARAGRAPH:
            return f"({provision.number})" if provision.number else ""
        case Level.POINT:
            return f"{provision.number}."
        case Level.LETTER:
            return f"{provision.number})"
    return "–"


def in_order(provision: Provision) -> Iterator[str | Provision]:
    """Gives the own lines of a provision and its parts as they follow one another in the text."""
    taken = [at for part in provision.parts for at in range(part.first, part.end)]
    places = [at for at in range(provision.first, provision.end) if at not in frozenset(taken)]
    lines = provision.text.split("\n") if provision.text else []
    # The line that opens a provision may hold nothing but its number.
    own = list(zip(places[len(places) - len(lines) :], lines, strict=False))
    found: list[tuple[int, str | Provision]] = [*own, *((part.first, part) for part in provision.parts)]
    yield from (each for _, each in sorted(found, key=lambda pair: pair[0]))


def _joined(parts: Iterable[str | Provision]) -> Iterator[Line | Rows | List]:
    for kind, group in groupby(parts, key=_sort):
        told: Sequence[str | Provision] = list(group)
        if kind == "row":
            yield Rows(tuple(tuple(each.split("\t")) for each in told if isinstance(each, str)))
        elif kind == "unit":
            yield List(tuple(_unit(each) for each in told if isinstance(each, Provision)))
        else:
            yield from (Line(each) for each in told if isinstance(each, str))


def _sort(part: str | Provision) -> str:
    if isinstance(part, Provision):
        return "unit"
    return "row" if "\t" in part else "line"
