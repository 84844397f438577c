"""The pages of dossiers (zadeve): what moves and until when, each matter with its steps, and the work on them."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kb.model import RecordSort
from kb.web import records, waiting
from kb.web.affairs.dossiers import pages, words, work
from kb.web.context import library


def register(app: Flask) -> None:
    """Gives `app` these pages, their words, and their lines on the first page of staff work."""
    for page_group in (pages.pages, work.pages):
        app.register_blueprint(page_group)
    words.register(app)
    records.tell_of(app, RecordSort.DOSSIER, lambda number: url_for("dossiers.dossier", dossier_id=number))
    waiting.tell_of(app, _lines)


def _lines() -> Iterator[waiting.Waiting | waiting.Room]:
    dossiers = library().affairs.dossiers
    overdue, near, ended = len(dossiers.overdue()), len(dossiers.near()), len(dossiers.of_abolished())
    said = ngettext(
        "The deadline of %(num)s dossier has gone.", "The deadlines of %(num)s dossiers have gone.", overdue
    )
    yield waiting.Waiting(said, overdue, url_for("dossier_work.rows", samo="potekle"), is_urgent=True)
    said = ngettext("The deadline of %(num)s dossier is near.", "The deadlines of %(num)s dossiers are near.", near)
    yield waiting.Waiting(said, near, url_for("dossier_work.rows", samo="blizu"), is_urgent=True)
    said = ngettext(
        "%(num)s open dossier belongs to a body that is no more.",
        "%(num)s open dossiers belong to bodies that are no more.",
        ended,
    )
    yield waiting.Waiting(said, ended, url_for("dossier_work.rows", samo="ukinjeni"))
    yield waiting.Room(
        str(_("Dossiers")), url_for("dossier_work.rows"), str(_("Bills and other matters, their steps and deadlines."))
    )
