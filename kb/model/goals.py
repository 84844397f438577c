"""Goals and wishes (cilji in želje) of a body, with how they went on and the documents that moved them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class GoalState(StrEnum):
    """How a goal stands."""

    OPEN = "open"
    MOVING = "moving"
    REACHED = "reached"
    GIVEN_UP = "given-up"


@dataclass(frozen=True, slots=True)
class GoalStep:
    """When a goal came to a state, and a remark on it."""

    state: GoalState
    day: dt.date
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """What a body wants: a goal or, with `is_wish`, a wish; moved by documents (ids). Body and topics by slug.

    `since` is 1 January where only the year is known. `steps` are how it went on, the newest last; `state` is that of
    the newest, OPEN where there is none.
    """

    id: int
    body: str
    text: str
    is_wish: bool = False
    since: dt.date | None = None
    state: GoalState = GoalState.OPEN
    about: str = ""
    documents: tuple[int, ...] = ()
    topics: tuple[str, ...] = ()
    steps: tuple[GoalStep, ...] = ()
