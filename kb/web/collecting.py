"""Short garbage collections while pages are served.

A full collection looks at every object of the process, words and their keys kept for later among them, and nobody is
answered meanwhile: 175 ms with a quarter of a million objects. What outlives one is set aside, so that the next looks
only at what came since; now and then everything is looked at again.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

FULL = 2
SET_ASIDE = 50
"""Full collections that set aside before one that looks at everything."""


@contextmanager
def short_collections() -> Iterator[None]:
    """Keeps full collections short as long as it is open."""
    done = 0

    def collected(phase: str, told: dict[str, int]) -> None:
        nonlocal done
        if told["generation"] < FULL:
            return
        if phase == "start":
            done += 1
            if done % SET_ASIDE == 0:
                gc.unfreeze()
        else:
            gc.freeze()

    gc.callbacks.append(collected)
    gc.collect()
    try:
        yield
    finally:
        gc.callbacks.remove(collected)
        gc.unfreeze()
