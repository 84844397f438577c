"""The ledger (dnevnik obdelave): what has happened to each received file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class Stage(StrEnum):
    """How far a received file has come."""

    ARRIVED = "arrived"
    KEPT = "kept"
    EXTRACTED = "extracted"
    STORED = "stored"
    INDEXED = "indexed"


class Outcome(StrEnum):
    """What became of a received file; PARTLY tells that some of it could not be read and the rest is in.

    Of what is ERASED only the row is left.
    """

    WAITING = "waiting"
    READ = "read"
    PARTLY = "partly"
    KNOWN = "known"
    FAILED = "failed"
    ERASED = "erased"

    @property
    def is_read(self) -> bool:
        """Tells whether the file's text is in, all of it or a part."""
        return self in (Outcome.READ, Outcome.PARTLY)


@dataclass(frozen=True, slots=True)
class LedgerStep:
    """One thing that happened to a received file."""

    at: dt.datetime
    stage: Stage
    outcome: Outcome
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What has happened to one received file. `reason` is the key of an error in kb.errors, or "".

    `origin` tells where the file came from (a path, an upload); `sha256` is "" where nothing was kept.
    """

    id: int
    name: str
    origin: str
    sha256: str
    size: int
    received: dt.datetime
    document_id: int | None
    stage: Stage
    outcome: Outcome
    reason: str = ""
    detail: str = ""
    warnings: tuple[str, ...] = ()
    steps: tuple[LedgerStep, ...] = field(default=())
