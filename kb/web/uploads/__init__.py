"""Uploads (nalaganje) for staff: batches of files, by a plain form or piece by piece by a script.

/delo/nalaganje/ has the batches and the form of a new one, /delo/nalaganje/<batch> the files of one. A script speaks to
the addresses that end in .json (kb.web.uploads.script); what they answer is told in kb.web.uploads.told.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Flask, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kb.web import waiting
from kb.web.context import actor, library, staff
from kb.web.uploads import routes, script
from kb.web.uploads.pace import Pace

__all__ = ["register"]


def register(app: Flask) -> None:
    """Gives `app` the pages of uploads."""
    pages = Blueprint("uploads", __name__, url_prefix="/delo/nalaganje")
    pages.before_request(_staff_only)
    pace = Pace()
    routes.add_to(pages, pace)
    script.add_to(pages, pace)
    app.register_blueprint(pages)
    waiting.tell_of(app, _lines)


def _staff_only() -> None:
    staff()


def _lines() -> Iterator[waiting.Waiting | waiting.Room]:
    address, unfinished = url_for("uploads.batches"), library().uploads.unfinished(actor())
    yield waiting.Room(_("Upload material"), address, _("Many files at once, or a whole folder."))
    said = ngettext("%(num)s of your uploads is not finished.", "%(num)s of your uploads are not finished.", unfinished)
    yield waiting.Waiting(said, unfinished, address)
