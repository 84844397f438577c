"""Sign-ins that failed, in the audit log: each at once, but not more than some a minute, the rest as a count.

Whether the address has an account makes no difference to how it is written, so that the time it takes tells nothing.
"""

from __future__ import annotations

import datetime as dt
import threading

from kb.model import NOBODY, Deed, Entry
from kb.people import User
from kb.store.audit import AuditLog
from kb.store.clock import Clock

MOST_A_MINUTE = 30
_MINUTE = dt.timedelta(minutes=1)


class Failures:
    """Enters failed sign-ins. Of an address without an account nothing is kept, nor where somebody came from."""

    def __init__(self, log: AuditLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock
        self._lock = threading.Lock()
        self._since: dt.datetime | None = None
        self._count = 0
        self._untold = 0

    def enter(self, user: User | None) -> None:
        """Enters that a sign-in failed, to the account of `user` or to none."""
        with self._lock:
            now = self._clock()
            if self._since is None or now - self._since >= _MINUTE:
                self._since, self._count = now, 0
            self._count += 1
            if self._count > MOST_A_MINUTE:
                self._untold += 1
                return
            untold, self._untold = self._untold, 0
        told = {"untold": untold} if untold else {}
        self._log.enter(NOBODY, Deed.SIGN_IN_FAILED, Entry("user", user.id if user else "", after=told))
