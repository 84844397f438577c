"""Finding what documents cite, after they are in the index: a document can be found before its citations are.

What is found is kept under a stamp of the rules and the register; when either changes, everything is gone through
again. Each revision is a job, so that of several processes every one finds something else.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

from kb.legislation.acts import ActFinder
from kb.legislation.citations import CITATION_RULES
from kb.legislation.placed import place_citations
from kb.legislation.register import Act, Register
from kb.store import CITE, Cited, Job, JobState, Store, worker_name

JOBS_TOGETHER = 20
CHARACTERS_TOGETHER = 2_000_000
"""Text after which what was found is kept before more is gone through."""
LEASE_SECONDS = 600

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class _Known:
    """The register as citations are found with it; `version` tells which state of the store's it is."""

    version: tuple[int, ...]
    stamp: str
    acts: ActFinder
    register: Register


class Citing:
    """Finds the citations of what has been read. Safe to share between threads; one of them works at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._turn = threading.Lock()
        self._known: _Known | None = None
        self._settled = ""

    def catch_up(self, told: Told, *, stop: threading.Event | None = None, seconds: float = inf) -> int:
        """Finds the citations of what waits for it, for about `seconds`; gives of how many documents.

        `told` hears (title, done, total). Where another thread is at it already, nothing is done. Raises StoreError.
        """
        if not self._turn.acquire(blocking=False):
            return 0
        try:
            known = self._register()
            if known.stamp != self._settled:
                # What was gone through with another register or by other rules, and what a dead process was at.
                self._store.jobs.release_dead()
                self._store.citings.make_ready(known.stamp)
                self._settled = known.stamp
            return self._work(known, told, stop or threading.Event(), time.monotonic() + seconds)
        finally:
            self._turn.release()

    def renew(self, told: Told) -> int:
        """Finds all citations again; gives of how many documents. Raises StoreError."""
        with self._turn:
            known = self._register()
            self._store.citings.make_ready(known.stamp, all_of_them=True)
            self._settled = known.stamp
            return self._work(known, told, threading.Event(), inf)

    def acts(self) -> ActFinder:
        """Gives the finder of the acts of the register as it is now."""
        return self._register().acts

    def _register(self) -> _Known:
        version, known = self._store.acts.version(), self._known
        if known is None or known.version != version:
            acts = self._store.acts.all()
            known = _Known(version, stamp_of(acts), ActFinder(acts), Register(acts))
            self._known = known
        return known

    def _work(self, known: _Known, told: Told, stop: threading.Event, until: float) -> int:
        done = total = 0
        while not stop.is_set() and time.monotonic() < until and (jobs := self._claimed()):
            total = max(total, done + len(jobs) + self._store.jobs.counts(CITE).get(JobState.READY, 0))
            for title in self._cite(jobs, known, stop):
                done += 1
                told(title, done, max(total, done))
        return done

    def _claimed(self) -> Sequence[Job]:
        return self._store.jobs.claim_some(worker_name(), lease_seconds=LEASE_SECONDS, kind=CITE, most=JOBS_TOGETHER)

    def _cite(self, jobs: Sequence[Job], known: _Known, stop: threading.Event) -> Iterator[str]:
        """Gives the titles of the documents whose jobs are done, when their citations are kept, some at a time."""
        open_jobs = {job.id: job for job in jobs}
        found: list[Cited] = []
        for each in self._store.citings.to_read(jobs):
            if stop.is_set():
                break
            citations = place_citations(each.passages, acts=known.acts, register=known.register)
            found.append(Cited(each, known.stamp, citations))
            if sum(one.of.characters for one in found) >= CHARACTERS_TOGETHER:
                yield from self._kept(found, open_jobs)
                found = []
        yield from self._kept(found, open_jobs)
        self._store.jobs.put_back([*open_jobs.values()])

    def _kept(self, found: Sequence[Cited], open_jobs: dict[int, Job]) -> Iterator[str]:
        """Keeps what was found and takes the jobs out of `open_jobs`; one that was read anew meanwhile stays in."""
        kept = self._store.citings.keep(found)
        for each in found:
            if each.of.job.id in kept:
                del open_jobs[each.of.job.id]
                yield each.of.title


def stamp_of(acts: Sequence[Act]) -> str:
    """Gives what tells by which rules and acts citations were found: «1-» and a checksum of how the acts are named."""
    names = ("acronym", "title", "number", "status", "amends", "sop", "eva", "epa")
    named = repr(sorted(tuple(getattr(act, name) for name in names) for act in acts))
    return f"{CITATION_RULES}-{hashlib.sha256(named.encode()).hexdigest()[:32]}"
