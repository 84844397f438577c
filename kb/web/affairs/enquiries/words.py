"""How enquiries are told on a page: why an answer is not taken, and what is new to who has signed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from flask import Flask
from flask_babel import gettext as _

from kb.library.affairs.enquiries import CLOSED, OWN, SAID_ALREADY, TOO_LATE
from kb.model import Enquiry
from kb.slovene.workdays import day_here
from kb.web.context import library, user
from kb.web.words import date


def refused(enquiry: Enquiry, reason: str) -> str:
    """Gives why an answer is not taken, in the reader's words."""
    if reason == TOO_LATE and enquiry.deadline:
        return str(
            _(
                "The time for answers ended on %(day)s. Your text is still here, so that you can copy it.",
                day=date(enquiry.deadline),
            )
        )
    said: dict[str, str] = {
        OWN: _("Your own municipality has asked this; others answer."),
        CLOSED: _(
            "This enquiry is closed, so it takes no more answers. Your text is still here, so that you can copy it."
        ),
        SAID_ALREADY: _("Your municipality has sent this answer already; it is kept once."),
    }
    return said.get(reason, reason)


def day_in_slovenia(moment: dt.datetime) -> str:
    """Gives the day of a moment by the clocks of Slovenia: «22. 11. 2026»."""
    return date(day_here(moment))


def is_open(enquiry: Enquiry) -> bool:
    """Tells whether an enquiry can be answered today."""
    return enquiry.is_open(library().affairs.enquiries.today)


def new_enquiries() -> Mapping[int, int]:
    """Gives what is new to who has signed in, by enquiry: how many answers, 0 for one that they have not opened."""
    present = user()
    return library().affairs.enquiries.unseen(present) if present else {}


def register(app: Flask) -> None:
    """Gives the templates of `app` these words."""
    app.jinja_env.filters["day_in_slovenia"] = day_in_slovenia
    app.jinja_env.tests["open_enquiry"] = is_open
    app.jinja_env.globals["new_enquiries"] = new_enquiries
