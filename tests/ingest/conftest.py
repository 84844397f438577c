"""The outcomes of trouble files are counted over the whole run and told at its end, by the endings of the files."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest

from kb.errors import DocumentError
from kb.ingest import Sandbox

COLUMNS = ("read", "partly read", "no text", "locked", "damaged", "unsupported", "too costly")
NAMES = {
    "no-text": "no text",
    "locked": "locked",
    "unreadable": "damaged",
    "empty": "damaged",
    "unknown-format": "unsupported",
    "too-costly": "too costly",
    "timed-out": "too costly",
}
_COUNTED = pytest.StashKey[Counter[tuple[str, str]]]()
_LONGEST = pytest.StashKey[dict[str, float]]()
_TOLD = 5


class Outcomes:
    """Reads files in a sandbox and counts how that ends."""

    def __init__(self, counted: Counter[tuple[str, str]], seconds: dict[str, float]) -> None:
        self._counted = counted
        self._seconds = seconds

    def of(self, sandbox: Sandbox, path: Path, into: Path | None = None) -> tuple[str, str]:
        """Gives the outcome of a file, one of COLUMNS, and its reason for people."""
        started = time.monotonic()
        try:
            found = sandbox.extract(path, into=into)
            outcome, reason = ("partly read", " ".join(found.warnings)) if found.is_partial else ("read", "-")
        except DocumentError as error:
            outcome, reason = NAMES[error.key], error.message()
        self._counted[path.suffix.lower(), outcome] += 1
        self._seconds[path.name] = max(time.monotonic() - started, self._seconds.get(path.name, 0.0))
        return outcome, reason


@pytest.fixture(scope="session")
def outcomes(request: pytest.FixtureRequest) -> Outcomes:
    stash = request.config.stash
    return Outcomes(stash.setdefault(_COUNTED, Counter()), stash.setdefault(_LONGEST, {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    counted = config.stash.get(_COUNTED, Counter())
    if not counted:
        return
    terminalreporter.section("how trouble files ended")
    terminalreporter.write_line(f"{'':8}" + "".join(f"{name:>13}" for name in COLUMNS))
    endings = sorted({ending for ending, _ in counted})
    for ending in endings:
        terminalreporter.write_line(f"{ending:8}" + "".join(f"{counted[ending, name] or '·':>13}" for name in COLUMNS))
    sums = [sum(counted[ending, name] for ending in endings) for name in COLUMNS]
    terminalreporter.write_line(f"{sum(sums):<8}" + "".join(f"{each:>13}" for each in sums))
    longest = sorted(config.stash.get(_LONGEST, {}).items(), key=lambda each: -each[1])[:_TOLD]
    terminalreporter.write_line("longest: " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in longest))
