"""Values and steps that many tests of the store need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kb.model import LedgerEntry, Locator, LocatorKind, Metadata, Passage
from kb.store import Job, Store, Told
from kb.store.clock import now

NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


class StandingClock:
    """A clock that goes on only when it is told to."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> dt.datetime:
        return self.time

    def go_on(self, seconds: float) -> None:
        self.time += dt.timedelta(seconds=seconds)


def open_store(folder: Path, *, clock: Callable[[], dt.datetime] = now) -> Store:
    return Store.open(f"sqlite:///{folder / 'kb.db'}", originals_url=(folder / "originals").as_uri(), clock=clock)


def keep(store: Store, path: Path, *, origin: str = "", metadata: Metadata = Metadata(), **more: Any) -> LedgerEntry:
    return store.keep(path, name=path.name, origin=origin or str(path), metadata=metadata, **more)


def slides(*texts: str) -> list[Passage]:
    return [
        Passage(Locator(LocatorKind.SLIDE, str(number)), f"Naslov {number}", text)
        for number, text in enumerate(texts, 1)
    ]


def claimed(store: Store, worker: str = "delavec", *, seconds: float = 60) -> Job:
    job = store.jobs.claim(worker, lease_seconds=seconds)
    assert job is not None
    return job


def told(job: Job, *texts: str, title: str = "Prebrani naslov", language: str = "sl", **more: Any) -> Told:
    return Told(job, "text/plain", language, title, slides(*texts), **more)


def read(store: Store, job: Job, *texts: str, **more: Any) -> bool:
    return job.id in store.store_readings([told(job, *texts, **more)])


def kept_and_read(store: Store, path: Path, *texts: str, title: str = "Prebrani naslov", **more: Any) -> int:
    """Keeps a file, stores what was read of it and gives the document's id."""
    entry = keep(store, path, **more)
    assert read(store, claimed(store), *(texts or ("Besedilo prve prosojnice.",)), title=title)
    assert entry.document_id is not None
    return entry.document_id
