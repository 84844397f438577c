"""Puts what a command measured into docs/performance.md, with day and machine, in the place that is marked for it."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
from pathlib import Path

REPORT = Path(__file__).parents[1] / "docs" / "performance.md"


def put(name: str, text: str, place: Path = REPORT) -> None:
    """Puts a text between `<!-- name: begin -->` and `<!-- name: end -->`, in the place of what was there."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, _, rest = place.read_text("utf-8").partition(begin)
    _, _, after = rest.partition(end)
    made = dt.datetime.now(tz=dt.UTC).date().isoformat()
    place.write_text(f"{before}{begin}\n{made}; {machine()}.\n\n{text}\n{end}{after}", "utf-8")


def machine() -> str:
    """Gives the processor, how many cores of it there are, how busy they are, and the Python."""
    told = Path("/proc/cpuinfo")
    names = re.findall(r"model name\s*:\s*(.+)", told.read_text("utf-8")) if told.exists() else []
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    processor = names[0] if names else platform.machine()
    return f"{processor}, {os.cpu_count()} cores, {load}; Python {platform.python_version()}"
