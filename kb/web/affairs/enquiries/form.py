"""The form of a question to other municipalities: what of it cannot be kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from flask_babel import gettext as _

from kb.slovene.dates import read_date
from kb.web.context import library

LONGEST_TITLE = 300
LONGEST_TEXT = 20_000
LONGEST_TIME = dt.timedelta(days=365)


def faults_of(typed: Mapping[str, str], chosen: tuple[str, ...]) -> dict[str, str]:
    """Gives what of a question cannot be kept, by field, in the reader's words; `chosen` are topics (slugs)."""
    faults: dict[str, str] = {}
    too_long = _("The text is too long: at most %(count)s characters.", count="%s")
    if not typed["naslov"]:
        faults["naslov"] = _("Write in a few words what you ask.")
    elif len(typed["naslov"]) > LONGEST_TITLE:
        faults["naslov"] = too_long % LONGEST_TITLE
    if not typed["vprasanje"]:
        faults["vprasanje"] = _("Write your question.")
    elif len(typed["vprasanje"]) > LONGEST_TEXT:
        faults["vprasanje"] = too_long % LONGEST_TEXT
    if typed["rok"]:
        day, today = read_date(typed["rok"]), library().affairs.enquiries.today
        if day is None:
            faults["rok"] = _("Enter the date as 22. 11. 2026.")
        elif day < today:
            faults["rok"] = _("This day is over. Choose one on which others can still answer.")
        elif day > today + LONGEST_TIME:
            faults["rok"] = _("Choose a day within a year.")
    if not {*chosen} <= {topic.slug for topic in library().registers.topics()}:
        faults["podrocje"] = _("What was chosen is no longer there. Choose again.")
    return faults
