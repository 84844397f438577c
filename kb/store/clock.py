"""The time, handed in as a function so that nothing has to wait in a test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

Clock = Callable[[], dt.datetime]


def now() -> dt.datetime:
    """Gives this moment in UTC."""
    return dt.datetime.now(dt.UTC)
