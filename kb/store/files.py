"""The originals: bytes under their SHA-256, written once, never overwritten.

The key of an original is its checksum in lower-case hexadecimal with a stroke after two characters ("ab/cdef…").
In a folder, an original appears under its key whole or not at all: it is copied to "incoming/…", settled on the
disk and then linked to its key. Other object stores make an object visible only when it is complete.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from kb.errors import DocumentError, Empty, StoreError, TooLarge, Unreachable
from kb.store.database import store_errors

CHUNK_BYTES = 1024 * 1024
PART_BYTES = 8 * CHUNK_BYTES
INCOMING = "incoming"
LEFTOVER_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Original:
    """What identifies an original: its checksum in hexadecimal and its size in bytes."""

    sha256: str
    size: int

    @property
    def key(self) -> str:
        """Gives the place of the original in the object store: "ab/cdef…"."""
        return f"{self.sha256[:2]}/{self.sha256[2:]}"


def measure(path: Path, *, max_bytes: int) -> Original:
    """Gives checksum and size of the file at `path`. Raises Empty, TooLarge or Unreachable."""
    digest, size = hashlib.sha256(), 0
    try:
        known = path.stat()
        if not stat.S_ISREG(known.st_mode):
            raise Unreachable(path.name)
        if known.st_size > max_bytes:
            raise TooLarge(shown_size(known.st_size))
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                digest.update(chunk)
                size += len(chunk)
    except (OSError, ValueError) as error:
        raise Unreachable(path.name) from error
    if size == 0:
        raise Empty
    if size > max_bytes:
        raise TooLarge(shown_size(size))
    return Original(digest.hexdigest(), size)


def shown_size(size: int) -> str:
    """Gives a number of bytes for people, rounded up, in units of 1024: 536870913 → «513 MB».

    >>> shown_size(536870912)
    '512 MB'
    """
    for unit in ("B", "kB", "MB"):
        if size < 1024:
            return f"{size} {unit}"
        size = -(-size // 1024)
    return f"{size} GB"


class Files:
    """The originals in one object store. Every fault of the store comes out as StoreError with its cause."""

    def __init__(self, store: ObjectStore, *, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder

    @classmethod
    def open(cls, url: str) -> Files:
        """Gives the originals at `url` ("file:///…" is a folder, made if missing). Raises StoreError."""
        with store_errors(BaseError, ValueError):
            if not url.startswith("file:"):
                return cls(from_url(url))
            folder = Path(url2pathname(urlsplit(url).path))
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sweep(folder / INCOMING)
            return cls(LocalStore(prefix=folder), folder=folder)

    def put(self, path: Path, original: Original) -> None:
        """Keeps the file at `path`, which has been measured as `original`; one that is there already stays as it is.

        Raises Unreachable when the file is gone or has changed since it was measured, and StoreError.
        """
        with store_errors(BaseError):
            if self._has(original):
                return
            if self._folder is None:
                self._upload(original.key, path, original)
            else:
                self._copy_in(self._folder, path, original)

    def has(self, original: Original) -> bool:
        """Tells whether the original is kept. Raises StoreError, also when what is kept has another size."""
        with store_errors(BaseError):
            return self._has(original)

    def open_original(self, sha256: str) -> Iterator[bytes]:
        """Gives the bytes of an original in chunks of about 1 MB. Raises StoreError at once where it is missing."""
        with store_errors(BaseError):
            found = obstore.get(self._store, Original(sha256, 0).key)
        return _chunks(found)

    @contextmanager
    def path_for_reading(self, sha256: str) -> Iterator[Path]:
        """Gives the path of an original on this machine: the file itself, or a copy that lasts as long as the block.

        Raises StoreError. What is at the path must not be written to.
        """
        if self._folder is not None:
            path = self._folder / Original(sha256, 0).key
            if not path.is_file():
                raise StoreError(f"manjka izvirnik {sha256[:12]}")
            yield path
            return
        chunks = self.open_original(sha256)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / sha256
            with store_errors(), path.open("wb") as file:
                file.writelines(chunks)
            yield path

    def _has(self, original: Original) -> bool:
        try:
            size: int = obstore.head(self._store, original.key)["size"]
        except FileNotFoundError:
            return False
        if size != original.size:
            raise StoreError(f"izvirnik {original.sha256[:12]} je poškodovan")
        return True

    def _copy_in(self, folder: Path, path: Path, original: Original) -> None:
        incoming = f"{INCOMING}/{uuid.uuid4().hex}"
        self._upload(incoming, path, original)
        try:
            _settle(folder / incoming)
            obstore.rename(self._store, incoming, original.key, overwrite=False)
        except AlreadyExistsError:
            obstore.delete(self._store, incoming)
        _settle((folder / original.key).parent)
        _settle(folder)

    def _upload(self, key: str, path: Path, original: Original) -> None:
        lost: list[DocumentError] = []
        try:
            chunks = _verified(path, original, lost)
            obstore.put(self._store, key, chunks, use_multipart=True, chunk_size=PART_BYTES, max_concurrency=2)
        except (BaseError, DocumentError, OSError) as error:
            if lost:
                raise lost[0] from error
            raise


def _verified(path: Path, original: Original, lost: list[DocumentError]) -> Iterator[bytes]:
    """Gives the chunks of a file, and fails at its end, before anything is visible, if it is not the one measured.

    The fault is noted in `lost`, because only so can it be told from a fault of the object store.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                digest.update(chunk)
                yield chunk
    except OSError:
        lost.append(Unreachable(path.name))
        raise
    if digest.hexdigest() != original.sha256:
        lost.append(Unreachable(path.name))
        raise lost[0]


def _chunks(found: obstore.GetResult) -> Iterator[bytes]:
    with store_errors(BaseError):
        for chunk in found.stream(min_chunk_size=CHUNK_BYTES):
            yield bytes(chunk)


def _sweep(incoming: Path) -> None:
    """Removes what copies that were broken off have left; nobody copies one file for so long."""
    for path in incoming.glob("*"):
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > LEFTOVER_SECONDS:
                path.unlink()


def _settle(path: Path) -> None:
    """Waits until a file or folder is on the disk: what the ledger calls kept must survive a power cut."""
    if path.is_dir() and not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
