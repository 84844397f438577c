"""The keys of a snapshot: which there are, so that questions are worded for them, and where each stands."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from whoosh.reading import TermNotFound

from kb.search.analysis import EXACT
from kb.search.embedded.schema import FORMS, form_entry, mark_of, places_in
from kb.search.embedded.snapshot import Segment, Snapshot
from kb.search.ranking import FIELD_NAMES


class LiveKeys:
    """The keys that live passages of a snapshot have, in any field: the Vocabulary of kb.search.analysis."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._segments = tuple(snapshot.segments.values())

    def __contains__(self, key: object) -> bool:
        """Tells whether a live passage has `key`; Whoosh's own list also has those of removed passages."""
        return any(_is_live(segment, str(key)) for segment in self._segments)

    def beginning(self, prefix: str) -> Iterable[str]:
        """Gives the keys that begin with `prefix`, in alphabetical order."""
        found = {key for segment in self._segments for key in _beginning(segment, prefix)}
        return (key for key in sorted(found) if key in self)


def _is_live(segment: Segment, key: str) -> bool:
    listed = segment.reader.expand_prefix(FORMS, form_entry(key)) if key.startswith(EXACT) else ()
    places = [(FORMS, entry.decode()) for entry in listed]
    return any(
        postings is not None and postings.is_active()
        for postings in (_live_postings(segment, *place) for place in (*places, *((name, key) for name in FIELD_NAMES)))
    )


def key_count(keys: Iterable[str], segment: Segment, field: str) -> int:
    """Gives about how many passages of a segment have any of `keys` in a field, at most."""
    return sum(segment.reader.doc_frequency(field, host) for host in _hosts(keys, segment))


def occurrences(
    keys: Iterable[str], segment: Segment, field: str, *, among: Container[int] | None = None
) -> Iterator[tuple[int, list[int]]]:
    """Gives (passage, positions) of all live passages with any of `keys` in a field; a passage may come twice.

    Positions are in no order, and those of passages that are not `among` some are not read.
    """
    for host, marks in _hosts(keys, segment).items():
        postings = _live_postings(segment, field, host)
        while postings is not None and postings.is_active():
            number = postings.id()
            if among is None or number in among:
                places = places_in(postings.value(), marks)
                if places:
                    yield number, places
            postings.next()


def frequencies(key: str, segment: Segment, field: str) -> Iterator[tuple[int, int]]:
    """Gives (passage, how often) of all live passages with a key that is no exact one."""
    postings = _live_postings(segment, field, key)
    while postings is not None and postings.is_active():
        yield postings.id(), int(postings.weight())
        postings.next()


def _hosts(keys: Iterable[str], segment: Segment) -> Mapping[str, frozenset[int] | None]:
    """Gives the keys that postings are kept under, each with the marks that count, None for any."""
    hosts: dict[str, frozenset[int] | None] = {}
    for key in keys:
        if not key.startswith(EXACT):
            hosts[key] = None
            continue
        hosts[key] = None
        for host in _hosts_of_form(key, segment):
            marks = hosts.get(host, frozenset())
            hosts[host] = marks if marks is None else marks | {mark_of(key, host)}
    return hosts


def _hosts_of_form(exact_key: str, segment: Segment) -> Iterator[str]:
    start = form_entry(exact_key)
    return (entry.decode()[len(start) :] for entry in segment.reader.expand_prefix(FORMS, start))


def _beginning(segment: Segment, prefix: str) -> Iterator[str]:
    for field in FIELD_NAMES:
        yield from (key.decode() for key in segment.reader.expand_prefix(field, prefix))
    if not prefix.startswith(EXACT):
        return
    for entry in segment.reader.expand_prefix(FORMS, prefix[1:]):
        yield EXACT + entry.decode().partition("\0")[0]


def _live_postings(segment: Segment, field: str, key: str) -> Any:
    """Gives Whoosh's matcher over the live passages that have `key` in a field; None where none ever had."""
    if (field, key) not in segment.reader:
        return None
    try:
        return segment.reader.postings(field, key)
    except TermNotFound:
        return None
