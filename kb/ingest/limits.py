"""Limits of the system that a process sets on itself, or on one that it has started; all below it inherits them."""

from __future__ import annotations

import signal
import sys
from typing import Any

MOST_WRITTEN_MB = 1000


def limit_memory(memory_mb: int) -> None:
    """Allows `memory_mb` megabytes of address space, and as much again in files of at most MOST_WRITTEN_MB each."""
    resource = _resource()
    if resource is not None and sys.platform != "win32":
        _lower(resource, resource.RLIMIT_AS, memory_mb * 1_000_000)
        _lower(resource, resource.RLIMIT_FSIZE, MOST_WRITTEN_MB * 1_000_000)
        _lower(resource, resource.RLIMIT_CORE, 0)
        # The write that goes too far then fails in place, and can be told as what it is.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def limit_processor(seconds: int) -> None:
    """Allows as many seconds of processor time again: the limit counts from the start of the process."""
    resource = _resource()
    if resource is not None:
        spent = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource, resource.RLIMIT_CPU, int(spent.ru_utime + spent.ru_stime) + 1 + seconds)


def limit_other(pid: int, *, memory_mb: int, seconds: int) -> None:
    """Sets the limits of memory and processor time on a process just started; only Linux can do that."""
    resource = _resource()
    if resource is None or not hasattr(resource, "prlimit"):
        return
    for limit, value in ((resource.RLIMIT_AS, memory_mb * 1_000_000), (resource.RLIMIT_CPU, seconds)):
        hard = resource.prlimit(pid, limit)[1]
        resource.prlimit(pid, limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _lower(resource: Any, limit: int, value: int) -> None:
    """Sets the soft limit to `value`, or to the hard limit where that is lower already."""
    hard = resource.getrlimit(limit)[1]
    resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _resource() -> Any:
    """Gives the module `resource`, or None on a platform without it."""
    try:
        import resource
    except ImportError:
        return None
    return resource
