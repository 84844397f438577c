"""Dossiers (zadeve): a bill or another matter as it moves, step by step, each step dated and with its document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from kb.model.access import Visibility


class DossierStage(StrEnum):
    """How far a matter has come; ADOPTED and WITHDRAWN end it."""

    RECEIVED = "received"
    CONSULTATION = "consultation"
    POSITION = "position"
    SENT = "sent"
    PARLIAMENT = "parliament"
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"

    @property
    def is_end(self) -> bool:
        """Tells whether nothing follows."""
        return self in (DossierStage.ADOPTED, DossierStage.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class DossierStep:
    """A step of a matter: when it came to `stage`, with the document that shows it, if there is one, and a remark."""

    id: int
    stage: DossierStage
    day: dt.date
    document_id: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A matter: `sort` is "bill", "regulation" or "other"; `act` the acronym of the act that it makes or changes.

    `text_id` is the document with the text that is commented on and held against the law in force. Who comments may do
    so until the end of the `deadline`; `working_days` is how many it was given in. Bodies and topics by slug, the first
    body the one that leads. `stage` is that of the newest step.
    """

    id: int
    title: str
    received: dt.date
    sort: str = "bill"
    act: str = ""
    eva: str = ""
    epa: str = ""
    ministry: str = ""
    about: str = ""
    bodies: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    visibility: Visibility = Visibility.PUBLIC
    text_id: int | None = None
    deadline: dt.date | None = None
    working_days: int | None = None
    stage: DossierStage = DossierStage.RECEIVED
    steps: tuple[DossierStep, ...] = ()

    @property
    def is_open(self) -> bool:
        """Tells whether something is still to come."""
        return not self.stage.is_end
