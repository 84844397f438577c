"""Writes changes as a new generation, and builds whole indexes; the lock of kb.search.embedded.folder is held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np

from kb.search.embedded.arrays import Rows, ragged
from kb.search.embedded.codec import Segment
from kb.search.embedded.committing import INDEX_NAME, commit, segments_in
from kb.search.embedded.faults import WhileReading, while_writing
from kb.search.embedded.folder import newest_generation
from kb.search.embedded.inverter import Inverted, Inverter
from kb.search.embedded.merging import Size, due, taken_apart, together
from kb.search.embedded.segment import View, write_segment
from kb.search.embedded.snapshot import Views, live_rows
from kb.search.index import Change, IndexedDocument, Removed

POSITIONS_A_SEGMENT = 3_000_000


def write(folder: Path, changes: Sequence[Change], known: Views) -> Views:
    """Writes `changes` as one generation, and gives its segments that are open; of several of one document the last
    change counts.

    `known` are segments that were opened before: opening one checks all of its dictionary.
    Raises IndexDamaged where what is there cannot be read, IndexUnwritable where the disk refuses.
    """
    last = {change.id: change for change in changes}
    fresh = _inverted([change for change in last.values() if not isinstance(change, Removed)])
    with WhileReading():
        generation = newest_generation(folder)
        old = segments_in(folder, generation)
        views = [known.get(segment.segment_id()) or View(folder, segment) for segment in old]
        kept = [_without(segment, view, last) for segment, view in zip(old, views, strict=True)]
        staying, merged = _merged(kept, views, fresh)
    with while_writing():
        written = [write_segment(folder, each, index_name=INDEX_NAME) for each in merged]
        commit(folder, generation + 1, [*staying, *written])
    opened = {str(segment.segment_id()): view for segment, view in zip(old, views, strict=True)}
    return {name: opened[name] for name in (str(segment.segment_id()) for segment in staying)}


def fill(
    folder: Path,
    documents: Iterable[IndexedDocument],
    told: Callable[[int], None],
    *,
    positions: int | None = None,
) -> None:
    """Makes an index of `documents` in an empty folder; of several with one id the first counts.

    `told` hears the count after each. Memory is bounded: every so many `positions` (POSITIONS_A_SEGMENT) a segment is
    written, while the next is read; NumPy lets other threads run. Raises IndexUnwritable, and whatever `documents` and
    `told` raise.
    """
    seen: set[int] = set()
    inverter = Inverter()
    with ThreadPoolExecutor(1) as beside:
        segments: list[Future[list[Segment]]] = []
        for count, document in enumerate(documents, 1):
            if document.id not in seen:
                inverter.add(document)
            seen.add(document.id)
            if inverter.size >= (positions or POSITIONS_A_SEGMENT):
                _ = [each.result() for each in segments[-1:]]
                segments.append(beside.submit(_written, folder, inverter))
                inverter = Inverter()
            told(count)
        segments.append(beside.submit(_written, folder, inverter))
    with while_writing():
        commit(folder, 0, [segment for each in segments for segment in each.result()])


def _inverted(documents: Iterable[IndexedDocument]) -> list[Inverted]:
    inverter = Inverter()
    for document in documents:
        inverter.add(document)
    inverted = inverter.inverted()
    return [inverted] if len(inverted.facts.passages) else []


def _written(folder: Path, inverter: Inverter) -> list[Segment]:
    inverted = inverter.inverted()
    if not len(inverted.facts.passages):
        return []
    with while_writing():
        return [write_segment(folder, inverted, index_name=INDEX_NAME)]


def _without(segment: Segment, view: View, ids: Iterable[int]) -> Segment:
    """Gives a segment with all rows of some documents deleted."""
    wanted = np.array([id_ for id_ in ids if abs(id_) < 1 << 63], np.int64)
    places = np.flatnonzero(np.isin(view.facts.documents, wanted))
    rows: Rows = ragged(view.starts[places], view.facts.passage_counts[places])
    return segment.without(rows) if len(rows) else segment


def _merged(
    segments: Sequence[Segment], views: Sequence[View], fresh: Sequence[Inverted]
) -> tuple[list[Segment], list[Inverted]]:
    """Gives the segments that stay, and what is to be written: the fresh, and with it what is due to be merged."""
    there = [place for place, segment in enumerate(segments) if segment.doc_count()]
    sizes = [Size(segments[place].doc_count_all(), segments[place].doc_count()) for place in there]
    sizes += [Size(len(each.facts.passages), len(each.facts.passages)) for each in fresh]
    chosen = {there[number] for number in due(sizes) if number < len(there)}
    staying = [segments[place] for place in there if place not in chosen]
    parts = [taken_apart(views[place], live_rows(views[place], segments[place])) for place in sorted(chosen)]
    return staying, [together([*parts, *fresh])] if parts or fresh else []
