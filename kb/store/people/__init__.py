"""People in the store: accounts, visits, one-time links, and the doors that guessing is slowed down at."""

from __future__ import annotations

from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.people.doors import Doors, Pace
from kb.store.people.links import Links, Purpose
from kb.store.people.saved import SavedSearch, SavedSearches
from kb.store.people.sessions import Sessions
from kb.store.people.users import Users

__all__ = ["Doors", "Links", "Pace", "People", "Purpose", "SavedSearch", "SavedSearches", "Sessions", "Users"]


class People:
    """The people of the store."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.users = Users(database, clock)
        self.sessions = Sessions(database, clock)
        self.links = Links(database, clock)
        self.doors = Doors(database, clock)
        self.saved = SavedSearches(database, clock)
