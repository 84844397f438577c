"""What staff do to materials that are there: changes of one or many, undoing, trash, terms; and old revisions."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kb.errors import Withdrawn
from kb.web import waiting
from kb.web.context import library
from kb.web.keeping import changes, materials, one, revisions, terms, trash, words
from kb.web.words import number


def register(app: Flask) -> None:
    """Gives `app` these pages, and their lines on the first page of staff work."""
    for page_group in (materials.pages, changes.pages, one.pages, trash.pages, terms.pages, revisions.pages):
        app.register_blueprint(page_group)
    words.register(app)
    app.register_error_handler(Withdrawn, revisions.withdrawn)
    waiting.tell_of(app, _lines)


def _lines() -> Iterator[waiting.Waiting | waiting.Room]:
    running = len(library().keeping.changes.running())
    said = ngettext(
        "%(count)s change is being made", "%(count)s changes are being made", running, count=number(running)
    )
    yield waiting.Waiting(said, running, url_for("changes.changes"))
    due = sum(1 for each in library().keeping.due() if terms.is_past(each))
    said = ngettext(
        "%(count)s material need not be kept any longer",
        "%(count)s materials need not be kept any longer",
        due,
        count=number(due),
    )
    yield waiting.Waiting(said, due, url_for("terms.terms"))
    removed = len(library().keeping.trash())
    said = ngettext(
        "%(count)s material in the trash", "%(count)s materials in the trash", removed, count=number(removed)
    )
    yield waiting.Waiting(said, removed, url_for("trash.trash"))
    yield waiting.Room(
        _("All materials"), url_for("materials.materials"), _("Found, edited many at once, withdrawn, removed.")
    )
    yield waiting.Room(_("Changes"), url_for("changes.changes"), _("Who changed what; any change can be undone."))
    yield waiting.Room(_("Trash"), url_for("trash.trash"), _("What was removed is restored, or erased for good."))
    yield waiting.Room(_("Retention"), url_for("terms.terms"), _("How long what is kept, and legal holds."))
