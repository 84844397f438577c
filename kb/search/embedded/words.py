"""What is asked for in one place of a question, found: the passages that have it, with their scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kb.search import ranking
from kb.search.analysis import EXACT, Pattern, patterns_of
from kb.search.clues import is_reference
from kb.search.embedded import scoring
from kb.search.embedded.arrays import NO_ROWS, Rows, is_among, merged, ragged, run_starts
from kb.search.embedded.lists import NO_CODES, NOTHING, ROW, Codes, Posting, counted
from kb.search.embedded.scoring import Scores
from kb.search.embedded.snapshot import Snapshot
from kb.search.embedded.terms import HEADING, TEXT, TITLE
from kb.search.embedded.vocabulary import LiveKeys
from kb.search.nearness import windows
from kb.search.tree import Asked, Near, Word

Patterns = tuple[Pattern, ...]
DENSE = 16


@dataclass(frozen=True, slots=True)
class Found:
    """The passages that have what is asked for: rows, ascending, their scores; `own` are those not by title alone."""

    rows: Rows
    scores: Scores
    own: Rows


def find(asked: Asked, vocabulary: LiveKeys, snapshot: Snapshot) -> Found:
    """Gives the passages that have a word, a phrase or words near one another."""
    parts = [patterns_of(part, vocabulary) for part in (asked.parts if isinstance(asked, Near) else (asked,))]
    width = asked.width if isinstance(asked, Near) else None
    title, heading, text = (_in_field(parts, width, field, snapshot) for field in (TITLE, HEADING, TEXT))
    found = _scored(title, heading, text, snapshot)
    if isinstance(asked, Word) and not asked.prefix and len(title.rows) and is_reference(parts[0]):
        found.scores[np.searchsorted(found.rows, _by_title(title, snapshot)[0])] += ranking.title_score(
            weight=ranking.rarity(len(found.rows), snapshot.passages)
        )
    return found


def _in_field(parts: Sequence[Patterns], width: int | None, field: int, snapshot: Snapshot) -> Posting:
    if width is not None:
        return _near([places(patterns, field, snapshot) for patterns in parts], width)
    (patterns,) = parts
    if len(patterns) == 1 and len(patterns[0]) == 1:
        known = [key for key in patterns[0][0] if key.startswith(EXACT) or snapshot.lists.posting(field, key).rows.size]
        if not known:
            return NOTHING
        if len(known) == 1 and not known[0].startswith(EXACT):
            return snapshot.lists.posting(field, known[0])
        return snapshot.lists.tally(field, known)
    return counted(places(patterns, field, snapshot))


def places(patterns: Patterns, field: int, snapshot: Snapshot, *, among: Rows | None = None) -> Codes:
    """Gives where any of the patterns begins in a field, ascending; with `among` in these rows only."""
    found = [_begins(pattern, field, snapshot, among) for pattern in patterns]
    return merged(found) if found else NO_CODES


def _begins(pattern: Pattern, field: int, snapshot: Snapshot, among: Rows | None) -> Codes:
    """Gives where the keys of a pattern stand side by side; the rarest is read first, of the others only its rows."""
    lists = snapshot.lists
    found: Codes | None = None
    for step in sorted(range(len(pattern)), key=lambda step: lists.about(field, pattern[step])):
        if found is not None:
            rows = (found >> ROW).astype(np.intp, copy=False)
            among = rows[run_starts(rows)]
        codes = lists.codes(field, pattern[step], among=among)
        codes = codes[(codes & 0xFFFFFFFF) >= step] - step
        found = codes if found is None else found[is_among(found, codes)]
        if not len(found):
            break
    return NO_CODES if found is None else found


def _near(parts: Sequence[Codes], width: int) -> Posting:
    """Gives the rows in which windows hold all parts, and how many windows each.

    Where no position is one of two parts, a window holds all parts if each has one in it. The other rows are looked at
    one by one, for there each part needs a position of its own.
    """
    rows = _common_rows(parts)
    parts = [codes[is_among(codes >> ROW, rows)] for codes in parts]
    starts = merged(list(parts))
    for codes in parts:
        starts = starts[_next(codes, starts) <= starts + min(width, 1 << 31)]
    shared = _shared_rows(parts)
    shared = shared[is_among(shared, starts >> ROW)]
    if len(shared):
        doubtful = [_by_row(codes[is_among(codes >> ROW, shared)]) for codes in (*parts, starts)]
        sure = starts[~is_among(starts >> ROW, shared)]
        met = [row << ROW | at for row in doubtful[-1] for at in _windows(doubtful[:-1], row, width)]
        starts = np.sort(np.concatenate((sure, np.array(met, np.int64))))
    return counted(starts)


def _common_rows(parts: Sequence[Codes]) -> Rows:
    """Gives the rows that have every part, ascending."""
    first, *others = sorted(parts, key=len)
    rows: Rows = (first >> ROW)[run_starts(first >> ROW)]
    for codes in others:
        rows = rows[is_among(rows, codes >> ROW)]
    return rows


def _next(codes: Codes, starts: Codes) -> Codes:
    """Gives for each start the first code from it on, a very large number where there is none."""
    found: Codes = np.append(codes, np.iinfo(np.int64).max)[np.searchsorted(codes, starts)]
    return found


def _shared_rows(parts: Sequence[Codes]) -> Rows:
    """Gives the rows, ascending, with a position that is one of several parts."""
    together = np.sort(np.concatenate(parts))
    rows: Rows = together[1:][together[1:] == together[:-1]] >> ROW
    return rows[run_starts(rows)]


def _windows(parts: Sequence[dict[int, list[int]]], row: int, width: int) -> tuple[int, ...]:
    return windows([part[row] for part in parts], width) if all(row in part for part in parts) else ()


def _by_row(codes: Codes) -> dict[int, list[int]]:
    rows = codes >> ROW
    starts, places = run_starts(rows).tolist(), (codes & 0xFFFFFFFF).tolist()
    ends = [*starts[1:], len(places)]
    return {row: places[start:end] for row, start, end in zip(rows[starts].tolist(), starts, ends, strict=True)}


def _scored(title: Posting, heading: Posting, text: Posting, snapshot: Snapshot) -> Found:
    damping = snapshot.damping
    brought = [
        (each.rows, scoring.weighted(each.counts, damping[field][each.rows], field))
        for field, each in ((HEADING, heading), (TEXT, text))
        if len(each.rows)
    ]
    own = merged([rows for rows, _ in brought]) if brought else NO_ROWS
    if len(title.rows):
        brought.insert(0, _by_title(title, snapshot))
    rows, together = _summed(brought, snapshot.rows)
    return Found(rows, scoring.saturated(together, ranking.rarity(len(rows), snapshot.passages)), own)


def _by_title(title: Posting, snapshot: Snapshot) -> tuple[Rows, Scores]:
    """Gives what titles bring to all passages of their documents."""
    documents = snapshot.document_of[title.rows]
    counts = snapshot.facts.passage_counts[documents]
    each = scoring.weighted(title.counts, snapshot.damping[TITLE][documents], TITLE)
    return ragged(title.rows, counts), np.repeat(each, counts)


def _summed(brought: Sequence[tuple[Rows, Scores]], rows: int) -> tuple[Rows, Scores]:
    """Gives all rows, ascending, and the sums of what each was brought, in the order of the parts.

    Many are summed in a column over all `rows`, few by sorting.
    """
    if len(brought) < 2:
        return brought[0] if brought else (NO_ROWS, np.zeros(0))
    all_rows, values = (np.concatenate(each) for each in zip(*brought, strict=True))
    if len(all_rows) * DENSE < rows:
        distinct, places = np.unique(all_rows, return_inverse=True)
        return distinct, np.bincount(places, values, len(distinct))
    column = np.bincount(all_rows, values, rows)
    distinct = np.flatnonzero(column)
    return distinct, column[distinct]
