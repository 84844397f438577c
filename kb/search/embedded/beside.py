"""A process beside this one, so that building an index uses both cores: Python's analysis of words cannot by threads.

It is a bare interpreter that is sent functions with their arguments over its standard streams, and ends with them.
Where it dies, of whatever, what it was asked is done here.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar, TypeVarTuple, cast

FRUGAL = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "1048576", "MALLOC_TRIM_THRESHOLD_": "1048576"}
"""What has glibc give large arrays back at once; else, between words that are kept, their holes stay: 25 MB."""

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_START = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from kb.search.embedded.beside import serve; serve()"


class Beside:
    """A process, started when it is first asked; own one per thread. A context manager that ends it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._is_over = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over = True
        if self._process is None or self._process.stdin is None or self._process.stdout is None:
            return
        if kind is not None:
            self._process.kill()
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    @property
    def pid(self) -> int:
        """The number of the process, 0 if it was not started."""
        return self._process.pid if self._process else 0

    def does(self, work: Callable[[*Ts], T], *arguments: *Ts) -> T:
        """Gives what `work`, a function of a module, gives for the arguments. Raises what it raises of OSErrors."""
        try:
            fault, answer = self._asked((work, arguments))
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            if self._is_over:
                raise
            return work(*arguments)
        if fault is not None:
            raise fault
        return cast(T, answer)

    def _asked(self, question: object) -> tuple[OSError | None, Any]:
        process = self._process = self._process or _started()
        if process.stdin is None or process.stdout is None:
            raise EOFError
        pickle.dump(question, process.stdin, pickle.HIGHEST_PROTOCOL)
        process.stdin.flush()
        told: tuple[OSError | None, Any] = pickle.load(process.stdout)  # noqa: S301 (our own process)
        return told


def serve() -> None:
    """Does what it is asked on standard input until that ends; the body of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with contextlib.suppress(EOFError):
        while True:
            work, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301 (our own process)
            pickle.dump(_done(work, arguments), answers)
            answers.flush()


def _done(work: Callable[..., object], arguments: tuple[object, ...]) -> tuple[OSError | None, object]:
    try:
        return None, work(*arguments)
    except OSError as fault:
        return fault, None


def _started() -> subprocess.Popen[bytes]:
    paths = json.dumps([str(Path(entry).absolute()) for entry in sys.path])
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", _START, paths],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**FRUGAL, **os.environ},
    )
