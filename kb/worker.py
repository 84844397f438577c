"""The worker: reads waiting files and brings the index up to date, until it is stopped."""

from __future__ import annotations

import logging
import threading

from kb.errors import IndexBusy, SystemFault
from kb.library import Library

PAUSE_SECONDS = 1.0
PAUSE_AFTER_FAULT_SECONDS = 10.0

_log = logging.getLogger(__name__)


def run_worker(library: Library, stop: threading.Event, *, once: bool = False) -> None:
    """Works until `stop` is set, or with `once` until nothing waits; a fault is logged and tried again."""
    while not stop.is_set():
        pause = PAUSE_SECONDS
        try:
            read = library.read_waiting(stop=stop)
            indexed = library.index_marked()
            library.forget_old_searches()
            if read or indexed:
                continue
        except IndexBusy:
            pass
        except SystemFault as fault:
            _log.warning("%s", fault.message("en"), exc_info=fault)
            pause = PAUSE_AFTER_FAULT_SECONDS
        if once:
            return
        stop.wait(pause)
