"""The pages of positions (stališča): what bodies say on acts, what came of it, and the work on them."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kb.web import waiting
from kb.web.affairs.positions import pages, words, work
from kb.web.affairs.positions.words import waiting_text
from kb.web.context import library


def register(app: Flask) -> None:
    """Gives `app` these pages, their words, and their lines on the first page of staff work."""
    for page_group in (pages.pages, work.pages):
        app.register_blueprint(page_group)
    words.register(app)
    pages.register(app)
    waiting.tell_of(app, _lines)


def _lines() -> Iterator[waiting.Waiting | waiting.Room]:
    held = library().affairs.positions
    drafts, outcomes = len(held.drafts()), len(held.outcomes.waiting())
    said = ngettext("%(num)s position is a draft.", "%(num)s positions are drafts.", drafts)
    yield waiting.Waiting(said, drafts, url_for("edited_positions.rows", _anchor="osnutki"))
    yield waiting.Waiting(waiting_text(outcomes), outcomes, url_for("edited_positions.rows", _anchor="izidi"))
    yield waiting.Room(
        str(_("Positions")),
        url_for("edited_positions.rows"),
        str(_("Drafts, adopted positions and what came of them.")),
    )
