"""Checksums of what is still coming, kept up piece by piece, so that a file of gigabytes is not read once more."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator

MOST = 2_000
"""Files whose checksum is kept up at a time; that of another is taken from its bytes when they are all here."""


class Digests:
    """The running SHA-256 of files that come to this process from their first byte. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: OrderedDict[int, tuple[int, hashlib._Hash]] = OrderedDict()

    def through(self, file_id: int, offset: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Passes on the bytes of a file from `offset` on; who breaks off in the middle leaves no checksum."""
        with self._lock:
            came, digest = self._running.pop(file_id, (0, hashlib.sha256()))
        follows = came == offset
        for chunk in chunks:
            if follows:
                digest.update(chunk)
                came += len(chunk)
            yield chunk
        if follows:
            with self._lock:
                self._running[file_id] = (came, digest)
                while len(self._running) > MOST:
                    self._running.popitem(last=False)

    def take(self, file_id: int, size: int) -> str:
        """Gives the checksum of a file of `size` bytes and forgets it; "" where not all of it came by here."""
        with self._lock:
            came, digest = self._running.pop(file_id, (-1, hashlib.sha256()))
        return digest.hexdigest() if came == size else ""

    def forget(self, file_id: int) -> None:
        """Forgets what came of a file."""
        with self._lock:
            self._running.pop(file_id, None)
