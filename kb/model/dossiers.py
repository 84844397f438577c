"""Dossiers (zadeve): a bill or another matter as it moves, step by step, each step dated and with its document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
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
    body the one that leads. `stage` is that of the newest step, `steps` are the oldest first, beginning with RECEIVED.
    `edition` grows with every change.
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
    edition: int = 0

    @property
    def is_open(self) -> bool:
        """Tells whether something is still to come."""
        return not self.stage.is_end

    @property
    def is_answered(self) -> bool:
        """Tells whether what the deadline was for has been done: the position has gone out, or the matter is over."""
        return self.stage in _ANSWERED


_ANSWERED = frozenset(
    {DossierStage.SENT, DossierStage.PARLIAMENT, DossierStage.ADOPTED, DossierStage.WITHDRAWN},
)


def in_order(steps: Iterable[DossierStep]) -> tuple[DossierStep, ...]:
    """Gives steps the oldest first; those of one day as a matter usually moves."""
    stages = list(DossierStage)
    return tuple(sorted(steps, key=lambda step: (step.day, stages.index(step.stage), step.id)))


class StepFault(StrEnum):
    """Why a step cannot be."""

    FUTURE = "future"
    BEFORE_RECEIPT = "before-receipt"
    AFTER_END = "after-end"
    END_BEFORE = "end-before"
    TWICE = "twice"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class WrongStep:
    """What is wrong with a step, with the step of the dossier that it cannot stand beside, if there is one."""

    fault: StepFault
    beside: DossierStep | None = None


def wrong_step(dossier: Dossier, step: DossierStep, today: dt.date) -> WrongStep | None:
    """Gives what is wrong with a step of a dossier, a new one where its `id` is 0, or None.

    The first step, RECEIVED, stays the first and the only one of its stage; an end stays the last.
    """
    first, others = dossier.steps[0], [each for each in dossier.steps if each.id != step.id]
    if step.day > today:
        return WrongStep(StepFault.FUTURE)
    if step.id == first.id or step.stage is DossierStage.RECEIVED:
        return _wrong_receipt(step, first, others)
    if step.day < first.day:
        return WrongStep(StepFault.BEFORE_RECEIPT, first)
    twice = next((each for each in others if (each.stage, each.day) == (step.stage, step.day)), None)
    if twice:
        return WrongStep(StepFault.TWICE, twice)
    end = next((each for each in others if each.stage.is_end), None)
    if end and (step.stage.is_end or step.day > end.day):
        return WrongStep(StepFault.AFTER_END, end)
    later = [each for each in others if each.day > step.day]
    return WrongStep(StepFault.END_BEFORE, later[-1]) if step.stage.is_end and later else None


def _wrong_receipt(step: DossierStep, first: DossierStep, others: list[DossierStep]) -> WrongStep | None:
    if step.id != first.id or step.stage is not DossierStage.RECEIVED:
        return WrongStep(StepFault.FIRST, first)
    earlier = next((each for each in others if each.day < step.day), None)
    return WrongStep(StepFault.BEFORE_RECEIPT, earlier) if earlier else None
