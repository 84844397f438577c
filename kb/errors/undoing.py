"""Putting back what was begun, whatever breaks it off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def undone_by(undo: Callable[[], object]) -> Iterator[None]:
    """Calls `undo` when anything is raised inside, an interruption too, and lets that go on its way.

    >>> with undone_by(lambda: print("vrnjeno")):
    ...     print("dela")
    dela
    """
    try:
        yield
    except BaseException:
        undo()
        raise
