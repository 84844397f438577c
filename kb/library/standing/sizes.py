"""What folders take on the disk, looked at now and then: a folder of pictures may have a million files."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

KEPT_SECONDS = 300.0


class Sizes:
    """The sizes of folders, kept for some minutes. Safe to share between threads."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[Path, tuple[float, int]] = {}

    def of(self, folder: Path) -> int:
        """Gives the bytes of all files below a folder, 0 where there is none."""
        with self._lock:
            at, size = self._known.get(folder, (0.0, 0))
            if folder not in self._known or self._clock() - at > KEPT_SECONDS:
                size = _bytes_below(folder)
                self._known[folder] = (self._clock(), size)
            return size


def _bytes_below(folder: Path) -> int:
    size, waiting = 0, [str(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        size += entry.stat(follow_symlinks=False).st_size
        except OSError:
            # What is moved or deleted meanwhile takes nothing.
            continue
    return size
