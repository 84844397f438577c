"""The originals: bytes under their SHA-256, written once, never overwritten.

The key of an original is its checksum in lower-case hexadecimal with a stroke after two characters ("ab/cdef…").
In a folder, an original appears under its key whole or not at all: it is copied to "incoming/…", settled on the
disk and then linked to its key. Other object stores make an object visible only when it is complete.
"""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit
from urllib.request import url2pathname

from kb.errors import DocumentError, Empty, StoreError, TooLarge, Unreachable
from kb.store.database import store_errors
from kb.store.folder import CHUNK_BYTES, Folder, Owned

_KEY = re.compile(r"[0-9a-f]{2}/[0-9a-f]{62}")

READ_AT_ONCE = 8 * CHUNK_BYTES
"""Files of at most this size are read once, to be measured and copied; larger ones never lie in memory whole."""


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
    return _measured(path, max_bytes)[0]


def _measured(path: Path, max_bytes: int) -> tuple[Original, bytes]:
    """Gives what identifies a file, and its content where that is small enough to be kept in memory, else b""."""
    digest, size, content = hashlib.sha256(), 0, b""
    try:
        known = path.stat()
        if not stat.S_ISREG(known.st_mode):
            raise Unreachable(path.name)
        if known.st_size > max_bytes:
            raise TooLarge(shown_size(known.st_size))
        is_small = known.st_size <= READ_AT_ONCE
        with path.open("rb", buffering=0) as file:
            while chunk := file.read(READ_AT_ONCE + 1 if is_small else CHUNK_BYTES):
                digest.update(chunk)
                content = chunk if size == 0 else b""
                size += len(chunk)
    except (OSError, ValueError) as error:
        raise Unreachable(path.name) from error
    if size == 0:
        raise Empty
    if size > max_bytes:
        raise TooLarge(shown_size(size))
    return Original(digest.hexdigest(), size), content if len(content) == size else b""


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


class Place(Protocol):
    """Where originals are: a folder or an object store."""

    def size(self, key: str) -> int:
        """Gives the size of what is kept under a key in bytes. Raises FileNotFoundError."""

    def put_all(self, contents: Iterable[tuple[str, Iterable[bytes]]]) -> dict[str, DocumentError]:
        """Keeps contents under their keys, but for those that raise a DocumentError while they are read; gives these.

        One that is there already stays as it is. What `contents` itself raises comes out as it is.
        """

    def chunks(self, key: str) -> Iterator[bytes]:
        """Gives what is kept under a key, about 1 MB at a time; raises at once where there is nothing."""

    def path(self, key: str) -> AbstractContextManager[Path]:
        """Gives the path of what is kept under a key, or of a copy, for as long as the block lasts."""

    def remove(self, key: str) -> None:
        """Takes away what is kept under a key, if there is anything."""

    def listed(self) -> Iterator[tuple[str, float]]:
        """Gives the key of everything that is kept, and for how many seconds it has been there."""


