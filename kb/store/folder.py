"""Originals in a folder of this machine: copied beside, settled on the disk many at a time, then linked to their keys.

Waiting for the disk is what keeping small files costs most; the disk settles many files in hardly more time than one.
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kb.errors import DocumentError

CHUNK_BYTES = 1024 * 1024
INCOMING = "incoming"
LEFTOVER_SECONDS = 24 * 3600
SETTLED_TOGETHER = 8


@dataclass(frozen=True, slots=True)
class Owned:
    """The content of a file that nobody will write to any more, so that it may be linked instead of copied."""

    path: Path
    chunks: Iterable[bytes]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.chunks)


class Folder:
    """A place for originals: a folder, in which each appears under its key whole or not at all."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._sweep()

    def size(self, key: str) -> int:
        """Gives the size of what is kept under a key in bytes. Raises FileNotFoundError."""
        return (self._folder / key).stat().st_size

    def put_all(self, contents: Iterable[tuple[str, Iterable[bytes]]]) -> dict[str, DocumentError]:
        """Keeps contents under their keys, waiting for the disk once; gives those whose file has failed. See Place."""
        copies: list[tuple[Path, str]] = []
        faults: dict[str, DocumentError] = {}
        try:
            for key, chunks in contents:
                beside = self._folder / INCOMING / uuid.uuid4().hex
                copies.append((beside, key))
                try:
                    if not (isinstance(chunks, Owned) and _linked(chunks.path, beside)):
                        _write(beside, chunks)
                except DocumentError as error:
                    faults[key] = error
            self._link([copy for copy in copies if copy[1] not in faults])
        finally:
            for beside, _ in copies:
                beside.unlink(missing_ok=True)
        return faults

    def chunks(self, key: str) -> Iterator[bytes]:
        """Gives what is kept under a key, about 1 MB at a time. Raises FileNotFoundError at once where nothing is."""
        self.size(key)
        return _chunks(self._folder / key)

    @contextmanager
    def path(self, key: str) -> Iterator[Path]:
        """Gives the file itself. Raises FileNotFoundError."""
        self.size(key)
        yield self._folder / key

    def remove(self, key: str) -> None:
        """Takes away what is kept under a key, if there is anything."""
        (self._folder / key).unlink(missing_ok=True)

    def listed(self) -> Iterator[tuple[str, float]]:
        """Gives the key of every original, and for how many seconds it has been there."""
        for path in self._folder.glob("??/*"):
            with suppress(FileNotFoundError):
                yield f"{path.parent.name}/{path.name}", time.time() - path.stat().st_mtime

    def _link(self, copies: Sequence[tuple[Path, str]]) -> None:
        _settle_all([beside for beside, _ in copies])
        for beside, key in copies:
            (self._folder / key).parent.mkdir(exist_ok=True)
            with suppress(FileExistsError):
                os.link(beside, self._folder / key)
        if copies and hasattr(os, "O_DIRECTORY"):
            _settle_all([*dict.fromkeys((self._folder / key).parent for _, key in copies), self._folder])

    def _sweep(self) -> None:
        """Removes what copies that were broken off have left; nobody copies one file for so long."""
        for path in (self._folder / INCOMING).glob("*"):
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > LEFTOVER_SECONDS:
                    path.unlink()


def _write(beside: Path, chunks: Iterable[bytes]) -> None:
    beside.parent.mkdir(exist_ok=True)
    with beside.open("xb") as file:
        file.writelines(chunks)


def _linked(path: Path, beside: Path) -> bool:
    """Links a file beside, where it is on the same disk and the disk has links; tells whether it is there now."""
    beside.parent.mkdir(exist_ok=True)
    try:
        os.link(path, beside)
    except OSError:
        return False
    return True


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _settle_all(paths: Sequence[Path]) -> None:
    """Waits until files or folders are on the disk: what the ledger calls kept must survive a power cut."""
    if len(paths) < 2:
        for path in paths:
            _settle(path)
        return
    with ThreadPoolExecutor(min(SETTLED_TOGETHER, len(paths))) as pool:
        list(pool.map(_settle, paths))


def _settle(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
