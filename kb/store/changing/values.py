"""Changes as values: what was done to which documents, by whom, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kb.errors import NotPossible
from kb.model import Actor


class ChangeSort(StrEnum):
    """What a change does."""

    EDIT = "edit"
    TRASH = "trash"
    RESTORE = "restore"
    WITHDRAW = "withdraw"
    PUT_BACK = "put-back"
    JOIN = "join"
    UNDO = "undo"


class ChangeState(StrEnum):
    """How far a change is: shown only, being made, made, or thought better of."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


class PartState(StrEnum):
    """What became of one document of a change: SAME where there was nothing to do, SKIPPED with a reason."""

    WAITING = "waiting"
    DONE = "done"
    SAME = "same"
    SKIPPED = "skipped"


class Skipped(StrEnum):
    """Why a document was passed over."""

    CHANGED = "changed"
    IN_TRASH = "in-trash"
    NOT_IN_TRASH = "not-in-trash"
    HELD = "held"
    NOT_PUBLISHED = "not-published"
    NOT_WITHDRAWN = "not-withdrawn"
    BEING_ERASED = "being-erased"
    NO_SUCH = "no-such"
    OF_RECORD = "of-record"
    JOINED_THERE = "joined-there"


SAID = {
    Skipped.CHANGED: "gradivo je bilo pozneje znova spremenjeno",
    Skipped.IN_TRASH: "gradivo je v košu",
    Skipped.NOT_IN_TRASH: "gradiva ni v košu",
    Skipped.HELD: "gradivo je pravno zadržano",
    Skipped.NOT_PUBLISHED: "gradivo ni bilo objavljeno",
    Skipped.NOT_WITHDRAWN: "gradivo ni umaknjeno",
    Skipped.BEING_ERASED: "gradivo se trajno briše",
    Skipped.OF_RECORD: "besedilo nastaja iz zapisa in se ureja na njegovi strani",
    Skipped.JOINED_THERE: "osnutek se združi z gradivom na strani pregleda",
    ChangeState.PLANNED: "sprememba še ni bila izvedena",
    ChangeState.RUNNING: "sprememba še poteka",
    ChangeState.DONE: "sprememba je že bila izvedena ali ni ničesar spremenila",
    ChangeState.DROPPED: "sprememba je bila opuščena",
}
"""Why something is not possible, for the command line; pages have words of their own."""


def not_possible(reason: Skipped | ChangeState) -> NotPossible:
    """Gives the error that says why something cannot be done."""
    return NotPossible(SAID.get(reason, reason.value), reason=reason.value)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one or many documents. `told` are its edits as JSON, `counts` its documents by what became of them.

    `undoes` is the change that this one takes back, `undone_by` the last one that takes this one back.
    """

    id: int
    sort: ChangeSort
    state: ChangeState
    actor: Actor
    made: dt.datetime
    ended: dt.datetime | None
    told: Mapping[str, Any]
    undoes: int | None = None
    undone_by: int | None = None
    counts: Mapping[PartState, int] = field(default_factory=dict)

    @property
    def documents(self) -> int:
        """Gives of how many documents the change is."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """Gives how many documents have been gone through."""
        return self.documents - self.counts.get(PartState.WAITING, 0)

    @property
    def can_be_undone(self) -> bool:
        """Tells whether there is anything to take back."""
        return self.state is ChangeState.DONE and self.counts.get(PartState.DONE, 0) > 0


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a change: its facts before and after, and why it was passed over."""

    document_id: int
    title: str
    state: PartState
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: Skipped | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a planned change would do: to how many documents each, with the first ones in full."""

    changes: int
    same: int
    skipped: Mapping[Skipped, int]
    facts: Mapping[str, int]
    parts: tuple[Part, ...]
