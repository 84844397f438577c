"""Enquiries (povpraševanja): one municipality asks, others answer, and what they said can be found by all members."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EnquiryAnswer:
    """What a municipality answers; a later answer of it stands beside its earlier ones."""

    id: int
    municipality: str
    author_id: int
    author: str
    text: str
    made: dt.datetime


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A question of a municipality to the others, open until the end of the `deadline` or until it is `closed`."""

    id: int
    title: str
    question: str
    municipality: str
    author_id: int
    author: str
    made: dt.datetime
    topics: tuple[str, ...] = ()
    deadline: dt.date | None = None
    closed: dt.datetime | None = None
    answers: tuple[EnquiryAnswer, ...] = ()
