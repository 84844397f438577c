"""Goals and wishes (cilji in želje) of a body, with the documents that moved them."""

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
class Goal:
    """What a body (slug) wants: a goal or, with `is_wish`, a wish; set in a year, moved by documents (ids)."""

    id: int
    body: str
    text: str
    is_wish: bool = False
    since: dt.date | None = None
    state: GoalState = GoalState.OPEN
    about: str = ""
    documents: tuple[int, ...] = ()
