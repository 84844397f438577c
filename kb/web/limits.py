"""How many questions one network address may ask: a bucket of tokens each, filled again all the time.

The pages are served by one process, so that the buckets can be in its memory; a package with stores of its own
(Flask-Limiter) would bring four others for these thirty lines.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Callable

from flask import Flask, request

from kb.errors import TooManyTries
from kb.web.context import user

MOST_BUCKETS = 20_000
COSTS = {
    "search.search": 1.0,
    "search.search_for_programs": 1.0,
    "listing.csv_file": 3.0,
    "listing.xlsx_file": 3.0,
    "listing.printed": 3.0,
    "documents.similar": 1.0,
    "acts.acts": 1.0,
    "comparison.of_act": 2.0,
    "comparison.of_act_file": 2.0,
    "comparison.of_bill": 2.0,
    "comparison.of_bill_file": 2.0,
    "comparison.of_documents": 2.0,
    "comparison.of_documents_file": 2.0,
    "comparison.consolidated": 2.0,
    "exports.akoma": 2.0,
    "suggest.suggestions": 0.2,
    "documents.picture": 0.1,
    "reading.outlined": 0.1,
    "reading.page_download": 1.0,
}
"""What pages cost that search the whole collection or make something anew, in questions; others cost nothing."""


class Buckets:
    """A bucket a key, each of `per_minute` tokens and filled at that rate. Safe to share between threads."""

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = float(per_minute)
        self._rate = per_minute / 60
        self._clock = clock
        self._held: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, key: str, cost: float = 1.0) -> int:
        """Takes tokens out of a bucket and gives 0, or gives the seconds after which there are enough again."""
        with self._lock:
            now = self._clock()
            held, at = self._held.pop(key, (self._size, now))
            held = min(self._size, held + (now - at) * self._rate)
            is_enough = held >= cost
            self._held[key] = (held - cost if is_enough else held, now)
            if len(self._held) > MOST_BUCKETS:
                self._held.pop(next(iter(self._held)))
        return 0 if is_enough else int((cost - held) / self._rate) + 1


def register(app: Flask, per_minute: int) -> None:
    """Makes `app` answer at most `per_minute` questions of one address or person, 0 for any number."""
    if per_minute <= 0:
        return
    buckets = Buckets(per_minute)

    def limited() -> None:
        cost = COSTS.get(request.endpoint or "", 0.0)
        if cost and (seconds := buckets.take(_asker(), cost)):
            raise TooManyTries(seconds=seconds)

    app.before_request(limited)


def _asker() -> str:
    """Gives who asks: a person who has signed in, else an address, of IPv6 the network of a household."""
    person = user()
    if person is not None:
        return f"person {person.id}"
    try:
        address = ipaddress.ip_address((request.remote_addr or "").partition("%")[0])
    except ValueError:
        return "?"
    return str(address) if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))
