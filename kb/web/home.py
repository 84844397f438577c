"""The first page."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from kb.web.context import library, reader_of
from kb.web.shelves import body_groups, branches

pages = Blueprint("home", __name__)


@pages.get("/")
def home() -> str:
    """Gives the search box, the bodies and topics with counts, and the newest materials."""
    seen = library().home(reader=reader_of(request))
    return render_template("home.html", home=seen, groups=body_groups(seen.bodies), branches=branches(seen.topics))
