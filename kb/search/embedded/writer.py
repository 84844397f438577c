"""Writes changes as a new generation, and puts segments together in the background.

A commit writes one segment and no more, so that it takes as long in a large index as in a small one. Merging reads and
writes beside it, unlocked; only the swap of the segments is a commit. Readers are never waited for.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import numpy as np

from kb.search.embedded.arrays import Mask
from kb.search.embedded.beside import Beside
from kb.search.embedded.codec import Segment
from kb.search.embedded.committing import BEING_MADE, INDEX_NAME, commit, newest_generation, segments_in
from kb.search.embedded.faults import WhileReading, while_writing
from kb.search.embedded.folder import to_disk
from kb.search.embedded.glossary import Glossary
from kb.search.embedded.inverter import Inverted, Inverter
from kb.search.embedded.merging import Size, being_made, due, merged
from kb.search.embedded.segment import View, path_of, without_documents, write_segment
from kb.search.embedded.snapshot import Views
from kb.search.index import Change, IndexedDocument, Removed

MOST_HERE = 5_000
"""Rows up to which segments are merged in this process; starting another takes a second."""

Locked = Callable[[], AbstractContextManager[None]]


def write(folder: Path, changes: Sequence[Change], known: Views, glossary: Glossary | None = None) -> Views:
    """Writes `changes` as one generation, and gives its segments that are open; of several of one document the last
    change counts.

    `known` are segments that were opened before: opening one checks all of its dictionary. `glossary` has the words
    that were met before, and takes in new ones.
    Raises IndexDamaged where what is there cannot be read, IndexUnwritable where the disk refuses.
    """
    last = {change.id: change for change in changes}
    fresh = _inverted((change for change in last.values() if not isinstance(change, Removed)), glossary)
    with WhileReading():
        generation = newest_generation(folder)
        old = segments_in(folder, generation)
        views = {str(each.segment_id()): known.get(str(each.segment_id())) or View(folder, each) for each in old}
        kept = [without_documents(each, views[str(each.segment_id())], last) for each in old]
    staying = [segment for segment in kept if segment.doc_count()]
    with while_writing():
        written = [write_segment(folder, each, index_name=INDEX_NAME) for each in fresh]
        commit(folder, generation + 1, [*staying, *written], before=old)
    return {name: views[name] for name in (str(segment.segment_id()) for segment in staying)}


def _inverted(documents: Iterable[IndexedDocument], glossary: Glossary | None) -> list[Inverted]:
    inverter = Inverter(glossary)
    for document in documents:
        inverter.add(document)
    inverted = inverter.inverted()
    return [inverted] if len(inverted.facts.passages) else []


def merge_due(folder: Path, locked: Locked, *, thorough: bool = False) -> bool:
    """Puts together the segments that should be one; tells whether there were any.

    Only one process at a time may do so; `locked` keeps other writers out for the moment of the commit. What was
    removed meanwhile is removed from the new segment; where the segments are no longer there, it is given up.
    Raises IndexDamaged, IndexUnwritable, and what `locked` raises.
    """
    _sweep(folder)
    with WhileReading():
        segments = segments_in(folder, newest_generation(folder))
        sizes = [Size(each.doc_count_all(), each.doc_count()) for each in segments]
        chosen = [segments[place] for place in due(sizes, thorough=thorough)]
    if not chosen:
        return False
    made = _merged(folder, chosen)
    if made is None:
        return False
    try:
        with locked():
            return _swapped(folder, chosen, made)
    finally:
        being_made(folder, made).unlink(missing_ok=True)


def _merged(folder: Path, segments: Sequence[Segment]) -> Segment | None:
    """Gives the segments as one, None where their folder is no longer there."""
    with WhileReading(), while_writing():
        try:
            if sum(each.doc_count() for each in segments) <= MOST_HERE or (os.cpu_count() or 1) == 1:
                return merged(folder, segments)
            with Beside() as process:
                return process.does(merged, folder, segments)
        except FileNotFoundError:
            return None


def _swapped(folder: Path, chosen: Sequence[Segment], made: Segment) -> bool:
    """Commits the generation in which `made` stands for the chosen; tells whether they were still there."""
    with WhileReading():
        generation = newest_generation(folder)
        old = segments_in(folder, generation)
        now = {each.segid: each for each in old}
        if not all(each.segid in now for each in chosen):
            return False
        gone = [_gone(each, now[each.segid]) for each in chosen]
    made = made.without(np.flatnonzero(np.concatenate(gone)))
    ids = {each.segid for each in chosen}
    with while_writing():
        being_made(folder, made).replace(path_of(folder, made))
        to_disk(folder)
        staying = [each for each in old if each.segid not in ids]
        commit(folder, generation + 1, [*staying, *([made] if made.doc_count() else [])], before=old)
    return True


def _gone(before: Segment, now: Segment) -> Mask:
    """Tells of the rows that lived before which were removed since."""
    lived, removed = np.ones(before.doc_count_all(), np.bool_), np.zeros(before.doc_count_all(), np.bool_)
    lived[before.deleted], removed[now.deleted] = False, True
    gone: Mask = removed[lived]
    return gone


def _sweep(folder: Path) -> None:
    """Removes what a merge that was broken off has left."""
    for path in folder.glob(f"*{BEING_MADE}"):
        with suppress(OSError):
            path.unlink()
