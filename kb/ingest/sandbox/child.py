"""A worker process as its owner sees it: asked in lines over its standard streams, watched, ended with its family."""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from kb.errors import DocumentError, TimedOut, TooCostly, Unreadable
from kb.ingest.watched import Watch, kill_family

TASKS_A_WORKER = 500
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from kb.ingest.sandbox.tasks import serve; serve(*map(int, sys.argv[2:]))"
)
_log = logging.getLogger(__name__)


class Child:
    """One worker process in a private folder of its own, which is its working and its temporary folder."""

    def __init__(self, seconds: float, memory_mb: int, *, tmp: Path | None = None) -> None:
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._tasks = 0
        self._folder = Path(tempfile.mkdtemp(prefix="kb-branje-", dir=tmp))
        # A relative entry, such as "" for the current folder, would mean the private folder in the worker.
        paths = json.dumps([str(Path(entry).absolute()) for entry in sys.path])
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, paths, str(memory_mb), str(int(seconds) + 5)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd=self._folder,
            env=_environment(self._folder),
        )

    @property
    def is_alive(self) -> bool:
        """Tells whether the process still runs."""
        return self._process.poll() is None

    @property
    def is_spent(self) -> bool:
        """Tells whether the process has done enough: what parsers leak goes with it."""
        return self._tasks >= TASKS_A_WORKER

    def ask(self, question: bytes) -> bytes:
        """Gives the line that answers `question`, without its end; its last «~» line where it comes to grief.

        Raises TimedOut and TooCostly at the limits, Unreadable with the signal where the process dies of the file.
        """
        self._tasks += 1
        with Watch(self._process, seconds=self._seconds, memory_mb=self._memory_mb) as watch:
            before, answer = self._spoken(question)
        if watch.fault is None and answer.endswith(b"\n"):
            return answer[:-1]
        kill_family(self._process)
        fault = watch.fault or _cause_of_death(self._process.wait(), self._seconds)
        if not before:
            raise fault
        _log.warning("reading again ended badly, the first reading is kept: %s", fault.message("en"))
        return before[1:-1]

    def end(self) -> None:
        """Ends the process and all that it started, and removes its folder."""
        kill_family(self._process)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                _close_quietly(pipe)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _spoken(self, question: bytes) -> tuple[bytes, bytes]:
        """Gives the last line that is good for the time being, and the one that is final; b"" for none."""
        if self._process.stdin is None or self._process.stdout is None:
            return b"", b""
        try:
            self._process.stdin.write(question + b"\n")
            self._process.stdin.flush()
        except OSError:
            return b"", b""
        before, answer = b"", self._process.stdout.readline()
        while answer.startswith(b"~") and answer.endswith(b"\n"):
            before, answer = answer, self._process.stdout.readline()
        return before, answer


def _environment(folder: Path) -> dict[str, str]:
    """Gives the environment of a worker: temporary files and homes of programs go to its own folder."""
    own = dict.fromkeys(("TMPDIR", "TEMP", "TMP", "HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(folder))
    # Tesseract starts a thread for each core, which takes longer than one thread does and starves the others.
    return {**os.environ, **own, "OMP_THREAD_LIMIT": "1"}


def _close_quietly(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        _log.debug("a pipe to a dead worker could not be flushed")


def _cause_of_death(code: int, seconds: float) -> DocumentError:
    """Gives the error for a worker that ended by itself: at a limit of the system, or by a fault in a parser."""
    try:
        name = signal.Signals(-code).name if code < 0 else f"koda {code}"
    except ValueError:
        name = f"koda {code}"
    if name == "SIGXCPU":
        return TimedOut(f"{seconds:g} s")
    # Nobody but a system that is out of memory kills a worker with this signal.
    return TooCostly("pomnilnik") if name == "SIGKILL" else Unreadable(name)
