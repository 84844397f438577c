"""What goes on by itself with uploads: files that came whole before somebody was killed, and parts nobody goes on with.

A part without a waiting file is rubble. One that nothing was added to for a week is cleared, and the ledger tells of
it; a file that was announced a week ago and never came is no longer waited for.
"""

from __future__ import annotations

import datetime as dt
import time

from kb.errors import Unfinished
from kb.library.uploads.parts import Parts
from kb.model import UploadStage
from kb.store.clock import Clock, now
from kb.store.uploads import Uploads, Waiting

LEFT_DAYS = 7
CLEARED_EVERY_SECONDS = 600.0
SETTLED_SECONDS = 30.0
"""For how long nothing may have come of a whole file that is taken up: until then its sender sees to it."""

_DAY_SECONDS = 24 * 3600


class Tending:
    """Finds what is left of uploads."""

    def __init__(self, uploads: Uploads, parts: Parts, clock: Clock = now) -> None:
        self._uploads = uploads
        self._parts = parts
        self._clock = clock
        self._cleared = -CLEARED_EVERY_SECONDS

    def whole(self) -> list[Waiting]:
        """Gives files that have come whole and that nobody sees to."""
        here = self._parts.all()
        if not here:
            return []
        there = [each for each in self._uploads.waiting() if here.get(each.id, -1) >= each.size and not each.reason]
        return [each for each in there if self._parts.quiet(each.id) > SETTLED_SECONDS]

    def clear(self, *, at_once: bool = False) -> int:
        """Clears rubble and what nobody goes on with, now and then; gives how many files nobody goes on with."""
        if not at_once and time.monotonic() - self._cleared < CLEARED_EVERY_SECONDS:
            return 0
        self._cleared = time.monotonic()
        parts = self._parts.all()
        waiting = {each.id: each for each in self._uploads.waiting()}
        for file_id in parts.keys() - waiting.keys():
            # Announced, come and kept since we looked: then it is not there to be dropped, and that is no harm.
            self._parts.drop(file_id)
        left = [each.id for each in waiting.values() if self._is_left(each, is_here=each.id in parts)]
        error = Unfinished(f"{LEFT_DAYS} dni")
        self._uploads.refuse([(file_id, error) for file_id in left if file_id in parts])
        for file_id in left:
            self._parts.drop(file_id)
        self._uploads.tell(left, UploadStage.REFUSED, reason=error.key, detail=error.detail)
        self._uploads.forget_empty(self._clock() - dt.timedelta(days=LEFT_DAYS))
        return len(left)

    def _is_left(self, file: Waiting, *, is_here: bool) -> bool:
        if is_here:
            return self._parts.quiet(file.id) > LEFT_DAYS * _DAY_SECONDS
        return self._clock() - file.announced > dt.timedelta(days=LEFT_DAYS)
