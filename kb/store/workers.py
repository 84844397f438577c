"""The names of workers, and whether the process behind a name still lives."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def worker_name() -> str:
    """Gives the name of this process as a worker: host, process number and start («streznik:4711:88213»).

    The start (clock ticks since the machine was booted, "" where the system does not tell) parts this process
    from a later one with the same number.
    """
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def is_dead(worker: str) -> bool:
    """Tells whether `worker` was a process of this host that lives no more; of other hosts nothing is known."""
    host, pid, start = ([*worker.rsplit(":", 2), "", ""])[:3]
    if host != socket.gethostname() or not pid.isdecimal() or os.name == "nt":
        return False
    return not _lives(int(pid)) or (start != "" and _started(int(pid)) not in ("", start))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _started(pid: int) -> str:
    """Gives field 22 of /proc/<pid>/stat (proc(5)), "ended" for a process that nobody has waited for yet, or "".

    The name of the program, field 2, may hold spaces and brackets.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return "ended" if fields[0] in ("Z", "X") else fields[19]
