"""The first page, and whether the application is well."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from kb.library import Question
from kb.web.context import library, reader_of
from kb.web.shelves import body_groups, branches

pages = Blueprint("home", __name__)


@pages.get("/")
def home() -> str:
    """Gives the search box, the bodies and topics with counts, and the newest materials."""
    seen = library().home(reader=reader_of(request))
    return render_template("home.html", home=seen, groups=body_groups(seen.bodies), branches=branches(seen.topics))


@pages.get("/healthz")
def health() -> Response:
    """Gives "ok" when store and index answer. Raises SystemFault (503) when one does not."""
    library().find(Question(per_page=1), reader=reader_of(request))
    return Response("ok\n", mimetype="text/plain")
