"""Enquiries as members see them: what is asked and answered, by whom, and what is new since they looked."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping

from kb.library.auditing.exporting import MARK, cell
from kb.model import Actor, Enquiry, Reader
from kb.people import Role, User
from kb.slovene.dates import written
from kb.slovene.municipalities import key, shown
from kb.slovene.workdays import day_here
from kb.store import Store
from kb.store.affairs.enquiries import CLOSED, OWN, SAID_ALREADY, TOO_LATE
from kb.store.clock import Clock, now

__all__ = [
    "ASSOCIATION",
    "CLOSED",
    "OWN",
    "SAID_ALREADY",
    "TOO_LATE",
    "Enquiries",
    "as_csv",
    "is_asker",
    "may_use",
    "speaks_for",
]

ASSOCIATION = "Skupnost občin Slovenije"
"""For whom staff ask and answer who have no municipality."""


class Enquiries:
    """The enquiries of one library."""

    def __init__(self, store: Store, *, clock: Clock = now) -> None:
        self._rows = store.affairs.enquiries
        self._clock = clock

    @property
    def today(self) -> dt.date:
        """Gives the day that it is in Slovenia."""
        return day_here(self._clock())

    def all(self, *, reader: Reader, topic: str = "") -> tuple[Enquiry, ...]:
        """Gives the enquiries on a topic (slug), or all, the newest first; none to whom they are not for."""
        return self._rows.all(reader=reader, topic=topic)

    def get(self, enquiry_id: int, *, reader: Reader) -> Enquiry:
        """Gives an enquiry. Raises NotFound, also for whom it is not for."""
        return self._rows.get(enquiry_id, reader=reader)

    def ask(self, enquiry: Enquiry, *, by: Actor) -> tuple[Enquiry, bool]:
        """Keeps a question and gives it with whether it is new: one that is asked twice is kept once."""
        return self._rows.ask(enquiry, by=by)

    def answer(self, enquiry_id: int, municipality: str, said: str, *, by: Actor) -> Enquiry:
        """Keeps an answer. Raises NotFound; NotPossible, whose reason is OWN, CLOSED, TOO_LATE or SAID_ALREADY."""
        return self._rows.answer(enquiry_id, municipality, said, by=by)

    def close(self, enquiry_id: int, *, by: Actor) -> Enquiry:
        """Ends an enquiry. Raises NotFound."""
        return self._rows.close(enquiry_id, by=by)

    def reopen(self, enquiry_id: int, *, by: Actor) -> Enquiry:
        """Opens an enquiry again. Raises NotFound."""
        return self._rows.reopen(enquiry_id, by=by)

    def hide(self, enquiry_id: int, number: int, reason: str, *, by: Actor) -> Enquiry:
        """Hides an answer for a reason, or with "" shows it again. Raises NotFound."""
        return self._rows.hide(enquiry_id, number, reason, by=by)

    def unseen(self, user: User) -> Mapping[int, int]:
        """Gives what is new to somebody, by enquiry: how many answers, 0 for an enquiry that they have not opened."""
        return self._rows.unseen(user.id, since=user.created) if may_use(user) else {}

    def saw(self, user: User, enquiry: Enquiry) -> None:
        """Notes that somebody has been shown an enquiry as it is."""
        self._rows.saw(user.id, enquiry)


def may_use(user: User) -> bool:
    """Tells whether enquiries are for somebody: for members and staff."""
    return user.role is not Role.VISITOR


def speaks_for(user: User) -> str:
    """Gives for whom somebody asks and answers, "" where nobody knows for which municipality."""
    return shown(user.municipality) if user.municipality.strip() else ASSOCIATION if user.is_staff else ""


def is_asker(user: User, enquiry: Enquiry) -> bool:
    """Tells whether somebody may end an enquiry as their own: who asked it, or another of the same municipality."""
    return user.id == enquiry.author_id or key(speaks_for(user)) == key(enquiry.municipality)


def as_csv(enquiry: Enquiry) -> str:
    """Gives an enquiry with the answers that are shown as CSV for a spreadsheet; no cell is taken for a formula."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["vrsta", "občina", "dan", "besedilo"])
    question = f"{enquiry.title}\n{enquiry.question}"
    rows.writerow(map(cell, ["povpraševanje", enquiry.municipality, written(day_here(enquiry.made)), question]))
    for each in enquiry.shown:
        rows.writerow(map(cell, ["odgovor", each.municipality, written(day_here(each.made)), each.text]))
    return MARK + out.getvalue()
