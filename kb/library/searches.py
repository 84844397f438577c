"""The search log as the library keeps it: taken in at once, written a little later by a thread of its own.

A search never waits for it and never fails by it: where much is asked, or the store cannot be written, questions are
left out of the log. What may tell of a person is masked before it is taken in (kb.slovene.personal).
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kb.errors import StoreError
from kb.library.values import Question, Results
from kb.search.plan import Sort
from kb.slovene.normal import tidy
from kb.slovene.personal import MASK, masked
from kb.slovene.synonyms import sense_of
from kb.store import AskedOften, AskedOnce, Searches

WRITTEN_EVERY_SECONDS = 20.0
FORGOTTEN_EVERY = dt.timedelta(hours=1)
MOST_WAITING = 1_000
LONGEST_TEXT = 200

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AskedAlike:
    """Questions that differ only in the forms or the order of their words, told by the one asked most often.

    `asked` counts all, `unanswered` those without any hit, `relaxed` those whose hits have only some of the words;
    `texts` are the questions as typed, the most frequent first.
    """

    text: str
    asked: int
    unanswered: int
    relaxed: int
    last: dt.datetime
    seconds: float
    texts: tuple[str, ...]


class SearchLog:
    """Writes down what is asked, for `days` days (0: not at all). Safe to share between threads."""

    def __init__(self, searches: Searches, *, days: int, clock: Callable[[], dt.datetime]) -> None:
        self._searches = searches
        self._days = days
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting: list[AskedOnce] = []
        self._forgotten: dt.datetime | None = None
        self._stop = threading.Event()
        self._writer: threading.Thread | None = None

    def note(self, results: Results, *, language: str) -> None:
        """Takes in what was asked and found, once a question: its first page, without filters. Never fails."""
        if not self._days or not _is_first(results.question) or not (text := loggable(results.question.text)):
            return
        relaxed = results.relaxed and not results.with_all
        once = AskedOnce(text, language, self._clock(), results.documents, relaxed, results.seconds)
        with self._lock:
            if len(self._waiting) < MOST_WAITING:
                self._waiting.append(once)
            if self._writer is None and not self._stop.is_set():
                self._writer = threading.Thread(target=self._write_on, name="kb-searches", daemon=True)
                self._writer.start()

    def write(self) -> None:
        """Writes what waits. What cannot be written is left out of the log, with a warning for the administrator."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            self._searches.keep(waiting)
        except StoreError as error:
            _log.warning("%d searches were not logged: %s", len(waiting), error.message("en"))

    def forget_old(self) -> int:
        """Deletes what is older than `days`, at most once an hour; gives how many were. Raises StoreError."""
        now = self._clock()
        if self._forgotten is not None and now - self._forgotten < FORGOTTEN_EVERY:
            return 0
        self._forgotten = now
        return self._searches.forget(now - dt.timedelta(days=self._days) if self._days else None)

    def forget_all(self) -> int:
        """Deletes the whole log; gives how many questions it had. Raises StoreError."""
        with self._lock:
            self._waiting = []
        return self._searches.forget()

    def report(self, *, days: int | None = None, zero: bool = False) -> tuple[AskedAlike, ...]:
        """Gives what was asked in the last `days` days (ever for None), the most frequent first.

        With `zero` only what found nothing, or nothing with all its words, that which failed most often first.
        """
        self.write()
        since = self._clock() - dt.timedelta(days=days) if days is not None else None
        alike = _grouped(self._searches.often(since))
        if zero:
            failed = (each for each in alike if each.unanswered or each.relaxed)
            return tuple(sorted(failed, key=lambda each: (-each.unanswered, -each.relaxed, each.text)))
        return tuple(sorted(alike, key=lambda each: (-each.asked, each.text)))

    def close(self) -> None:
        """Writes what waits and ends the thread."""
        self._stop.set()
        if self._writer is not None:
            self._writer.join(timeout=WRITTEN_EVERY_SECONDS)
        self.write()

    def _write_on(self) -> None:
        while not self._stop.wait(WRITTEN_EVERY_SECONDS):
            self.write()


def loggable(text: str) -> str:
    """Gives a question as it may be kept: one line of NFC text, cut, masked; "" where nothing is left to learn from.

    >>> loggable("redar  031 123 456"), loggable("ime@obcina.si")
    ('redar […]', '')
    """
    # The rest of a long question is cut first with room to spare, so that half a number is never left over.
    line = " ".join(tidy(text[: 5 * LONGEST_TEXT]).split())
    kept = masked(line)
    if len(kept) > LONGEST_TEXT:
        kept = kept[:LONGEST_TEXT].rpartition(" ")[0] + " …"
    return kept if any(character.isalnum() for character in kept.replace(MASK, "")) else ""


def _is_first(question: Question) -> bool:
    narrowed = question.bodies or question.topics or question.kinds or question.years
    return question.page == 1 and question.sort is Sort.RELEVANCE and not narrowed


def _grouped(often: Iterable[AskedOften]) -> list[AskedAlike]:
    groups: dict[tuple[str, ...], list[AskedOften]] = defaultdict(list)
    for each in often:
        groups[tuple(sorted(set(sense_of(each.text)))) or (each.text,)].append(each)
    return [_one(group) for group in groups.values()]


def _one(group: list[AskedOften]) -> AskedAlike:
    group.sort(key=lambda each: (-each.asked, each.text))
    asked = sum(each.asked for each in group)
    return AskedAlike(
        text=group[0].text,
        asked=asked,
        unanswered=sum(each.unanswered for each in group),
        relaxed=sum(each.relaxed for each in group),
        last=max(each.last for each in group),
        seconds=sum(each.seconds * each.asked for each in group) / asked,
        texts=tuple(each.text for each in group),
    )
