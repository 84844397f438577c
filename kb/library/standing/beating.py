"""The heartbeat of workers: each writes now and then that it is there, in a file of its own in the data folder.

Whoever asks reads the files, from whatever process: pages and workers may run apart. A worker of this host whose
process is gone is dead at once, any other when nothing was heard of it for a minute.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
from contextlib import suppress
from pathlib import Path

from kb.library.standing.values import FRESH_BEAT, Worker
from kb.store import is_dead, worker_name
from kb.store.clock import Clock

BEAT_SECONDS = 10.0
KEPT = dt.timedelta(days=7)

_log = logging.getLogger(__name__)


class Beating:
    """The files of workers in `folder`."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._started = clock()

    def beat(self) -> None:
        """Says that this process works. Never fails: a disk that is full must not stop the work."""
        self._write(ended=False)

    def end(self) -> None:
        """Says that this process has stopped working."""
        self._write(ended=True)

    def workers(self) -> tuple[Worker, ...]:
        """Gives the workers that were heard of in the last week, the last heard first."""
        found = [worker for path in self._folder.glob("*.json") if (worker := self._read(path)) is not None]
        return tuple(sorted(found, key=lambda worker: (worker.is_alive, worker.heard), reverse=True))

    def _write(self, *, ended: bool) -> None:
        name, at = worker_name(), self._clock()
        told = {"worker": name, "started": self._started.isoformat(), "at": at.isoformat(), "ended": ended}
        path = self._folder / f"{re.sub(r'[^A-Za-z0-9.-]+', '_', name)}.json"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".new")
            part.write_text(json.dumps(told), "utf-8")
            part.replace(path)
            self._sweep(at)
        except OSError as error:
            _log.warning("the heartbeat cannot be written: %s", error.strerror)

    def _sweep(self, at: dt.datetime) -> None:
        for path in self._folder.iterdir():
            with suppress(OSError):
                if at.timestamp() - path.stat().st_mtime > KEPT.total_seconds():
                    path.unlink()

    def _read(self, path: Path) -> Worker | None:
        try:
            told = json.loads(path.read_text("utf-8"))
            name, heard = str(told["worker"]), dt.datetime.fromisoformat(told["at"])
            is_fresh = self._clock() - heard <= FRESH_BEAT and not told["ended"]
            return Worker(name, dt.datetime.fromisoformat(told["started"]), heard, is_fresh and not is_dead(name))
        except (OSError, ValueError, TypeError, KeyError):
            return None
