"""How fast passwords may be tried: by account, and by the network that somebody comes from."""

from __future__ import annotations

import ipaddress

from kb.store.people import Pace

ACCOUNT = Pace(free=5, first=15, longest=15 * 60, window=6 * 3600)
"""Five wrong passwords, then waits of 15 s, 30 s, 1 min … up to a quarter of an hour; a good one clears the count."""

NETWORK = Pace(free=30, first=15, longest=15 * 60, window=3600)
"""More for a network, because a whole municipality may stand behind one address."""

LETTERS = Pace(free=3, first=5 * 60, longest=3600, window=6 * 3600)
"""Letters with a new password to one address."""

LETTERS_FROM = Pace(free=20, first=60, longest=15 * 60, window=3600)
"""Asked for from one network."""


def network_of(address: str) -> str:
    """Gives the network that an address belongs to: "203.0.113.7" → "203.0.113.0/24", IPv6 by /56; "?" for none."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "?"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    length = 24 if parsed.version == 4 else 56
    return str(ipaddress.ip_network((parsed, length), strict=False))
