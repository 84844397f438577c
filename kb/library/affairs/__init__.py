"""The association's own affairs as people see them: dossiers, comments, positions, goals, events, enquiries."""

from __future__ import annotations

from kb.store import Store


class Affairs:
    """The association's affairs: what is open, what was said on it, and what came of it."""

    def __init__(self, store: Store) -> None:
        self._store = store
