"""The pages of events: shown at /dogodki/, looked after by staff at /delo/dogodki/."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, url_for
from flask_babel import gettext as _

from kb.model import RecordSort
from kb.web import records, waiting
from kb.web.affairs.events import edited, shown, words
from kb.web.context import library


def register(app: Flask) -> None:
    """Gives `app` these pages."""
    app.register_blueprint(shown.pages)
    app.register_blueprint(edited.pages)
    words.register(app)
    app.jinja_env.globals["event_is_open"] = shown.is_open
    records.tell_of(app, RecordSort.EVENT, _address)
    waiting.tell_of(app, _lines)


def _address(event_id: int) -> str:
    return url_for("events.event", slug=library().affairs.events.slug(event_id))


def _lines() -> Iterator[waiting.Room]:
    about = str(_("Sessions, seminars and trainings with calls, agendas and materials."))
    yield waiting.Room(str(_("Events")), url_for("edited_events.events"), about)
