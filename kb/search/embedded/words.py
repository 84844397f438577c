"""What is asked for in one place of a question, found: the passages that have it, with their scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kb.search import ranking
from kb.search.analysis import EXACT, Keys, Pattern
from kb.search.clues import is_reference
from kb.search.embedded import scoring
from kb.search.embedded.arrays import Rows, in_order, is_among, merged, ragged, run_starts
from kb.search.embedded.lists import NO_CODES, NOTHING, ROW, Codes, Lists, Posting, counted
from kb.search.embedded.scoring import Scores
from kb.search.embedded.snapshot import Snapshot
from kb.search.embedded.terms import HEADING, TEXT, TITLE
from kb.search.nearness import windows
from kb.search.tree import Asked, Near, Word

Patterns = tuple[Pattern, ...]
DENSE = 16
FEW = 4


@dataclass(frozen=True, slots=True)
class Found:
    """The passages that have what is asked for: `rows`, ascending; `own` are those not by title alone.

    `fields` are the postings in titles (of the first row of a document), headings and texts; `places` the occurrences
    in texts, where they are known; `named` is what those passages gain whose title names what is asked for. Scores are
    worked out for those rows only that need them.
    """

    rows: Rows
    own: Rows
    fields: tuple[Posting, Posting, Posting]
    places: Codes | None
    rarity: float
    named: float
    snapshot: Snapshot

    def of(self, rows: Rows) -> Scores:
        """Gives the scores of some of the rows, ascending."""
        is_part = len(rows) * FEW < len(self.rows)
        together = np.zeros(len(rows))
        brought = self._brought(rows if is_part else None)
        if brought and not is_part and sum(len(each) for each, _ in brought) * DENSE >= self.snapshot.rows:
            together = _in_column(brought, rows, self.snapshot.rows)
        else:
            for each, values in brought:
                where = is_among(each, rows) if len(rows) < len(self.rows) else slice(None)
                together[rows.searchsorted(each[where])] += values[where]
        scores = scoring.saturated(together, self.rarity)
        if self.named:
            scores[is_among(rows, self._by_title(self.fields[TITLE])[0])] += self.named
        return scores

    def _brought(self, among: Rows | None) -> list[tuple[Rows, Scores]]:
        """Gives rows and what each field brings to them, in the order of the fields; of rows among some only."""
        brought = [self._by_title(self.fields[TITLE], among)] if len(self.fields[TITLE].rows) else []
        for field in (HEADING, TEXT):
            posting = self.fields[field].among(among)
            if len(posting.rows):
                dampings = self.snapshot.damping[field][posting.rows]
                brought.append((posting.rows, scoring.weighted(posting.counts, dampings, field)))
        return brought

    def _by_title(self, title: Posting, among: Rows | None = None) -> tuple[Rows, Scores]:
        """Gives what titles bring to all passages of their documents."""
        documents = self.snapshot.document_of[title.rows]
        if among is None:
            each = scoring.weighted(title.counts, self.snapshot.damping[TITLE][documents], TITLE)
            counts = self.snapshot.facts.passage_counts[documents]
            return ragged(title.rows, counts), each.repeat(counts)
        of_rows = self.snapshot.document_of[among]
        there = is_among(of_rows, documents)
        at = documents.searchsorted(of_rows[there])
        times = None if title.counts is None else title.counts[at]
        return among[there], scoring.weighted(times, self.snapshot.damping[TITLE][documents[at]], TITLE)


def find(asked: Asked, snapshot: Snapshot) -> Found:
    """Gives the passages that have a word, a phrase or words near one another."""
    parts = [snapshot.vocabulary.patterns(part) for part in (asked.parts if isinstance(asked, Near) else (asked,))]
    width = asked.width if isinstance(asked, Near) else None
    found = [_in_field(parts, width, field, snapshot) for field in (TITLE, HEADING, TEXT)]
    (title, _), (heading, _), (text, codes) = found
    own = merged([heading.rows, text.rows])
    rows = merged([_of_documents(title.rows, snapshot), own]) if len(title.rows) else own
    rarity = ranking.rarity(len(rows), snapshot.passages)
    is_named = isinstance(asked, Word) and not asked.prefix and len(title.rows) and is_reference(parts[0])
    named = ranking.title_score(weight=rarity) if is_named else 0.0
    return Found(rows, own, (title, heading, text), codes, rarity, named, snapshot)


def _of_documents(first_rows: Rows, snapshot: Snapshot) -> Rows:
    """Gives all rows of documents, told by their first rows."""
    return ragged(first_rows, snapshot.facts.passage_counts[snapshot.document_of[first_rows]])


def _in_column(brought: Sequence[tuple[Rows, Scores]], rows: Rows, all_rows: int) -> Scores:
    """Gives the sums of what some rows were brought, in the order of the parts, by a column over all rows."""
    if len(brought) == 1 and len(brought[0][0]) == len(rows):
        return brought[0][1]
    parts, values = (np.concatenate(each) for each in zip(*brought, strict=True))
    column: Scores = np.bincount(parts, values, all_rows)[rows]
    return column


def _in_field(
    parts: Sequence[Patterns], width: int | None, field: int, snapshot: Snapshot
) -> tuple[Posting, Codes | None]:
    """Gives which rows have it in a field, and where it stands there if that had to be worked out."""
    if width is not None:
        return _near([places(patterns, field, snapshot) for patterns in parts], width), None
    (patterns,) = parts
    if len(patterns) == 1 and len(patterns[0]) == 1:
        return _of_keys(patterns[0][0], field, snapshot.lists), None
    codes = places(patterns, field, snapshot)
    return counted(codes), codes


def _of_keys(keys: Keys, field: int, lists: Lists) -> Posting:
    known = [key for key in keys if key.startswith(EXACT) or lists.posting(field, key).rows.size]
    if not known:
        return NOTHING
    if len(known) == 1 and not known[0].startswith(EXACT):
        return lists.posting(field, known[0])
    return lists.tally(field, known)


def places(patterns: Patterns, field: int, snapshot: Snapshot, *, among: Rows | None = None) -> Codes:
    """Gives where any of the patterns begins in a field, ascending; with `among` in these rows only."""
    found = [_begins(pattern, field, snapshot, among) for pattern in patterns]
    return merged(found) if found else NO_CODES


def _begins(pattern: Pattern, field: int, snapshot: Snapshot, among: Rows | None) -> Codes:
    """Gives where the keys of a pattern stand side by side; the rarest is read first, of the others only its rows."""
    lists = snapshot.lists
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
