"""Enquiries (povpraševanja): one municipality asks, others answer, and what they said can be found by all members."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EnquiryAnswer:
    """What a municipality answers; a later answer of it stands beside its earlier ones.

    `number` counts the answers of an enquiry from 1. `hidden` is why staff have hidden it, "" where they have not; its
    text stays.
    """

    id: int
    municipality: str
    author_id: int
    author: str
    text: str
    made: dt.datetime
    number: int = 1
    hidden: str = ""


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

    def is_open(self, today: dt.date) -> bool:
        """Tells whether it can be answered on the day `today`."""
        return self.closed is None and (self.deadline is None or today <= self.deadline)

    @property
    def shown(self) -> tuple[EnquiryAnswer, ...]:
        """Gives the answers that are not hidden."""
        return tuple(answer for answer in self.answers if not answer.hidden)
