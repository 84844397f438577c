"""The association's own affairs as rows: dossiers, comments, positions, goals, enquiries; each is also a record."""

from __future__ import annotations

from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.records import Records


class Affairs:
    """The association's affairs in the store."""

    def __init__(self, database: Database, records: Records, clock: Clock) -> None:
        self._database = database
        self._records = records
        self._clock = clock
