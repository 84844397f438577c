"""Visits: they begin with a token for the browser, go on while they are seen, and end."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import dataclass

from kb.errors import StoreError
from kb.library.people.secrets import LONGEST, kept, new_secret
from kb.people import Session, User
from kb.store.clock import Clock
from kb.store.people import People

SEEN_EVERY = dt.timedelta(minutes=5)
"""How often the store is told that a visit goes on: not with every page."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person who has signed in, with the token that their browser has to keep."""

    user: User
    token: str


class Visits:
    """The visits of one library."""

    def __init__(self, people: People, *, idle: dt.timedelta, lasts: dt.timedelta, clock: Clock) -> None:
        self._people = people
        self._idle = idle + SEEN_EVERY
        self._lasts = lasts
        self._clock = clock

    def begin(self, user: User, *, device: str = "") -> SignedIn:
        """Begins a visit of a person."""
        token = new_secret()
        self._people.sessions.begin(user.id, kept(token), lasts=self._lasts, device=device)
        self._people.users.note_sign_in(user)
        return SignedIn(user, token)

    def find(self, token: str) -> Session | None:
        """Gives the visit of a token that goes on, or None."""
        if not token or len(token) > LONGEST:
            return None
        found = self._people.sessions.find(kept(token), idle=self._idle)
        if found and self._clock() - found.last_seen > SEEN_EVERY:
            # A page is shown even where the store cannot be written just now.
            with contextlib.suppress(StoreError):
                self._people.sessions.note_seen(found.id)
        return found

    def whose(self, token: str) -> User | None:
        """Gives whose visit goes on under a token, without noting that it was seen."""
        found = self._people.sessions.find(kept(token), idle=self._idle) if 0 < len(token) <= LONGEST else None
        return found.user if found else None

    def open_of(self, user_id: int) -> tuple[Session, ...]:
        """Gives the visits of a person that go on."""
        return self._people.sessions.open_of(user_id, idle=self._idle)
