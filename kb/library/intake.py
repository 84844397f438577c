"""How what comes in gets on: the ledger for people to follow, with counts, speed and rest, and trying again."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.model import Actor, LedgerEntry, Outcome, Stage
from kb.store import Store
from kb.store.clock import now
from kb.store.intake import Chosen, Course

__all__ = ["Chosen", "Intake", "Progress"]

WINDOW = dt.timedelta(seconds=120)
"""How far back the speed is taken from."""

FEWEST_ENDED = 3
"""Files that have to be done before their speed says anything."""

READ = (Outcome.READ, Outcome.PARTLY)
ALL = Chosen()


@dataclass(frozen=True, slots=True)
class Progress:
    """How the files of the ledger, or of one batch, stand.

    `waiting` files are to be read (`reading` names some that are being read), `stored` ones are read and wait for the
    index, `indexed` ones are found in a search; `partly` counts those of both that could not be read whole. `known`
    ones were in the collection already. `per_minute` is how many files of all are read in a minute, 0.0 where nothing
    can be said, `rest` after how many seconds the last one may be. `changed` is the last thing that happened to one
    of them, at `at`; `mark` is another text as soon as anything in the ledger is another. `coming` ones of an upload
    have been announced and are not in the ledger yet; of `erased` ones only the row is left.
    """

    waiting: int
    stored: int
    indexed: int
    partly: int
    known: int
    failed: int
    reading: tuple[str, ...]
    per_minute: float
    rest: int | None
    changed: dt.datetime | None
    at: dt.datetime
    mark: str
    coming: int = 0
    erased: int = 0

    @property
    def total(self) -> int:
        """Gives how many files there are."""
        return self.coming + self.waiting + self.stored + self.indexed + self.known + self.failed + self.erased

    @property
    def done(self) -> int:
        """Gives how many files nothing more is to happen to."""
        return self.indexed + self.known + self.failed + self.erased

    @property
    def is_done(self) -> bool:
        """Tells whether nothing waits."""
        return self.done == self.total


class Intake:
    """The ledger as people follow it."""

    def __init__(self, store: Store, *, clock: Callable[[], dt.datetime] = now) -> None:
        self._store = store
        self._clock = clock

    def entry(self, entry_id: int) -> LedgerEntry:
        """Gives a row with all its steps. Raises NotFound."""
        return self._store.ledger.entry(entry_id)

    def entries(self, chosen: Chosen = ALL, *, page: int = 1, per_page: int = 50) -> tuple[LedgerEntry, ...]:
        """Gives a page of the chosen rows without their steps, the newest first."""
        return self._store.intake.entries(chosen, limit=per_page, offset=(page - 1) * per_page)

    def count(self, chosen: Chosen) -> int:
        """Gives how many rows of the ledger are chosen."""
        return self._store.intake.count(chosen)

    def progress(self, under: str = "") -> Progress:
        """Gives how the files whose origin begins with `under` stand. Raises StoreError."""
        course = self._store.intake.course(under, window=WINDOW)
        at = self._clock()
        per_minute = _per_minute(course, at)
        waiting = _count(course, outcomes=(Outcome.WAITING,))
        # Files are read in the order they came, so that a batch waits for what came before it too.
        all_waiting = self._waiting_of_all() if under and waiting else waiting
        rest = round(all_waiting / per_minute * 60) if waiting and per_minute else None
        return Progress(
            waiting=waiting,
            stored=_count(course, outcomes=READ, without=Stage.INDEXED),
            indexed=sum(course.counts.get((Stage.INDEXED, outcome), 0) for outcome in READ),
            partly=_count(course, outcomes=(Outcome.PARTLY,)),
            known=_count(course, outcomes=(Outcome.KNOWN,)),
            failed=_count(course, outcomes=(Outcome.FAILED,)),
            reading=course.reading,
            per_minute=per_minute,
            rest=rest,
            changed=course.changed,
            at=at,
            mark=_mark(course),
            erased=_count(course, outcomes=(Outcome.ERASED,)),
        )

    def retry(self, actor: Actor, chosen: Chosen = ALL, *, ids: Sequence[int] | None = None) -> int:
        """Lets files that failed be read again, of all chosen ones or of `ids`; gives how many. Raises StoreError."""
        return self._store.intake.retry(actor, chosen, ids=ids)

    def _waiting_of_all(self) -> int:
        counts = self._store.ledger.counts().items()
        return sum(count for (_, outcome), count in counts if outcome is Outcome.WAITING)


def _count(course: Course, *, outcomes: Sequence[Outcome], without: Stage | None = None) -> int:
    return sum(n for (stage, outcome), n in course.counts.items() if outcome in outcomes and stage is not without)


def _mark(course: Course) -> str:
    named = zlib.crc32("/".join(course.reading).encode())
    return f"{course.last}.{sum(course.counts.values())}.{named:x}"


def _per_minute(course: Course, at: dt.datetime) -> float:
    if course.since is None or course.ended < FEWEST_ENDED:
        return 0.0
    seconds = (at - course.since).total_seconds()
    return course.ended / max(seconds, 1.0) * 60
