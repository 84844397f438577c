"""The association's own affairs as rows: dossiers, comments, positions, goals, enquiries; each is also a record."""

from __future__ import annotations

from kb.store.affairs.bodies import Bodies
from kb.store.affairs.comments import Comments
from kb.store.affairs.dossiers import Dossiers
from kb.store.affairs.enquiries import Enquiries
from kb.store.affairs.goals import Goals
from kb.store.affairs.placed import Placed
from kb.store.affairs.positions import Positions
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.records import Records
from kb.store.registers import Registers


class Affairs:
    """The association's affairs in the store."""

    def __init__(self, database: Database, records: Records, clock: Clock) -> None:
        self._database = database
        self._records = records
        self._clock = clock
        self.dossiers = Dossiers(database, records, clock)
        self.bodies = Bodies(database, Registers(database, clock), clock)
        self.goals = Goals(database, records, clock)
        self.placed = Placed(database)
        self.positions = Positions(database, records, clock, self.dossiers)
        self.comments = Comments(database, records, self.positions, clock)
        self.enquiries = Enquiries(database, records, clock)
