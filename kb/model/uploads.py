"""Uploads (nalaganje): batches of files that people send over the web, and how far each file has come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from kb.model.audit import Actor
from kb.model.documents import Metadata
from kb.model.ledger import LedgerEntry


class UploadStage(StrEnum):
    """How far a file of a batch has come: CHECKING is whole and about to be kept, DROPPED is given up by somebody."""

    WAITING = "waiting"
    COMING = "coming"
    CHECKING = "checking"
    KEPT = "kept"
    REFUSED = "refused"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Announced:
    """A file that somebody is about to send: its name with folders, size in bytes, SHA-256 or "" where unknown yet."""

    name: str
    size: int
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class UploadBatch:
    """Files that come together, with the metadata that all have which are not corrected."""

    id: int
    opened: dt.datetime
    by: Actor
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class UploadFile:
    """A file of a batch; `came` counts the bytes that are here, `metadata` is what it is or was kept with.

    `corrected` names the fields of the metadata that are the file's own. `reason` is the key of an error in kb.errors,
    or "". `known` tells that its bytes were in the collection already; `entry` is its row of the ledger, where kept.
    """

    id: int
    batch_id: int
    name: str
    size: int
    sha256: str
    stage: UploadStage
    came: int
    metadata: Metadata
    corrected: tuple[str, ...] = ()
    known: bool = False
    reason: str = ""
    detail: str = ""
    entry: LedgerEntry | None = None

    @property
    def is_wanted(self) -> bool:
        """Tells whether bytes of it are expected."""
        return self.stage in (UploadStage.WAITING, UploadStage.COMING)

    @property
    def is_open(self) -> bool:
        """Tells whether it may still come to be kept."""
        return self.is_wanted or self.stage is UploadStage.CHECKING


@dataclass(frozen=True, slots=True)
class BatchState:
    """How a batch stands: how many files at which stage, how many of the kept were known; bytes in all and here."""

    counts: dict[UploadStage, int] = field(default_factory=dict)
    known: int = 0
    bytes_announced: int = 0
    bytes_came: int = 0

    @property
    def announced(self) -> int:
        """Gives how many files were announced."""
        return sum(self.counts.values())

    @property
    def is_done(self) -> bool:
        """Tells whether nothing more is expected."""
        settled = (UploadStage.KEPT, UploadStage.REFUSED, UploadStage.DROPPED)
        return all(stage in settled for stage, count in self.counts.items() if count)
