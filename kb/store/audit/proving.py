"""Proving the audit log: every row follows the one before and says what it said, none is missing, also at the end.

The chain shows a row that was changed, taken out or put in. That rows were cut off at the end shows by the head, and
by seals: what was written down elsewhere of how many rows there were, and of the last one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kb.store.audit.values import FIRST, chained


class Flaw(StrEnum):
    """What can be wrong with an audit log."""

    CHANGED = "changed"
    UNCHAINED = "unchained"
    CUT = "cut"
    RECHAINED = "rechained"


@dataclass(frozen=True, slots=True)
class Seal:
    """What was known of the log at a moment: how many rows it had, and the SHA-256 of the last one."""

    rows: int
    last: str
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """How many rows were found good, and the last one's SHA-256; with a `flaw`, the id of the row that has it.

    CHANGED: the row does not say what it said. UNCHAINED: between it and the row before, one was taken out, put in or
    moved. CUT: rows are missing after it (`missing` many). RECHAINED: the log is in itself whole, but no longer the
    one that was sealed at `sealed`.
    """

    rows: int
    last: str
    flaw: Flaw | None = None
    row: int = 0
    missing: int = 0
    sealed: dt.datetime | None = None
    seals: int = 0

    @property
    def is_well(self) -> bool:
        """Tells whether nothing is wrong."""
        return self.flaw is None


def prove(rows: Iterable[Mapping[str, Any]], *, head: Seal | None, seals: Sequence[Seal] = ()) -> Proof:
    """Goes through all rows in their order, one at a time, and gives what was found; it ends at the first flaw."""
    waiting = sorted(seals, key=lambda seal: seal.rows)
    last, count, row_id, good = FIRST, 0, 0, 0
    for row in rows:
        if row["previous"] != last:
            return Proof(count, last, Flaw.UNCHAINED, row["id"], seals=good)
        if chained(row, last) != row["chained"]:
            return Proof(count, last, Flaw.CHANGED, row["id"], seals=good)
        last, count, row_id = row["chained"], count + 1, row["id"]
        while waiting and waiting[0].rows == count:
            seal = waiting.pop(0)
            if seal.last != last:
                return Proof(count, last, Flaw.RECHAINED, row_id, sealed=seal.at, seals=good)
            good += 1
    known = max([seal.rows for seal in waiting] + [head.rows if head else 0])
    if known > count:
        sealed = next((seal.at for seal in waiting if seal.rows == known), None)
        return Proof(count, last, Flaw.CUT, row_id, missing=known - count, sealed=sealed, seals=good)
    if (head.rows, head.last) != (count, last) if head else count > 0:
        return Proof(count, last, Flaw.RECHAINED, row_id, seals=good)
    return Proof(count, last, seals=good)
