"""What is asked of every route, room by room: addresses that would show something hidden, and who may change what.

A route that is in none of the rooms fails the tests: whoever adds one says there what it has to be asked.
"""

from __future__ import annotations

from tests.access import affairs, collection, people, work
from tests.access.addresses import Addresses

SHOWN: dict[str, Addresses] = collection.SHOWN | people.SHOWN | work.SHOWN | affairs.SHOWN
"""For each route that shows something, the addresses that are asked."""

SIGNED_IN = frozenset({"saved.searches", "own.account"})
MEMBERS = frozenset({"enquiries.asking", "enquiries.enquiries"})
"""Routes for members and staff, but not for visitors who have signed in."""

ADMINISTRATORS = frozenset({"audit.export", "users.inviting", "users.user", "users.users"})
STAFF = work.STAFF | affairs.STAFF
"""Routes that need somebody who has signed in, an administrator, or staff."""

CHANGING: dict[str, tuple[str, str]] = people.CHANGING | work.CHANGING | affairs.CHANGING
"""For each route that changes something, who may ask it, and an address of it."""
