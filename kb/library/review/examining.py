"""Going through what has been read, after it is indexed: personal data in it, and other documents of the same text.

As with citations a document can be found before this is done. What is found is kept under a stamp of the rules; with
other rules everything is gone through again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from math import inf

from kb.legislation.versions import ActVersion
from kb.library.review.resembling import Compared, compared, likeness
from kb.library.review.sketching import Sketches, sketch
from kb.model import Passage
from kb.slovene.personaldata import RULES as PERSONAL_RULES
from kb.slovene.personaldata import find
from kb.store import Store
from kb.store.review import Examined, PlacedFinding, Resemblance, Unexamined

RESEMBLANCE_RULES = "1"
STAMP = f"{PERSONAL_RULES}.{RESEMBLANCE_RULES}"

TOGETHER = 20
MOST_COMPARED = 12
MOST_KEPT = 5
ROUGHLY_LIKE = 0.24
"""Sketches that share less are not looked at: of texts with LIKE of their shingles in common one in 200 is missed."""

MOST_FINDINGS = 500
"""Findings that are kept of one document: a list of a thousand addresses is seen for what it is by then."""


class Examining:
    """Goes through what has been read. Safe to share between threads; one of them works at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._turn = threading.Lock()

    def catch_up(self, *, stop: threading.Event | None = None, seconds: float = inf) -> int:
        """Goes through what waits for it, for about `seconds`; gives of how many documents. Raises StoreError.

        Where another thread is at it already, nothing is done.
        """
        if not self._turn.acquire(blocking=False):
            return 0
        try:
            return self._work(stop or threading.Event(), time.monotonic() + seconds)
        finally:
            self._turn.release()

    def findings(self, document_id: int) -> tuple[PlacedFinding, ...]:
        """Gives the personal data in what a document shows, looked for now where that was not done yet."""
        if self._store.review.examinations.is_examined(document_id, STAMP):
            return self._store.review.examinations.findings(document_id)
        return found_in(stored.passage for stored in self._store.passages.of(document_id))

    def is_examined(self, document_id: int) -> bool:
        """Tells whether it is known what resembles a document."""
        return self._store.review.examinations.is_examined(document_id, STAMP)

    def _work(self, stop: threading.Event, until: float) -> int:
        done, sketches = 0, None
        while not stop.is_set() and time.monotonic() < until:
            waiting = self._store.review.examinations.waiting(STAMP, most=TOGETHER)
            if not waiting:
                break
            if sketches is None:
                sketches = Sketches(self._store.review.examinations.signatures(STAMP))
            examined = list(self._examined(waiting, sketches, stop))
            if not self._store.review.examinations.keep(examined, STAMP):
                break
            done += len(examined)
        return done

    def _examined(self, waiting: Sequence[Unexamined], sketches: Sketches, stop: threading.Event) -> Iterator[Examined]:
        # Of those that come together each is compared with those before it, which the store does not have yet.
        here: dict[int, Compared] = {}
        for each in waiting:
            if stop.is_set():
                return
            mine = compared(each.media_type, each.passages)
            made = sketch(mine.shingles)
            near = [id_ for id_, _ in sketches.like(made, at_least=ROUGHLY_LIKE, most=MOST_COMPARED)]
            pairs = self._resembling(each, mine, [id_ for id_ in near if id_ != each.revision_id], here)
            here[each.revision_id] = mine
            sketches.add(each.revision_id, made)
            yield Examined(each, made, found_in(each.passages), pairs)

    def _resembling(
        self, each: Unexamined, mine: Compared, near: Sequence[int], here: dict[int, Compared]
    ) -> tuple[Resemblance, ...]:
        unknown = self._store.review.examinations.texts([id_ for id_ in near if id_ not in here])
        others = {id_: compared(*text) for id_, text in unknown.items()} | {
            id_: here[id_] for id_ in near if id_ in here
        }
        found = [
            Resemblance(max(each.revision_id, id_), min(each.revision_id, id_), like.share, like.is_same)
            for id_, other in others.items()
            if (like := likeness(mine, other)) is not None and not self._are_versions(each.document_id, id_)
        ]
        return tuple(sorted(found, key=lambda one: -one.likeness)[:MOST_KEPT])

    def _are_versions(self, document_id: int, other_revision: int) -> bool:
        """Tells whether two documents are two texts of one act, which are kept side by side as its versions."""
        other_id = self._store.documents.owner(other_revision)
        versions = self._store.versions.of_documents([document_id, other_id])
        if len(versions) < 2:
            return False
        one, other = versions[document_id], versions[other_id]
        return one.act == other.act and _told(one) != _told(other)


def _told(version: ActVersion) -> tuple[object, ...]:
    return version.sort, version.dated, version.amending, version.gazette


def found_in(passages: Iterable[Passage]) -> tuple[PlacedFinding, ...]:
    """Gives the personal data in passages, at most MOST_FINDINGS of them, those of people before those of offices."""
    found = [
        PlacedFinding(position, in_heading, finding)
        for position, passage in enumerate(passages)
        for in_heading, text in ((True, passage.heading), (False, passage.text))
        for finding in find(text)
    ]
    if len(found) > MOST_FINDINGS:
        found = sorted(found, key=lambda one: one.finding.is_mild)[:MOST_FINDINGS]
    return tuple(found)
