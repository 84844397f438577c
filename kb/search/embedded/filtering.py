"""Which documents a reader may see and the filters let through, as masks over all documents of a snapshot."""

from __future__ import annotations

import datetime as dt
from functools import reduce

import numpy as np

from kb.model import Reader, Visibility
from kb.search.embedded.arrays import Mask, Numbers
from kb.search.embedded.columns import Columns
from kb.search.embedded.facts import VISIBILITIES
from kb.search.tree import Filters


def passing(reader: Reader, filters: Filters, columns: Columns) -> Mask | None:
    """Tells which documents the reader may know of and the filters let through; None for all."""
    asked = (reader, filters)
    kept: tuple[Mask | None] | None = columns.kept.get(asked)
    if kept is None:
        masks = [mask for mask in (open_to(reader, columns), let_through(filters, columns)) if mask is not None]
        kept = (reduce(np.logical_and, masks) if masks else None,)
        columns.kept.put(asked, kept, len(columns.facts.documents) + 1000)
    return kept[0]


def passing_rows(reader: Reader, filters: Filters, columns: Columns) -> Mask | None:
    """Tells which rows are passages of documents that the reader may know of and the filters let through."""
    asked = ("rows", reader, filters)
    kept: tuple[Mask | None] | None = columns.kept.get(asked)
    if kept is None:
        passes, counts = passing(reader, filters, columns), columns.facts.passage_counts
        kept = (None if passes is None else passes.repeat(counts),)
        columns.kept.put(asked, kept, len(columns.facts.passages) + 1000)
    return kept[0]


def open_to(reader: Reader, columns: Columns) -> Mask | None:
    """Tells which documents the reader may know of; None for all."""
    if reader.sees >= frozenset(VISIBILITIES):
        return None
    mask = _seen(columns, reader.sees)
    if Visibility.BODY not in reader.sees and reader.bodies:
        of_bodies = columns.facts.visibilities == VISIBILITIES.index(Visibility.BODY)
        mask |= of_bodies & columns.bodies.having_any(reader.bodies)
    return mask


def let_through(filters: Filters, columns: Columns) -> Mask | None:
    """Tells which documents pass all of the filters; None for all."""
    facts, masks = columns.facts, []
    masks += [columns.bodies.having_any({body}) for body in filters.bodies]
    masks += [columns.topics.having_any({topic}) for topic in filters.topics]
    if filters.kinds:
        masks.append((facts.kinded == 1) & _is_any(facts.kinds, filters.kinds))
    if filters.visibilities:
        masks.append(_seen(columns, filters.visibilities))
    if filters.documents:
        masks.append(_is_any(facts.documents, filters.documents))
    if filters.years is not None:
        first, last = filters.years
        masks.append((facts.days > 0) & _within(columns.years, first, last))
    if filters.dates is not None:
        masks.append((facts.days > 0) & _within(facts.days, *map(_ordinal, filters.dates)))
    return reduce(np.logical_and, masks) if masks else None


def _seen(columns: Columns, visibilities: frozenset[Visibility]) -> Mask:
    table = np.array([each in visibilities for each in VISIBILITIES])
    return table[columns.facts.visibilities]


def _is_any(values: Numbers, wanted: frozenset[int]) -> Mask:
    if len(wanted) == 1:
        (one,) = wanted
        equal: Mask = values == one
        return equal
    return np.isin(values, np.array(sorted(wanted), np.int64))


def _within(values: Numbers, first: int | None, last: int | None) -> Mask:
    mask = np.ones(len(values), np.bool_)
    if first is not None:
        mask &= values >= first
    if last is not None:
        mask &= values <= last
    return mask


def _ordinal(day: dt.date | None) -> int | None:
    return None if day is None else day.toordinal()
