"""Processes that are watched from outside: their wall-clock time, the memory they hold, and their end.

A limit that a process sets on itself does not count what its children take, and a process that is killed
leaves its children running. Here a process is always meant with its whole family: its children, and all
that share a session or a group with one of them. On Linux that is read from /proc; elsewhere only the
time is watched.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from kb.errors import DocumentError, TimedOut, TooCostly

LOOK_EVERY = 0.2
_PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_ROUNDS = 5


class Watch:
    """Kills a process with its family when it takes longer than `seconds` or holds more than `memory_mb`.

    A context manager around what the process is asked to do; inside or after it, `fault` tells what limit
    was met, or None.
    """

    def __init__(self, child: subprocess.Popen[bytes], *, seconds: float, memory_mb: float) -> None:
        self._child = child
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._is_over = threading.Event()
        self._one_ends_it = threading.Lock()
        self.fault: DocumentError | None = None

    def __enter__(self) -> Watch:
        self._deadline = time.monotonic() + self._seconds
        threading.Thread(target=self._look, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._one_ends_it:
            self._is_over.set()

    def _look(self) -> None:
        while not self._is_over.wait(max(0.0, min(LOOK_EVERY, self._deadline - time.monotonic()))):
            fault = self._found()
            with self._one_ends_it:
                if fault is not None and not self._is_over.is_set():
                    self.fault = fault
                    kill_family(self._child)
                    return

    def _found(self) -> DocumentError | None:
        if time.monotonic() >= self._deadline:
            return TimedOut(f"{self._seconds:g} s")
        return TooCostly("pomnilnik") if resident_mb(self._child.pid) > self._memory_mb else None


def family(pid: int) -> frozenset[int]:
    """Gives the ids of a process, of all below it, and of all in a session or group that one of these began."""
    found = {pid}
    others = _kin()
    grown = True
    while grown:
        joining = {other for other, kin in others.items() if other not in found and not found.isdisjoint(kin)}
        found |= joining
        grown = bool(joining)
    return frozenset(found)


def resident_mb(pid: int) -> float:
    """Gives the memory that a process and its family hold, in megabytes; 0 where that cannot be told."""
    if sys.platform != "linux":
        return 0
    return sum(map(_pages, family(pid))) * _PAGE / 1_000_000


def await_end(child: subprocess.Popen[bytes]) -> None:
    """Waits until a process ends; its number stays its own until it is waited for, so that its family can be found."""
    if sys.platform != "win32":
        # The watch may have waited for it already: Popen.kill looks first whether a process has ended.
        with suppress(ChildProcessError):
            os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    else:
        child.wait()


def kill_family(child: subprocess.Popen[bytes]) -> None:
    """Kills a process that has not been waited for yet, and all of its family; those that are dead already do not mind.

    One whose end has been waited for has given its number back, and another may have it by now: that one is spared.
    """
    if child.returncode is not None:
        return
    for _ in range(_ROUNDS):
        living = family(child.pid) - {os.getpid()} if sys.platform == "linux" else frozenset({child.pid})
        for pid in living - {child.pid}:
            _kill(pid)
        child.kill()
        if not any(map(_pages, living)):
            return


def end_with_family() -> None:
    """Ends this process at once, and all of its family; does not come back."""
    for pid in family(os.getpid()) - {os.getpid()}:
        _kill(pid)
    os._exit(0)


def _kill(pid: int) -> None:
    if sys.platform == "win32":
        return
    try:
        os.kill(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _kin() -> dict[int, tuple[int, int, int]]:
    """Gives the parent, group and session of every process, by its id."""
    if sys.platform != "linux":
        return {}
    found = {}
    for each in (entry.name for entry in _PROC.iterdir()):
        # The name of a program may hold spaces and parentheses; what follows the last one does not.
        if each.isdigit() and (words := _read(each, "stat").rpartition(") ")[2].split()):
            found[int(each)] = (int(words[1]), int(words[2]), int(words[3]))
    return found


def _pages(pid: int) -> int:
    words = _read(str(pid), "statm").split()
    return int(words[1]) if words else 0


def _read(pid: str, name: str) -> str:
    """Gives a file under /proc, or "" where the process has ended meanwhile."""
    try:
        return (_PROC / pid / name).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
