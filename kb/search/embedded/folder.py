"""The folder of the index: which generation folder serves, the one lock of all writers, swapping, sweeping.

    <folder>/lock       held by whoever writes, whether a few changes or a whole rebuild
    <folder>/merging    held by whoever puts segments together
    <folder>/current    which folder serves, its fingerprint, and where its generations are counted from
    <folder>/damaged    the folder that served when someone found a part of it damaged
    <folder>/g-<n>/     a Whoosh index; in one that is complete, `built` says what `current` said of it

A rebuild fills a new g-<n> and then replaces `current`; until then the old one serves. What a crash leaves of a rebuild
is gone on with by the next one, or swept away. Pickles are in there: the folder is private to its owner (0700).
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from whoosh.util.filelock import FileLock

from kb.errors import IndexBusy
from kb.search.embedded.faults import while_writing

PRIVATE = 0o700
PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class Current:
    """What serves: the name of its folder, the fingerprint it was built under, the generations before it."""

    folder: str
    fingerprint: str
    base: int


def read_current(folder: Path) -> Current | None:
    """Gives what serves, None where nothing was ever built. Raises ValueError, KeyError or TypeError if garbled."""
    return _read(folder / "current")


def last_built(folder: Path) -> Current | None:
    """Gives the last index that was built in one of the folders, whether or not it serves; None where there is none."""
    for name in reversed(generation_folders(folder)):
        with contextlib.suppress(ValueError, KeyError, TypeError, OSError):
            told = _read(folder / name / "built")
            if told and told.folder == name:
                return told
    return None


def generation_folders(folder: Path) -> list[str]:
    """Gives the names of the generation folders in the order in which they were made."""
    names = [path.name for path in folder.glob("g-*") if path.name[2:].isdecimal()]
    return sorted(names, key=lambda name: int(name[2:]))


def _read(path: Path) -> Current | None:
    try:
        told = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    return Current(str(told["folder"]), str(told["fingerprint"]), int(told["base"]))


def swap_in(folder: Path, current: Current) -> None:
    """Makes `current` what serves, at once and durably: the files it names are on disk before it names them."""
    told = json.dumps(asdict(current))
    (folder / current.folder / "built").write_text(told, "utf-8")
    for path in (folder / current.folder).iterdir():
        if path.is_file():
            to_disk(path)
    to_disk(folder / current.folder)
    new = folder / "current.new"
    new.write_text(told, "utf-8")
    to_disk(new)
    new.replace(folder / "current")
    to_disk(folder)


def fresh_folder(folder: Path) -> Path:
    """Gives a new, empty generation folder, numbered after all that exist; none that served has its number."""
    last = next(reversed(generation_folders(folder)), "g-0")
    made = folder / f"g-{int(last[2:]) + 1}"
    made.mkdir(mode=PRIVATE)
    return made


def sweep(folder: Path, *, keep: Collection[str]) -> None:
    """Removes all generation folders but some; what another process holds open on Windows stays until next time."""
    for path in folder.glob("g-*"):
        if path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def write_lock(folder: Path, *, patience: float, name: str = "lock") -> Iterator[None]:
    """Holds the lock of writers, or another, also against other processes.

    Raises IndexBusy after `patience` seconds, IndexUnwritable where the folder cannot be made or written.
    """
    with while_writing():
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        lock = _acquired(folder / name, patience)
    try:
        yield
    finally:
        lock.release()


def _acquired(path: Path, patience: float) -> FileLock:
    lock = FileLock(str(path))
    until = time.monotonic() + patience
    while not lock.acquire():
        if time.monotonic() >= until:
            raise IndexBusy
        time.sleep(PAUSE)
    return lock


def to_disk(path: Path) -> None:
    """Waits until a file or folder is on disk; Windows cannot open folders, and needs no such wait for them."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
