"""The first page."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from kb.web import charts
from kb.web.affairs.dossiers.words import IN_PROCEDURE
from kb.web.context import library, reader_of
from kb.web.shelves import body_groups, branches

SHOWN = 4
"""Dossiers and events on the first page; the rest is a link away."""
DRAFTS = 6

pages = Blueprint("home", __name__)


@pages.get("/")
def home() -> str:
    """Gives the search box, what is due and coming, the bodies and topics with counts, what is new, and figures."""
    reader, affairs = reader_of(request), library().affairs
    seen = library().home(reader=reader)
    dossiers = affairs.dossiers.all(reader=reader, is_open=True)
    return render_template(
        "home.html",
        home=seen,
        groups=body_groups(seen.bodies),
        branches=branches(seen.topics),
        dossiers=dossiers,
        in_procedure=[each for each in dossiers if each.sort in IN_PROCEDURE][:DRAFTS],
        coming=affairs.events.all(reader=reader, coming=True),
        most=SHOWN,
        record=affairs.positions.record(reader=reader),
        years=charts.of_years(seen.years),
    )
