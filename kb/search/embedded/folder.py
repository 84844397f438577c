"""The folder of the index: which generation folder serves, the one lock of all writers, swapping, sweeping.

    <folder>/lock       held by whoever writes, whether a few changes or a whole rebuild
    <folder>/current    which folder serves, its fingerprint, and where its generations are counted from
    <folder>/g-<n>/     a Whoosh index

A rebuild fills a new g-<n> and then replaces `current`; until then the old one serves, and what a crash leaves
behind is swept away by the next rebuild. Pickles are in there: the folder is private to its owner (0700).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from whoosh.util.filelock import FileLock

from kb.errors import IndexBusy
from kb.search.embedded.faults import while_writing

PRIVATE = 0o700
PAUSE = 0.05

_TOC = re.compile(r"_MAIN_(\d+)\.toc")


@dataclass(frozen=True, slots=True)
class Current:
    """What serves: the name of its folder, the fingerprint it was built under, the generations before it."""

    folder: str
    fingerprint: str
    base: int


def read_current(folder: Path) -> Current | None:
    """Gives what serves, None where nothing was ever built. Raises ValueError, KeyError or TypeError if garbled."""
    try:
        told = json.loads((folder / "current").read_text("utf-8"))
    except FileNotFoundError:
        return None
    return Current(str(told["folder"]), str(told["fingerprint"]), int(told["base"]))


def newest_generation(folder: Path) -> int:
    """Gives the number of the newest generation in a Whoosh folder, -1 for none. Raises OSError if it is missing."""
    found = [_TOC.fullmatch(path.name) for path in folder.iterdir()]
    return max((int(toc[1]) for toc in found if toc), default=-1)


def swap_in(folder: Path, current: Current) -> None:
    """Makes `current` what serves, at once and durably: the files it names are on disk before it names them."""
    for path in (folder / current.folder).iterdir():
        if path.is_file():
            to_disk(path)
    to_disk(folder / current.folder)
    new = folder / "current.new"
    new.write_text(json.dumps(asdict(current)), "utf-8")
    to_disk(new)
    new.replace(folder / "current")
    to_disk(folder)


def fresh_folder(folder: Path) -> Path:
    """Gives a new, empty generation folder, numbered after all that exist; none that served has its number."""
    numbers = [int(path.name[2:]) for path in folder.glob("g-*") if path.name[2:].isdecimal()]
    made = folder / f"g-{max(numbers, default=0) + 1}"
    made.mkdir(mode=PRIVATE)
    return made


def sweep(folder: Path, *, keep: str) -> None:
    """Removes all generation folders but `keep`; what another process holds open on Windows stays until next time."""
    for path in folder.glob("g-*"):
        if path.name != keep:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def write_lock(folder: Path, *, patience: float) -> Iterator[None]:
    """Holds the lock of writers, also against other processes.

    Raises IndexBusy after `patience` seconds, IndexUnwritable where the folder cannot be made or written.
    """
    with while_writing():
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        lock = _acquired(folder / "lock", patience)
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
