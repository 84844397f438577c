"""The revisions of a material, each with its text and its file, for whoever sees the material; and the page of one that
was withdrawn.
"""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from kb.errors import Withdrawn
from kb.web import language
from kb.web.context import library, reader_of
from kb.web.documents import download
from kb.web.errors import FOR_PROGRAMS
from kb.web.questions import page_of

PER_PAGE = 100
"""Passages of an old revision on one page."""

pages = Blueprint("revisions", __name__)

_REVISIONS = "/gradivo/<int(max=2147483647):document_id>/revizije"


@pages.get(_REVISIONS)
def revisions(document_id: int) -> str:
    """Gives the revisions of a material, the newest first. Raises NotFound, Withdrawn."""
    document, found = library().keeping.revisions(document_id, reader=reader_of(request))
    return render_template(
        "keeping/revisions.html", document=document, revisions=found, new=request.args.get("novo", "")
    )


@pages.get(f"{_REVISIONS}/<int(max=99999):number>")
def revision(document_id: int, number: int) -> str:
    """Gives what a revision says, a page at a time. Raises NotFound, Withdrawn."""
    old = library().keeping.revision(document_id, number, reader=reader_of(request))
    pages_in_all = max(1, -(-len(old.passages) // PER_PAGE))
    page = min(page_of(request.args.get("stran", "")), pages_in_all)
    shown = old.passages[(page - 1) * PER_PAGE : page * PER_PAGE]
    told = {"old": old, "document": old.document, "passages": shown, "page": page, "pages": pages_in_all}
    return render_template("keeping/revision.html", **told)


@pages.get(f"{_REVISIONS}/<int(max=99999):number>/izvirnik")
def original(document_id: int, number: int) -> Response:
    """Gives the bytes of a revision as received, always as a download. Raises NotFound, Withdrawn."""
    return download(library().keeping.revision_original(document_id, number, reader=reader_of(request)))


def withdrawn(error: Withdrawn) -> ResponseReturnValue:
    """Answers for a material that was withdrawn: that it was, when and why, and nothing of what it says."""
    if request.path.endswith(FOR_PROGRAMS):
        return {"error": error.key, "message": error.message(language.current())}, error.http_status
    return render_template("keeping/withdrawn.html", reason=error.reason, at=error.at), error.http_status
