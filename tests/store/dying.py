"""Steps of the store for processes that the tests start, race against each other and kill."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from multiprocessing.synchronize import Barrier
from pathlib import Path

from sqlalchemy import event

from kb.store import Arriving, Store, worker_name
from kb.store.files import Files
from kb.store.folder import Folder
from tests.store.making import keep, open_store, read, told


def die_at(store: Store, number: int) -> None:
    """Kills this process (SIGKILL) before its `number`-th change or commit; between them nothing can be different."""
    left = [number]

    def step(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            die()

    def statement(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            step()

    event.listen(store.database.engine, "before_cursor_execute", statement)
    event.listen(store.database.engine, "commit", step)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class DyingFolder(Folder):
    """A place for originals whose process dies when a file has been copied and is not in its place yet."""

    def _link(self, copies: Sequence[tuple[Path, str]]) -> None:
        die()


def copy_half(home: Path, path: Path) -> None:
    """Keeps a file and dies in the middle of it."""
    with open_store(home) as store:
        keep(Store(store.database, Files(DyingFolder(home / "originals"))), path)


def take_in(home: Path, path: Path, number: int = 0) -> None:
    """Keeps a file, reads it and clears its mark, and dies at step `number` if there are so many."""
    with open_store(home) as store:
        if number:
            die_at(store, number)
        keep(store, path)
        store.jobs.release_dead()
        while (job := store.jobs.claim(worker_name(), lease_seconds=60)) is not None:
            read(store, job, "Prva.", "Druga.")
        store.marks.clear(store.marks.pending())


def take_in_together(home: Path, paths: list[Path], number: int = 0) -> None:
    """Keeps files together, stores what was read of them together, and dies at step `number` if there are so many."""
    with open_store(home) as store:
        if number:
            die_at(store, number)
        store.keep_all([Arriving(path, path.name, str(path)) for path in paths])
        store.jobs.release_dead()
        jobs = store.jobs.claim_some(worker_name(), lease_seconds=60, most=len(paths))
        store.store_readings([told(job, "Prva.", "Druga.") for job in jobs])
        store.marks.clear(store.marks.pending())


def keep_all(home: Path, paths: list[Path], start: Barrier) -> None:
    """Keeps files as soon as all others are ready to."""
    with open_store(home) as store:
        start.wait(30)
        for path in paths:
            keep(store, path, origin=f"{os.getpid()} {path}")


def claim_all(home: Path, found: Path, start: Barrier) -> None:
    """Claims jobs until there are none and writes which."""
    with open_store(home) as store:
        start.wait(30)
        subjects = []
        while (job := store.jobs.claim(worker_name(), lease_seconds=60)) is not None:
            subjects.append(job.subject)
    (found / str(os.getpid())).write_text(" ".join(map(str, subjects)))


def open_new(home: Path, start: Barrier) -> None:
    """Makes a store as soon as all others are ready to."""
    start.wait(30)
    open_store(home).close()
