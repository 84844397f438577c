"""One process at a time: `kb serve` and `kb worker` may run beside each other over one data folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.store.database import store_errors

try:
    import fcntl
except ImportError:  # where the system has no such locks, one process is all there is
    fcntl = None  # type: ignore[assignment]


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Tells whether this process has the lock at `path` for as long as the block lasts. Raises StoreError."""
    if fcntl is None:
        yield True
        return
    with store_errors():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        yield _locked(descriptor)
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
