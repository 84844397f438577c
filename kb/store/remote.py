"""Originals in an object store, which makes an object visible only when it is complete."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import ObjectStore, from_url

from kb.errors import DocumentError, StoreError
from kb.store.database import store_errors

CHUNK_BYTES = 1024 * 1024
PART_BYTES = 8 * CHUNK_BYTES


class Remote:
    """A place for originals: an object store. Every fault of it comes out as StoreError with its cause."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def open(cls, url: str) -> Remote:
        """Gives the object store at `url` ("s3://…", "memory:///"). Raises StoreError."""
        with store_errors(BaseError, ValueError):
            return cls(from_url(url))

    def size(self, key: str) -> int:
        """Gives the size of what is kept under a key in bytes. Raises FileNotFoundError."""
        try:
            return int(obstore.head(self._store, key)["size"])
        except FileNotFoundError:
            raise
        except (BaseError, OSError) as error:
            raise StoreError(str(error)) from error

    def put_all(self, contents: Iterable[tuple[str, Iterable[bytes]]]) -> dict[str, DocumentError]:
        """Keeps contents under their keys, one after the other; gives those whose file has failed. See Place."""
        faults: dict[str, DocumentError] = {}
        for key, chunks in contents:
            try:
                self._put(key, chunks)
            except DocumentError as error:
                faults[key] = error
        return faults

    def chunks(self, key: str) -> Iterator[bytes]:
        """Gives what is kept under a key, about 1 MB at a time. Raises StoreError at once where nothing is."""
        with store_errors(BaseError):
            found = obstore.get(self._store, key)
        return _chunks(found)

    @contextmanager
    def path(self, key: str) -> Iterator[Path]:
        """Gives a copy on this machine that lasts as long as the block."""
        chunks = self.chunks(key)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "original"
            with store_errors(), path.open("wb") as file:
                file.writelines(chunks)
            yield path

    def remove(self, key: str) -> None:
        """Takes away what is kept under a key, if there is anything."""
        with store_errors(BaseError), suppress(FileNotFoundError):
            obstore.delete(self._store, key)

    def listed(self) -> Iterator[tuple[str, float]]:
        """Gives the key of everything in the object store, and for how many seconds it has been there."""
        now = dt.datetime.now(dt.UTC)
        with store_errors(BaseError):
            for page in obstore.list(self._store):
                for each in page:
                    yield str(each["path"]), (now - each["last_modified"]).total_seconds()

    def _put(self, key: str, chunks: Iterable[bytes]) -> None:
        lost: list[DocumentError] = []
        noted = _noting(chunks, lost)
        try:
            obstore.put(self._store, key, noted, use_multipart=True, chunk_size=PART_BYTES, max_concurrency=2)
        except (BaseError, DocumentError, OSError) as error:
            if lost:
                raise lost[0] from error
            raise StoreError(str(error)) from error


def _noting(chunks: Iterable[bytes], lost: list[DocumentError]) -> Iterator[bytes]:
    """Gives chunks; a fault of the file is noted in `lost`, because only so can it be told from one of the store."""
    try:
        yield from chunks
    except DocumentError as error:
        lost.append(error)
        raise


def _chunks(found: obstore.GetResult) -> Iterator[bytes]:
    with store_errors(BaseError):
        for chunk in found.stream(min_chunk_size=CHUNK_BYTES):
            yield bytes(chunk)
