"""Hours of the day as Slovenes write them: «9.00», «9.30», «ob 9h»."""

from __future__ import annotations

import datetime as dt
import re

_HOUR = re.compile(r"(?:ob )?(\d{1,2})(?:[.:](\d{2}))?(?: ?(?:h|ura?|uri))?", re.IGNORECASE)


def said(hour: dt.time) -> str:
    """Gives the hour in the form of the project: «9.00», «14.30»."""
    return f"{hour.hour}.{hour.minute:02}"


def read_hour(text: str) -> dt.time | None:
    """Gives the hour that `text` is, None where it is none.

    >>> read_hour("9.30"), read_hour("14:05"), read_hour("ob 9h"), read_hour("25.00")
    (datetime.time(9, 30), datetime.time(14, 5), datetime.time(9, 0), None)
    """
    found = _HOUR.fullmatch(text.strip())
    if not found or not text.isascii():
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None
