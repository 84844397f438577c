"""The pages of enquiries among municipalities, and what of them waits for staff."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kb.model import EVERYTHING, RecordSort
from kb.web import records, waiting
from kb.web.affairs.enquiries import pages, words
from kb.web.context import library
from kb.web.words import number


def register(app: Flask) -> None:
    """Gives `app` these pages."""
    app.register_blueprint(pages.pages)
    words.register(app)
    records.tell_of(app, RecordSort.ENQUIRY, lambda enquiry_id: url_for("enquiries.enquiry", number=enquiry_id))
    waiting.tell_of(app, _lines)


def _lines() -> Iterator[waiting.Waiting | waiting.Room]:
    here = url_for("enquiries.enquiries")
    count = len(words.new_enquiries())
    said = ngettext(
        "%(count)s enquiry with something new to you",
        "%(count)s enquiries with something new to you",
        count,
        count=number(count),
    )
    yield waiting.Waiting(said, count, here)
    found = library().affairs.enquiries.all(reader=EVERYTHING)
    over = sum(each.closed is None and not words.is_open(each) for each in found)
    said = ngettext(
        "%(count)s enquiry past its time is not closed",
        "%(count)s enquiries past their time are not closed",
        over,
        count=number(over),
    )
    yield waiting.Waiting(said, over, url_for("enquiries.enquiries", samo="zakljucena"))
    yield waiting.Room(str(_("Enquiries")), here, str(_("One municipality asks, others answer.")))
