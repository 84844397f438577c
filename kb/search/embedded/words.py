"""What is asked for in one place of a question, found: the passages that have it, with their scores."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from weakref import proxy

import numpy as np

from kb.search import ranking
from kb.search.analysis import EXACT, Keys, Pattern
from kb.search.clues import is_reference
from kb.search.embedded.arrays import Rows, in_order, is_among, merged, ragged, run_starts
from kb.search.embedded.found import Found
from kb.search.embedded.lists import ABSENT, NO_CODES, ROW, Codes, Lists, Posting, Whole, counted, whole_of
from kb.search.embedded.snapshot import Snapshot
from kb.search.embedded.terms import HEADING, TEXT, TITLE
from kb.search.nearness import windows
from kb.search.tree import Asked, Near, Word

Patterns = tuple[Pattern, ...]


def find(asked: Asked, snapshot: Snapshot) -> Found:
    """Gives the passages that have a word, a phrase or words near one another."""
    parts = [snapshot.vocabulary.patterns(part) for part in (asked.parts if isinstance(asked, Near) else (asked,))]
    width = asked.width if isinstance(asked, Near) else None
    met = [_in_field(parts, width, field, snapshot) for field in (TITLE, HEADING, TEXT)]
    title, heading, text = (each.posting if isinstance(each, Whole) else each for each in met)
    own = merged([heading.rows, text.rows])
    rows = merged([_of_documents(title.rows, snapshot), own]) if len(title.rows) else own
    rarity = snapshot.rarity(rows)
    is_named = isinstance(asked, Word) and not asked.prefix and len(title.rows) and is_reference(parts[0])
    named = ranking.title_score(weight=rarity) if is_named else 0.0
    known = met[TEXT]
    # The snapshot keeps what is found in it: if that kept the snapshot too, neither would be let go at once.
    of = proxy(snapshot)
    look_up = (lambda: known) if isinstance(known, Whole) else partial(_in_texts, parts[0], of)
    return Found(rows, own, (title, heading, text), look_up, rarity, named, of)


def _in_texts(patterns: Patterns, snapshot: Snapshot) -> Whole:
    if is_single(patterns):
        return snapshot.lists.whole(TEXT, patterns[0][0])
    return whole_of(places(patterns, TEXT, snapshot))


def _of_documents(first_rows: Rows, snapshot: Snapshot) -> Rows:
    """Gives all rows of documents, told by their first rows."""
    return ragged(first_rows, snapshot.facts.passage_counts[snapshot.document_of[first_rows]])


def _in_field(parts: Sequence[Patterns], width: int | None, field: int, snapshot: Snapshot) -> Whole | Posting:
    """Gives which rows have it in a field, with where it stands there if that had to be worked out."""
    if width is not None:
        return _near([places(patterns, field, snapshot) for patterns in parts], width)
    (patterns,) = parts
    if is_single(patterns):
        return _of_keys(patterns[0][0], field, snapshot.lists)
    codes = places(patterns, field, snapshot)
    return whole_of(codes) if len(codes) else ABSENT


def is_single(patterns: Patterns) -> bool:
    """Tells whether all that is asked for is one position with any of some keys."""
    return len(patterns) == 1 and len(patterns[0]) == 1


def _of_keys(keys: Keys, field: int, lists: Lists) -> Posting:
    if any(key.startswith(EXACT) for key in keys):
        known = [key for key in keys if key.startswith(EXACT) or lists.posting(field, key).rows.size]
        return lists.tally(field, known)
    return lists.whole(field, keys).posting


def places(patterns: Patterns, field: int, snapshot: Snapshot, *, among: Rows | None = None) -> Codes:
    """Gives where any of the patterns begins in a field, ascending; with `among` in these rows only."""
    found = [_begins(pattern, field, snapshot, among) for pattern in patterns]
    return merged(found) if found else NO_CODES


def _begins(pattern: Pattern, field: int, snapshot: Snapshot, among: Rows | None) -> Codes:
    """Gives where the keys of a pattern stand side by side."""
    lists = snapshot.lists
    if any(key.startswith(EXACT) for keys in pattern for key in keys):
        return _begins_exactly(pattern, field, lists, among)
    wholes = [lists.whole(field, keys) for keys in pattern]
    if any(whole is ABSENT for whole in wholes):
        return NO_CODES
    if len(wholes) == 1:
        return wholes[0].codes(among)
    return _side_by_side(wholes) if among is None else _side_by_side_in(wholes, among)


def _side_by_side(wholes: Sequence[Whole]) -> Codes:
    """Gives where some stand side by side: each occurrence of the rarest is looked for beside those of the others."""
    rarest, *others = sorted(range(len(wholes)), key=lambda step: len(wholes[step].places))
    found = wholes[rarest].every_code - rarest
    for step in others:
        if not len(found):
            break
        codes, wanted = wholes[step].every_code, found + step
        at = codes.searchsorted(wanted)
        at[at == len(codes)] = 0
        found = found[codes[at] == wanted]
    return found


def _side_by_side_in(wholes: Sequence[Whole], rows: Rows) -> Codes:
    """Gives where some stand side by side in these rows."""
    for whole in wholes:
        rows = rows[is_among(rows, whole.posting.rows)]
    if not len(rows):
        return NO_CODES
    found = wholes[0].codes_of(rows)
    for step, whole in enumerate(wholes[1:], 1):
        found = found[is_among(found + step, whole.codes_of(rows))]
    return found


def _begins_exactly(pattern: Pattern, field: int, lists: Lists, among: Rows | None) -> Codes:
    """Gives where keys stand side by side, some of them exact; the rarest is read first, of the others its rows."""
    having = [lists.about(field, keys) for keys in pattern]
    if not all(having):
        return NO_CODES
    found: Codes | None = None
    for step in sorted(range(len(pattern)), key=having.__getitem__):
        if found is not None:
            rows = (found >> ROW).astype(np.intp, copy=False)
            among = rows[run_starts(rows)]
        codes = lists.codes(field, pattern[step], among=among)
        codes = codes[(codes & 0xFFFFFFFF) >= step] - step if step else codes
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
        starts = in_order((sure, np.array(met, np.int64)))
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
    found: Codes = np.append(codes, np.iinfo(np.int64).max)[codes.searchsorted(starts)]
    return found


def _shared_rows(parts: Sequence[Codes]) -> Rows:
    """Gives the rows, ascending, with a position that is one of several parts."""
    together = in_order(parts)
    rows: Rows = together[1:][together[1:] == together[:-1]] >> ROW
    return rows[run_starts(rows)]


def _windows(parts: Sequence[dict[int, list[int]]], row: int, width: int) -> tuple[int, ...]:
    return windows([part[row] for part in parts], width) if all(row in part for part in parts) else ()


def _by_row(codes: Codes) -> dict[int, list[int]]:
    rows = codes >> ROW
    starts, places = run_starts(rows).tolist(), (codes & 0xFFFFFFFF).tolist()
    ends = [*starts[1:], len(places)]
    return {row: places[start:end] for row, start, end in zip(rows[starts].tolist(), starts, ends, strict=True)}
