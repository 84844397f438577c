"""The embedded index: Whoosh 2.7.4 behind the Index protocol, in a folder of its own.

Whoosh keeps segments, generations and postings; analysis, ranking, grouping, access and facets are kb's.
"""

from __future__ import annotations

from pathlib import Path

from kb.search.embedded.index import PATIENCE, EmbeddedIndex
from kb.search.embedded.schema import FINGERPRINT

__all__ = ["FINGERPRINT", "EmbeddedIndex", "open_index"]


def open_index(folder: Path, *, patience: float = PATIENCE) -> EmbeddedIndex:
    """Gives the index in `folder`, which need not exist yet; `patience` is the seconds a writer waits for another."""
    return EmbeddedIndex(folder, patience=patience)
