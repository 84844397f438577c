"""What is told of a body beside its names, and the versions of all that was told of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kb.model.audit import Actor
from kb.model.named import Body


@dataclass(frozen=True, slots=True)
class BodyFacts:
    """The mandate of a body, where it belongs and who works in it; bodies and topics by slug.

    It was founded by a body on its `valid_from` (1 January where only the year is known) and stands below `parent`. One
    predecessor is a rename, several are a merger; several successors are a split. `roles` are lines that say what is
    held by whom, «predsednica: županja mestne občine», without names.
    """

    mandate: str = ""
    founded_by: str = ""
    parent: str = ""
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BodyVersion:
    """All that was told of a body from `at` on, until its next version; `by` whom."""

    id: int
    at: dt.datetime
    by: Actor
    body: Body
    facts: BodyFacts
