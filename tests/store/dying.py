"""Steps of the store for processes that the tests start, race against each other and kill."""

from __future__ import annotations

import os
import signal
from multiprocessing.synchronize import Barrier
from pathlib import Path

from obstore.store import LocalStore
from sqlalchemy import event

from kb.store import Original, Store, worker_name
from kb.store.files import Files
from tests.store.making import keep, open_store, read


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


class DyingFiles(Files):
    """Originals whose process dies when a file has been copied and is not in its place yet."""

    def _upload(self, key: str, path: Path, original: Original) -> None:
        super()._upload(key, path, original)
        die()


def copy_half(home: Path, path: Path) -> None:
    """Keeps a file and dies in the middle of it."""
    with open_store(home) as store:
        files = DyingFiles(LocalStore(prefix=home / "originals"), folder=home / "originals")
        keep(Store(store.database, files), path)


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
