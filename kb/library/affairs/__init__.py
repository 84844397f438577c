"""The association's own affairs as people see them: dossiers, comments, positions, goals, events, enquiries."""

from __future__ import annotations

from kb.library.affairs.bodies import Bodies
from kb.library.affairs.comments import Comments
from kb.library.affairs.dossiers import Dossiers
from kb.library.affairs.enquiries import Enquiries
from kb.library.affairs.events import Events
from kb.library.affairs.goals import Goals
from kb.library.affairs.personal import Personal, personal
from kb.library.affairs.positions import Positions
from kb.library.affairs.rooms import Rooms
from kb.store import Store


class Affairs:
    """The association's affairs: what is open, what was said on it, and what came of it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._is_caught_up = False
        self.bodies = Bodies(store)
        self.goals = Goals(store, store.clock)
        self.dossiers = Dossiers(store, store.clock)
        self.comments = Comments(store, self.dossiers)
        self.positions = Positions(store, store.clock)
        self.events = Events(store, clock=store.clock)
        self.enquiries = Enquiries(store, clock=store.clock)
        self.rooms = Rooms(store, self)

    def personal(self, *texts: str) -> tuple[Personal, ...]:
        """Gives what `texts` tell of persons, each thing once, so that whoever sends or adopts them is asked first."""
        return personal(*texts)

    def catch_up(self) -> int:
        """Writes the records of what has none yet, and gives how many: of what was put in with the store, once a
        process, and of events that a manifest has told of.
        """
        written = self.events.catch_up()
        if not self._is_caught_up:
            self._is_caught_up = True
            written += self._store.affairs.goals.write_missing_records()
        return written
