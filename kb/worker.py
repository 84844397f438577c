"""The worker: reads waiting files and brings the index up to date, until it is stopped.

What has been read is indexed while further files are read, so that it is found within a second of being stored; the
index is kept in order beside both.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from kb.errors import IndexBusy, SystemFault
from kb.library import Library
from kb.library.standing import BEAT_SECONDS

PAUSE_SECONDS = 1.0
LOOK_FOR_MARKS_SECONDS = 0.25
COMMITS_APART_SECONDS = 0.7
"""While documents keep coming: whoever asks has to look at each new state of the index afresh. Each is still found
within a second of being stored."""
LOOK_AFTER_INDEX_SECONDS = 2.0
PAUSE_AFTER_FAULT_SECONDS = 10.0
REVIEW_SECONDS = 5.0
"""Time for what has been read, after which files that have come meanwhile are read first."""
PICTURES_SECONDS = 3.0
PICTURES_AFTER_SECONDS = 5.0
"""How long nothing may have been read before pictures are made: each takes a processor for seconds."""
STOP_SECONDS = 10.0
"""How long what runs beside the reading is waited for at the end; a commit takes less, a merge is given up."""

Work = Callable[[], bool]
_log = logging.getLogger(__name__)


def run_worker(library: Library, stop: threading.Event, *, once: bool = False) -> None:
    """Works until `stop` is set, or with `once` until nothing waits; a fault is logged and tried again."""
    last_read = float("-inf")

    def read() -> bool:
        is_more = _read(library, stop)
        if is_more:
            nonlocal last_read
            last_read = time.monotonic()
        return is_more

    def index() -> bool:
        return bool(library.index_marked())

    def keep() -> bool:
        """Goes on with changes of many documents, and erases what is to be erased."""
        return library.keeping.catch_up(stop=stop)

    def beat() -> bool:
        """Says that this worker is there, whatever the reading takes."""
        library.standing.beat()
        return False

    def tend_uploads() -> bool:
        """Goes on with uploads that somebody was killed in, and takes in what lies in the watched folder."""
        return bool(library.uploads.tend())

    def make_pictures() -> bool:
        """Makes what pictures of slides are drawn from, so that the first is there at once; while files come, later."""
        return time.monotonic() - last_read > PICTURES_AFTER_SECONDS and library.pictures.catch_up()

    if once:
        works = (tend_uploads, read, index, keep, library.tend_index)
        _repeat(lambda: sum(work() for work in works) > 0, stop, pause=PAUSE_SECONDS, once=True)
        return
    beside = [
        _beside(beat, stop, pause=BEAT_SECONDS),
        _beside(tend_uploads, stop, pause=PAUSE_SECONDS),
        _beside(_spaced(index, stop), stop, pause=LOOK_FOR_MARKS_SECONDS),
        _beside(library.tend_index, stop, pause=LOOK_AFTER_INDEX_SECONDS),
        _beside(keep, stop, pause=PAUSE_SECONDS),
        _beside(make_pictures, stop, pause=PICTURES_SECONDS),
    ]
    try:
        _repeat(read, stop, pause=PAUSE_SECONDS)
    finally:
        stop.set()
        for thread in beside:
            thread.join(STOP_SECONDS)
        library.standing.end()


def _read(library: Library, stop: threading.Event) -> bool:
    """Reads what waits and goes through what was read; tells whether anything did."""
    written = library.affairs.catch_up()
    tried = library.read_waiting(stop=stop)
    cited = library.citations.catch_up(stop=stop)
    reviewed = library.review.catch_up(stop=stop, seconds=REVIEW_SECONDS)
    library.forget_old_searches()
    library.people.tend_letters()
    library.audit.tend()
    return bool(written or tried or cited or reviewed)


def _spaced(index: Work, stop: threading.Event) -> Work:
    """Gives `index` with a pause after it where there was something to do."""

    def work() -> bool:
        return index() and not stop.wait(COMMITS_APART_SECONDS)

    return work


def _beside(work: Work, stop: threading.Event, *, pause: float) -> threading.Thread:
    thread = threading.Thread(target=_repeat, args=(work, stop), kwargs={"pause": pause}, daemon=True)
    thread.start()
    return thread


def _repeat(work: Work, stop: threading.Event, *, pause: float, once: bool = False) -> None:
    """Works on while there is anything to do, and pauses where there is not."""
    while not stop.is_set():
        seconds = pause
        try:
            if work():
                continue
        except IndexBusy:
            pass
        except SystemFault as fault:
            _log.warning("%s", fault.message("en"), exc_info=fault)
            seconds = PAUSE_AFTER_FAULT_SECONDS
        if once:
            return
        stop.wait(seconds)
