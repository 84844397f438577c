"""Originals that have just been erased: the same bytes may be received in the same moment, and then have to stay."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import Connection, select

from kb.store.changing.tables import erasures

LATELY = dt.timedelta(days=1)
"""How long originals that were erased are remembered: longer than receiving a batch can take."""


class ErasureState(StrEnum):
    """How far an erasing is."""

    ASKED = "asked"
    ROWS_GONE = "rows-gone"
    DONE = "done"


def erased_lately(connection: Connection, *, at: dt.datetime) -> frozenset[str]:
    """Gives the checksums of originals that are being erased, or were within LATELY."""
    recent = (erasures.c.state == ErasureState.ROWS_GONE) | (erasures.c.ended > at - LATELY)
    return frozenset(one for listed in connection.scalars(select(erasures.c.originals).where(recent)) for one in listed)