class Files:
    """The originals in one place. Every fault of it comes out as StoreError with its cause."""

    def __init__(self, place: Place) -> None:
        self._place = place

    @classmethod
    def open(cls, url: str) -> Files:
        """Gives the originals at `url` ("file:///…" is a folder, made if missing). Raises StoreError."""
        if not url.startswith("file:"):
            # Most collections lie in a folder, and every command would wait for what only object stores need.
            from kb.store.remote import Remote

            return cls(Remote.open(url))
        with store_errors():
            return cls(Folder(Path(url2pathname(urlsplit(url).path))))

    def put(self, path: Path, original: Original) -> None:
        """Keeps the file at `path`, which has been measured as `original`; one that is there already stays as it is.

        Raises Unreachable when the file is gone or has changed since it was measured, and StoreError.
        """
        if not self.has(original):
            with store_errors():
                faults = self._place.put_all([(original.key, _verified(path, original))])
            for fault in faults.values():
                raise fault

    def put_chunks(self, contents: Iterable[tuple[Original, Iterable[bytes]]]) -> None:
        """Keeps contents that raise where they are not what they should be, waiting for the disk once.

        One that is there already stays as it is. Raises StoreError, and what the contents raise.
        """
        with store_errors():
            self._place.put_all((original.key, chunks) for original, chunks in contents if not self.has(original))

    def take_in(self, paths: Sequence[Path], *, max_bytes: int) -> list[Original | DocumentError]:
        """Keeps files, waiting for the disk once; gives for each what identifies it, or why it could not be kept.

        That is Empty, TooLarge or Unreachable. Raises StoreError; then some may have been kept.
        """
        taken: list[Original | DocumentError] = []
        with store_errors():
            faults = self._place.put_all(self._taken(paths, max_bytes, taken))
        return [faults.get(each.key, each) if isinstance(each, Original) else each for each in taken]

    def take_given(self, given: Sequence[tuple[Path, Original]]) -> list[Original | DocumentError]:
        """Keeps files that are given away, each measured already, as `take_in` does, but without copying where that
        can be helped; what is kept already needs no file. Nobody may write to the files afterwards.
        """
        new = {original.key: (path, original) for path, original in given if not self.has(original)}
        with store_errors():
            faults = self._place.put_all((key, Owned(path, _verified(path, it))) for key, (path, it) in new.items())
        return [faults.get(original.key, original) for _, original in given]

    def has(self, original: Original) -> bool:
        """Tells whether the original is kept. Raises StoreError, also when what is kept has another size."""
        with store_errors():
            try:
                size = self._place.size(original.key)
            except FileNotFoundError:
                return False
        if size != original.size:
            raise StoreError(f"izvirnik {original.sha256[:12]} je poškodovan")
        return True

    def open_original(self, sha256: str) -> Iterator[bytes]:
        """Gives the bytes of an original in chunks of about 1 MB. Raises StoreError at once where it is missing."""
        with store_errors():
            return self._place.chunks(Original(sha256, 0).key)

    def remove(self, sha256: str) -> None:
        """Takes the bytes of an original away for good, if they are there. Raises StoreError."""
        with store_errors():
            self._place.remove(Original(sha256, 0).key)

    def kept(self) -> Iterator[tuple[str, float]]:
        """Gives the checksum of everything that is there, and for how many seconds it has been. Raises StoreError."""
        with store_errors():
            for key, seconds in self._place.listed():
                if _KEY.fullmatch(key):
                    yield key.replace("/", ""), seconds

    @contextmanager
    def path_for_reading(self, sha256: str) -> Iterator[Path]:
        """Gives the path of an original on this machine: the file itself, or a copy that lasts as long as the block.

        Raises StoreError. What is at the path must not be written to.
        """
        with ExitStack() as stack:
            try:
                path = stack.enter_context(self._place.path(Original(sha256, 0).key))
            except FileNotFoundError as error:
                raise StoreError(f"manjka izvirnik {sha256[:12]}") from error
            yield path

    def _taken(
        self, paths: Sequence[Path], max_bytes: int, taken: list[Original | DocumentError]
    ) -> Iterator[tuple[str, Iterable[bytes]]]:
        """Gives what is not kept yet of the files with its keys, and notes in `taken` what became of each."""
        coming: set[str] = set()
        for path in paths:
            try:
                original, content = _measured(path, max_bytes)
            except DocumentError as error:
                taken.append(error)
                continue
            taken.append(original)
            if original.key not in coming and not self.has(original):
                coming.add(original.key)
                yield original.key, [content] if content else _verified(path, original)


def _verified(path: Path, original: Original) -> Iterator[bytes]:
    """Gives the chunks of a file, and raises Unreachable at its end, before anything is visible, if it is not the
    one that was measured.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                digest.update(chunk)
                yield chunk
    except OSError as error:
        raise Unreachable(path.name) from error
    if digest.hexdigest() != original.sha256:
        raise Unreachable(path.name)
